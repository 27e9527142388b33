public import Access
public import Clinic
internal import Database

extension Act {
    /// A client, with the key of their own that seals their secret text.
    /// - Parameter sourceKey: another system's number for them, if any.
    /// - Throws: `ClientRefusal.sourceKeyTaken`, `.invalid`.
    @discardableResult
    public func addClient(_ person: ClientPerson, sourceKey: String? = nil) async throws -> Client {
        try person.checkBirthDate(today: try await now.utcDate)
        let id = Client.ID(newID())
        let answers = try await ClientRefusal.explaining {
            try await queries([
                Bound(SQL.addClient, [id, sourceKey] + person.parameters), vault.newKey(for: id.uuid),
            ])
        }
        let written = try answers.first?.first { row throws(DatabaseError) in
            (reference: try row.next(String.self), version: try row.next(Int.self))
        }
        guard let written else { throw ClientRefusal.sourceKeyTaken }
        try await record("client.added", subject: id.uuid, client: id.uuid)
        return Client(id: id, reference: written.reference, sourceKey: sourceKey, person: person, version: written.version)
    }

    /// - Parameter version: the one that was read.
    /// - Throws: `ClientRefusal.notFound`, `.stale`, `.invalid`.
    @discardableResult
    public func editClient(_ id: Client.ID, _ person: ClientPerson, expecting version: Int) async throws -> Client {
        try await requireReach(to: id)
        try person.checkBirthDate(today: try await now.utcDate)
        let answer = try await ClientRefusal.explaining {
            try await query(Bound(SQL.editClient, [id, Int32(clamping: version)] + person.parameters))
        }
        guard !answer.isEmpty else { throw try await client(id) == nil ? ClientRefusal.notFound : .stale }
        try await record("client.edited", subject: id.uuid, client: id.uuid)
        guard let edited = try await client(id) else { throw ClientRefusal.notFound }
        return edited
    }
}

extension Act {
    /// The first lock of what changes a file; row-level security is the second.
    /// - Throws: `ClientRefusal.notFound` for a client whom the actor may not know of.
    func requireReach(to client: Client.ID) async throws {
        guard try await reach.includes(client.uuid) else { throw ClientRefusal.notFound }
    }

    /// What the file shows has changed: whoever read it before is stale. Travels with the next question or with the commit.
    func touch(_ client: Client.ID) async throws { try await enqueue(SQL.touchClient(client)) }
}

extension ClientPerson {
    /// From the name on, in the order of `add_client.sql`.
    var parameters: [(any DatabaseEncodable)?] {
        [fullName, preferredName, pronouns, birthDate, kind, language, jurisdiction, zone, status]
    }
}

extension ClientPerson {
    /// As intake's form does: nobody who is alive was born before 1900, and nobody is born tomorrow. By the calendar of UTC, which is never
    /// behind the one in British Columbia.
    func checkBirthDate(today: LocalDate) throws(ClientRefusal) {
        guard let birthDate else { return }
        guard birthDate.year >= 1900 else {
            throw .invalid(field: "/birth_date", advice: "There is no such birth date. Check the year.")
        }
        guard birthDate <= today else {
            throw .invalid(field: "/birth_date", advice: "This date is still to come. Check the year.")
        }
    }
}
