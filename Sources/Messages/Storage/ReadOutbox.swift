public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// Where a message stands in the outbox.
public enum OutboxStatus: String, Sendable, Hashable, CaseIterable { case queued, sending, sent, failed, cancelled }

/// A message as whoever looks after the outbox sees it: what became of it, and neither its words nor where it goes.
public struct OutboxMessage: Sendable, Hashable {
    public let id: UUID
    /// For people: `C-1042`.
    public let clientReference: String
    public let client: UUID
    /// `appointment_booked`, …
    public let kind: String
    /// The appointment, proposal or handout.
    public let about: UUID?
    public let status: OutboxStatus
    /// While it is queued: when it leaves, or is tried again.
    public let notBefore: Instant
    /// Not sent after this.
    public let notAfter: Instant?
    public let attempts: Int
    /// A code of ``Dispatcher``'s, never the relay's own words.
    public let lastError: String?
    public let createdAt: Instant
    public let sentAt: Instant?
}

/// What a message says, and to whom it goes: only for who asked, on record.
public struct OutboxContents: Sendable, Hashable {
    public let subject: String
    /// Nil once it was sent or will never be: the words are gone then. The secret of a link in it is left out.
    public let body: String?
    /// `email`.
    public let channel: String
    public let address: String
}

extension Querying {
    /// The outbox, the newest first.
    /// - Parameters:
    ///   - status: nil: any.
    ///   - limit: 1 to 1000.
    public func outbox(_ status: OutboxStatus? = nil, limit: Int = 100) async throws -> [OutboxMessage] {
        try await query(SQL.outbox(status?.rawValue, Int64(min(max(limit, 1), 1_000))))
            .map { row throws(DatabaseError) in try OutboxMessage(&row) }
    }

    /// One message; nil where there is none, or it is not this actor's to see.
    public func outboxMessage(_ id: UUID) async throws -> OutboxMessage? {
        try await query(SQL.outboxMessage(id)).first { row throws(DatabaseError) in try OutboxMessage(&row) }
    }
}

extension Act {
    /// What one message says, and where it goes. Recorded as a look into a client's file.
    public func outboxContents(_ message: OutboxMessage) async throws -> OutboxContents? {
        let found = try await query(SQL.outboxContents(message.id)).first { row in
            try row.nextKey(of: message.client, in: vault)
            let subject = try row.next(String.self)
            let body = try row.nextSecret(.messageBody, row: message.id, of: message.client, in: vault)
            let channel = try row.next(String.self)
            let address = try vault.address(try row.next(), try row.next([UInt8].self), of: message.client)
            return OutboxContents(
                subject: subject, body: body.map(Self.withoutSecret), channel: channel, address: address)
        }
        try await record("message.contents_seen", subject: message.id, client: message.client)
        return found
    }

    /// The link opens a client's handout: whoever has it is the client, so it is shown to nobody else.
    static func withoutSecret(_ body: String) -> String {
        guard let start = body.firstRange(of: "/h/")?.upperBound else { return body }
        return body[..<start] + "…" + body[start...].drop { !$0.isWhitespace }
    }
}

extension Vault {
    /// A contact point's sealed value.
    func address(_ contact: UUID, _ sealed: [UInt8], of client: UUID) throws(SealingError) -> String {
        try open(sealed, for: client, .contactPointValue, row: contact)
    }
}

extension OutboxMessage {
    init(_ row: inout RowReader) throws(DatabaseError) {
        id = try row.next()
        clientReference = try row.next()
        client = try row.next()
        kind = try row.next()
        about = try row.nextOptional()
        let code = try row.next(String.self)
        // The column's own constraint knows the same words.
        status = OutboxStatus(rawValue: code) ?? .failed
        notBefore = try row.next()
        notAfter = try row.nextOptional()
        attempts = try row.next()
        lastError = try row.nextOptional()
        createdAt = try row.next()
        sentAt = try row.nextOptional()
    }
}
