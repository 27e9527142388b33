public import Access
public import Clinic
internal import Database

extension Act {
    /// Records what a person decided about a referral, with the reason, and moves it. A level lifts a safety hold: whoever sets it clears what
    /// is open, with the same reason.
    /// - Parameter version: what the caller saw; nil: whatever it is now.
    /// - Returns: the referral's new version.
    /// - Throws: `ReferralRefusal`: not found, not by this role, stale, a move that the table does not have.
    @discardableResult
    public func triageReferral(_ id: Referral.ID, _ decision: TriageDecision, version: Int? = nil) async throws -> Int {
        try await requireIntake()
        let referral = try await lockReferral(id, version: version)
        let after = try referral.standing.after(decision)
        let decided = if case .urgency(let urgency) = decision.outcome { urgency as Urgency? } else { nil as Urgency? }
        let triage = newID()
        let reason = try await seal(decision.reason, for: referral.client.uuid, .triageReason, row: triage)
        if referral.standing.safetyHold, !after.safetyHold {
            try await clearSafetyTasks(of: referral, because: decision.reason)
        }
        // Waiting for information is a hold without a level; the row says so by its reason.
        let answers = try await queries([
            SQL.triageReferral(
                id, after.status.rawValue, after.safetyHold, after.urgency?.rawValue,
                (decision.intensity ?? referral.intensity).rawValue),
            SQL.addTriage(triage, id, decided?.rawValue ?? after.urgency?.rawValue, after.safetyHold, reason),
        ])
        // A referral that goes back on hold takes its open proposal with it: nothing flagged stays proposed.
        if after.status == .onHold { try await endOpenProposals(of: referral) }
        try await record(
            "referral.triaged", subject: id.uuid, client: referral.client.uuid,
            details: ["status": after.status.rawValue, "urgency": after.urgency?.rawValue ?? "none"])
        if referral.standing.safetyHold != after.safetyHold {
            try await record(
                after.safetyHold ? "referral.safety_hold" : "referral.safety_hold_lifted", subject: id.uuid,
                client: referral.client.uuid)
        }
        return try answers.first?.first { row throws(DatabaseError) in try row.next(Int.self) } ?? referral.version
    }

    func endOpenProposals(of referral: Referral) async throws {
        for proposal in try await proposals(in: query(SQL.proposalsOfReferral(referral.id))) where proposal.status.isOpen {
            try await end(proposal, as: .withdrawn)
        }
    }

    func lockReferral(_ id: Referral.ID, version: Int?) async throws -> Referral {
        let found = try await query(SQL.lockReferral(id)).first { row throws(DatabaseError) in
            let referral = try Referral.read(&row)
            try row.nextKey(of: referral.client.uuid, in: vault)
            return referral
        }
        guard let referral = found else { throw ReferralRefusal.notFound }
        if let version, version != referral.version { throw ReferralRefusal.stale }
        return referral
    }

    func requireIntake() async throws {
        guard [.intake, .lead, .operator].contains(try await actor.role) else { throw ReferralRefusal.notByThisRole }
    }
}
