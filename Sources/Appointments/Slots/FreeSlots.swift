public import Clinic
public import Therapists

/// One opening: bookable as it stands when it was computed.
public struct Slot: Hashable, Sendable {
    public let therapist: Therapist.ID
    public let time: TimeRange
    /// On the wall clock of the therapist's zone.
    public let local: LocalDateTime
    public let zone: ZoneID
    public let format: SessionFormat
    public let site: Site.ID?
    /// A room that is free then; another one may be, too.
    public let room: Room.ID?
}

/// Openings of one therapist, found by one sweep over her windows and her busy times, both sorted.
///
/// A candidate starts at its window's start and every `grid` on the wall clock after it. A wall time that the clocks skip or repeat is
/// not offered. What is offered here, ``SlotRules/judge(_:in:rooms:room:)`` accepts, and the other way round on the same grid.
public enum FreeSlots {
    /// - Parameters:
    ///   - span: openings start within it.
    ///   - limit: at most so many, the earliest.
    /// - Complexity: O(windows + busy + candidates × rooms), no I/O.
    public static func find(
        _ rules: SlotRules, in calendar: TherapistCalendar, rooms: RoomBook, during span: TimeRange, limit: Int = .max
    ) -> [Slot] {
        var sweep = BusySweep(calendar.busy, margin: rules.margin)
        let load = DayLoad(calendar)
        let earliest = max(span.start, rules.now + max(rules.notice, .zero))
        let lastDay = rules.lastDay(in: calendar.zone)
        var slots: [Slot] = []
        for window in offered(rules, in: calendar) where window.range.end > earliest {
            if window.range.start >= span.end { break }
            // Windows may overlap, and the later one begin with an earlier opening than the last that was found.
            if slots.count >= limit, let last = slots.last, last.time.start <= window.range.start { break }
            var found = 0
            for start in starts(in: window.range, from: earliest, rules: rules, zone: calendar.zone) {
                guard start < span.end, found < limit else { break }
                let local = calendar.zone.local(of: start)
                guard local.date <= lastDay else { break }
                guard let range = rules.range(from: start), sweep.isFree(range), load.isBelowCap(at: start),
                    case .success(let place) = rules.place(
                        for: range, in: CollectionOfOne(window), of: calendar, rooms: rooms, room: nil)
                else { continue }
                found += 1
                slots.append(
                    Slot(
                        therapist: calendar.therapist, time: range, local: local, zone: calendar.zone.zone,
                        format: rules.format, site: place.site, room: place.room))
            }
        }
        return Array(inOrder(slots).prefix(limit))
    }

    /// By start; a start that two overlapping windows have is offered once.
    private static func inOrder(_ slots: [Slot]) -> [Slot] {
        if zip(slots, slots.dropFirst()).allSatisfy({ $0.time.start < $1.time.start }) { return slots }
        var seen: Set<Instant> = []
        return slots.filter { seen.insert($0.time.start).inserted }.sorted { $0.time.start < $1.time.start }
    }

    private static func offered(_ rules: SlotRules, in calendar: TherapistCalendar) -> [HourWindow] {
        calendar.windows.open.filter { $0.formats.contains(rules.format) && (!rules.format.needsRoom || $0.site != nil) }
    }

    private static func starts(
        in window: TimeRange, from earliest: Instant, rules: SlotRules, zone: ZoneRules
    ) -> [Instant] {
        guard let grid = rules.grid.wholeMicroseconds, let duration = rules.duration.wholeMicroseconds else { return [] }
        let last = window.end.microseconds - duration
        // Far from any change of the clocks, the wall clock's grid is a grid of instants. Not merely outside the window: hours that end at
        // one o'clock on the night on which one o'clock comes twice end just where the clocks change, after an hour that is repeated.
        if zone.isSteady(from: window.start - .hours(24), to: window.end + .hours(24)) {
            let late = max(0, earliest.microseconds - window.start.microseconds)
            let first = window.start.microseconds + (late + grid - 1) / grid * grid
            return first > last ? [] : stride(from: first, through: last, by: Int(grid)).map(Instant.init(microseconds:))
        }
        let (opening, closing) = (
            zone.local(of: window.start).microsecondsAsIfUTC, zone.local(of: window.end).microsecondsAsIfUTC
        )
        guard opening < closing else { return [] }
        return stride(from: opening, to: closing, by: Int(grid)).compactMap { micros in
            guard let local = LocalDateTime(microsecondsAsIfUTC: micros), case .one(let start) = zone.resolve(local),
                start >= earliest, start >= window.start, start.microseconds <= last
            else { return nil }
            return start
        }
    }
}

/// Asks busy times, sorted by start, about ranges whose starts mostly ascend: each is passed once.
private struct BusySweep {
    private let busy: [BusyTime]
    /// Microseconds that must be free on either side.
    private let margin: Int64
    private var next = 0
    private var lastStart = Instant.earliest

    init(_ busy: [BusyTime], margin: Int64) {
        self.busy = busy
        self.margin = margin
    }

    mutating func isFree(_ range: TimeRange) -> Bool {
        let (early, tooEarly) = range.start.microseconds.subtractingReportingOverflow(margin)
        let (late, tooLate) = range.end.microseconds.addingReportingOverflow(margin)
        let start = tooEarly ? Instant.earliest : Instant(microseconds: early)
        let end = tooLate ? Instant.latest : Instant(microseconds: late)
        if range.start < lastStart { next = 0 }
        lastStart = range.start
        // Only those that ended are passed for good; one that ends late may hide behind one that ends early, hence the scan below.
        while next < busy.count, busy[next].range.end <= start { next += 1 }
        var index = next
        while index < busy.count, busy[index].range.start < end {
            if start < busy[index].range.end { return false }
            index += 1
        }
        return true
    }
}

/// Sessions a day, where there is a cap.
private struct DayLoad {
    private let cap: Int?
    private let zone: ZoneRules
    private var sessions: [LocalDate: Int] = [:]

    init(_ calendar: TherapistCalendar) {
        cap = calendar.dailyCap
        zone = calendar.zone
        guard cap != nil else { return }
        for time in calendar.busy { sessions[calendar.zone.local(of: time.range.start).date, default: 0] += 1 }
    }

    func isBelowCap(at start: Instant) -> Bool {
        guard let cap else { return true }
        return sessions[zone.local(of: start).date, default: 0] < cap
    }
}
