public import Access
internal import Clients
public import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// Says that the actor is on this referral, or still is. Of two at once one wins, and the other hears by whom.
    /// - Parameters:
    ///   - minutes: how long, 1 to 720, from now.
    ///   - predecessor: takes it over from them, and from nobody who came between.
    /// - Throws: `ClaimedByAnother`; `ReferralRefusal`: not found, closed, not by this role.
    public func claimReferral(
        _ id: Referral.ID, minutes: Int = 30, takingOverFrom predecessor: UUID? = nil
    ) async throws -> ReferralClaim {
        try await requireIntake()
        let client = try await claimable(id, open: true)
        let actor = try await actor
        // A session's account has a name; a program's token is called by its role.
        let name = actor.role == .operator ? actor.label : actor.role.rawValue.replacing("_", with: " ")
        let answers = try await queries([
            SQL.claimReferral(id, name.isEmpty ? "operator" : String(name.prefix(120)), min(max(minutes, 1), 720), predecessor),
            SQL.claimOfReferral(id),
        ])
        guard let claim = try answers.first?.first({ row throws(DatabaseError) in try ReferralClaim.readIfAny(&row) }) ?? nil
        else { throw try Self.refusal(answers.last) }
        var details = ["until": claim.until.description]
        if let from = claim.takenFrom { details["taken_from"] = from.id.text }
        try await record("referral.claimed", subject: id.uuid, client: client.uuid, details: details)
        return claim
    }

    /// Lets the actor's own claim go. Doing it twice does no more than once.
    /// - Throws: `ClaimedByAnother`, whose claim stays; `ReferralRefusal.notFound`.
    public func releaseReferral(_ id: Referral.ID) async throws {
        try await requireIntake()
        let client = try await claimable(id, open: false)
        let answers = try await queries([SQL.releaseReferral(id), SQL.claimOfReferral(id)])
        if let answer = answers.last, !answer.isEmpty { throw try Self.refusal(answer) }
        try await record("referral.released", subject: id.uuid, client: client.uuid)
    }

    private func claimable(_ id: Referral.ID, open: Bool) async throws -> Client.ID {
        let found = try await query(SQL.claimableReferral(id)).first { row throws(DatabaseError) in
            (client: try row.next(Client.ID.self), status: try row.next(ReferralStatus.self))
        }
        guard let found, try await reach.includes(found.client.uuid) else { throw ReferralRefusal.notFound }
        if open, found.status.next.isEmpty { throw ReferralRefusal.closed }
        return found.client
    }

    private static func refusal(_ answer: ResultSet?) throws -> any Error {
        let found = try answer?.first { row throws(DatabaseError) in try ReferralClaim.readIfAny(&row) }
        // Nobody's any more: it ended between two statements.
        guard let claim = found ?? nil else { return ReferralRefusal.stale }
        return ClaimedByAnother(claim: claim)
    }
}

extension Querying {
    /// Who is on a referral just now; nil: nobody, or not for this actor to know.
    public func claim(of id: Referral.ID) async throws -> ReferralClaim? {
        try await query(SQL.claimOfReferral(id)).first { row throws(DatabaseError) in try ReferralClaim.readIfAny(&row) } ?? nil
    }
}

extension ReferralClaim {
    /// In the order of `claim_of_referral.sql`; nil where there is none (a row of nulls, in `referral_board.sql`).
    static func readIfAny(_ row: inout RowReader) throws(DatabaseError) -> ReferralClaim? {
        let by = try row.nextOptional(UUID.self), role = try row.nextOptional(String.self)
        let name = try row.nextOptional(String.self)
        let since = try row.nextOptional(Instant.self), until = try row.nextOptional(Instant.self)
        let from = try row.nextOptional(UUID.self), fromName = try row.nextOptional(String.self)
        guard let by, let role, let name, let since, let until else { return nil }
        let predecessor: Predecessor? = if let from, let fromName { Predecessor(id: from, name: fromName) } else { nil }
        return ReferralClaim(by: by, role: role, name: name, since: since, until: until, takenFrom: predecessor)
    }
}
