public import Access
internal import Clients
public import Clinic
internal import Database
internal import Messages
internal import Therapists

extension Act {
    /// Books a time: judged by the rules, refereed by the database. Two flights, and the audit row rides with the commit.
    /// - Parameter zones: the clock rules of this machine.
    /// - Throws: `BookingError`; `DatabaseError`. Nothing is left behind either way.
    public func bookAppointment(_ new: NewAppointment, zones: ZoneCatalogue) async throws -> Appointment {
        try await reserve(new, as: .booked, until: nil, zones: zones)
    }

    /// Takes a time for as long as somebody thinks about it: for a proposal, or a request. It stands in everybody's way like a booking,
    /// until it is confirmed, released, or `until` has come.
    /// - Throws: as ``bookAppointment(_:zones:)``; `.holdTooShort`.
    public func holdAppointment(_ new: NewAppointment, until: Instant, zones: ZoneCatalogue) async throws -> Appointment {
        try await reserve(new, as: .proposed, until: until, zones: zones)
    }

    private func reserve(
        _ new: NewAppointment, as status: AppointmentStatus, until: Instant?, zones: ZoneCatalogue
    ) async throws -> Appointment {
        let id = Appointment.ID(newID())
        // A room that was not asked for may be gone when it is reached for, while its neighbour is free.
        for attempt in 0..<Self.roomAttempts {
            let context = try await BookingContext.read(
                self, therapist: new.therapist, client: new.client, service: new.service, start: new.start, format: new.format)
            let (moment, reach) = (try await now, try await reach)
            guard reach.includes(new.client.uuid) else { throw BookingError.noSuchClient }
            try reach.refuseAlong(new.client.uuid)
            guard reach.includesCalendar(of: new.therapist.uuid) else { throw BookingError.notYourCalendar }
            if let until, until <= moment { throw BookingError.holdTooShort }
            let plan = try BookingPlan.judge(new, in: context, by: try await actor.role, now: moment, zones: zones)
            do {
                let (appointment, recipient) = try await insert(id, new, plan, as: status, until: until)
                try await recordReserved(appointment, plan)
                if status == .booked { try await tell(recipient, ofBooked: appointment, isNew: true, zones: zones) }
                return appointment
            } catch BookingError.roomBusy where new.room == nil && attempt + 1 < Self.roomAttempts {
                continue
            }
        }
        throw BookingError.closed(.room)
    }

    /// Holds that ended by the clock are let go only when they are in the way; then one more attempt, and if that fails, by what.
    private func insert(
        _ id: Appointment.ID, _ new: NewAppointment, _ plan: BookingPlan, as status: AppointmentStatus, until: Instant?
    ) async throws -> (Appointment, MessageRecipient?) {
        let insert = plan.insert(id, new, try await sealed(plan, for: new.client, id), as: status, until: until)
        // Whom to tell is asked for in the same flight.
        let answers = try await queries([insert, MessageRecipient.statement(for: new.client.uuid)])
        guard answers.count == 2 else { throw DatabaseError(.rowCount(answers.count), statement: SQL.bookAppointment.name) }
        let recipient = try MessageRecipient(answers[1], of: new.client.uuid, in: vault)
        if let appointment = try Appointment.first(answers[0], vault) { return (appointment, recipient) }
        let second = try await queries([
            SQL.releaseOverdueHolds(plan.range.start, plan.range.end), insert,
            SQL.clash(new.therapist, plan.place.room, new.client, plan.range),
        ])
        guard second.count == 3, let appointment = try Appointment.first(second[1], vault) else {
            throw try Clash.error(second.last)
        }
        try await recordEndedHolds(second[0])
        return (appointment, recipient)
    }

    /// Why a booking goes against the rules, as its columns keep it; nearly always nothing, and then no key is asked for.
    func sealed(_ plan: BookingPlan, for client: Client.ID, _ id: Appointment.ID) async throws -> SealedReasons {
        var reasons = SealedReasons()
        if let text = plan.overlapReason {
            reasons.overlap = try await seal(text, for: client.uuid, .appointmentOverlapReason, row: id.uuid)
        }
        if let text = plan.ruleReason {
            reasons.rule = try await seal(text, for: client.uuid, .appointmentStatusReason, row: id.uuid)
        }
        return reasons
    }

    func recordEndedHolds(_ answer: ResultSet) async throws {
        let ended = try answer.map { row throws(DatabaseError) in (try row.next(Appointment.ID.self), try row.next(AnyID.self)) }
        for (hold, client) in ended { try await record("appointment.hold_ended", subject: hold.uuid, client: client.uuid) }
    }

    private func recordReserved(_ appointment: Appointment, _ plan: BookingPlan) async throws {
        var details = ["format": appointment.format.rawValue]
        if plan.overlapReason != nil {
            details["override"] = "overlap"
        } else if plan.ruleReason != nil {
            details["override"] = "rules"
        }
        try await record(
            appointment.status.isHold ? "appointment.held" : "appointment.booked", subject: appointment.id.uuid,
            client: appointment.client.uuid, details: details)
    }

    /// More than any site has rooms that others reach for in the same few milliseconds.
    private static var roomAttempts: Int { 8 }
}

/// Both reasons of a ``BookingPlan``, sealed.
struct SealedReasons {
    var overlap: [UInt8]?
    var rule: [UInt8]?
}

/// An id of which nothing matters but that it is one.
typealias AnyID = TypedID<Never>

/// What `clash.sql` says.
enum Clash {
    static func error(_ answer: ResultSet?) throws(DatabaseError) -> BookingError {
        let found = try answer?.first { row throws(DatabaseError) in
            (
                therapist: try row.nextOptional(Bool.self), room: try row.nextOptional(Bool.self),
                client: try row.nextOptional(Bool.self)
            )
        }
        if found?.therapist == true { return .therapistBusy }
        if found?.client == true { return .clientBusy }
        if found?.room == true { return .roomBusy }
        return .notAvailable
    }

    /// What an exclusion constraint says of an `UPDATE`, or row-level security: a therapist keeps an appointment in her calendar when her
    /// care for its client has ended, and may not change it any more.
    static func error(_ error: DatabaseError) -> (any Error) {
        if case .server("42501", _, _) = error.kind { return BookingError.noSuchAppointment }
        return switch error.constraint {
        case "appointment_therapist_overlap": BookingError.therapistBusy
        case "appointment_room_overlap": BookingError.roomBusy
        case "appointment_client_overlap": BookingError.clientBusy
        default: error
        }
    }
}

extension BookingPlan {
    func insert(
        _ id: Appointment.ID, _ new: NewAppointment, _ reasons: SealedReasons, as status: AppointmentStatus, until: Instant?
    ) -> Bound {
        SQL.bookAppointment(
            id, new.therapist, new.client, new.service, place.room, new.format.rawValue, range, promise.start, promise.zone.name,
            status.rawValue, until, reasons.overlap, reasons.rule)
    }
}
