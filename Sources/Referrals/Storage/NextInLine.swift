public import Access
public import Appointments
public import Clinic
internal import Database
public import Therapists

/// The next therapist for a referral whose last proposal came to nothing, as a person decided it.
public struct NextProposal: Sendable, Hashable {
    /// Whom the person saw as the next; when somebody else comes first by now, nothing is proposed. Nil: whoever comes first.
    public var therapist: Therapist.ID?
    /// What a first session is.
    public var service: Service.ID
    /// As in ``NewProposal``.
    public var start: Instant?
    public var format: SessionFormat?
    public var answerWithin: Duration

    public init(
        _ therapist: Therapist.ID? = nil, service: Service.ID, start: Instant? = nil, format: SessionFormat? = nil,
        answerWithin: Duration = .hours(72)
    ) {
        self.therapist = therapist
        self.service = service
        self.start = start
        self.format = format
        self.answerWithin = answerWithin
    }
}

/// A referral that waits for the next proposal, by its last one.
public struct EndedProposal: Sendable, Hashable {
    public let proposal: Proposal
    public let endedAt: Instant
    /// Of the referral: `R-2041`.
    public let reference: String
}

extension Querying {
    /// Who is next after a proposal that was declined or ran out: the team ranked anew, on this moment's calendar, without those who were
    /// declined. Changes nothing.
    /// - Throws: `ReferralRefusal`: `.stillOpen` while it may be answered; as ``matches(for:service:policy:memory:zones:)``.
    public func nextInLine(
        after id: Proposal.ID, service: Service.ID, memory: TeamMemory = TeamMemory(), zones: ZoneCatalogue
    ) async throws -> ReferralMatches {
        let ended = try await proposal(id)
        try ended.requireOver(at: try await now)
        return try await matches(for: ended.referral, service: service, memory: memory, zones: zones)
    }

    /// Referrals that wait for somebody to choose the next therapist, the one that has waited longest first.
    /// - Parameter limit: 1 to 201.
    public func endedProposals(after: (endedAt: Instant, id: Proposal.ID)? = nil, limit: Int = 50) async throws -> [EndedProposal]
    {
        let answer = try await query(SQL.nextInLine(after?.endedAt, after?.id, Int64(min(max(limit, 1), 201))))
        let reach = try await reach
        let rows = try answer.map { row in
            EndedProposal(
                proposal: try Proposal.read(&row, vault, reach), endedAt: try row.next(), reference: try row.next())
        }
        return rows.filter { reach.includesCalendar(of: $0.proposal.therapist.uuid) }
    }
}

extension Act {
    /// Proposes whoever is next after one that was declined or ran out: ranked anew in this transaction, held and stored as by
    /// ``propose(_:version:memory:zones:)``, which is for choosing somebody else.
    /// - Throws: `ReferralRefusal`: `.stillOpen`, `.nobodyLeft`, `.nextChanged` when another one comes first than the person saw, and as
    ///   propose.
    public func proposeNext(
        after id: Proposal.ID, _ next: NextProposal, memory: TeamMemory = TeamMemory(), zones: ZoneCatalogue
    ) async throws -> Proposal {
        try await requireIntake()
        let ended = try await proposal(id)
        let referral = try await lockReferral(ended.referral, version: nil)
        try referral.standing.requireRankable()
        // What ran out unseen ends here; what is open after that is in the way.
        try await expireProposals(of: referral.id, or: ended.therapist)
        let known = try await proposals(in: query(SQL.proposalsOfReferral(referral.id)))
        try known.first { $0.id == id }?.requireOver(at: try await now)
        if known.contains(where: \.status.isOpen) { throw ReferralRefusal.alreadyProposed }

        let matches = try await matches(for: referral.id, service: next.service, memory: memory, zones: zones)
        guard let first = matches.ranking.matches(limit: 1).first else { throw ReferralRefusal.nobodyLeft }
        if let seen = next.therapist, seen != first.therapist { throw ReferralRefusal.nextChanged }
        let actor = try await actor
        guard
            let explanation = matches.ranking.explanation(
                of: first.therapist, decidedBy: "\(actor.role.rawValue) \(actor.id.text)", overrideReason: nil)
        else { throw ReferralRefusal.nobodyLeft }
        let new = NewProposal(
            referral: referral.id, therapist: first.therapist, service: next.service, start: next.start, format: next.format,
            answerWithin: next.answerWithin)
        let made = try await hold(explanation, MatchFacts(matches.ranking), new, referral, in: matches.folder.zone, zones: zones)
        try await record(
            "proposal.next", subject: made.id.uuid, client: made.client.uuid, details: ["after": id.uuid.text])
        return made
    }
}

extension Proposal {
    /// Over, and not because it was taken back: then whoever took it back proposes anew.
    func requireOver(at now: Instant) throws(ReferralRefusal) {
        switch status {
        // Accepted, and the referral came back: which only a re-match does.
        case .declined, .expired, .accepted: break
        case .proposed, .therapistAccepted: if expiresAt > now { throw .stillOpen }
        case .withdrawn: throw .proposalEnded(status: status.rawValue)
        }
    }
}
