public import Access
internal import Appointments
public import Clinic
internal import Database
internal import Therapists

extension Act {
    /// Proposes everything that a draft has, exactly as it stands and all in this transaction; or nothing, when anything that it rests on has
    /// moved.
    ///
    /// Locks all referrals, then all therapists, each in the order of their ids, as every proposal does one by one; caseloads and hours are
    /// refereed by the same constraints.
    /// - Returns: the plan, with a proposal for each line that has a seat.
    /// - Throws: `PlanRefusal`; a lost race for a place or an hour is `.moved`, too.
    public func applyPlan(_ id: AllocationPlan.ID, version: Int? = nil, zones: ZoneCatalogue) async throws -> AllocationPlan {
        try await requireIntake()
        try await lockPlan(id, version: version)
        let stored = try await storedPlan(id)
        let placed = stored.plan.placed
        if placed.isEmpty { throw PlanRefusal.nothingToApply }
        if !stored.plan.proof.isValid { throw PlanRefusal.notProven }
        // Alone in a statement, before anything is read: what was decided meanwhile is seen by what follows.
        _ = try await query(SQL.lockForAllocation(placed.map(\.referral)))
        _ = try await query(SQL.lockTeamForAllocation(Array(Set(placed.compactMap(\.seat?.therapist)))))
        for line in placed {
            if let seat = line.seat { try await expireProposals(of: line.referral, or: seat.therapist) }
        }
        let inputs = try await planInputs(stored.plan.settings, zones: zones)
        let moves = stored.moves(to: inputs)
        if !moves.isEmpty { throw PlanRefusal.moved(moves) }

        let people = Dictionary(inputs.people.map { ($0.referral.id, $0) }) { first, _ in first }
        for line in placed {
            guard let seat = line.seat, let person = people[line.referral] else { continue }
            let proposal = try await propose(line, seat, person, of: stored.plan, zones: zones)
            try await enqueue(SQL.allocationProposed(id, line.referral, proposal.id))
        }
        return try await keep(id, [SQL.endAllocation(id, AllocationPlan.Status.applied.rawValue)], as: "allocation.applied")
    }

    private func propose(
        _ line: PlanLine, _ seat: PlanSeat, _ person: PlanInputs.Person, of plan: AllocationPlan, zones: ZoneCatalogue
    ) async throws -> Proposal {
        let actor = try await actor
        guard
            let explanation = person.ranking.explanation(
                of: seat.therapist, decidedBy: "\(actor.role.rawValue) \(actor.id.text)",
                overrideReason: seat.rank > 1 ? "Allocated together with the whole waiting list: plan \(plan.reference)." : nil)
        else { throw PlanRefusal.moved(PlanMoves(changed: [line.reference])) }
        // The key of the client travels with the referral's row.
        let referral = try await lockReferral(line.referral, version: nil)
        do {
            return try await hold(
                explanation, MatchFacts(person.ranking),
                NewProposal(
                    referral: line.referral, therapist: seat.therapist, service: plan.settings.service, start: seat.start,
                    format: seat.format, answerWithin: .hours(plan.settings.answerHours)),
                referral, in: line.zone, zones: zones)
        } catch ReferralRefusal.notAvailable, ReferralRefusal.alreadyProposed {
            throw PlanRefusal.moved(PlanMoves(hours: [line.reference]))
        }
    }
}
