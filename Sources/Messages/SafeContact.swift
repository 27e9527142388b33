public import Clinic

public import struct Foundation.UUID

/// A contact point, with everything that says whether it is safe to write there. The default of each is "do not".
public struct SafeContact: Hashable, Sendable {
    public var id: UUID
    /// `email`, `sms` or `phone`.
    public var channel: String
    public var mayWrite: Bool
    /// Nil where the client named no hours: then ``SafeHours/usual``.
    public var hours: SafeHours?
    public var isClinicNamed: Bool
    public var confirmedAt: Instant?
    public var recheckDue: Instant?
    public var isRetired: Bool
    /// The client had agreed to messages and does not any more: true of all their contact points, or of none.
    public var isWithdrawn: Bool

    /// A confirmation lasts this long where no date for the next one was agreed (survivors' guidance: re-check often; ARCHITECTURE.md).
    public static let confirmationLasts = Duration.hours(24 * 90)

    public init(
        id: UUID, channel: String, mayWrite: Bool, hours: SafeHours?, isClinicNamed: Bool, confirmedAt: Instant?,
        recheckDue: Instant?,
        isRetired: Bool, isWithdrawn: Bool = false
    ) {
        self.id = id
        self.channel = channel
        self.mayWrite = mayWrite
        self.hours = hours
        self.isClinicNamed = isClinicNamed
        self.confirmedAt = confirmedAt
        self.recheckDue = recheckDue
        self.isRetired = isRetired
        self.isWithdrawn = isWithdrawn
    }

    /// Until when it may be written to; nil when it may not be at all.
    public var safeUntil: Instant? {
        guard mayWrite, !isRetired, !isWithdrawn, let confirmedAt else { return nil }
        let lapses = confirmedAt + Self.confirmationLasts
        return min(recheckDue ?? lapses, lapses)
    }
}

/// The gate that every message passes twice: when it is queued, and again when it is about to leave. Pure.
public enum SafeContactGate {
    /// Channels that this version of Attune can deliver to.
    public static let channels: Set<String> = ["email"]

    /// The contact point to write to at `now`, or why nobody may be written to.
    /// - Parameter contacts: all of one client's, in any order. The one confirmed last is taken, then the smallest id.
    public static func choose(_ contacts: [SafeContact], now: Instant) -> Result<SafeContact, Refused> {
        guard !contacts.contains(where: \.isWithdrawn) else { return .failure(.init(reason: .consentWithdrawn)) }
        let writable = contacts.filter { $0.mayWrite && !$0.isRetired && channels.contains($0.channel) }
        guard !writable.isEmpty else { return .failure(.init(reason: .noSafeContact)) }
        let safe = writable.filter { contact in contact.safeUntil.map { now < $0 } ?? false }
        guard
            let best = safe.max(by: {
                ($0.confirmedAt ?? .earliest, $1.id.uuidString) < ($1.confirmedAt ?? .earliest, $0.id.uuidString)
            })
        else { return .failure(.init(reason: .recheckDue)) }
        return .success(best)
    }

    /// That none of the client's contact points may be written to.
    public struct Refused: Error, Hashable, Sendable {
        public let reason: MessageOutcome.Withheld
    }

    /// When a message may leave: the first safe hour's moment at or after `wanted`; for a reminder also an earlier one, within two days,
    /// when a later one would come too late to be of use.
    ///
    /// Whether the contact point's confirmation will still hold by then is not asked here: the client may say it anew meanwhile, and the
    /// gate is passed again when the message is about to leave. It is not a reason to write weeks early.
    /// - Returns: nil when no moment is both in a safe hour and useful. Never before `soonest`, and always before `useless`.
    public static func moment(
        for contact: SafeContact, wanted: Instant, soonest: Instant, useless: Instant, mayBeEarlier: Bool, zone: ZoneRules
    ) -> Instant? {
        guard contact.safeUntil != nil else { return nil }
        let hours = contact.hours ?? .usual
        if let next = hours.next(from: max(wanted, soonest), in: zone), next < useless { return next }
        guard mayBeEarlier, let last = hours.last(until: min(wanted, useless), in: zone), last >= soonest, last < useless else {
            return nil
        }
        return last
    }
}
