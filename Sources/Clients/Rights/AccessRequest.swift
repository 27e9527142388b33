public import Access
public import Clinic
internal import Database

/// That a client asked for a copy of their file, by when they must have it, and what they got.
public struct AccessRequest: Sendable, Hashable {
    public typealias ID = TypedID<AccessRequest>

    /// How a request ended.
    public enum Answer: String, CaseIterable, Sendable {
        case given
        /// Without what is about somebody else, or may not be told.
        case givenInPart = "given_in_part"
        case refused
        case withdrawn
    }

    public let id: ID
    public let client: Client.ID
    public let askedOn: LocalDate
    /// The last of 30 days.
    public let dueOn: LocalDate
    public let answeredOn: LocalDate?
    /// Nil while it is open.
    public let answer: Answer?

    static func read(_ row: inout RowReader) throws(DatabaseError) -> AccessRequest {
        let (id, client) = (try row.next(AccessRequest.ID.self), try row.next(Client.ID.self))
        let (asked, due) = (try row.next(LocalDate.self), try row.next(LocalDate.self))
        let answered = try row.nextOptional(LocalDate.self)
        let answer = try row.nextOptional(String.self)
        return AccessRequest(
            id: id, client: client, askedOn: asked, dueOn: due, answeredOn: answered,
            answer: answer.flatMap { Answer(rawValue: $0) })
    }
}

extension Act {
    /// Starts the 30 days.
    /// - Parameter askedOn: nil: today, where the client is.
    /// - Throws: `RightsRefusal.requestedAlready`, `.invalid` for a day to come; `ClientRefusal.notFound`.
    @discardableResult
    public func logAccessRequest(by client: Client.ID, askedOn: LocalDate? = nil) async throws -> AccessRequest {
        guard try await self.client(client) != nil else { throw ClientRefusal.notFound }
        let found = try await RightsRefusal.explaining { try await query(SQL.logAccessRequest(newID(), client, askedOn)) }
        guard let request = try found.first(AccessRequest.read) else {
            throw RightsRefusal.requestedAlready
        }
        try await record(
            AuditEntry("client.copy_requested", subject: request.id.uuid, client: client.uuid, fields: .identity))
        return request
    }

    /// Says what became of the open request.
    /// - Throws: `RightsRefusal.notRequested`.
    @discardableResult
    public func answerAccessRequest(by client: Client.ID, _ answer: AccessRequest.Answer) async throws -> AccessRequest {
        let bound = SQL.answerAccessRequest(client, answer.rawValue, LocalDate?.none)
        guard let request = try await query(bound).first(AccessRequest.read) else {
            throw RightsRefusal.notRequested
        }
        try await record(
            AuditEntry(
                "client.copy_answered", subject: request.id.uuid, client: client.uuid, fields: .identity,
                details: ["answer": answer.rawValue]))
        return request
    }

    /// What is due first; then those that were answered, the latest first.
    /// - Parameter limit: 1 to 10,000.
    public func accessRequests(includingAnswered: Bool = false, limit: Int = 1_000) async throws -> [AccessRequest] {
        let bound = SQL.listAccessRequests(includingAnswered, Int64(min(max(limit, 1), 10_000)))
        let requests = try await query(bound).map(AccessRequest.read)
        try await record(AuditEntry("client.copies_listed", clients: requests.map(\.client.uuid), fields: .identity))
        return requests
    }
}
