public import Clinic

/// What makes a time bookable, apart from the calendar itself.
public struct SlotRules: Hashable, Sendable {
    public let format: SessionFormat
    public let duration: Duration
    /// Kept free before and after, against the therapist's other sessions.
    public let buffer: Duration
    /// Between two starts that are offered; at least a minute.
    public let grid: Duration
    /// The database's clock.
    public let now: Instant
    /// A session begins no sooner than this after ``now``.
    public let notice: Duration
    /// The last day that can be booked, counted from the day of ``now`` in the therapist's zone.
    public let horizonDays: Int
    /// Where and when this client might meet somebody they are kept apart from; nobody is told why.
    public let avoided: [AvoidedTime]
    /// ``duration`` and ``buffer`` in microseconds: thousands of candidates are measured by them.
    private let length: Int64?
    let margin: Int64

    public init(
        _ service: Service, format: SessionFormat, now: Instant, avoided: [AvoidedTime] = []
    ) {
        self.format = format
        duration = .minutes(service.durationMinutes)
        buffer = .minutes(service.bufferMinutes)
        length = duration.wholeMicroseconds
        margin = max(0, buffer.wholeMicroseconds ?? .max)
        grid = .minutes(max(1, service.gridMinutes))
        self.now = now
        notice = .hours(service.noticeHours)
        horizonDays = service.horizonDays
        self.avoided = avoided
    }

    /// What a session that begins then takes, without its buffer. Stops at the end of time; nil where nothing is left before it.
    public func range(from start: Instant) -> TimeRange? {
        guard let length else { return try? TimeRange(start: start, end: start + duration) }
        let (end, overflow) = start.microseconds.addingReportingOverflow(length)
        return try? TimeRange(start: start, end: overflow ? .latest : Instant(microseconds: end))
    }

    /// The first rule that closes this time, or the place that is free for it.
    ///
    /// In this order: past, closed, format, leave, busy, hold, buffer, cap, room, notice, horizon.
    /// - Parameter room: the one that was asked for; nil for any of the site.
    public func judge(
        _ range: TimeRange, in calendar: TherapistCalendar, rooms: RoomBook, room wanted: Room.ID? = nil
    ) -> Result<SlotPlace, SlotClosure> {
        if range.start < now { return .failure(.past) }
        let covering = calendar.windows.open.filter { $0.range.contains(range) }
        if covering.isEmpty { return .failure(calendar.windows.leave.contains { $0.overlaps(range) } ? .leave : .closed) }
        let offered = covering.filter { $0.formats.contains(format) }
        if offered.isEmpty { return .failure(.format) }
        if let closure = clash(range, in: calendar) { return .failure(closure) }
        if let cap = calendar.dailyCap, sessions(on: calendar.zone.local(of: range.start).date, in: calendar) >= cap {
            return .failure(.cap)
        }
        let place = place(for: range, in: offered, of: calendar, rooms: rooms, room: wanted)
        guard case .success = place else { return place }
        if range.start < now + notice { return .failure(.notice) }
        return isBeyondHorizon(range.start, in: calendar.zone) ? .failure(.horizon) : place
    }

    func isBeyondHorizon(_ start: Instant, in zone: ZoneRules) -> Bool { zone.local(of: start).date > lastDay(in: zone) }

    /// The last day on which a session may begin, on that zone's calendar.
    func lastDay(in zone: ZoneRules) -> LocalDate { zone.local(of: now).date.adding(days: horizonDays) }

    /// The calendar's busy times are sorted and do not overlap, but for the few that were allowed to.
    private func clash(_ range: TimeRange, in calendar: TherapistCalendar) -> SlotClosure? {
        let wide = range.padded(before: buffer, after: buffer)
        let near = calendar.busy.filter { $0.range.overlaps(wide) }
        if near.contains(where: { !$0.isHold && $0.range.overlaps(range) }) { return .busy }
        if near.contains(where: { $0.range.overlaps(range) }) { return .hold }
        return near.isEmpty ? nil : .buffer
    }

    private func sessions(on day: LocalDate, in calendar: TherapistCalendar) -> Int {
        calendar.busy.count { calendar.zone.local(of: $0.range.start).date == day }
    }

    func place(
        for range: TimeRange, in windows: some Collection<HourWindow>, of calendar: TherapistCalendar, rooms: RoomBook,
        room wanted: Room.ID?
    ) -> Result<SlotPlace, SlotClosure> {
        guard format.needsRoom else { return .success(SlotPlace(site: nil, room: nil)) }
        let sites = windows.compactMap(\.site).filter { site in !avoided.contains { $0.site == site && $0.adjoins(range) } }
        if sites.isEmpty { return .failure(.notAvailable) }
        for site in sites {
            if let wanted {
                if rooms.site(of: wanted) == site, rooms.isFree(wanted, during: range) {
                    return .success(SlotPlace(site: site, room: wanted))
                }
            } else if let room = rooms.free(at: site, during: range, for: calendar.therapist) {
                return .success(SlotPlace(site: site, room: room))
            }
        }
        return .failure(.room)
    }
}

/// A session of somebody whom the client must not meet at the door.
public struct AvoidedTime: Hashable, Sendable {
    public let site: Site.ID
    public let range: TimeRange

    public init(site: Site.ID, range: TimeRange) {
        self.site = site
        self.range = range
    }

    /// An hour either way: people come early and stay to talk.
    static let margin = Duration.minutes(60)

    func adjoins(_ other: TimeRange) -> Bool { range.padded(before: Self.margin, after: Self.margin).overlaps(other) }
}

/// Where a session would be; both nil unless it is in person.
public struct SlotPlace: Hashable, Sendable {
    public let site: Site.ID?
    public let room: Room.ID?
}
