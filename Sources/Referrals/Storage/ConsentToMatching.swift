public import Access
public import Clients
public import Clinic
internal import Database

extension Act {
    /// Records that a client agrees to be matched: the referral may be ranked from now on. A consent that is on record is replaced, and what
    /// rested on it rests on this one.
    /// - Parameters:
    ///   - version: what the caller saw; nil: whatever it is now.
    ///   - rules: on whose calendar its days are.
    /// - Returns: the referral's new version.
    /// - Throws: `ReferralRefusal`: not found, not by this role, stale, closed, a day that cannot be.
    @discardableResult
    public func recordConsent(
        _ new: MatchingConsent, to id: Referral.ID, version: Int? = nil, rules: ZoneRules
    ) async throws -> Int {
        try await requireIntake()
        _ = try await query(SQL.lockClientReferrals(id))
        let referral = try await lockReferral(id, version: version)
        guard !referral.standing.status.next.isEmpty else { throw ReferralRefusal.closed }
        let span = try new.span(at: try await now, rules)
        let (consent, replaced) = try await renewConsent(
            .matching, new.basis, at: span.givenAt, until: span.expiresAt, assessedBy: new.assessor, by: referral.client)
        let changed = try await changed(query(SQL.restOnConsent(id, referral.client, consent.id, replaced)))
        try await record(
            "referral.consent_recorded", subject: id.uuid, client: referral.client.uuid,
            details: ["consent": consent.id.uuid.text, "basis": new.basis.rawValue])
        return changed.first { $0.id == id }?.version ?? referral.version
    }

    /// The client does not agree any more: none of their referrals is ranked, and what is proposed in them ends in this transaction. Never
    /// refused, and twice does no more than once.
    /// - Throws: `ReferralRefusal`: not found, not by this role, stale.
    public func withdrawConsent(to id: Referral.ID, version: Int? = nil) async throws -> WithdrawnConsent {
        try await requireIntake()
        let all = try await query(SQL.lockClientReferrals(id)).values(Referral.ID.self)
        let referral = try await lockReferral(id, version: version)
        do {
            try await revokeConsent(.matching, by: referral.client)
        } catch ClientRefusal.noSuchConsent {
            // Recorded before consents had rows of their own, or withdrawn already.
        }
        let (changed, ended) = try await endMatching(of: referral.client, all)
        try await record(
            "referral.consent_withdrawn", subject: id.uuid, client: referral.client.uuid,
            details: ["referrals": "\(changed.count)", "proposals_ended": "\(ended.count)"])
        return WithdrawnConsent(version: changed.first { $0.id == id }?.version ?? referral.version, ended: ended)
    }

    /// ``withdrawConsent(to:version:)`` for a client who names no referral, and may have none.
    /// - Returns: proposals that were open.
    /// - Throws: `ReferralRefusal.notByThisRole`; `ClientRefusal`: not found, no such consent.
    public func withdrawMatchingConsent(by client: Client.ID) async throws -> [Proposal.ID] {
        try await requireIntake()
        let all = try await query(SQL.lockReferralsOf(client)).values(Referral.ID.self)
        try await revokeConsent(.matching, by: client)
        let (changed, ended) = try await endMatching(of: client, all)
        try await record(
            "referral.consent_withdrawn", subject: client.uuid, client: client.uuid,
            details: ["referrals": "\(changed.count)", "proposals_ended": "\(ended.count)"])
        return ended
    }

    private func endMatching(
        of client: Client.ID, _ referrals: [Referral.ID]
    ) async throws -> (changed: [(id: Referral.ID, version: Int)], ended: [Proposal.ID]) {
        let changed = try await changed(query(SQL.withdrawMatching(client)))
        var ended: [Proposal.ID] = []
        for one in referrals {
            for proposal in try await proposals(in: query(SQL.proposalsOfReferral(one))) where proposal.status.isOpen {
                try await end(proposal, as: .withdrawn)
                ended.append(proposal.id)
            }
        }
        return (changed, ended)
    }

    private func changed(_ answer: ResultSet) throws -> [(id: Referral.ID, version: Int)] {
        try answer.map { row throws(DatabaseError) in (try row.next(), try row.next()) }
    }
}
