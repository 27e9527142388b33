internal import Access
internal import Clients
internal import Clinic
internal import Messages

// What the client hears, if there is a safe way to tell them; Messages decides that, and records either outcome.

extension Act {
    func tell(_ recipient: MessageRecipient?, ofBooked appointment: Appointment, isNew: Bool = false, zones: ZoneCatalogue)
        async throws
    {
        let time = appointment.time
        try await tell(recipient, .appointmentBooked(start: time.start, minutes: time.minutes), appointment, isNew: isNew, zones)
        try await tell(recipient, .appointmentReminder(start: time.start), appointment, isNew: isNew, zones)
    }

    func tell(_ recipient: MessageRecipient?, ofMoved appointment: Appointment, zones: ZoneCatalogue) async throws {
        try await tell(recipient, .appointmentMoved(start: appointment.time.start), appointment, zones)
        try await tell(recipient, .appointmentReminder(start: appointment.time.start), appointment, zones)
    }

    func tell(
        _ recipient: MessageRecipient?, ofCancelled appointment: Appointment, zones: ZoneCatalogue
    ) async throws -> MessageOutcome {
        try await tell(recipient, .appointmentCancelled(start: appointment.time.start), appointment, zones)
    }

    @discardableResult
    private func tell(
        _ recipient: MessageRecipient?, _ content: MessageContent, _ appointment: Appointment, isNew: Bool = false,
        _ zones: ZoneCatalogue
    ) async throws -> MessageOutcome {
        let zone = try zones.knownRules(appointment.promise.zone)
        return try await queueMessage(
            NewMessage(
                content, client: appointment.client.uuid, zone: zone, about: appointment.id.uuid, isAboutNew: isNew),
            to: recipient)
    }
}
