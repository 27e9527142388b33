public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

extension Act {
    /// These two never get the same therapist. The record names the entry and neither client's file.
    /// - Parameters:
    ///   - reason: up to 2,000 characters, sealed for both clients: it is gone as soon as either one's key is.
    ///   - from: nil: from now on.
    ///   - until: nil: until somebody ends it.
    /// - Throws: `ClientRefusal.alreadyKeptApart`, `.keptApartFromThemselves`, `.notFound`, `.noOtherClient`, `.invalid`; `DatabaseError` for
    ///   actors other than the lead, intake and the operator (row-level security), whom no policy lets come this far.
    @discardableResult
    public func keepApart(
        _ one: Client.ID, _ other: Client.ID, _ kind: KeptApart.Kind, reason: String? = nil, from: Instant? = nil,
        until: Instant? = nil
    ) async throws -> KeptApart {
        guard one != other else { throw ClientRefusal.keptApartFromThemselves }
        let both = KeptApart.inOrder(one, other)
        try await learnKeys(of: [both.0, both.1])
        try await requireReach(to: one)
        guard vault.hasKey(of: one.uuid) else { throw ClientRefusal.notFound }
        guard vault.hasKey(of: other.uuid), try await reach.includes(other.uuid) else { throw ClientRefusal.noOtherClient }
        let begins = if let from { from } else { try await now }
        if let until, until <= begins {
            throw ClientRefusal.invalid(field: "/until", advice: "It would end before it begins. Send a later end, or none.")
        }
        let id = KeptApart.ID(newID())
        let reason = reason.map { $0.trimmingWhitespace() }.flatMap { $0.isEmpty ? nil : $0 }
        guard (reason?.unicodeScalars.count ?? 0) <= 2_000 else {
            throw ClientRefusal.invalid(field: "/reason", advice: "A reason has at most 2,000 characters.")
        }
        let sealed = try reason.map { reason throws(SealingError) in
            try vault.seal(reason, forBoth: both, .keptApartReason, row: id.uuid)
        }
        let entry = SQL.keepApart(id, one, other, kind, sealed, from, until)
        let answer = try await ClientRefusal.explaining { try await query(entry) }
        guard !answer.isEmpty else { throw ClientRefusal.alreadyKeptApart }
        try await record("kept_apart.added", subject: id.uuid)
        return KeptApart(id: id, other: other, kind: kind, since: begins, until: until, reason: reason)
    }

    /// - Throws: `ClientRefusal.noSuchKeptApart`.
    public func endKeptApart(_ id: KeptApart.ID) async throws {
        let both = try await query(SQL.endKeptApart(id)).first { row throws(DatabaseError) in
            (try row.next(UUID.self), try row.next(UUID.self))
        }
        // Whose it is, its row alone tells: what the policy refuses now is rolled back.
        guard let both, try await reach.includes(both.0), try await reach.includes(both.1) else {
            throw ClientRefusal.noSuchKeptApart
        }
        try await record("kept_apart.ended", subject: id.uuid)
    }
}

extension Recording {
    /// ``Querying/keptApart(of:)`` for somebody's eyes, with what the others are called for people (`C-1042`). It is on record as a look at
    /// each of their files, none of which tells of another.
    /// - Throws: `ClientRefusal.notFound`.
    public func lookAtKeptApart(of id: Client.ID) async throws -> [(entry: KeptApart, reference: String)] {
        guard try await client(id) != nil else { throw ClientRefusal.notFound }
        let found = try await admitted(keptApart(of: id)) { $0.includes($1.other.uuid) }
        let names = try await references(of: found.map(\.other))
        for client in [id] + found.map(\.other) {
            try await record(AuditEntry("client.read", subject: client.uuid, client: client.uuid, fields: .clinical))
        }
        return found.map { ($0, names[$0.other] ?? "") }
    }
}
