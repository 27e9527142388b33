public import Access
internal import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// Queues a message in this act's transaction, if there is a safe way and a safe hour to send it; otherwise nothing is queued and the
    /// outcome says why. Records either in the audit.
    ///
    /// A message about something that moved or was cancelled first takes back what was queued about it. If the client had not been told
    /// of it yet, a cancellation sends nothing at all.
    /// - Throws: `AccessError`, `DatabaseError`; `message_safe_contact` there means that the database refused what this gate let pass.
    @discardableResult
    public func queueMessage(_ new: NewMessage, wording: Wording = .standard) async throws -> MessageOutcome {
        try await queueMessage(new, to: try await messageRecipient(new.client), wording: wording)
    }

    /// ``queueMessage(_:wording:)`` without a flight of its own: the answer to ``MessageRecipient/statement(for:)`` came with another one.
    @discardableResult
    public func queueMessage(
        _ new: NewMessage, to recipient: MessageRecipient?, wording: Wording = .standard
    ) async throws -> MessageOutcome {
        let unsent = try await takeBack(new)
        if unsent, case .appointmentCancelled = new.content { return .nothingToTell }

        let moment = try await now
        var random = SystemRandomNumberGenerator()
        let soonest = moment + MessageSettings.undoDelay
        let isReminder = if case .appointmentReminder = new.content { true } else { false }
        var wanted = new.earliest ?? soonest
        if case .appointmentReminder(let start) = new.content, new.earliest == nil {
            wanted = ReminderPlan.wanted(start: start, using: &random)
        }
        let useless = isReminder ? new.content.useless - ReminderPlan.latest : new.content.useless

        guard let recipient else { return try await withhold(new, .noSafeContact) }
        switch SafeContactGate.choose(recipient.contacts, now: moment) {
        case .failure(let refused): return try await withhold(new, refused.reason)
        case .success(let contact):
            guard
                let leaves = SafeContactGate.moment(
                    for: contact, wanted: wanted, soonest: soonest, useless: useless, mayBeEarlier: isReminder, zone: new.zone)
            else { return try await withhold(new, .noSafeHour) }
            let text = wording.text(
                for: new.content, zone: new.zone, language: recipient.language, clinicNamed: contact.isClinicNamed)
            let id = newID()
            let body = try await seal(text.body, for: new.client, .messageBody, row: id)
            try await enqueue(
                SQL.queueMessage(
                    id, new.client, contact.id, new.content.kind, recipient.language.code, text.subject, body, new.about,
                    leaves, useless))
            try await record("message.queued", subject: id, client: new.client, details: ["kind": new.content.kind])
            return .queued(id: id, at: leaves)
        }
    }

    /// Takes back every queued message about something: an appointment, a proposal, a handout.
    /// - Returns: how many had not left yet.
    @discardableResult
    public func cancelMessages(about subject: UUID) async throws -> Int {
        let kinds = [
            "appointment_booked", "appointment_reminder", "appointment_moved", "appointment_cancelled", "proposal_made",
            "handout_shared", "check_in",
        ]
        return try await query(SQL.cancelMessages(subject, kinds)).count
    }

    /// - Returns: whether the client has not been told yet that the thing exists.
    private func takeBack(_ new: NewMessage) async throws -> Bool {
        guard !new.isAboutNew, !new.content.replaces.isEmpty else { return false }
        let cancelled = try await query(SQL.cancelMessages(new.about, new.content.replaces)).values(String.self)
        return cancelled.contains("appointment_booked")
    }

    private func withhold(_ new: NewMessage, _ reason: MessageOutcome.Withheld) async throws -> MessageOutcome {
        try await record(
            "message.withheld", subject: new.about, client: new.client,
            details: ["kind": new.content.kind, "reason": reason.rawValue])
        return .withheld(reason)
    }
}

/// What holds for all messages.
public enum MessageSettings {
    /// Time in which an undo sends nothing.
    public static let undoDelay = Duration.minutes(3)
}
