public import Access
public import Clinic
internal import Database
public import Therapists

/// Hours to be offered, before they have an id.
public struct NewWeeklyHours: Hashable, Sendable {
    public var weekday: Weekday
    public var starts: LocalTime
    public var ends: LocalTime
    public var formats: Set<SessionFormat>
    public var site: Site.ID?
    public var validFrom: LocalDate?
    public var validUntil: LocalDate?

    public init(
        weekday: Weekday, starts: LocalTime, ends: LocalTime, formats: Set<SessionFormat>, site: Site.ID? = nil,
        validFrom: LocalDate? = nil, validUntil: LocalDate? = nil
    ) {
        self.weekday = weekday
        self.starts = starts
        self.ends = ends
        self.formats = formats
        self.site = site
        self.validFrom = validFrom
        self.validUntil = validUntil
    }
}

/// A date that is to differ.
public struct NewScheduleException: Hashable, Sendable {
    public var day: LocalDate
    public var kind: ScheduleException.Kind
    public var starts: LocalTime?
    public var ends: LocalTime?
    public var formats: Set<SessionFormat>
    public var site: Site.ID?
    /// For colleagues; 500 characters at most.
    public var note: String?

    public init(
        day: LocalDate, kind: ScheduleException.Kind, starts: LocalTime? = nil, ends: LocalTime? = nil,
        formats: Set<SessionFormat> = [],
        site: Site.ID? = nil, note: String? = nil
    ) {
        self.day = day
        self.kind = kind
        self.starts = starts
        self.ends = ends
        self.formats = formats
        self.site = site
        self.note = note
    }
}

extension Act {
    /// - Throws: `HoursError`.
    @discardableResult
    public func addWeeklyHours(_ new: NewWeeklyHours, for therapist: Therapist.ID) async throws -> WeeklyHours.ID {
        let id = WeeklyHours.ID(newID())
        try await HoursError.explaining { _ = try await query(try insert(new, id, for: therapist)) }
        try await record("schedule.hours_added", subject: therapist.uuid)
        return id
    }

    /// Replaces all of them, past and future ones too: for an import. What was agreed stays.
    /// - Throws: `HoursError`.
    public func replaceWeeklyHours(_ all: [NewWeeklyHours], for therapist: Therapist.ID) async throws {
        let inserts = try all.map { try insert($0, WeeklyHours.ID(newID()), for: therapist) }
        try await HoursError.explaining { _ = try await queries([SQL.clearWeeklyHours(therapist)] + inserts) }
        try await record("schedule.hours_replaced", subject: therapist.uuid)
    }

    /// - Throws: `HoursError.notFound`.
    public func removeWeeklyHours(_ id: WeeklyHours.ID, of therapist: Therapist.ID) async throws {
        guard try await query(SQL.removeWeeklyHours(id, therapist)).count == 1 else { throw HoursError.notFound }
        try await record("schedule.hours_removed", subject: therapist.uuid)
    }

    /// Leave, a holiday, or extra hours. What was agreed for that day stays, and is to be moved by a person.
    /// - Throws: `HoursError`.
    @discardableResult
    public func addScheduleException(_ new: NewScheduleException, for therapist: Therapist.ID) async throws
        -> ScheduleException.ID
    {
        let id = ScheduleException.ID(newID())
        let insertion = try insert(new, id, for: therapist)
        try await HoursError.explaining { _ = try await query(insertion) }
        try await record("schedule.exception_added", subject: therapist.uuid, details: ["kind": new.kind.rawValue])
        return id
    }

    /// As ``addScheduleException(_:for:)``, for many at once.
    /// - Throws: `HoursError`.
    func addScheduleExceptions(_ all: [NewScheduleException], for therapist: Therapist.ID) async throws {
        let inserts = try all.map { try insert($0, ScheduleException.ID(newID()), for: therapist) }
        if !inserts.isEmpty { try await HoursError.explaining { _ = try await queries(inserts) } }
        try await record("schedule.exceptions_added", subject: therapist.uuid, details: ["count": String(all.count)])
    }

    /// Replaces all that came from a file, as ``replaceWeeklyHours(_:for:)`` does with hours: what the file does not name any more is open
    /// again. What a person entered stays.
    /// - Throws: `HoursError`.
    public func replaceScheduleExceptions(_ all: [NewScheduleException], for therapist: Therapist.ID) async throws {
        let inserts = try all.map { try insert($0, ScheduleException.ID(newID()), for: therapist, imported: true) }
        try await HoursError.explaining { _ = try await queries([SQL.clearScheduleExceptions(therapist)] + inserts) }
        try await record("schedule.exceptions_replaced", subject: therapist.uuid)
    }

    /// - Throws: `HoursError.notFound`.
    public func removeScheduleException(_ id: ScheduleException.ID, of therapist: Therapist.ID) async throws {
        guard try await query(SQL.removeScheduleException(id, therapist)).count == 1 else { throw HoursError.notFound }
        try await record("schedule.exception_removed", subject: therapist.uuid)
    }

    private func insert(
        _ new: NewScheduleException, _ id: ScheduleException.ID, for therapist: Therapist.ID, imported: Bool = false
    ) throws(HoursError) -> Bound {
        try HoursError.check(new)
        return SQL.addScheduleException(
            id, therapist, new.day, new.kind.rawValue, new.starts, new.ends, SessionFormat.words(new.formats), new.site, new.note,
            imported)
    }

    private func insert(_ new: NewWeeklyHours, _ id: WeeklyHours.ID, for therapist: Therapist.ID) throws(HoursError) -> Bound {
        try HoursError.check(new)
        return SQL.addWeeklyHours(
            id, therapist, new.weekday.rawValue, new.starts, new.ends, SessionFormat.words(new.formats), new.site, new.validFrom,
            new.validUntil)
    }
}

extension Querying {
    /// Weekly hours and exceptions of some therapists that matter between two days.
    public func hours(
        of therapists: [Therapist.ID], days: ClosedRange<LocalDate>
    ) async throws -> (weekly: [WeeklyHours], exceptions: [ScheduleException]) {
        try HoursRow.split(try await query(SQL.hours(therapists, days.lowerBound, days.upperBound)))
    }
}
