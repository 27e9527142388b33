public import Clinic

/// A stretch of time that a therapist offers.
public struct HourWindow: Hashable, Sendable {
    public let range: TimeRange
    public let formats: Set<SessionFormat>
    public let site: Site.ID?
}

/// A therapist's hours laid on the days of a calendar.
public struct HourWindows: Hashable, Sendable {
    /// Sorted by start. Windows with the same formats and site that touch are one; those that differ may overlap.
    public let open: [HourWindow]
    /// What leave and holidays took away, sorted; for the answer to "why not?".
    public let leave: [TimeRange]

    /// Wall time becomes instants here, day by day. A window that begins or ends where the clocks jump begins or ends at the jump; where
    /// they go back it covers both passes. (A session may still not begin at such a time: see ``FreeSlots``.)
    /// - Parameter days: first and last day, on the calendar of `zone`. Each day costs a walk over `weekly`: a few dozen.
    public init(weekly: [WeeklyHours], exceptions: [ScheduleException], days: ClosedRange<LocalDate>, zone: ZoneRules) {
        let exceptions = Dictionary(grouping: exceptions, by: \.day)
        var open: [HourWindow] = []
        var leave: [TimeRange] = []
        var day = days.lowerBound
        while true {
            let today = exceptions.isEmpty ? [] : exceptions[day] ?? []
            let closed = today.filter { $0.kind == .closed }.compactMap {
                zone.stretch(day, from: $0.starts ?? .midnight, to: $0.ends ?? .endOfDay)
            }
            for hours in weekly where hours.holds(on: day) {
                guard let range = zone.stretch(day, from: hours.starts, to: hours.ends) else { continue }
                if closed.isEmpty {
                    open.append(HourWindow(range: range, formats: hours.formats, site: hours.site))
                } else {
                    open += range.subtracting(closed).map { HourWindow(range: $0, formats: hours.formats, site: hours.site) }
                }
            }
            for extra in today where extra.kind == .open {
                guard let starts = extra.starts, let ends = extra.ends, let range = zone.stretch(day, from: starts, to: ends)
                else { continue }
                open.append(HourWindow(range: range, formats: extra.formats, site: extra.site))
            }
            leave += closed
            if day >= days.upperBound { break }
            day = day.adding(days: 1)
        }
        self.open = Self.joined(open)
        self.leave = TimeRange.merged(leave)
    }

    /// Only what the therapist herself offers.
    func offering(_ formats: Set<SessionFormat>) -> HourWindows {
        // A few sets of formats are on many windows: each is cut once.
        var cut: [(whole: UInt8, common: Set<SessionFormat>)] = []
        func common(_ whole: Set<SessionFormat>) -> Set<SessionFormat> {
            let bits = whole.reduce(0) { $0 | $1.mark }
            if let known = cut.first(where: { $0.whole == bits }) { return known.common }
            let common = whole.intersection(formats)
            cut.append((bits, common))
            return common
        }
        return HourWindows(
            open: open.compactMap { window in
                let common = common(window.formats)
                return common.isEmpty ? nil : HourWindow(range: window.range, formats: common, site: window.site)
            }, leave: leave)
    }

    private init(open: [HourWindow], leave: [TimeRange]) {
        self.open = open
        self.leave = leave
    }

    private static func joined(_ windows: [HourWindow]) -> [HourWindow] {
        var joined: [HourWindow] = []
        for window in windows.sorted(by: { ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end) }) {
            if let last = joined.last, last.formats == window.formats, last.site == window.site,
                window.range.start <= last.range.end,
                let whole = try? TimeRange(start: last.range.start, end: max(last.range.end, window.range.end))
            {
                joined[joined.count - 1] = HourWindow(range: whole, formats: last.formats, site: last.site)
            } else {
                joined.append(window)
            }
        }
        return joined
    }
}

extension SessionFormat {
    /// A bit of its own.
    fileprivate var mark: UInt8 {
        switch self {
        case .inPerson: 1
        case .online: 2
        case .phone: 4
        }
    }
}

extension ZoneRules {
    /// Nil where nothing is left of it: it lies wholly in a gap.
    func stretch(_ day: LocalDate, from starts: LocalTime, to ends: LocalTime) -> TimeRange? {
        let start =
            switch resolve(LocalDateTime(day, starts)) {
            case .one(let instant), .gap(let instant, _, _), .fold(let instant, _): instant
            }
        let end =
            switch resolve(LocalDateTime(day, ends)) {
            case .one(let instant), .gap(let instant, _, _), .fold(_, let instant): instant
            }
        return try? TimeRange(start: start, end: end)
    }
}
