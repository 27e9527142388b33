internal import Clinic
internal import Database
internal import Therapists

/// A row of `hours.sql`: weekly hours or a dated exception.
struct HoursRow {
    enum Entry {
        case weekly(WeeklyHours)
        case exception(ScheduleException)
    }

    let entry: Entry

    init(_ row: inout RowReader) throws(DatabaseError) {
        let therapist: Therapist.ID = try row.next()
        let id: TypedID<HoursRow> = try row.next()
        let kind: String = try row.next()
        let weekday: Int? = try row.nextOptional()
        let day: LocalDate? = try row.nextOptional()
        let starts: LocalTime? = try row.nextOptional()
        let ends: LocalTime? = try row.nextOptional()
        let formats = SessionFormat.set(try row.next())
        let site: Site.ID? = try row.nextOptional()
        let validFrom: LocalDate? = try row.nextOptional()
        let validUntil: LocalDate? = try row.nextOptional()
        if let day {
            entry = .exception(
                ScheduleException(
                    id: ScheduleException.ID(id.uuid), therapist: therapist, day: day, kind: kind == "open" ? .open : .closed,
                    starts: starts, ends: ends, formats: formats, site: site))
        } else {
            // weekly_hours_weekday_range, and both times are NOT NULL.
            entry = .weekly(
                WeeklyHours(
                    id: WeeklyHours.ID(id.uuid), therapist: therapist, weekday: weekday.flatMap(Weekday.init) ?? .monday,
                    starts: starts ?? .midnight, ends: ends ?? .endOfDay, formats: formats, site: site, validFrom: validFrom,
                    validUntil: validUntil))
        }
    }

    static func split(_ answer: ResultSet) throws(DatabaseError) -> (weekly: [WeeklyHours], exceptions: [ScheduleException]) {
        var weekly: [WeeklyHours] = []
        var exceptions: [ScheduleException] = []
        for row in try answer.map({ row throws(DatabaseError) in try HoursRow(&row) }) {
            switch row.entry {
            case .weekly(let hours): weekly.append(hours)
            case .exception(let exception): exceptions.append(exception)
            }
        }
        return (weekly, exceptions)
    }
}

/// A row of `busy_times.sql`.
struct BusyRow {
    let therapist: Therapist.ID
    let time: BusyTime

    init(_ row: inout RowReader) throws(DatabaseError) {
        therapist = try row.next()
        time = BusyTime(try row.next(), isHold: try row.next())
    }
}

extension BusyTime {
    /// Rows of `busy_calendars.sql`.
    static func byTherapist(_ answer: ResultSet) throws(DatabaseError) -> [Therapist.ID: [BusyTime]] {
        var found: [Therapist.ID: [BusyTime]] = [:]
        found.reserveCapacity(answer.count)
        try answer.forEach { row throws(DatabaseError) in
            let therapist: Therapist.ID = try row.next()
            let starts: [Instant] = try row.next(), ends: [Instant] = try row.next(), holds: [Bool] = try row.next()
            var times: [BusyTime] = []
            times.reserveCapacity(starts.count)
            for ((start, end), isHold) in zip(zip(starts, ends), holds) {
                // appointment_during_bounded: never empty.
                if let range = try? TimeRange(start: start, end: end) { times.append(BusyTime(range, isHold: isHold)) }
            }
            found[therapist, default: []] += times
        }
        return found
    }
}

extension RoomBook {
    static func taken(_ answer: ResultSet) throws(DatabaseError) -> [(room: Room.ID, range: TimeRange)] {
        try answer.map { row throws(DatabaseError) in (try row.next(), try row.next()) }
    }
}

extension AvoidedTime {
    static func all(_ answer: ResultSet) throws(DatabaseError) -> [AvoidedTime] {
        try answer.map { row throws(DatabaseError) in AvoidedTime(site: try row.next(), range: try row.next()) }
    }
}
