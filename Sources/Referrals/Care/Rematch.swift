public import Access
internal import Appointments
internal import Clients
public import Clinic
internal import Database
internal import Therapists

/// What becomes of the care that is there, when a client would rather see somebody else.
public enum RematchCare: String, Sendable, Hashable, CaseIterable {
    /// Sessions ahead are cancelled, the place is free.
    case endsNow = "ends_now"
    /// It goes on until the next therapist's begins, and ends in that transaction.
    case untilNext = "until_next"
}

extension Act {
    /// Matches a client again, in one step and without blame: the referral is open once more with its concerns and needs, its wait counted
    /// from the day on which it first arrived, and this therapist is not offered for it (H12). She is told no reason, and finds none.
    /// - Parameter reason: 3 to 2000 characters, for intake; nil where none was given, and none is needed.
    /// - Returns: the referral's new version.
    /// - Throws: `ReferralRefusal`: not found, stale, not by this role, nothing to match again.
    @discardableResult
    public func rematch(
        _ id: Referral.ID, care: RematchCare, reason: String? = nil, version: Int? = nil, zones: ZoneCatalogue
    ) async throws -> Int {
        try await requireIntake()
        let referral = try await lockReferral(id, version: version)
        guard referral.standing.status.afterRematch != nil, !referral.standing.safetyHold,
            let accepted = try await proposals(in: query(SQL.proposalsOfReferral(id))).first(where: { $0.status == .accepted })
        else { throw ReferralRefusal.nothingToRematch }
        let row = newID()
        var sealed: [UInt8]?
        if let reason {
            sealed = try await seal(try TriageDecision.reason(reason), for: referral.client.uuid, .rematchReason, row: row)
        }
        let answers = try await queries([
            SQL.addRematch(row, id, referral.client, accepted.therapist, care == .untilNext, sealed),
            SQL.closeEarlyCheck(id, accepted.therapist),
            SQL.reopenReferral(id),
        ])
        guard let reopened = answers.last,
            let after = try reopened.first({ row throws(DatabaseError) in try row.next(Int.self) })
        else { throw ReferralRefusal.nothingToRematch }
        try await record(
            "referral.rematched", subject: id.uuid, client: referral.client.uuid,
            details: ["therapist": accepted.therapist.uuid.text, "care": care.rawValue])
        try await noteEnding(of: referral, .rematched, with: accepted.therapist)
        if care == .endsNow { try await endCare(of: referral.client, with: accepted.therapist, zones: zones) }
        return after
    }

    /// The next therapist's care has begun: one that was to last until then ends here.
    func endCareBefore(_ referral: Referral, zones: ZoneCatalogue) async throws {
        let ended = try await query(SQL.openRematch(referral.id)).values(Therapist.ID.self)
        for therapist in ended { try await endCare(of: referral.client, with: therapist, zones: zones) }
    }

    /// Care, place and sessions ahead, together. The client hears of each session that will not take place, where that is safe.
    private func endCare(of client: Client.ID, with therapist: Therapist.ID, zones: ZoneCatalogue) async throws {
        // The therapist's row first, as everybody who changes a caseload.
        let answers = try await queries([
            SQL.lockTherapist(therapist), SQL.sessionsAhead(client, therapist), SQL.giveBackPlace(client, therapist),
        ])
        if answers.count == 3 {
            for session in try answers[1].values(Appointment.ID.self) {
                _ = try await cancelAppointment(session, zones: zones)
            }
        }
        let ended = try await query(SQL.endPrimaryCare(client, therapist)).values(AnyCare.self)
        for care in ended {
            try await record(
                "care.ended", subject: care.uuid, client: client.uuid, details: ["therapist": therapist.uuid.text])
        }
    }
}

private typealias AnyCare = TypedID<Never>
