public import Clinic

/// A way to reach a client, and what is safe about it. Unless somebody said otherwise, nothing is.
public struct ContactPoint: Hashable, Sendable {
    public typealias ID = TypedID<ContactPoint>

    /// How ``ContactPoint/value`` is used: a number for texts and one that is called are two contact points.
    public enum Channel: String, CaseIterable, Sendable {
        case email
        case sms
        case phone
    }

    public let id: ID
    public let channel: Channel
    /// An address or a number, as the client gave it.
    public let value: String
    public let safety: ContactSafety

    public init(id: ID, channel: Channel, value: String, safety: ContactSafety) {
        self.id = id
        self.channel = channel
        self.value = value
        self.safety = safety
    }
}

/// What a client said is safe about one way to reach them. A partner may read the phone (R-ecosystem 3.2).
public struct ContactSafety: Hashable, Sendable {
    /// How much a message may give away.
    public enum Wording: String, CaseIterable, Sendable {
        /// No clinic, no therapist, no topic.
        case neutral
        /// The clinic's name may stand in it.
        case clinicNamed = "clinic_named"
    }

    public var mayWrite: Bool
    public var mayCall: Bool
    public var mayVoicemail: Bool
    /// Wall time where the client is; may pass midnight. Nil: any hour.
    public var hours: SafeHours?
    /// Whom a message seems to come from.
    public var senderLabel: String?
    public var wording: Wording
    /// When the client last said so; nil: never asked, so nothing is sent.
    public var confirmedAt: Instant?
    /// From then on it must be asked again before anything is sent.
    public var recheckDue: Instant?

    /// How long a confirmation counts: as long as the gate before every message lets it (`SafeContact.confirmationLasts`).
    public static let recheckDays = 90

    public init(
        mayWrite: Bool = false, mayCall: Bool = false, mayVoicemail: Bool = false, hours: SafeHours? = nil,
        senderLabel: String? = nil,
        wording: Wording = .neutral, confirmedAt: Instant? = nil, recheckDue: Instant? = nil
    ) {
        self.mayWrite = mayWrite
        self.mayCall = mayCall
        self.mayVoicemail = mayVoicemail
        self.hours = hours
        self.senderLabel = senderLabel
        self.wording = wording
        self.confirmedAt = confirmedAt
        self.recheckDue = recheckDue
    }

    /// Confirmed at this moment, with the usual date for asking again.
    public func confirmed(at instant: Instant) -> ContactSafety {
        var copy = self
        copy.confirmedAt = instant
        copy.recheckDue = instant + .hours(24 * Self.recheckDays)
        return copy
    }
}

extension ContactSafety {
    public enum Use: Sendable, CaseIterable { case write, call, voicemail }

    /// Why something is not safe; for staff, and for the record of a message that was not sent.
    public enum Obstacle: String, Sendable {
        case notAllowed = "contact.not_allowed"
        case neverConfirmed = "contact.never_confirmed"
        case recheckDue = "contact.recheck_due"
        case outsideHours = "contact.outside_hours"
    }

    /// The first reason why `use` is not safe now; nil where it is. A confirmation without a date for the next one counts for ``recheckDays``.
    /// - Parameter localTime: the wall clock in the client's zone.
    public func obstacle(to use: Use, now: Instant, localTime: LocalTime) -> Obstacle? {
        let isAllowed =
            switch use {
            case .write: mayWrite
            case .call: mayCall
            case .voicemail: mayCall && mayVoicemail
            }
        guard isAllowed else { return .notAllowed }
        guard let confirmedAt, confirmedAt <= now else { return .neverConfirmed }
        if (recheckDue ?? confirmedAt + .hours(24 * Self.recheckDays)) <= now { return .recheckDue }
        if let hours, !hours.contains(localTime) { return .outsideHours }
        return nil
    }
}

extension ContactPoint.Channel {
    /// Whether `value` can be an address or number of this channel: its shape, not whether it exists.
    public func accepts(_ value: String) -> Bool {
        let isPrintable =
            value.unicodeScalars.allSatisfy { $0.value > 0x20 || $0 == " " } && !value.unicodeScalars.contains("\u{7F}")
        guard isPrintable, (3...320).contains(value.count) else { return false }
        switch self {
        case .email:
            let parts = value.split(separator: "@", omittingEmptySubsequences: false)
            // One @, a dot after it, and nothing that could begin another header or address.
            return parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
                && !parts[1].hasSuffix(".")
                && !value.contains { " ,;<>\"()[]\\:".contains($0) }
        case .sms, .phone:
            let digits = value.count { $0.isASCII && $0.isNumber }
            return (7...15).contains(digits) && value.allSatisfy { ($0.isASCII && $0.isNumber) || "+-(). ".contains($0) }
        }
    }
}
