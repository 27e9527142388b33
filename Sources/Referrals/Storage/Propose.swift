public import Access
public import Appointments
public import Clinic
internal import Database
public import Therapists

/// What a person decided to propose.
public struct NewProposal: Sendable, Hashable {
    public var referral: Referral.ID
    public var therapist: Therapist.ID
    /// What a first session is.
    public var service: Service.ID
    /// When; nil: the match's own opening.
    public var start: Instant?
    /// How; nil: as the match has it.
    public var format: SessionFormat?
    /// How long therapist and client have to answer: a minute to 30 days, and never past the session's start.
    public let answerWithin: Duration
    /// Why not the first match; asked for when another one is chosen.
    public var overrideReason: String?

    public init(
        referral: Referral.ID, therapist: Therapist.ID, service: Service.ID, start: Instant? = nil, format: SessionFormat? = nil,
        answerWithin: Duration = .hours(72), overrideReason: String? = nil
    ) {
        self.referral = referral
        self.therapist = therapist
        self.service = service
        self.start = start
        self.format = format
        self.answerWithin = min(max(answerWithin, .minutes(1)), .hours(24 * 30))
        self.overrideReason = overrideReason
    }
}

extension Act {
    /// Proposes a referral to a therapist: holds a place in her caseload and an hour in her calendar, under the constraints of a
    /// booking,
    /// and stores the explanation with the decision. Ranked anew in this transaction, so nobody decides on yesterday's calendar.
    ///
    /// Locks in one order (referral, therapist, place, hour), so that two proposals never wait for each other in a circle, and
    /// two at once
    /// cannot fill a caseload beyond its capacity.
    /// - Throws: `ReferralRefusal`; `.notAvailable` alike for a full caseload, a lost race, a taken hour and a relation.
    public func propose(
        _ new: NewProposal, version: Int? = nil, memory: TeamMemory = TeamMemory(), zones: ZoneCatalogue
    ) async throws -> Proposal {
        try await requireIntake()
        let referral = try await lockReferral(new.referral, version: version)
        try referral.standing.requireRankable()
        try await expireProposals(of: referral.id, or: new.therapist)
        try await refuseEarly(referral, new.therapist)

        let matches = try await matches(for: referral.id, service: new.service, memory: memory, zones: zones)
        let actor = try await actor
        let reason = new.overrideReason.flatMap { try? TriageDecision.reason($0) }
        guard
            let explanation = matches.ranking.explanation(
                of: new.therapist, decidedBy: "\(actor.role.rawValue) \(actor.id.text)", overrideReason: reason)
        else { throw matches.ranking.refusal(of: new.therapist) }
        if explanation.match.rank > 1, reason == nil { throw ReferralRefusal.overrideReasonMissing }
        return try await hold(explanation, MatchFacts(matches.ranking), new, referral, in: matches.folder.zone, zones: zones)
    }

    /// Takes place and hour for what somebody chose from a ranking of this very transaction.
    func hold(
        _ explanation: Explanation, _ facts: MatchFacts, _ new: NewProposal, _ referral: Referral, in zone: ZoneID,
        zones: ZoneCatalogue
    ) async throws -> Proposal {
        guard let opening = explanation.match.opening else { throw ReferralRefusal.notAvailable }
        let expires = min(try await now + new.answerWithin, new.start ?? opening.start)
        let place = newID()
        let held = try await queries([
            SQL.lockTherapist(new.therapist),
            SQL.holdPlace(
                place, new.therapist, referral.client, referral.intensity == .high, expires, explanation.match.usesSlidingPlace),
        ])
        guard held.count == 2, !held[0].isEmpty, !held[1].isEmpty else { throw ReferralRefusal.notAvailable }
        let appointment = try await holdHour(
            NewAppointment(
                therapist: new.therapist, client: referral.client, service: new.service,
                start: .instant(new.start ?? opening.start, zone: zone), format: new.format ?? opening.format),
            until: expires, zones: zones)
        return try await store(
            explanation, facts, referral, appointment, place: TypedID<Proposal.Place>(place), expires: expires)
    }

    /// What can be known before the team is ranked, in one flight.
    private func refuseEarly(_ referral: Referral, _ therapist: Therapist.ID) async throws {
        let answers = try await queries([
            SQL.proposalsOfReferral(referral.id), SQL.mayHavePlace(therapist, referral.client),
        ])
        guard answers.count == 2 else { throw ReferralRefusal.notAvailable }
        let proposals = try await proposals(in: answers[0])
        if proposals.contains(where: { $0.status.isOpen }) { throw ReferralRefusal.alreadyProposed }
        guard try answers[1].value(Bool.self) else { throw ReferralRefusal.notAvailable }
    }

    private func holdHour(_ new: NewAppointment, until: Instant, zones: ZoneCatalogue) async throws -> Appointment {
        do {
            return try await holdAppointment(new, until: until, zones: zones)
        } catch let error as BookingError { throw error.forProposal }
    }

    private func store(
        _ explanation: Explanation, _ facts: MatchFacts, _ referral: Referral, _ appointment: Appointment,
        place: TypedID<Proposal.Place>, expires: Instant
    ) async throws -> Proposal {
        let id = Proposal.ID(newID())
        try await keep(facts, for: referral, hash: explanation.inputHash.hexBytes)
        var reason: [UInt8]?
        if let text = explanation.overrideReason {
            reason = try await seal(text, for: referral.client.uuid, .proposalOverrideReason, row: id.uuid)
        }
        let answers = try await queries([
            SQL.addProposal(
                id, referral.id, referral.client, explanation.match.therapist, appointment.id, place, expires,
                explanation.match.score,
                explanation.policyVersion, explanation.inputHash.hexBytes, explanation.value.text, reason),
            SQL.beginProposedCare(newID(), referral.client, explanation.match.therapist, expires),
        ])
        guard let made = answers.first, let proposal = try await proposals(in: made).first else {
            throw ReferralRefusal.alreadyProposed
        }
        try await record(
            "proposal.made", subject: id.uuid, client: referral.client.uuid,
            details: [
                "referral": referral.id.uuid.text, "therapist": proposal.therapist.uuid.text, "policy": explanation.policyVersion,
                "input_hash": explanation.inputHash, "rank": "\(explanation.match.rank)", "score": "\(proposal.score)",
            ])
        return proposal
    }
}

extension BookingError {
    /// Whatever closed an hour, the coordinator chooses another: a relation must not read differently from a lost race.
    var forProposal: any Error {
        switch self {
        case .therapistBusy, .roomBusy, .notAvailable, .closed: ReferralRefusal.notAvailable
        case .holdTooShort: ReferralRefusal.hourTooSoon
        default: self
        }
    }
}

extension Ranking {
    /// Why a therapist who is not ranked is not proposed. Only what is the client's own affair is told; the rest reads alike.
    func refusal(of therapist: Therapist.ID) -> ReferralRefusal {
        guard let exclusion = exclusion(of: therapist) else { return .notAMatch }
        let scarce: Set<HardRule> = [.place, .keptApart, .opening]
        return exclusion.all.allSatisfy(scarce.contains) ? .notAvailable : .notAMatch
    }
}

extension String {
    /// Bytes of an even number of hexadecimal digits.
    var hexBytes: [UInt8] {
        let digits = utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        return stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
