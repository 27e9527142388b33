/// What a wall time means in a zone.
public enum WallClock: Hashable, Sendable {
    case one(Instant)
    /// The clocks were put forward over it: at `at` they went `from` one reading `to` another.
    case gap(at: Instant, from: LocalDateTime, to: LocalDateTime)
    /// The clocks were put back over it: it happens twice.
    case fold(earlier: Instant, later: Instant)
}

/// Which of the two moments of a fold is meant.
public enum FoldChoice: String, CaseIterable, Sendable {
    case earlier, later
}

/// A wall time that is no single moment. Never guessed: choose another, or say which.
public enum WallTimeError: Refusal, Equatable {
    case noSuchLocalTime(LocalDateTime, zone: ZoneID, skippedFrom: LocalDateTime, to: LocalDateTime)
    case ambiguousLocalTime(LocalDateTime, zone: ZoneID, earlier: Instant, later: Instant)

    public var kind: RefusalKind { .invalid }

    public var code: String {
        switch self {
        case .noSuchLocalTime: "time.no_such_local_time"
        case .ambiguousLocalTime: "time.ambiguous_local_time"
        }
    }

    public var message: String {
        switch self {
        case .noSuchLocalTime(let local, let zone, let from, let to):
            """
            The clocks in \(zone) go forward from \(from.time) to \(to.time) on \(local.date), so \(local.time) does not exist. \
            Choose a time before \(from.time) or from \(to.time) on.
            """
        case .ambiguousLocalTime(let local, let zone, let earlier, let later):
            """
            The clocks in \(zone) go back on \(local.date), so \(local.time) happens twice (\(earlier) and \(later)). \
            Say which is meant, the earlier or the later, or choose another time.
            """
        }
    }
}
