public import Clinic

/// How long a referral has waited against the wait that the clinic aims for. The one notion of it: board, why-panel, lists and answers say
/// it in these words, short (`9 d of 14 d`, `3 d over`) or whole, and none of them needs a colour beside it. Load, fit and wait are kept
/// apart: this is the wait alone.
public struct ReferralWait: Sendable, Hashable {
    /// How the wait compares with its target.
    public enum State: String, Sendable, Hashable, CaseIterable {
        /// More than a quarter of the target is left.
        case inTime
        /// A quarter of it or less.
        case near
        case over
        /// Nobody waits any more: it was completed or taken back.
        case closed
    }

    public let state: State
    public let targetHours: Int
    public let due: Instant
    private let waited: Int64
    /// Microseconds until `due`; below 0 behind it.
    private let left: Int64

    /// At the very instant of `due` nothing is over yet. A date of arrival may lie ahead of the clock: nobody has waited less than not at all.
    public init(received: Instant, targetHours: Int, isOpen: Bool, at now: Instant) {
        self.targetHours = targetHours
        due = received + .hours(targetHours)
        waited = max(0, now.microseconds - received.microseconds)
        left = due.microseconds - now.microseconds
        let isNear = left <= Int64(targetHours) * Self.hour / 4
        state = !isOpen ? .closed : left < 0 ? .over : isNear ? .near : .inTime
    }

    public init(_ referral: Referral, targetHours: Int, at now: Instant) {
        self.init(
            received: referral.receivedAt, targetHours: targetHours, isOpen: !referral.standing.status.next.isEmpty, at: now)
    }

    /// Whole days of 24 hours since it arrived.
    public var ageDays: Int { Int(waited / Self.day) }

    /// `closed`, `within`, `over`.
    public var code: String {
        switch state {
        case .closed: "closed"
        case .over: "over"
        case .inTime, .near: "within"
        }
    }

    /// For a cell: `9 d of 14 d`, `3 d over`. Days, rounded down; hours where the target is under three days.
    public var text: String {
        switch state {
        case .closed: return "closed"
        case .over: return late.map { "\($0.number) \($0.noun.prefix(1)) over" } ?? "just over"
        case .inTime, .near:
            let (unit, name) = targetHours < 72 ? (Self.hour, "h") : (Self.day, "d")
            return "\(waited / unit) \(name) of \(Int64(targetHours) * Self.hour / unit) \(name)"
        }
    }

    /// For a line: `waited 3 days, target 14 d: 11 days left`; `waited 16 days, target 14 d: over by 2 days`.
    public var words: String {
        let rest: String
        switch state {
        case .closed: return "closed"
        case .over: rest = late.map { "over by " + Self.counted($0.number, $0.noun) } ?? "just over"
        case .inTime, .near:
            rest =
                left >= Self.day
                ? Self.counted(left / Self.day, "day") + " left"
                : Self.counted(max(1, (left + Self.hour - 1) / Self.hour), "hour") + " left"
        }
        return "waited \(Self.counted(Int64(ageDays), "day")), target \(WaitTargets.words(targetHours)): \(rest)"
    }

    /// By how much, rounded down; nil for less than an hour.
    private var late: (number: Int64, noun: String)? {
        switch -left {
        case ..<Self.hour: nil
        case ..<Self.day: (-left / Self.hour, "hour")
        default: (-left / Self.day, "day")
        }
    }

    private static func counted(_ number: Int64, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    private static let hour: Int64 = 3_600_000_000
    private static let day: Int64 = 24 * hour
}
