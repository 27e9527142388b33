public import Clinic

public import struct Foundation.UUID

/// What a client is to be told. The facts are typed, so a message can say nothing but these.
public enum MessageContent: Hashable, Sendable {
    case appointmentBooked(start: Instant, minutes: Int)
    case appointmentReminder(start: Instant)
    /// `start` is the new time.
    case appointmentMoved(start: Instant)
    /// `start` is the time that will not take place.
    case appointmentCancelled(start: Instant)
    case proposalMade(start: Instant, expires: Instant)
    /// An absolute `https` address (or `http` on this machine) without white space; at most 500 characters.
    case handoutShared(link: String, expires: Instant)

    /// How it is going; useless after `until`.
    case checkIn(until: Instant)

    /// The words of SQL, of the wording files and of the audit.
    public var kind: String {
        switch self {
        case .appointmentBooked: "appointment_booked"
        case .appointmentReminder: "appointment_reminder"
        case .appointmentMoved: "appointment_moved"
        case .appointmentCancelled: "appointment_cancelled"
        case .proposalMade: "proposal_made"
        case .handoutShared: "handout_shared"
        case .checkIn: "check_in"
        }
    }

    /// When telling has become useless: such a message is dropped rather than sent late.
    public var useless: Instant {
        switch self {
        case .appointmentBooked(let start, _), .appointmentReminder(let start), .appointmentMoved(let start),
            .appointmentCancelled(let start):
            start
        case .proposalMade(_, let expires), .handoutShared(_, let expires): expires
        case .checkIn(let until): until
        }
    }

    /// What queued messages about the same thing this one makes void: whoever hears of the new time need not hear of the old one.
    var replaces: [String] {
        switch self {
        case .appointmentMoved, .appointmentCancelled:
            ["appointment_booked", "appointment_moved", "appointment_reminder"]
        case .appointmentReminder: ["appointment_reminder"]
        case .checkIn: ["check_in"]
        default: []
        }
    }
}

/// A message that a domain wants sent, before anybody has asked whether it is safe to.
public struct NewMessage: Hashable, Sendable {
    public var content: MessageContent
    /// The client's id; a plain UUID, because `Clients` lies above this module.
    public var client: UUID
    /// The zone in which the times are told: the appointment's own.
    public var zone: ZoneRules
    /// The appointment, proposal or handout.
    public var about: UUID
    /// Not before this; nil: 3 minutes from now so that an undo sends nothing, or, for a reminder, about a day before the appointment.
    public var earliest: Instant?
    /// `about` came to be in this very act, so no earlier message can be waiting to be taken back.
    public var isAboutNew: Bool

    public init(
        _ content: MessageContent, client: UUID, zone: ZoneRules, about: UUID, earliest: Instant? = nil, isAboutNew: Bool = false
    ) {
        self.content = content
        self.client = client
        self.zone = zone
        self.about = about
        self.earliest = earliest
        self.isAboutNew = isAboutNew
    }
}

/// What became of a ``NewMessage``. That nothing was sent is an ordinary outcome, never an error: the appointment stands all the same.
public enum MessageOutcome: Hashable, Sendable {
    /// It leaves at `at` or soon after.
    case queued(id: UUID, at: Instant)
    /// Nothing will be sent; a person has to tell the client, if they must hear of it.
    case withheld(Withheld)
    /// What this message would have taken back had not left yet, so the client knows nothing and needs to hear nothing.
    case nothingToTell

    /// Why nothing was queued; what the front desk reads.
    public enum Withheld: String, Hashable, Sendable, CaseIterable {
        /// No contact point that may be written to, or none that this actor may see.
        case noSafeContact = "no_safe_contact"
        /// They had agreed to messages and do not any more.
        case consentWithdrawn = "consent_withdrawn"
        /// Nobody has confirmed it, or the confirmation is too old.
        case recheckDue = "recheck_due"
        /// There is no safe hour left in which the message would still be of use.
        case noSafeHour = "no_safe_hour"
    }
}
