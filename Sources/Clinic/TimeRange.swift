/// Clinic time, half-open as in iCalendar: 10:00–10:50 and 10:50–11:40 touch but do not overlap. Never empty.
public struct TimeRange: Hashable, Sendable {
    public let start: Instant
    public let end: Instant

    /// - Throws: `.notPositive` unless `start < end`.
    public init(start: Instant, end: Instant) throws(TimeRangeError) {
        guard start < end else { throw .notPositive }
        self.start = start
        self.end = end
    }

    /// - Throws: `.notPositive` for less than a minute; `.outOfRange`.
    public init(from start: Instant, minutes: Int) throws(TimeRangeError) {
        guard minutes > 0 else { throw .notPositive }
        guard let end = try? start.adding(.minutes(minutes)) else { throw .outOfRange }
        self.start = start
        self.end = end
    }

    public var duration: Duration { end - start }
    /// Whole minutes, rounded down.
    public var minutes: Int { Int(duration.components.seconds / 60) }

    /// Its start, and not its end.
    public func contains(_ instant: Instant) -> Bool { start <= instant && instant < end }
    /// Every moment of `other`; they may share start or end.
    public func contains(_ other: TimeRange) -> Bool { start <= other.start && other.end <= end }
    /// Whether they share a moment: ranges that only touch share none.
    public func overlaps(_ other: TimeRange) -> Bool { start < other.end && other.start < end }

    /// Nil where they only touch or lie apart.
    public func intersection(_ other: TimeRange) -> TimeRange? {
        try? TimeRange(start: max(start, other.start), end: min(end, other.end))
    }

    /// What is left of this range, in order.
    /// - Parameter busy: in any order; may overlap each other.
    public func subtracting(_ busy: some Sequence<TimeRange>) -> [TimeRange] {
        var free: [TimeRange] = []
        var cursor = start
        for range in busy.sorted(by: { $0.start < $1.start }) where range.overlaps(self) {
            if let gap = try? TimeRange(start: cursor, end: range.start) { free.append(gap) }
            cursor = max(cursor, range.end)
        }
        if let gap = try? TimeRange(start: cursor, end: end) { free.append(gap) }
        return free
    }

    /// With `before` more at the start and `after` more at the end; stops at the ends of time. Negative durations count as none.
    public func padded(before: Duration, after: Duration) -> TimeRange {
        TimeRange(unchecked: start - max(before, .zero), end + max(after, .zero))
    }

    private init(unchecked start: Instant, _ end: Instant) {
        self.start = start
        self.end = end
    }

    /// Sorted, with overlapping and touching ranges made one.
    public static func merged(_ ranges: some Sequence<TimeRange>) -> [TimeRange] {
        var merged: [TimeRange] = []
        for range in ranges.sorted(by: { $0.start < $1.start }) {
            if let last = merged.last, range.start <= last.end {
                merged[merged.count - 1] = TimeRange(unchecked: last.start, max(last.end, range.end))
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}

extension TimeRange: CustomStringConvertible {
    /// ISO 8601 interval in UTC: `2026-12-01T19:00:00Z/2026-12-01T19:50:00Z`.
    public var description: String { "\(start)/\(end)" }
}

/// Why there is no such stretch of time.
public enum TimeRangeError: Error, Equatable, Sendable {
    case notPositive
    case outOfRange
}
