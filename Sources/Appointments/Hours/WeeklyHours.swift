public import Clinic
public import Therapists

/// Hours that a therapist offers each week, on the wall clock of her zone.
public struct WeeklyHours: Hashable, Sendable {
    public typealias ID = TypedID<WeeklyHours>

    public let id: ID
    public let therapist: Therapist.ID
    public let weekday: Weekday
    public let starts: LocalTime
    /// After `starts`; 24:00 at most, so a night is two entries.
    public let ends: LocalTime
    public let formats: Set<SessionFormat>
    /// Where, for those in person.
    public let site: Site.ID?
    /// The first day; nil: always was so.
    public let validFrom: LocalDate?
    /// The first day on which it holds no more; nil: until further notice.
    public let validUntil: LocalDate?

    public init(
        id: ID, therapist: Therapist.ID, weekday: Weekday, starts: LocalTime, ends: LocalTime, formats: Set<SessionFormat>,
        site: Site.ID? = nil, validFrom: LocalDate? = nil, validUntil: LocalDate? = nil
    ) {
        self.id = id
        self.therapist = therapist
        self.weekday = weekday
        self.starts = starts
        self.ends = ends
        self.formats = formats
        self.site = site
        self.validFrom = validFrom
        self.validUntil = validUntil
    }

    func holds(on day: LocalDate) -> Bool {
        weekday == day.weekday && validFrom.map { $0 <= day } ?? true && validUntil.map { day < $0 } ?? true
    }
}

/// A date that differs from the week: leave or a holiday, or extra hours.
public struct ScheduleException: Hashable, Sendable {
    public typealias ID = TypedID<ScheduleException>

    /// Which way the date differs.
    public enum Kind: String, CaseIterable, Sendable {
        /// Leave, holiday: nothing is offered. The whole day without times.
        case closed
        /// Extra hours, also on a day that is otherwise closed.
        case open
    }

    public let id: ID
    public let therapist: Therapist.ID
    public let day: LocalDate
    public let kind: Kind
    public let starts: LocalTime?
    public let ends: LocalTime?
    /// Of extra hours.
    public let formats: Set<SessionFormat>
    public let site: Site.ID?

    public init(
        id: ID, therapist: Therapist.ID, day: LocalDate, kind: Kind, starts: LocalTime? = nil, ends: LocalTime? = nil,
        formats: Set<SessionFormat> = [], site: Site.ID? = nil
    ) {
        self.id = id
        self.therapist = therapist
        self.day = day
        self.kind = kind
        self.starts = starts
        self.ends = ends
        self.formats = formats
        self.site = site
    }
}
