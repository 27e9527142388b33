public import Clinic

/// Days that lie ahead whenever the tests run, as `yyyy-mm-dd`: the database's clock is the real one, so a date that is written down as
/// the future is the past one day.
public enum Ahead {
    /// A Monday five to six weeks from now.
    public static let soon = monday(after: 35)
    /// A Monday eleven to twelve weeks from now, and days of its week.
    public static let monday = monday(after: 77)
    public static let tuesday = monday.adding(days: 1)
    public static let wednesday = monday.adding(days: 2)
    public static let thursday = monday.adding(days: 3)
    public static let saturday = monday.adding(days: 5)
    public static let nextMonday = monday.adding(days: 7)
    /// More than a year after `monday`.
    public static let yearLater = monday.adding(days: 373)

    /// The first Monday that is at least so many days away.
    private static func monday(after days: Int) -> LocalDate {
        let day = SystemTime().now().utcDate.adding(days: days)
        return (0..<7).map { day.adding(days: $0) }.first { $0.weekday == .monday } ?? day
    }
}
