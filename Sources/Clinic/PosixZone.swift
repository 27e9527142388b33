/// The rule that a TZif file ends with (RFC 9636 section 3.3, POSIX `TZ` with extensions): what a zone does after its last listed change.
///
/// `MST7`, `EST5EDT,M3.2.0,M11.1.0`, `<-02>2<-01>,M3.5.0/-1,M10.5.0/0`, `IST-1GMT0,M10.5.0,M3.5.0/1`.
struct PosixZone: Hashable, Sendable {
    /// Seconds east of Greenwich.
    let standard: Int32
    let daylight: Daylight?

    struct Daylight: Hashable, Sendable {
        let offset: Int32
        let begin: PosixDay
        let end: PosixDay
    }

    func segment(at second: Int64) -> ZoneSegment {
        guard let daylight else { return ZoneSegment(start: .min, end: .max, offset: standard) }
        let day = CivilCalendar.floorDivide(second, 86_400)
        let year = CivilCalendar.date(dayNumber: Int(day)).year
        var start = Int64.min
        var offset = standard
        for change in changes(around: year, daylight) {
            if change.at > second { return ZoneSegment(start: start, end: change.at, offset: offset) }
            start = change.at
            offset = change.offset
        }
        return ZoneSegment(start: start, end: .max, offset: offset)
    }

    /// Of the year and its neighbours, in order; where daylight time ends at the moment the next begins (all year), the beginning wins.
    private func changes(around year: Int, _ daylight: Daylight) -> [(at: Int64, offset: Int32)] {
        var changes: [(at: Int64, offset: Int32)] = []
        for year in year - 2...year + 2 {
            changes.append((daylight.begin.second(in: year) - Int64(standard), daylight.offset))
            changes.append((daylight.end.second(in: year) - Int64(daylight.offset), standard))
        }
        return changes.sorted { one, other in
            one.at != other.at ? one.at < other.at : one.offset == standard && other.offset != standard
        }
    }
}

/// A day of each year, and the local time at which the clocks change on it.
struct PosixDay: Hashable, Sendable {
    enum Rule: Hashable, Sendable {
        /// `J60` is 1 March in every year: 29 February is never counted. 1…365.
        case julian(Int)
        /// `59` is 29 February in a leap year. 0…365.
        case dayOfYear(Int)
        /// `M3.2.0` is the second Sunday of March; week 5 is the last.
        case monthWeekDay(month: Int, week: Int, weekday: Int)
    }

    let rule: Rule
    /// Seconds after local midnight; −167 h to +167 h.
    let time: Int64

    /// Seconds since 1970-01-01T00:00 on the local clock.
    func second(in year: Int) -> Int64 { Int64(dayNumber(in: year)) * 86_400 + time }

    private func dayNumber(in year: Int) -> Int {
        let newYear = CivilCalendar.dayNumber(year: year, month: 1, day: 1)
        switch rule {
        case .julian(let day): return newYear + day - 1 + (CivilCalendar.isLeap(year) && day >= 60 ? 1 : 0)
        case .dayOfYear(let day): return newYear + day
        case .monthWeekDay(let month, let week, let weekday):
            let first = CivilCalendar.dayNumber(year: year, month: month, day: 1)
            // 1970-01-01 was a Thursday (4, counted from Sunday).
            let firstWeekday = (first + 4) - CivilCalendar.floorDivide(first + 4, 7) * 7
            let day = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            return first + (day < CivilCalendar.days(inMonth: month, of: year) ? day : day - 7)
        }
    }
}
