internal import Access
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

/// All that the rules need to know about one booking, read in one flight.
struct BookingContext {
    let parties: BookingParties
    let weekly: [WeeklyHours]
    let exceptions: [ScheduleException]
    let busy: [BusyTime]
    let rooms: RoomBook
    let avoided: [AvoidedTime]

    /// - Parameter ignoring: the time of an appointment that is about to be moved, and so in nobody's way.
    static func read(
        _ querying: some Querying, therapist: Therapist.ID, client: Client.ID, service: Service.ID, start: AppointmentStart,
        format: SessionFormat, ignoring: Appointment? = nil
    ) async throws -> BookingContext {
        // The longest service has 8 hours and the longest break 4; a wall time without its zone may be 26 hours off.
        let (from, until) = (start.earliest - .hours(5), start.latest + .hours(13))
        let inPerson = format.needsRoom
        var statements = [
            SQL.bookingParties(service, therapist, client),
            SQL.hours([therapist], from.utcDate.adding(days: -1), until.utcDate.adding(days: 1)),
            SQL.busyTimes([therapist], from, until),
        ]
        if inPerson {
            statements += [SQL.rooms(), SQL.roomsTaken(from, until), SQL.sitesKeptApart(client, from, until)]
        }
        let answers = try await querying.queries(statements)
        guard answers.count == statements.count else {
            throw DatabaseError(.rowCount(answers.count), statement: SQL.bookingParties.name)
        }
        return try BookingContext(answers, inPerson: inPerson, ignoring: ignoring)
    }

    private init(_ answers: [ResultSet], inPerson: Bool, ignoring: Appointment?) throws {
        guard let parties = try answers[0].first({ row throws(DatabaseError) in try BookingParties(&row) }) else {
            throw BookingError.noSuchService
        }
        self.parties = parties
        (weekly, exceptions) = try HoursRow.split(answers[1])
        busy = try answers[2].map { row throws(DatabaseError) in try BusyRow(&row).time }.filter { $0.range != ignoring?.time }
        rooms =
            inPerson
            ? RoomBook(
                rooms: try Room.all(answers[3]),
                taken: try RoomBook.taken(answers[4]).filter { $0.room != ignoring?.room || $0.range != ignoring?.time })
            : .none
        avoided = inPerson ? try AvoidedTime.all(answers[5]) : []
    }
}

/// The service, and what must be known of therapist and client besides their time.
struct BookingParties {
    let service: Service
    /// Nil: no such therapist, or she sees nobody at present.
    let therapistZone: ZoneID?
    let therapistFormats: Set<SessionFormat>
    /// Valid from the first to before the second; nil: for good.
    let licences: [(from: LocalDate, until: LocalDate?)]
    let hasClient: Bool
    /// Somebody who must not meet this client is this therapist's.
    let isKeptApart: Bool

    init(_ row: inout RowReader) throws(DatabaseError) {
        service = try Service(&row)
        therapistZone = try row.nextOptional(String.self).flatMap { ZoneID($0) }
        therapistFormats = SessionFormat.set(try row.next())
        let from: [LocalDate] = try row.next()
        let until: [LocalDate?] = try row.next()
        licences = Array(zip(from, until))
        hasClient = try row.next()
        isKeptApart = try row.next()
    }

    func isLicensed(on day: LocalDate) -> Bool {
        licences.contains { $0.from <= day && $0.until.map { day < $0 } ?? true }
    }
}

extension AppointmentStart {
    fileprivate var earliest: Instant {
        switch self {
        case .instant(let instant, _): instant
        case .wall(let local, _, _): Instant(microseconds: local.microsecondsAsIfUTC) - .hours(26)
        }
    }

    fileprivate var latest: Instant {
        switch self {
        case .instant(let instant, _): instant
        case .wall(let local, _, _): Instant(microseconds: local.microsecondsAsIfUTC) + .hours(26)
        }
    }
}
