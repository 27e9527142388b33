/// A date and a wall-clock time, without zone: what somebody was promised, before a zone makes it an ``Instant``.
/// Years 0001 to 9999.
public struct LocalDateTime: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00 on the same clock (PostgreSQL's `timestamp`, but for its epoch).
    public let microsecondsAsIfUTC: Int64

    /// Nil outside years 1…9999.
    public init?(microsecondsAsIfUTC: Int64) {
        guard Self.limits.contains(microsecondsAsIfUTC) else { return nil }
        self.microsecondsAsIfUTC = microsecondsAsIfUTC
    }

    /// 24:00 becomes the next day's 00:00, except on 9999-12-31, where it is that day's last microsecond.
    public init(_ date: LocalDate, _ time: LocalTime) {
        let sum = Int64(date.dayNumber) * CivilCalendar.microsecondsPerDay + time.microsecondsOfDay
        microsecondsAsIfUTC = min(sum, Self.limits.upperBound)
    }

    /// The first or last microsecond of years 1…9999 where `microseconds` lies outside.
    init(nearest microseconds: Int64) {
        microsecondsAsIfUTC = min(max(microseconds, Self.limits.lowerBound), Self.limits.upperBound)
    }

    /// - Parameter text: `2026-12-01T12:00`, seconds optional, a space allowed for the `T`. A zone or offset is refused.
    public init(_ text: some StringProtocol) throws(LocalTimeError) {
        var scanner = TextScanner(text)
        guard let date = scanner.date() else { throw .noSuchDate }
        guard scanner.skip(anyOf: "Tt "), let time = scanner.time(seconds: .optional), scanner.isAtEnd else { throw .noSuchTime }
        self.init(date, time)
    }

    /// The day of which ``time`` is the hour.
    public var date: LocalDate {
        LocalDate(validDayNumber: Int(CivilCalendar.floorDivide(microsecondsAsIfUTC, CivilCalendar.microsecondsPerDay)))
    }

    /// Never 24:00: that is the next day's 00:00 by now.
    public var time: LocalTime {
        let day = CivilCalendar.floorDivide(microsecondsAsIfUTC, CivilCalendar.microsecondsPerDay)
        return LocalTime(microsecondsOfDay: microsecondsAsIfUTC - day * CivilCalendar.microsecondsPerDay) ?? .midnight
    }

    public static func < (one: LocalDateTime, other: LocalDateTime) -> Bool {
        one.microsecondsAsIfUTC < other.microsecondsAsIfUTC
    }

    /// On the same wall clock: 01:30 plus an hour is 02:30, whatever the clocks do that night. Nil outside years 1…9999.
    public func adding(minutes: Int) -> LocalDateTime? {
        let (span, tooFar) = Int64(minutes).multipliedReportingOverflow(by: 60_000_000)
        let (sum, overflow) = microsecondsAsIfUTC.addingReportingOverflow(span)
        return tooFar || overflow ? nil : LocalDateTime(microsecondsAsIfUTC: sum)
    }

    private static let limits =
        Int64(LocalDate.dayNumbers.lowerBound)
        * CivilCalendar.microsecondsPerDay...(Int64(LocalDate.dayNumbers.upperBound) + 1) * CivilCalendar.microsecondsPerDay - 1
}

extension Instant {
    /// The date at Greenwich; the first or last day of the years 1…9999 outside them. For bounds that are a day or two wide.
    public var utcDate: LocalDate { LocalDateTime(nearest: microseconds).date }
}

extension LocalDateTime: CustomStringConvertible {
    /// `2026-12-01T12:00`; seconds only where there are any.
    public var description: String { "\(date)T\(time)" }
}
