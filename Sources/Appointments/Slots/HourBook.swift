public import Access
public import Clients
public import Clinic
internal import Database
public import Therapists

/// A team's hours as they stand, in which sessions can be pencilled: what a plan for many people reads once and then tries on.
///
/// It holds nothing. What is pencilled stands in the way of what is pencilled later, by the same rules as a booking: hours, breaks, daily
/// caps, rooms, the client's own appointments, and those whom the client must not meet.
public struct HourBook: Sendable {
    /// One pencilled session.
    public struct Session: Hashable, Sendable {
        public let therapist: Therapist.ID
        public let client: Client.ID
        public let time: TimeRange
        public let format: SessionFormat
        public let site: Site.ID?
        fileprivate let room: Room.ID?
    }

    /// What one client's hours must keep clear of.
    public struct Clear: Sendable {
        /// The client's own appointments.
        public internal(set) var busy: [TimeRange] = []
        /// Sessions of those whom the client must not meet at the door.
        public internal(set) var avoided: [AvoidedTime] = []
        var apart: Set<Therapist.ID> = []

        /// Whether a session then, at that site where it is at one, is kept from this client.
        public func keeps(_ time: TimeRange, at site: Site.ID?) -> Bool {
            busy.contains { $0.overlaps(time) } || avoided.contains { $0.site == site && $0.adjoins(time) }
        }
    }

    private let service: Service
    private let now: Instant
    private let span: TimeRange
    private let clear: [Client.ID: Clear]
    private var calendars: [Therapist.ID: TherapistCalendar]
    private var rooms: RoomBook

    init(
        service: Service, now: Instant, span: TimeRange, calendars: [TherapistCalendar], rooms: RoomBook,
        clear: [Client.ID: Clear]
    ) {
        self.service = service
        self.now = now
        self.span = span
        self.clear = clear
        self.calendars = Dictionary(calendars.map { ($0.therapist, $0) }) { first, _ in first }
        self.rooms = rooms
    }

    /// Whether openings for this client may differ from everybody's.
    public func isParticular(_ client: Client.ID) -> Bool { clear[client] != nil }

    /// Openings of one therapist that suit this client, the earliest first; nil: for nobody in particular. Licences are the caller's to judge.
    /// - Parameter evenApart: also of one whom the client cannot have, for who judges that by a rule of its own: matching.
    public func openings(
        of therapist: Therapist.ID, for client: Client.ID? = nil, format: SessionFormat, limit: Int, evenApart: Bool = false
    ) -> [Slot] {
        guard service.formats.contains(format), let calendar = calendars[therapist] else { return [] }
        let own = client.flatMap { clear[$0] } ?? Clear()
        if !evenApart, own.apart.contains(therapist) { return [] }
        let rules = SlotRules(service, format: format, now: now, avoided: own.avoided)
        let found = FreeSlots.find(rules, in: calendar, rooms: rooms, during: span, limit: limit + own.busy.count)
        return found.filter { slot in !own.busy.contains { $0.overlaps(slot.time) } }.prefix(limit).map { $0 }
    }

    /// Pencils a session in, if nothing stands in its way.
    /// - Parameter avoiding: pencilled sessions of those whom this client must not meet.
    /// - Returns: nil where the time is not open.
    public mutating func pencil(
        _ therapist: Therapist.ID, _ client: Client.ID, at start: Instant, format: SessionFormat, avoiding: [Session] = []
    ) -> Session? {
        guard service.formats.contains(format), let calendar = calendars[therapist] else { return nil }
        let own = clear[client] ?? Clear()
        let met = avoiding.compactMap { session in session.site.map { AvoidedTime(site: $0, range: session.time) } }
        let rules = SlotRules(service, format: format, now: now, avoided: own.avoided + met)
        guard !own.apart.contains(therapist), let range = rules.range(from: start),
            !own.busy.contains(where: { $0.overlaps(range) }),
            case .success(let place) = rules.judge(range, in: calendar, rooms: rooms)
        else { return nil }
        calendars[therapist] = calendar.with(BusyTime(range, isHold: true))
        if let room = place.room { rooms.pencil(room, range) }
        return Session(
            therapist: therapist, client: client, time: range, format: format, site: place.site, room: place.room)
    }

    /// Takes a pencilled session out again.
    public mutating func erase(_ session: Session) {
        if let calendar = calendars[session.therapist] {
            calendars[session.therapist] = calendar.without(BusyTime(session.time, isHold: true))
        }
        if let room = session.room { rooms.erase(room, session.time) }
    }

    /// How many sessions of this kind fit into a therapist's open hours at once, up to `limit`: taken from the front, which is the most there
    /// can be for one length of session.
    public func count(of therapist: Therapist.ID, limit: Int) -> Int {
        guard limit > 0, let calendar = calendars[therapist] else { return 0 }
        var starts: Set<Instant> = []
        for format in service.formats {
            let rules = SlotRules(service, format: format, now: now)
            for slot in FreeSlots.find(rules, in: calendar, rooms: rooms, during: span) { starts.insert(slot.time.start) }
        }
        let step = Duration.minutes(service.durationMinutes + service.bufferMinutes)
        var count = 0, next = Instant.earliest
        for start in starts.sorted() where start >= next {
            count += 1
            if count == limit { break }
            next = start + step
        }
        return count
    }
}

extension Querying {
    /// The hours of a team over a span, and what some clients' hours must keep clear of, for planning.
    /// - Parameters:
    ///   - span: openings begin within it.
    ///   - clients: those whom sessions may be pencilled for.
    /// - Throws: `BookingError.noSuchService`.
    public func hourBook(
        of therapists: [Therapist.ID], service: Service.ID, span: TimeRange, clients: [Client.ID], zones: ZoneCatalogue
    ) async throws -> HourBook {
        let search = SlotSearch(therapists: therapists, service: service, format: .online, span: span)
        let team = try await TeamCalendar.read(self, search, zones: zones)
        return HourBook(
            service: team.service, now: try await now, span: span, calendars: team.calendars, rooms: team.rooms,
            clear: try await clear(clients, during: span))
    }

    /// What the hours of some clients must keep clear of; of a client who is not the actor's, nothing is told.
    /// - Returns: nothing for a client whose hours are everybody's.
    public func clear(_ clients: [Client.ID], during span: TimeRange) async throws -> [Client.ID: HourBook.Clear] {
        if clients.isEmpty { return [:] }
        let answer = try await query(SQL.clientsClear(clients, span.start - .hours(5), span.end + .hours(13)))
        let reach = try await reach
        var clear: [Client.ID: HourBook.Clear] = [:]
        for row in try answer.map({ row throws(DatabaseError) in
            (
                client: try row.next(Client.ID.self), kind: try row.next(String.self), other: try row.nextOptional(AnyID.self),
                range: try row.nextOptional(TimeRange.self)
            )
        }) where reach.includes(row.client.uuid) {
            switch (row.kind, row.other, row.range) {
            case ("apart", let therapist?, _):
                clear[row.client, default: .init()].apart.insert(Therapist.ID(therapist.uuid))
            case ("site", let site?, let range?):
                clear[row.client, default: .init()].avoided.append(AvoidedTime(site: Site.ID(site.uuid), range: range))
            case ("busy", _, let range?): clear[row.client, default: .init()].busy.append(range)
            default: break
            }
        }
        return clear
    }
}

extension TherapistCalendar {
    func with(_ time: BusyTime) -> TherapistCalendar {
        TherapistCalendar(therapist: therapist, zone: zone, windows: windows, busy: busy + [time], dailyCap: dailyCap)
    }

    func without(_ time: BusyTime) -> TherapistCalendar {
        var busy = busy
        if let index = busy.firstIndex(of: time) { busy.remove(at: index) }
        return TherapistCalendar(therapist: therapist, zone: zone, windows: windows, busy: busy, dailyCap: dailyCap)
    }
}
