/// Hours of the day, in a client's wall time, in which they may be reached: from `from` up to, not including, `until`. They may pass midnight.
public struct SafeHours: Hashable, Sendable {
    public let from: LocalTime
    public let until: LocalTime

    /// Nil when both are the same time, which could mean always or never.
    public init?(from: LocalTime, until: LocalTime) {
        guard from != until else { return nil }
        self.from = from
        self.until = until
    }

    private init(fromHour: Int64, untilHour: Int64) {
        from = LocalTime(microsecondsOfDay: fromHour * 3_600_000_000) ?? .midnight
        until = LocalTime(microsecondsOfDay: untilHour * 3_600_000_000) ?? .endOfDay
    }

    /// 9:00 to 19:00, where a client named none: nobody's phone should light up at night.
    public static let usual = SafeHours(fromHour: 9, untilHour: 19)

    /// Whether a clock that shows `time` is within them.
    public func contains(_ time: LocalTime) -> Bool {
        from < until ? from <= time && time < until : from <= time || time < until
    }

    /// - Parameter zone: the client's.
    public func contains(_ instant: Instant, in zone: ZoneRules) -> Bool { contains(zone.local(of: instant).time) }

    /// The first safe minute at or after an instant, within two days; nil when there is none (hours shorter than a minute).
    ///
    /// Looks at every minute rather than computing the day's start: on the days when clocks change, that start may not exist.
    public func next(from instant: Instant, in zone: ZoneRules) -> Instant? {
        if contains(instant, in: zone) { return instant }
        let minute: Int64 = 60_000_000
        let start = (instant.microseconds / minute + 1) * minute
        return (0..<2_880).lazy.map { Instant(microseconds: start + Int64($0) * minute) }.first { contains($0, in: zone) }
    }

    /// The last safe minute at or before an instant, within two days.
    public func last(until instant: Instant, in zone: ZoneRules) -> Instant? {
        let minute: Int64 = 60_000_000
        let start = instant.microseconds / minute * minute
        return (0..<2_880).lazy.map { Instant(microseconds: start - Int64($0) * minute) }.first { contains($0, in: zone) }
    }
}
