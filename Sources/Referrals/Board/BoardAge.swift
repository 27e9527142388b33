public import Clinic

/// How long a referral has waited against the wait that the clinic aims for, in words that need no colour beside them: `9 d of 14 d`,
/// `3 d over`.
public struct BoardAge: Sendable, Hashable {
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// More than a quarter of the target is left.
        case inTime
        /// A quarter of it or less.
        case near
        case over
        /// Nobody waits any more.
        case closed
    }

    public let state: State
    public let text: String

    /// Days of 24 hours, rounded down; hours where the target is under three days. At the very instant of `due` nothing is over yet.
    public init(received: Instant, due: Instant, now: Instant, isOpen: Bool) {
        guard isOpen else {
            (state, text) = (.closed, "closed")
            return
        }
        let target = max(0, due.microseconds - received.microseconds), late = now.microseconds - due.microseconds
        guard late <= 0 else {
            state = .over
            text =
                switch late {
                case ..<Self.hour: "just over"
                case ..<Self.day: "\(late / Self.hour) h over"
                default: "\(late / Self.day) d over"
                }
            return
        }
        // A date of arrival may lie ahead of the clock: nobody has waited less than not at all.
        let waited = max(0, now.microseconds - received.microseconds)
        let (unit, name) = target < 3 * Self.day ? (Self.hour, "h") : (Self.day, "d")
        state = -late <= target / 4 ? .near : .inTime
        text = "\(waited / unit) \(name) of \(target / unit) \(name)"
    }

    private static let hour: Int64 = 3_600_000_000
    private static let day: Int64 = 24 * hour
}

extension BoardRow {
    public func age(at now: Instant) -> BoardAge {
        BoardAge(
            received: referral.receivedAt, due: due, now: now, isOpen: !referral.standing.status.next.isEmpty)
    }
}

extension ReferralFolder {
    /// As on the board.
    public func age(at now: Instant) -> BoardAge {
        BoardAge(
            received: referral.receivedAt, due: referral.receivedAt + .hours(targetHours), now: now,
            isOpen: !referral.standing.status.next.isEmpty)
    }
}
