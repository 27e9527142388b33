public import Clinic
internal import Database

/// Why hours, a site, a room or a service were not changed.
public enum HoursError: Refusal, Equatable {
    case endsBeforeStart
    case validityEndsBeforeStart
    case formatsMissing
    case siteMissing
    case timesMissing
    case noteTooLong
    case tooManyDays
    case dayTooFar
    /// Or one whose calendar is not the actor's: the two look the same.
    case noSuchTherapist
    case noSuchSite
    case notFound
    /// A code or number outside what the schema allows; `constraint` names the rule.
    case outOfRange(constraint: String)

    public var kind: RefusalKind { self == .notFound || self == .noSuchTherapist ? .notFound : .invalid }

    public var code: String {
        switch self {
        case .endsBeforeStart: "schedule.ends_before_start"
        case .validityEndsBeforeStart: "schedule.validity_ends_before_start"
        case .formatsMissing: "schedule.formats_missing"
        case .siteMissing: "schedule.site_missing"
        case .timesMissing: "schedule.times_missing"
        case .noteTooLong: "schedule.note_too_long"
        case .tooManyDays: "schedule.too_many_days"
        case .dayTooFar: "schedule.day_too_far"
        case .noSuchTherapist: "schedule.no_such_therapist"
        case .noSuchSite: "schedule.no_such_site"
        case .notFound: "schedule.not_found"
        case .outOfRange: "schedule.out_of_range"
        }
    }

    public var field: String? {
        switch self {
        case .endsBeforeStart, .timesMissing: "/ends"
        case .validityEndsBeforeStart: "/valid_until"
        case .formatsMissing: "/formats"
        case .siteMissing, .noSuchSite: "/site"
        case .noteTooLong: "/note"
        case .tooManyDays: "/last_day"
        case .dayTooFar: "/first_day"
        case .noSuchTherapist, .notFound, .outOfRange: nil
        }
    }

    public var message: String {
        switch self {
        case .endsBeforeStart: "Hours end after they start, on the same day. Split a night into two entries at 24:00."
        case .validityEndsBeforeStart: "The last date must come after the first. Correct one of them."
        case .formatsMissing: "Say how sessions take place then: in_person, online or phone."
        case .siteMissing: "Hours in person need a site. Name one."
        case .timesMissing: "Give both a start and an end, or neither (only for a whole day that is closed)."
        case .noteTooLong: "A note has at most 500 characters. Shorten it."
        case .dayTooFar: "Name a day of the years \(HoursClosure.years.lowerBound) to \(HoursClosure.years.upperBound)."
        case .tooManyDays: "That is more than \(HoursClosure.longest) days. Say it in parts."
        case .noSuchTherapist: "There is no such therapist, or her calendar is not yours. Look her up again."
        case .noSuchSite: "There is no such site. Add it first."
        case .notFound: "There are no such hours. List them again."
        case .outOfRange(let constraint): "A value is outside what is allowed (\(constraint)). Correct it."
        }
    }

    static func check(_ new: NewWeeklyHours) throws(HoursError) {
        guard new.starts < new.ends else { throw .endsBeforeStart }
        guard !new.formats.isEmpty else { throw .formatsMissing }
        guard !new.formats.contains(.inPerson) || new.site != nil else { throw .siteMissing }
        if let from = new.validFrom, let until = new.validUntil, until <= from { throw .validityEndsBeforeStart }
    }

    static func check(_ new: NewScheduleException) throws(HoursError) {
        guard (new.starts == nil) == (new.ends == nil), new.kind == .closed || new.starts != nil else { throw .timesMissing }
        if let starts = new.starts, let ends = new.ends, ends <= starts { throw .endsBeforeStart }
        guard new.note?.count ?? 0 <= 500 else { throw .noteTooLong }
        guard new.kind == .open else { return }
        guard !new.formats.isEmpty else { throw .formatsMissing }
        guard !new.formats.contains(.inPerson) || new.site != nil else { throw .siteMissing }
    }

    static func check(_ days: ClosedRange<LocalDate>) throws(HoursError) {
        guard HoursClosure.years.contains(days.lowerBound.year) else { throw .dayTooFar }
        guard days.upperBound - days.lowerBound < HoursClosure.longest else { throw .tooManyDays }
    }

    /// The database's word for what could not be known before.
    static func explaining(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let error as DatabaseError {
            switch (error.sqlState, error.constraint) {
            case ("23503", let name?): throw name.contains("site") ? HoursError.noSuchSite : HoursError.noSuchTherapist
            // Row-level security: not this actor's to change.
            case ("42501", _): throw HoursError.noSuchTherapist
            case ("23514", let name?): throw HoursError.outOfRange(constraint: name)
            default: throw error
            }
        }
    }
}
