public import Access
public import Appointments
public import Clinic
internal import Database
internal import Messages
internal import Therapists

// The client's side of a proposal, through intake: yes (``Act/acceptByClient(_:version:zones:)``), another hour with the same therapist,
// or another therapist (``Act/declineProposal(_:_:version:)``): no reason is needed, and she hears none.

extension Querying {
    /// Other hours that the same therapist has for this session, the earliest first: after the last moment of the proposal, so that there is
    /// as long to answer as before.
    /// - Parameter limit: 1 to 50.
    /// - Throws: `ReferralRefusal`: not found, ended, expired.
    public func otherHours(_ id: Proposal.ID, limit: Int = 20, zones: ZoneCatalogue) async throws -> [Slot] {
        let proposal = try await proposal(id)
        let moment = try await now
        guard proposal.status.isOpen else { throw ReferralRefusal.proposalEnded(status: proposal.status.rawValue) }
        guard proposal.expiresAt > moment, let held = try await appointment(proposal.appointment) else {
            throw ReferralRefusal.proposalExpired
        }
        // As far ahead as a ranking looks.
        guard let span = try? TimeRange(start: proposal.expiresAt, end: moment + .hours(24 * MatchingPolicy.standard.horizonDays))
        else { return [] }
        let limit = min(max(limit, 1), 50)
        let slots = try await slots(
            SlotSearch(
                therapists: [proposal.therapist], service: held.service, format: held.format, span: span, client: proposal.client,
                limit: limit + 1), zones: zones)
        return Array(slots.filter { $0.time.start != held.time.start }.prefix(limit))
    }
}

extension Act {
    /// The client would rather come at another hour: the hold moves, place and expiry stay. At no moment is there no hour, or two.
    /// - Throws: `ReferralRefusal`: `.hourTooSoon` before the proposal's last moment; `.notAvailable` for an hour that is closed or taken.
    public func moveHour(
        of id: Proposal.ID, to start: AppointmentStart, version: Int? = nil, zones: ZoneCatalogue
    ) async throws -> (proposal: Proposal, appointment: Appointment) {
        try await requireIntake()
        let proposal = try await lockProposal(id, version: version)
        guard proposal.status.isOpen else { throw ReferralRefusal.proposalEnded(status: proposal.status.rawValue) }
        let moved: Appointment
        do {
            moved = try await moveAppointment(proposal.appointment, AppointmentMove(start: start), zones: zones)
        } catch let error as BookingError { throw error.forProposal }
        // A hold must not outlast its own hour.
        guard moved.time.start >= proposal.expiresAt else { throw ReferralRefusal.hourTooSoon }
        // The same status: its version is another one, so that nobody accepts an hour that they did not see.
        let same = try await move(proposal, to: proposal.status)
        try await record(
            "proposal.hour_moved", subject: id.uuid, client: proposal.client.uuid,
            details: ["appointment": moved.id.uuid.text])
        if try await cancelMessages(about: id.uuid) > 0 || proposal.status == .therapistAccepted {
            try await queueMessage(
                NewMessage(
                    .proposalMade(start: moved.time.start, expires: proposal.expiresAt), client: proposal.client.uuid,
                    zone: try zones.rules(moved.promise.zone), about: id.uuid))
        }
        return (same, moved)
    }
}
