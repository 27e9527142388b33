/// A day on a calendar, without zone: years 0001 to 9999, proleptic Gregorian.
public struct LocalDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01, negative before.
    public let dayNumber: Int

    /// 0001-01-01 to 9999-12-31, as day numbers.
    public static let dayNumbers = -719_162...2_932_896

    /// Nil outside ``dayNumbers``.
    public init?(dayNumber: Int) {
        guard Self.dayNumbers.contains(dayNumber) else { return nil }
        self.dayNumber = dayNumber
    }

    /// - Throws: `.noSuchDate` for 30 February and the like.
    public init(year: Int, month: Int, day: Int) throws(LocalTimeError) {
        guard (1...9_999).contains(year), (1...12).contains(month), day >= 1, day <= CivilCalendar.days(inMonth: month, of: year)
        else { throw .noSuchDate }
        dayNumber = CivilCalendar.dayNumber(year: year, month: month, day: day)
    }

    /// - Parameter text: `2026-12-01`, nothing shorter and nothing after it.
    public init(_ text: some StringProtocol) throws(LocalTimeError) {
        var scanner = TextScanner(text)
        guard let date = scanner.date(), scanner.isAtEnd else { throw .noSuchDate }
        self = date
    }

    public var year: Int { CivilCalendar.date(dayNumber: dayNumber).year }
    public var month: Int { CivilCalendar.date(dayNumber: dayNumber).month }
    public var day: Int { CivilCalendar.date(dayNumber: dayNumber).day }

    /// By the same proleptic Gregorian calendar, also for years before it was in use.
    public var weekday: Weekday {
        // 1970-01-01 was a Thursday.
        let fromMonday = dayNumber + 3 - CivilCalendar.floorDivide(dayNumber + 3, 7) * 7
        return Weekday(rawValue: fromMonday + 1) ?? .monday
    }

    /// Stops at 0001-01-01 and 9999-12-31.
    public func adding(days: Int) -> LocalDate {
        let (sum, overflow) = dayNumber.addingReportingOverflow(days)
        let wanted = overflow ? (days < 0 ? Int.min : Int.max) : sum
        return LocalDate(clamped: min(max(wanted, Self.dayNumbers.lowerBound), Self.dayNumbers.upperBound))
    }

    /// Days from `other` to this date; negative where `other` is later.
    public static func - (date: LocalDate, other: LocalDate) -> Int { date.dayNumber - other.dayNumber }
    public static func < (one: LocalDate, other: LocalDate) -> Bool { one.dayNumber < other.dayNumber }

    private init(clamped dayNumber: Int) { self.dayNumber = dayNumber }

    /// For the days of an instant that is known to lie in years 1…9999 (``LocalDateTime``).
    init(validDayNumber dayNumber: Int) { self.dayNumber = dayNumber }
}

extension LocalDate: CustomStringConvertible {
    /// `2026-12-01`
    public var description: String {
        let (year, month, day) = CivilCalendar.date(dayNumber: dayNumber)
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }
}

/// Why a wall clock never shows this.
public enum LocalTimeError: Error, Equatable, Sendable {
    case noSuchDate
    case noSuchTime
    case outOfRange
}
