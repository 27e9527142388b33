internal import Access
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

/// What one flight tells about the time of a whole team.
struct TeamCalendar {
    let service: Service
    /// In the order asked for; without those who see nobody, do not offer the format, or are kept from this client.
    let calendars: [TherapistCalendar]
    let rooms: RoomBook
    let avoided: [AvoidedTime]
    let clientBusy: [TimeRange]
    private let licences: [Therapist.ID: [(from: LocalDate, until: LocalDate?)]]
    private let hidden: Set<Therapist.ID>

    static func read(_ querying: some Querying, _ search: SlotSearch, zones: ZoneCatalogue) async throws -> TeamCalendar {
        let (from, until) = (search.span.start - .hours(5), search.span.end + .hours(13))
        let (first, last) = (from.utcDate.adding(days: -1), until.utcDate.adding(days: 1))
        var statements = [
            SQL.service(search.service), SQL.slotTherapists(search.therapists), SQL.hours(search.therapists, first, last),
            SQL.licences(search.therapists, search.client), SQL.busyCalendars(search.therapists, from, until), SQL.rooms(),
            SQL.roomsTaken(from, until),
        ]
        if let client = search.client {
            statements += [
                SQL.sitesKeptApart(client, from, until), SQL.clientExclusions(client, from, until),
                SQL.therapistsKeptApart(client),
            ]
        }
        let answers = try await querying.queries(statements)
        guard answers.count == statements.count else {
            throw DatabaseError(.rowCount(answers.count), statement: SQL.service.name)
        }
        // Of a client who is not the actor's, nothing is told: neither their own hours, nor whom they must not meet.
        let isSeen = if let client = search.client { try await querying.reach.includes(client.uuid) } else { false }
        return try TeamCalendar(answers, search, hasClient: isSeen, days: first...last, zones: zones)
    }

    private init(
        _ answers: [ResultSet], _ search: SlotSearch, hasClient: Bool, days: ClosedRange<LocalDate>, zones: ZoneCatalogue
    ) throws {
        guard let service = try answers[0].first({ row throws(DatabaseError) in try Service(&row) }) else {
            throw BookingError.noSuchService
        }
        self.service = service
        rooms = RoomBook(rooms: try Room.all(answers[5]), taken: try RoomBook.taken(answers[6]))
        avoided = hasClient ? try AvoidedTime.all(answers[7]) : []
        clientBusy = hasClient ? try answers[8].values() : []
        let hidden = Set(hasClient ? try answers[9].values(Therapist.ID.self) : [])
        self.hidden = hidden
        let licences = try answers[3].map { row throws(DatabaseError) in
            (
                therapist: try row.next(Therapist.ID.self), from: try row.next(LocalDate.self),
                until: try row.nextOptional(LocalDate.self)
            )
        }
        self.licences = Dictionary(grouping: licences, by: \.therapist).mapValues { $0.map { ($0.from, $0.until) } }

        let (weekly, exceptions) = try HoursRow.split(answers[2])
        let weeklyOf = Dictionary(grouping: weekly, by: \.therapist)
        let exceptionsOf = Dictionary(grouping: exceptions, by: \.therapist)
        let busyOf = try BusyTime.byTherapist(answers[4])
        let therapists = try answers[1].map { row throws(DatabaseError) in
            (id: try row.next(Therapist.ID.self), zone: try row.next(String.self), formats: SessionFormat.set(try row.next()))
        }
        calendars = therapists.filter { !hidden.contains($0.id) }.compactMap { therapist in
            // A zone that was known where it was written need not be known here (a restored backup, an older tzdata): that therapist
            // offers no hours, and nobody else loses theirs. To book with her says why.
            guard let zone = ZoneID(therapist.zone), let rules = try? zones.rules(zone) else { return nil }
            let windows = HourWindows(
                weekly: weeklyOf[therapist.id] ?? [], exceptions: exceptionsOf[therapist.id] ?? [], days: days, zone: rules)
            return TherapistCalendar(
                therapist: therapist.id, zone: rules,
                windows: windows.offering(therapist.formats), busy: busyOf[therapist.id] ?? [])
        }
    }

    /// Openings by therapist, then by format, then by time; in each format the earliest that suit, `search.limit` at most.
    func forEachSlot(_ search: SlotSearch, formats: [SessionFormat], now: Instant, _ body: (Slot) -> Void) {
        let offered = formats.filter(service.formats.contains).map {
            SlotRules(service, format: $0, now: now, avoided: avoided)
        }
        for calendar in calendars {
            for rules in offered {
                var left = search.limit
                for slot in FreeSlots.find(
                    rules, in: calendar, rooms: rooms, during: search.span, limit: search.limit + clientBusy.count)
                where left > 0 {
                    if search.needsLicence, !isLicensed(calendar.therapist, on: slot.local.date) { continue }
                    if clientBusy.contains(where: { $0.overlaps(slot.time) }) { continue }
                    body(slot)
                    left -= 1
                }
            }
        }
    }

    func isHidden(_ therapist: Therapist.ID) -> Bool { hidden.contains(therapist) }

    func isLicensed(_ therapist: Therapist.ID, on day: LocalDate) -> Bool {
        licences[therapist]?.contains { $0.from <= day && $0.until.map { day < $0 } ?? true } ?? false
    }
}
