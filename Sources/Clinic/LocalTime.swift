/// A time on a wall clock, without date or zone, to the microsecond: 00:00 to 24:00.
///
/// 24:00 (``endOfDay``) is there for the end of a day's hours, as in PostgreSQL's `time` and in RFC 3339's grammar; with a date it
/// is the next day's 00:00.
public struct LocalTime: Hashable, Comparable, Sendable {
    public let microsecondsOfDay: Int64

    public static let midnight = LocalTime(valid: 0)
    /// 24:00, later than every time that a clock shows.
    public static let endOfDay = LocalTime(valid: CivilCalendar.microsecondsPerDay)

    /// Nil unless within 0…86,400,000,000.
    public init?(microsecondsOfDay: Int64) {
        guard (0...CivilCalendar.microsecondsPerDay).contains(microsecondsOfDay) else { return nil }
        self.microsecondsOfDay = microsecondsOfDay
    }

    /// - Throws: `.noSuchTime` outside 00:00…24:00.
    public init(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) throws(LocalTimeError) {
        guard (0...24).contains(hour), (0...59).contains(minute), (0...59).contains(second), (0...999_999).contains(microsecond)
        else { throw .noSuchTime }
        guard let time = LocalTime(microsecondsOfDay: Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond))
        else { throw .noSuchTime }
        self = time
    }

    /// - Parameter text: `09:00`, `09:00:30`, `09:00:30.25`.
    public init(_ text: some StringProtocol) throws(LocalTimeError) {
        var scanner = TextScanner(text)
        guard let time = scanner.time(seconds: .optional), scanner.isAtEnd else { throw .noSuchTime }
        self = time
    }

    public var hour: Int { Int(microsecondsOfDay / 3_600_000_000) }
    public var minute: Int { Int(microsecondsOfDay / 60_000_000 % 60) }
    public var second: Int { Int(microsecondsOfDay / 1_000_000 % 60) }
    public var microsecond: Int { Int(microsecondsOfDay % 1_000_000) }

    public static func < (one: LocalTime, other: LocalTime) -> Bool { one.microsecondsOfDay < other.microsecondsOfDay }

    private init(valid microsecondsOfDay: Int64) { self.microsecondsOfDay = microsecondsOfDay }
}

extension LocalTime: CustomStringConvertible {
    /// `09:00`; with seconds, and six digits of a fraction, only where there are any.
    public var description: String { clockText(microsecondsOfDay, withSeconds: false) }
}
