public import Access
internal import Clients
public import Clinic
internal import Database
internal import Messages

/// Another time for an appointment that stays the same one.
public struct AppointmentMove: Hashable, Sendable {
    public var start: AppointmentStart
    /// Nil: a free one is chosen, where the session is in person.
    public var room: Room.ID?
    /// As for a new appointment.
    public var override: String?

    public init(start: AppointmentStart, room: Room.ID? = nil, override: String? = nil) {
        self.start = start
        self.room = room
        self.override = override
    }
}

extension Act {
    /// Moves an appointment or a hold, in one step: at no moment does it have no time, or two. It keeps its length, format and therapist.
    /// - Parameter version: what the caller saw; nil: whatever it is now.
    /// - Throws: `BookingError`: as a booking, and `.stale`, `.statusMove`, `.noSuchAppointment`.
    public func moveAppointment(
        _ id: Appointment.ID, _ move: AppointmentMove, version: Int? = nil, zones: ZoneCatalogue
    ) async throws -> Appointment {
        guard let old = try await appointment(id), try await reach.plans(old.client.uuid, with: old.therapist.uuid) else {
            throw BookingError.noSuchAppointment
        }
        if let version, version != old.version { throw BookingError.stale(version: old.version) }
        guard old.status == .booked || old.status.isHold else { throw BookingError.statusMove(from: old.status, to: .booked) }
        let new = NewAppointment(
            therapist: old.therapist, client: old.client, service: old.service, start: move.start.inZone(old.promise.zone),
            format: old.format, room: move.room, override: move.override)
        let context = try await BookingContext.read(
            self, therapist: new.therapist, client: new.client, service: new.service, start: new.start, format: new.format,
            ignoring: old)
        let (role, moment) = (try await actor.role, try await now)
        let plan: BookingPlan
        do throws(BookingError) {
            plan = try BookingPlan.judge(new, in: context, by: role, now: moment, zones: zones, duration: old.time.duration)
        } catch {
            // In her calendar still, and its client in her care no more.
            throw error == .noSuchClient && role == .therapist ? .noSuchAppointment : error
        }
        let reasons = try await sealed(plan, for: old.client, id)
        let moved: Appointment
        let recipient: MessageRecipient?
        do {
            let answers = try await queries(
                [
                    SQL.moveTurns(), SQL.releaseOverdueHolds(plan.range.start, plan.range.end),
                    SQL.moveAppointment(
                        id, version ?? old.version, plan.range, plan.place.room, plan.promise.start, plan.promise.zone.name,
                        reasons.overlap, reasons.rule),
                    MessageRecipient.statement(for: old.client.uuid),
                ])
            guard answers.count == 4, let appointment = try Appointment.first(answers[2], vault) else {
                throw try await refusal(id, to: old.status, version: version ?? old.version)
            }
            try await recordEndedHolds(answers[1])
            moved = appointment
            recipient = try MessageRecipient(answers[3], of: old.client.uuid, in: vault)
        } catch let error as DatabaseError {
            throw Clash.error(error)
        }
        try await record("appointment.moved", subject: id.uuid, client: moved.client.uuid)
        if moved.status == .booked { try await tell(recipient, ofMoved: moved, zones: zones) }
        return moved
    }
}

extension AppointmentStart {
    /// A wall time that names no zone is meant in the one that was promised before.
    func inZone(_ zone: ZoneID) -> AppointmentStart {
        switch self {
        case .instant(let instant, nil): .instant(instant, zone: zone)
        case .wall(let local, nil, let choice): .wall(local, zone: zone, choosing: choice)
        case .instant, .wall: self
        }
    }
}
