public import Access
internal import Clients
public import Clinic
internal import Database

extension Act {
    /// Writes answers or a total down beside a referral. It changes no urgency and no rank; but an answer that raises a flag takes the
    /// referral to a safety hold, with whatever was proposed, in this same transaction.
    /// - Parameter today: on the clinic's calendar.
    /// - Returns: as it is now stored.
    /// - Throws: `ReferralRefusal.notFound`, `.notByThisRole`; `AssessmentRefusal.dateInFuture`.
    @discardableResult
    public func addAssessment(_ new: NewAssessment, to id: Referral.ID, today: LocalDate) async throws -> Assessment {
        try await requireIntake()
        if new.takenOn > today { throw AssessmentRefusal.dateInFuture }
        let referral = try await lockReferral(id, version: nil)
        let added = try await store(new, referral: id, client: referral.client)
        if let flag = new.entry.safetyFlag { try await raise(flag, on: referral) }
        guard let stored = try await assessments(of: id).first(where: { $0.id == added }) else { throw ReferralRefusal.notFound }
        return stored
    }

    /// The row and its audit; who calls raises the flag.
    @discardableResult
    func store(_ new: NewAssessment, referral: Referral.ID, client: Client.ID) async throws -> Assessment.ID {
        let id = Assessment.ID(newID())
        let sealed = try await seal(new.entry.stored, for: client.uuid, .assessmentResult, row: id.uuid)
        _ = try await query(SQL.addAssessment(id, referral, new.entry.instrument.rawValue, sealed, new.takenOn))
        try await record(
            "referral.scored", subject: referral.uuid, client: client.uuid,
            details: ["assessment": id.uuid.text, "instrument": new.entry.instrument.rawValue])
        return id
    }

    /// Opens a task for a person, takes an open referral to a safety hold, and ends what was proposed: nothing flagged stays proposed. A
    /// closed referral stays closed, and somebody looks all the same.
    func raise(_ flag: SafetyFlag, on referral: Referral) async throws {
        guard referral.standing.status.allows(.onHold), !referral.standing.safetyHold else {
            return try await openSafetyTask(flag, of: referral.id)
        }
        try await endOpenProposals(of: referral)
        _ = try await query(SQL.holdReferral(referral.id, flag.rawValue))
        try await record(
            "referral.safety_hold", subject: referral.id.uuid, client: referral.client.uuid, details: ["reason": flag.rawValue])
    }
}

extension Querying {
    /// What was written down beside a referral, the latest first; 200 at most.
    /// - Throws: `ReferralRefusal.notFound`, for a referral that is not there or not for this actor.
    public func assessments(of id: Referral.ID) async throws -> [Assessment] {
        let answers = try await queries([SQL.referralClient(id), SQL.assessmentsOfReferral(id)])
        let reach = try await reach
        let client = try answers.first?.first { row throws(DatabaseError) in try row.next(Client.ID.self) }
        guard let client, reach.includes(client.uuid), answers.count == 2 else { throw ReferralRefusal.notFound }
        return try answers[1].map { row in
            let id = try row.next(Assessment.ID.self)
            let instrument = try row.next(Instrument.self)
            let owner = try row.next(Client.ID.self)
            try row.nextKey(of: owner.uuid, in: vault)
            let stored = try row.nextSecret(
                .assessmentResult, row: id.uuid, of: owner.uuid, in: vault, isOpen: reach.includesText(of: owner.uuid))
            return Assessment(
                id: id, instrument: instrument, entry: stored.flatMap { InstrumentEntry(instrument, stored: $0) },
                takenOn: try row.next(), enteredBy: try row.next(), enteredAs: try row.next(), enteredAt: try row.next())
        }
    }
}
