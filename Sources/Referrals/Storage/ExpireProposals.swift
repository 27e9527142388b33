public import Access
internal import Appointments
internal import Clinic
internal import Database
internal import Messages
internal import Therapists

extension Act {
    /// The worker's sweep: proposals that nobody answered in time give their places and hours back.
    /// - Returns: how many ended; as many as `limit` when there may be more.
    @discardableResult
    public func expireProposals(limit: Int = 100) async throws -> Int {
        let count = try await expire(SQL.overdueProposals(nil as Referral.ID?, nil as Therapist.ID?, min(max(limit, 1), 1000)))
        try await record("proposal.sweep", details: ["expired": "\(count)"])
        return count
    }

    /// Before a new proposal: what has run out must not be in its way, whether or not the worker has come by.
    func expireProposals(of referral: Referral.ID, or therapist: Therapist.ID) async throws {
        try await expire(SQL.overdueProposals(referral, therapist, 100))
    }

    @discardableResult
    private func expire(_ overdue: Bound) async throws -> Int {
        let proposals = try await proposals(in: query(overdue))
        for proposal in proposals { try await end(proposal, as: .expired) }
        return proposals.count
    }

    /// Ends an open proposal: its place and hour are free for others from this commit on.
    @discardableResult
    func end(_ proposal: Proposal, as status: ProposalStatus, _ decline: CheckedDecline? = nil) async throws -> Proposal {
        try await cancelMessages(about: proposal.id.uuid)
        try await releaseHold(proposal.appointment)
        _ = try await query(SQL.releasePlace(proposal.place))
        let ended = try await move(proposal, to: status, decline)
        try await record(
            "proposal.\(status.rawValue)", subject: proposal.id.uuid, client: proposal.client.uuid,
            details: decline.map { ["by": $0.side.rawValue, "code": $0.code.told.rawValue] } ?? [:])
        // Last: until here a therapist who declines may still touch what is hers.
        _ = try await query(SQL.endProposedCare(proposal.client, proposal.therapist))
        return ended
    }
}
