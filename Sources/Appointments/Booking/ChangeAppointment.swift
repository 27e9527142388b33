public import Access
internal import Clients
public import Clinic
internal import Database
internal import Messages

extension Act {
    /// Frees the time.
    /// - Parameters:
    ///   - version: what the caller saw; nil: whatever it is now.
    ///   - reason: staff's words, at most 500 characters; not told to the client.
    ///   - zones: the clock rules of this machine, in which the client is told.
    /// - Throws: `.noSuchAppointment`, `.stale`, `.statusMove`, `.reasonTooLong`.
    public func cancelAppointment(
        _ id: Appointment.ID, version: Int? = nil, reason: String? = nil, zones: ZoneCatalogue
    ) async throws -> Appointment {
        try await cancelAndTell(id, version: version, reason: reason, zones: zones).appointment
    }

    /// ``cancelAppointment(_:version:reason:zones:)``, and what the client hears of it; nil: nothing, since it is over.
    func cancelAndTell(
        _ id: Appointment.ID, version: Int? = nil, reason: String? = nil, zones: ZoneCatalogue
    ) async throws -> (appointment: Appointment, told: MessageOutcome?) {
        let appointment = try await change(id, to: .cancelled, version: version, reason: reason, action: "appointment.cancelled")
        // What is over is not news, and of a hold the proposal tells.
        guard appointment.time.start > (try await now) else { return (appointment, nil) }
        let recipient = try await messageRecipient(appointment.client.uuid)
        return (appointment, try await tell(recipient, ofCancelled: appointment, zones: zones))
    }

    /// The client is here.
    public func arriveAppointment(_ id: Appointment.ID, version: Int? = nil) async throws -> Appointment {
        try await change(id, to: .arrived, version: version, action: "appointment.arrived")
    }

    /// Not here after all: it is awaited as before.
    public func expectAppointment(_ id: Appointment.ID, version: Int? = nil) async throws -> Appointment {
        try await change(id, from: [.arrived], to: .booked, version: version, action: "appointment.expected")
    }

    /// It took place.
    /// - Throws: as `cancelAppointment`; `.notYet` before it begins.
    public func fulfilAppointment(_ id: Appointment.ID, version: Int? = nil) async throws -> Appointment {
        try await change(id, to: .fulfilled, version: version, action: "appointment.fulfilled")
    }

    /// The client did not come.
    /// - Throws: as `cancelAppointment`; `.notYet` before it begins.
    public func missAppointment(_ id: Appointment.ID, version: Int? = nil) async throws -> Appointment {
        try await change(id, to: .noshow, version: version, action: "appointment.missed")
    }

    /// It should never have been there: the wrong client, for instance. Final. The client hears of it as of a cancellation, if they had been told
    /// of a session that is to come; of a hold its proposal decides.
    /// - Parameter reason: at least one visible character, at most 500.
    /// - Throws: as `cancelAppointment`; `.reasonMissing`.
    public func withdrawAppointment(
        _ id: Appointment.ID, version: Int? = nil, reason: String, zones: ZoneCatalogue
    ) async throws -> Appointment {
        guard try Self.checked(reason) != nil else { throw BookingError.reasonMissing }
        guard let before = try await appointment(id) else { throw BookingError.noSuchAppointment }
        // What was read is what is changed: whether the client is told depends on it.
        let withdrawn = try await change(
            id, from: AppointmentStatus.enteredInError.predecessors.filter { !$0.isHold }, to: .enteredInError,
            version: version ?? before.version, reason: reason, action: "appointment.entered_in_error")
        if before.status.isLive, withdrawn.time.start > (try await now) {
            _ = try await tell(try await messageRecipient(withdrawn.client.uuid), ofCancelled: withdrawn, zones: zones)
        }
        return withdrawn
    }

    /// - Throws: `.holdEnded` when it ran out, was released or is booked already; `.noSuchAppointment`.
    public func confirmHold(_ id: Appointment.ID, zones: ZoneCatalogue) async throws -> Appointment {
        guard let appointment = try Appointment.first(try await query(SQL.confirmHold(id)), vault),
            try await reach.plans(appointment.client.uuid, with: appointment.therapist.uuid)
        else {
            throw try await self.appointment(id) == nil ? BookingError.noSuchAppointment : .holdEnded
        }
        try await record("appointment.booked", subject: id.uuid, client: appointment.client.uuid, details: ["from": "hold"])
        let recipient = try await messageRecipient(appointment.client.uuid)
        try await tell(recipient, ofBooked: appointment, zones: zones)
        return appointment
    }

    /// Lets a hold go, so that others may have the time.
    /// - Returns: false when it had ended already: nothing is left to do.
    /// - Throws: `.statusMove` when it is booked by now; `.noSuchAppointment`.
    @discardableResult
    public func releaseHold(_ id: Appointment.ID, reason: String? = nil) async throws -> Bool {
        let holds = AppointmentStatus.allCases.filter(\.isHold)
        let freed = try await query(
            SQL.changeStatus(
                id, nil as Int?, holds.map(\.rawValue), AppointmentStatus.cancelled.rawValue, try await sealed(reason, of: id)))
        if let appointment = try Appointment.first(freed, vault) {
            try await record("appointment.hold_released", subject: id.uuid, client: appointment.client.uuid)
            return true
        }
        guard let appointment = try await self.appointment(id) else { throw BookingError.noSuchAppointment }
        guard !appointment.status.isLive else { throw BookingError.statusMove(from: appointment.status, to: .cancelled) }
        return false
    }

    /// - Parameter from: the statuses that it may have; nil: all from which the table leads there.
    private func change(
        _ id: Appointment.ID, from: [AppointmentStatus]? = nil, to status: AppointmentStatus, version: Int?,
        reason: String? = nil,
        action: String
    ) async throws -> Appointment {
        let reason = try await sealed(reason, of: id)
        let answer: ResultSet
        do {
            answer = try await query(
                SQL.changeStatus(id, version, (from ?? status.predecessors).map(\.rawValue), status.rawValue, reason))
        } catch let error as DatabaseError {
            // A missed appointment's time may have been given to somebody else before the client came after all.
            throw Clash.error(error)
        }
        guard let appointment = try Appointment.first(answer, vault) else {
            throw try await refusal(id, to: status, version: version)
        }
        guard try await reach.plans(appointment.client.uuid, with: appointment.therapist.uuid) else {
            throw BookingError.noSuchAppointment
        }
        if status == .fulfilled || status == .noshow, appointment.time.start > (try await now) {
            throw BookingError.notYet(status)
        }
        try await record(action, subject: id.uuid, client: appointment.client.uuid)
        return appointment
    }

    /// Why an `UPDATE` found no row.
    func refusal(_ id: Appointment.ID, to status: AppointmentStatus, version: Int?) async throws -> BookingError {
        guard let appointment = try await self.appointment(id),
            try await reach.plans(appointment.client.uuid, with: appointment.therapist.uuid)
        else { return .noSuchAppointment }
        if let version, version != appointment.version { return .stale(version: appointment.version) }
        return .statusMove(from: appointment.status, to: status)
    }

    /// A reason as its column keeps it; nil where none was given.
    /// - Throws: `.reasonTooLong`; `.noSuchAppointment`, also where its client is not the actor's any more.
    private func sealed(_ reason: String?, of id: Appointment.ID) async throws -> [UInt8]? {
        guard let reason = try Self.checked(reason) else { return nil }
        let whose = try await query(SQL.appointmentKey(id)).first { row throws(DatabaseError) in
            let client = try row.next(Client.ID.self)
            try row.nextKey(of: client.uuid, in: vault)
            return client.uuid
        }
        guard let whose, vault.hasKey(of: whose) else { throw BookingError.noSuchAppointment }
        return try vault.seal(reason, for: whose, .appointmentStatusReason, row: id.uuid)
    }

    static func checked(_ reason: String?) throws(BookingError) -> String? {
        guard let reason = reason?.trimmingWhitespace(), !reason.isEmpty else { return nil }
        guard reason.count <= 500 else { throw .reasonTooLong }
        return reason
    }
}
