public import Access
public import Clinic
public import Database

public import struct Foundation.UUID

extension Querying {
    /// Nil where there is none, and where this actor may not know of one. Doors that show a client use ``Recording/lookAtClient(_:)``.
    public func client(_ id: Client.ID) async throws -> Client? {
        try await admitted(query(SQL.readClient(id)).map(Client.read), { $0.includes($1.id.uuid) }).first
    }

    /// Those of them whom this actor may know of, in no order.
    public func clients(_ ids: [Client.ID]) async throws -> [Client] {
        guard !ids.isEmpty else { return [] }
        return try await admitted(query(SQL.readClients(Array(Set(ids)))).map(Client.read), { $0.includes($1.id.uuid) })
    }

    /// By reference: `C-1042`.
    public func client(named reference: String) async throws -> Client? {
        try await admitted(query(SQL.findClient(reference)).map(Client.read), { $0.includes($1.id.uuid) }).first
    }

    /// Whose address or number this is, exactly, in whatever way it is written; retired ones do not count. Empty where nobody's is, and for what
    /// is neither.
    public func clients(reachedBy text: String) async throws -> [Client] {
        guard let lookup = ContactLookup(text) else { return [] }
        return try await admitted(
            query(SQL.clientsReachedBy(lookup.index(in: vault))).map(Client.read), { $0.includes($1.id.uuid) })
    }

    /// A page of those whom this actor may see, in the order in which they came.
    /// - Parameters:
    ///   - after: the last id of the page before.
    ///   - limit: 1 to 1,000.
    public func clients(after: Client.ID? = nil, limit: Int = 50, includingFormer: Bool = false) async throws -> [Client] {
        try await admitted(
            query(SQL.listClients(after, includingFormer, Int64(min(max(limit, 1), 1_000)))).map(Client.read),
            { $0.includes($1.id.uuid) })
    }

    /// References (`C-1042`) of many clients, for whoever has only their ids. Those who are gone have none.
    public func references(of clients: [Client.ID]) async throws -> [Client.ID: String] {
        let rows = try await query(SQL.clientReferences(Array(Set(clients)))).map { row throws(DatabaseError) in
            (try row.next(Client.ID.self), try row.next(String.self))
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// Which of these were clients and have been destroyed.
    public func destroyed(among clients: [Client.ID]) async throws -> Set<Client.ID> {
        Set(try await query(SQL.destroyedClients(Array(Set(clients)))).values(Client.ID.self))
    }

    /// Ways to reach a client that are not retired, the oldest first.
    public func contactPoints(of client: Client.ID) async throws -> [ContactPoint] {
        try await contactPoints(in: query(SQL.listContactPoints([client])))
    }

    /// All consents, those that ended too, the oldest first.
    public func consents(of client: Client.ID) async throws -> [Consent] {
        try await consents(in: query(SQL.listConsents([client])))
    }

    fileprivate func contactPoints(in answer: ResultSet) async throws -> [ContactPoint] {
        try await admitted(answer.map { row in try ContactPoint.read(&row, vault) }, { $0.includes($1.client.uuid) }).map(\.point)
    }

    fileprivate func consents(in answer: ResultSet) async throws -> [Consent] {
        try await admitted(answer.map(Consent.read), { $0.includes($1.client.uuid) }).map(\.consent)
    }

    /// Whom a client is kept apart from today or later: empty for everybody but the lead, intake and the operator.
    public func keptApart(of client: Client.ID) async throws -> [KeptApart] {
        try await query(SQL.listKeptApart(client)).map { row in
            let id = try row.next(KeptApart.ID.self)
            let other = try row.next(Client.ID.self)
            let kind = try row.next(KeptApart.Kind.self)
            let since = try row.next(Instant.self)
            let until = try row.nextOptional(Instant.self)
            let both = KeptApart.inOrder(client, other)
            try row.nextKey(of: both.0, in: vault)
            try row.nextKey(of: both.1, in: vault)
            let reason = try row.nextOptional([UInt8].self).map { sealed throws(SealingError) in
                try vault.open(sealed, forBoth: both, .keptApartReason, row: id.uuid)
            }
            return KeptApart(id: id, other: other, kind: kind, since: since, until: until, reason: reason)
        }
    }

    /// Ids of therapists whom this client cannot have, because somebody whom they must not meet is in their care, or was within five years.
    /// For ranking and booking: it must look like any other "not available".
    public func keptApartTherapists(for client: Client.ID) async throws -> Set<UUID> {
        try await Set(query(SQL.keptApartTherapists(client)).values(UUID.self))
    }
}

/// A client, the ways to reach them that are not retired, and all their consents.
public struct ClientFile: Sendable {
    public let client: Client
    public let contacts: [ContactPoint]
    public let consents: [Consent]
}

extension Recording {
    /// Reads a client for somebody's eyes, and records that they looked.
    /// - Throws: `ClientRefusal.notFound` also where the actor may not know of this client.
    public func lookAtClient(_ id: Client.ID, details: [String: String] = [:]) async throws -> Client {
        guard let client = try await client(id) else { throw ClientRefusal.notFound }
        try await record("client.read", subject: id.uuid, client: id.uuid, details: details)
        return client
    }

    /// Like ``lookAtClient(_:)``, with all that their file shows, in one flight.
    public func lookAtFile(of id: Client.ID) async throws -> ClientFile {
        let answers = try await queries([SQL.readClient(id), SQL.listContactPoints([id]), SQL.listConsents([id])])
        let found = try await admitted(answers[0].map(Client.read), { $0.includes($1.id.uuid) }).first
        guard let client = found else { throw ClientRefusal.notFound }
        try await record("client.read", subject: id.uuid, client: id.uuid)
        return ClientFile(
            client: client, contacts: try await contactPoints(in: answers[1]), consents: try await consents(in: answers[2]))
    }
}

extension Client {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> Client {
        Client(
            id: try row.next(), reference: try row.next(), sourceKey: try row.nextOptional(),
            person: ClientPerson(
                fullName: try row.next(), preferredName: try row.nextOptional(), pronouns: try row.nextOptional(),
                birthDate: try row.nextOptional(), kind: try row.next(), language: try row.next(), jurisdiction: try row.next(),
                zone: try row.next(), status: try row.next()),
            version: try row.next())
    }
}

extension ContactPoint {
    static func read(_ row: inout RowReader, _ vault: Vault) throws -> (client: Client.ID, point: ContactPoint) {
        let client = try row.next(Client.ID.self)
        let id = try row.next(ID.self)
        let channel = try row.next(Channel.self)
        try row.nextKey(of: client.uuid, in: vault)
        let sealed = try row.next([UInt8].self)
        let value = try vault.open(sealed, for: client.uuid, .contactPointValue, row: id.uuid)
        var safety = ContactSafety(mayWrite: try row.next(), mayCall: try row.next(), mayVoicemail: try row.next())
        safety.hours = try row.nextSafeHours()
        safety.senderLabel = try row.nextOptional()
        safety.wording = try row.next()
        safety.confirmedAt = try row.nextOptional()
        safety.recheckDue = try row.nextOptional()
        return (client, ContactPoint(id: id, channel: channel, value: value, safety: safety))
    }
}

extension Consent {
    /// In the order of `list_consents.sql`, without the client; nil for a row of nulls.
    public static func readIfAny(_ row: inout RowReader) throws(DatabaseError) -> Consent? {
        let id = try row.nextOptional(ID.self), kind = try row.nextOptional(Kind.self)
        let basis = try row.nextOptional(Basis.self), givenAt = try row.nextOptional(Instant.self)
        let expiresAt = try row.nextOptional(Instant.self), revokedAt = try row.nextOptional(Instant.self)
        let assessor = try row.nextOptional(UUID.self)
        guard let id, let kind, let basis, let givenAt else { return nil }
        return Consent(
            id: id, kind: kind, basis: basis, givenAt: givenAt, expiresAt: expiresAt, revokedAt: revokedAt, assessor: assessor)
    }

    static func read(_ row: inout RowReader) throws(DatabaseError) -> (client: Client.ID, consent: Consent) {
        let client = try row.next(Client.ID.self)
        let consent = Consent(
            id: try row.next(), kind: try row.next(), basis: try row.next(), givenAt: try row.next(),
            expiresAt: try row.nextOptional(),
            revokedAt: try row.nextOptional(), assessor: try row.nextOptional())
        return (client, consent)
    }
}
