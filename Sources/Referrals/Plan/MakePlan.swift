public import Access
public import Allocation
public import Clinic
internal import Database

extension Act {
    /// Allocates everybody who waits, at this moment, and keeps the plan as a draft. Nothing is held, and nobody is told.
    /// - Throws: `PlanRefusal`; `ReferralRefusal.notByThisRole`.
    public func makePlan(_ settings: PlanSettings, edits: [PlanEdit] = [], zones: ZoneCatalogue) async throws -> AllocationPlan {
        try await requireIntake()
        let inputs = try await planInputs(settings, zones: zones)
        if inputs.people.isEmpty { throw PlanRefusal.nobodyWaits }
        try edits.requireSense(among: inputs)
        let answer = try inputs.solved(settings.mode, edits: edits)
        let id = AllocationPlan.ID(newID())
        let proof = answer.proof
        let add = SQL.addAllocation(
            id, settings.mode.rawValue, settings.urgency?.rawValue, settings.service, settings.answerHours, inputs.policy.version,
            inputs.asOf, proof.totalFit, proof.lowestFit, proof.tenthFit, proof.enviousPairs, proof.stabilityPrice, proof.gini,
            proof.setAside, proof.isProven, proof.gap, proof.certificate)
        return try await keep(id, [add] + answer.statements(for: id, inputs, edits: edits), as: "allocation.made")
    }

    /// Solves a draft anew, on the clinic of this moment, with what a person wants of it.
    /// - Parameters:
    ///   - edits: all of them; nil: those that it has.
    ///   - mode: nil: the one it has.
    ///   - version: what the caller saw; nil: whatever it is now.
    public func solvePlan(
        _ id: AllocationPlan.ID, edits: [PlanEdit]? = nil, mode: AllocationMode? = nil, version: Int? = nil,
        zones: ZoneCatalogue
    ) async throws -> AllocationPlan {
        try await requireIntake()
        try await lockPlan(id, version: version)
        let old = try await allocationPlan(id)
        var settings = old.settings
        settings.mode = mode ?? settings.mode
        let edits = edits ?? old.edits
        let inputs = try await planInputs(settings, zones: zones)
        if inputs.people.isEmpty { throw PlanRefusal.nobodyWaits }
        // What was asked of somebody who has left the list since is no mistake of whoever asks for something else now.
        let waiting = Set(inputs.people.map(\.referral.id)), known = Set(old.edits)
        let asked = edits.filter { waiting.contains($0.referral) || !known.contains($0) }
        try asked.requireSense(among: inputs)
        let answer = try inputs.solved(settings.mode, edits: asked)
        let proof = answer.proof
        let solve = SQL.solveAllocation(
            id, settings.mode.rawValue, settings.answerHours, inputs.policy.version, inputs.asOf, proof.totalFit, proof.lowestFit,
            proof.tenthFit, proof.enviousPairs, proof.stabilityPrice, proof.gini, proof.setAside, proof.isProven, proof.gap,
            proof.certificate)
        return try await keep(
            id, [SQL.clearAllocation(id), solve] + answer.statements(for: id, inputs, edits: asked), as: "allocation.solved")
    }

    /// Puts a draft away. What it would have proposed was never held.
    public func discardPlan(_ id: AllocationPlan.ID, version: Int? = nil) async throws -> AllocationPlan {
        try await requireIntake()
        try await lockPlan(id, version: version)
        return try await keep(id, [SQL.endAllocation(id, AllocationPlan.Status.discarded.rawValue)], as: "allocation.discarded")
    }

    /// - Throws: `PlanRefusal`: not found, stale, ended.
    func lockPlan(_ id: AllocationPlan.ID, version: Int?) async throws {
        let found = try await query(SQL.lockAllocation(id)).first { row throws(DatabaseError) in
            (
                id: try row.next(AllocationPlan.ID.self), status: try row.next(AllocationPlan.Status.self),
                version: try row.next(Int.self)
            )
        }
        guard let found else { throw PlanRefusal.notFound }
        if let version, version != found.version { throw PlanRefusal.stale }
        if found.status != .draft { throw PlanRefusal.ended(status: found.status.rawValue) }
    }

    func keep(_ id: AllocationPlan.ID, _ statements: [Bound], as action: String) async throws -> AllocationPlan {
        _ = try await queries(statements)
        let plan = try await allocationPlan(id)
        try await record(
            AuditEntry(
                action, subject: id.uuid, clients: plan.lines.map(\.client.uuid),
                details: [
                    "placed": "\(plan.placed.count)", "waiting": "\(plan.waiting.count)", "mode": plan.settings.mode.rawValue,
                    "edits": "\(plan.edits.count)",
                ]))
        return plan
    }
}

extension [PlanEdit] {
    /// - Throws: `PlanRefusal` for referrals that are not on the list, and edits that exclude each other.
    func requireSense(among inputs: PlanInputs) throws(PlanRefusal) {
        if count > PlanEdit.limit { throw .tooManyEdits(limit: PlanEdit.limit) }
        let references = Dictionary(inputs.people.map { ($0.referral.id, $0.referral.reference) }) { first, _ in first }
        var deciding: Set<Referral.ID> = [], seen: Set<[PlanEdit]> = []
        for edit in self {
            guard let reference = references[edit.referral] else {
                throw .notInPlan(referral: edit.referral.uuid.text)
            }
            if edit.kind != .forbid, !deciding.insert(edit.referral).inserted { throw .contradictory(referral: reference) }
            if !seen.insert([PlanEdit(.pin, edit.referral, edit.therapist)]).inserted {
                throw .contradictory(referral: reference)
            }
        }
    }
}
