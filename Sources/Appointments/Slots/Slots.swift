public import Access
public import Clients
public import Clinic
internal import Database
public import Therapists

/// Which openings somebody is looking for.
public struct SlotSearch: Hashable, Sendable {
    /// Ten thousand at most: all are looked up in one flight.
    public var therapists: [Therapist.ID]
    public var service: Service.ID
    public var format: SessionFormat
    /// Openings begin within it.
    public var span: TimeRange
    /// Openings keep clear of this client's own appointments, and of people they are kept apart from.
    public var client: Client.ID?
    /// At most so many of each therapist, the earliest.
    public var limit: Int
    /// False for who judges licences by a rule of its own, and says so: matching.
    public var needsLicence = true
    /// As if it were this moment, for notice and horizon; nil: it is now.
    public var asOf: Instant?

    public init(
        therapists: [Therapist.ID], service: Service.ID, format: SessionFormat, span: TimeRange, client: Client.ID? = nil,
        limit: Int = 50
    ) {
        self.therapists = therapists
        self.service = service
        self.format = format
        self.span = span
        self.client = client
        self.limit = limit
    }
}

/// What openings were found in, for who keeps them in mind: while none of it changes, neither do they.
public struct SlotSources: Sendable {
    /// Of one session.
    public let duration: Duration
    /// An opening begins no sooner than this from now, so it goes away without anything being changed.
    public let notice: Duration
    /// Of each who sees clients, the zone of her clocks and the sites at which she has hours, free or not.
    public let places: [Therapist.ID: (zone: ZoneRules, sites: Set<Site.ID>)]

    init(_ team: TeamCalendar) {
        duration = .minutes(team.service.durationMinutes)
        notice = .hours(team.service.noticeHours)
        places = Dictionary(
            team.calendars.map { ($0.therapist, ($0.zone, Set($0.windows.open.compactMap(\.site)))) }
        ) { first, _ in first }
    }
}

extension Querying {
    /// Openings of a whole team, in the order of `search.therapists` and then of time. One flight, whatever their number.
    /// - Throws: `BookingError.noSuchService`, `.zone`.
    public func slots(_ search: SlotSearch, zones: ZoneCatalogue) async throws -> [Slot] {
        var found: [Slot] = []
        try await forEachSlot(search, formats: [search.format], zones: zones) { found.append($0) }
        return found
    }

    /// The same in each of several formats, from one look at the team's calendar, without keeping them: by therapist in the order of
    /// `search.therapists`, then by `formats`, then by time. `search.limit` holds for each format; `search.format` is not looked at.
    /// - Returns: what was looked through: the length of a session, and who sees clients where.
    @discardableResult
    public func forEachSlot(
        _ search: SlotSearch, formats: [SessionFormat], zones: ZoneCatalogue, _ body: (Slot) -> Void
    ) async throws -> SlotSources {
        let team = try await TeamCalendar.read(self, search, zones: zones)
        var now = search.asOf
        if now == nil { now = try await self.now }
        team.forEachSlot(search, formats: formats, now: now ?? search.span.start, body)
        return SlotSources(team)
    }

    /// Why a time is closed, by the first rule that closes it; nil: it is open.
    /// - Throws: `BookingError`: no such therapist or service, not licensed then.
    public func closure(
        of start: Instant, therapist: Therapist.ID, service: Service.ID, format: SessionFormat, client: Client.ID? = nil,
        zones: ZoneCatalogue
    ) async throws -> SlotClosure? {
        guard let span = try? TimeRange(from: start, minutes: 1) else { return .horizon }
        let search = SlotSearch(therapists: [therapist], service: service, format: format, span: span, client: client)
        let team = try await TeamCalendar.read(self, search, zones: zones)
        guard let calendar = team.calendars.first else {
            if team.isHidden(therapist) { return .notAvailable }
            throw BookingError.noSuchTherapist
        }
        let rules = SlotRules(team.service, format: format, now: try await now, avoided: team.avoided)
        guard team.service.formats.contains(format) else { return .format }
        guard let range = rules.range(from: start) else { return .horizon }
        guard team.isLicensed(therapist, on: calendar.zone.local(of: start).date) else { throw BookingError.notLicensed }
        if team.clientBusy.contains(where: { $0.overlaps(range) }) { throw BookingError.clientBusy }
        switch rules.judge(range, in: calendar, rooms: team.rooms) {
        case .success: return nil
        case .failure(let closure): return closure
        }
    }
}
