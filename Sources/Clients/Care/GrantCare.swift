public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// Lets a therapist see the files of one client, or of all of a colleague's, for a while. For the lead, intake and the operator.
    /// - Throws: `CareRefusal.ended`, `.tooLong`, `.notThisTherapist` where there was one client and it could not be, `.nobodyToCover`,
    ///   `.noSuchTherapist`; `ClientRefusal.notFound`.
    public func grantCare(_ new: NewCareGrant) async throws -> GrantedCare {
        let now = try await now
        guard new.until > max(new.from ?? now, now) else { throw CareRefusal.ended }
        guard new.until <= max(new.from ?? now, now) + NewCareGrant.longest else { throw CareRefusal.tooLong }
        let clients: [UUID]
        switch new.whose {
        case .client(let id):
            guard try await client(id) != nil else { throw ClientRefusal.notFound }
            clients = [id.uuid]
        case .everybodyOf(let colleague):
            guard colleague != new.therapist else { throw CareRefusal.notThisTherapist }
            clients = try await query(SQL.clientsInCare(colleague)).values(UUID.self)
            guard !clients.isEmpty else { throw CareRefusal.nobodyToCover }
        }
        let hidden = Set(try await query(SQL.keptApartFromTherapist(clients, new.therapist)).values(UUID.self))
        let wanted = clients.filter { !hidden.contains($0) }
        let granted = try await CareRefusal.explaining {
            try await query(SQL.grantCare(wanted.map { _ in newID() }, wanted, new.therapist, new.kind, new.from, new.until))
                .map(CareGrant.read)
        }
        for grant in granted {
            try await record(
                "care.granted", subject: grant.id.uuid, client: grant.client.uuid, details: ["kind": grant.kind.rawValue])
        }
        if case .client = new.whose, granted.isEmpty { throw CareRefusal.notThisTherapist }
        if granted.isEmpty { try await record("care.granted", details: ["count": "0"]) }
        let done = Set(granted.map(\.client.uuid))
        return GrantedCare(granted: granted, passedOver: clients.filter { !done.contains($0) }.map(Client.ID.init))
    }

    /// Ends a grant now; one that has not begun is taken back. - Throws: `CareRefusal.noSuchGrant`.
    public func endCareGrant(_ id: CareGrant.ID) async throws {
        guard
            let client = try await query(SQL.endCareGrant(id)).first({ row throws(DatabaseError) in try row.next(UUID.self) }),
            try await reach.includes(client)
        else { throw CareRefusal.noSuchGrant }
        try await record("care.grant_ended", subject: id.uuid, client: client)
    }
}

extension Querying {
    /// Grants that run or are to come, by id; a therapist sees her own.
    /// - Parameter limit: 1 to 1,000.
    public func careGrants(
        of client: Client.ID? = nil, by therapist: UUID? = nil, includingEnded: Bool = false, after: CareGrant.ID? = nil,
        limit: Int = 50
    ) async throws -> [CareGrant] {
        try await admitted(
            query(SQL.listCareGrants(client, therapist, includingEnded, after, Int64(min(max(limit, 1), 1_000))))
                .map(CareGrant.read),
            { $0.includesCalendar(of: $1.therapist) })
    }
}

extension CareGrant {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> CareGrant {
        CareGrant(
            id: try row.next(), client: try row.next(), therapist: try row.next(), kind: try row.next(), during: try row.next())
    }
}
