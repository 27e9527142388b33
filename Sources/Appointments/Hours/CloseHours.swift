public import Access
public import Clinic
internal import Database
internal import Messages
public import Therapists

/// Days, or the same hours of each of them, on which a therapist is not there: leave, illness, a course.
public struct HoursClosure: Hashable, Sendable {
    /// First and last day, on the calendar of her zone; 366 at most.
    public var days: ClosedRange<LocalDate>
    /// From when to when on each day; both nil: the whole day.
    public var starts: LocalTime?
    public var ends: LocalTime?
    /// For colleagues; 500 characters at most.
    public var note: String?

    public init(days: ClosedRange<LocalDate>, starts: LocalTime? = nil, ends: LocalTime? = nil, note: String? = nil) {
        self.days = days
        self.starts = starts
        self.ends = ends
        self.note = note
    }

    /// The longest closure, in days.
    public static let longest = 366
    /// Years of which somebody may mean a day; what lies outside is a slip.
    public static let years = 2000...2199
}

/// When a therapist is not there on one day.
public struct ClosedHours: Hashable, Sendable {
    public let therapist: Therapist.ID
    public let time: TimeRange

    /// What is closed of `exceptions`, each on the clock of its therapist; those of others are left out.
    /// - Throws: `ZoneError` where this machine has no rules for a therapist's zone.
    public static func among(
        _ exceptions: [ScheduleException], of therapists: [Therapist], zones: ZoneCatalogue
    ) throws -> [ClosedHours] {
        let profiles = Dictionary(therapists.map { ($0.id, $0.profile) }) { first, _ in first }
        return try exceptions.compactMap { exception in
            guard exception.kind == .closed, let profile = profiles[exception.therapist],
                let time = try zones.knownRules(profile.zone).stretch(
                    exception.day, from: exception.starts ?? .midnight, to: exception.ends ?? .endOfDay)
            else { return nil }
            return ClosedHours(therapist: exception.therapist, time: time)
        }
    }
}

/// What stands in a therapist's calendar although she is not there then, and what was done about it.
public struct AffectedAppointment: Hashable, Sendable {
    public enum Outcome: String, CaseIterable, Sendable {
        /// Agreed, and to be moved or cancelled by a person.
        case toMove = "to_move"
        /// A hold: the proposal that it belongs to is to be withdrawn, or another hour held.
        case held
        /// Cancelled just now.
        case cancelled
    }

    /// Whether the client hears of the cancellation from us.
    public enum Told: String, CaseIterable, Sendable {
        /// A message leaves when it is safe to send it.
        case queued
        /// They had not been told of the session yet.
        case nothingToTell = "nothing_to_tell"
        /// Nothing can be sent safely, or in time: a person tells them.
        case notTold = "not_told"
    }

    public let appointment: Appointment
    public let outcome: Outcome
    /// Nil where nothing was cancelled.
    public let told: Told?
}

extension Querying {
    /// One therapist's week and the dates that differ from it, by day; the notes of the exceptions too.
    /// - Parameter days: 366 at most.
    /// - Throws: `HoursError.noSuchTherapist`, `.tooManyDays`.
    public func schedule(
        of therapist: Therapist.ID, days: ClosedRange<LocalDate>
    ) async throws -> (zone: ZoneID, weekly: [WeeklyHours], exceptions: [(exception: ScheduleException, note: String?)]) {
        try HoursError.check(days)
        guard let zone = try await self.therapist(therapist)?.profile.zone else { throw HoursError.noSuchTherapist }
        let weekly = try await hours(of: [therapist], days: days).weekly
        let exceptions = try await query(SQL.scheduleExceptions(therapist, days.lowerBound, days.upperBound)).map {
            row throws(DatabaseError) in
            let id: ScheduleException.ID = try row.next(), day: LocalDate = try row.next(), kind: String = try row.next()
            let exception = ScheduleException(
                id: id, therapist: therapist, day: day, kind: ScheduleException.Kind(rawValue: kind) ?? .closed,
                starts: try row.nextOptional(), ends: try row.nextOptional(), formats: SessionFormat.set(try row.next()),
                site: try row.nextOptional())
            return (exception: exception, note: try row.nextOptional(String.self))
        }
        return (zone, weekly.sorted { ($0.weekday, $0.starts) < ($1.weekday, $1.starts) }, exceptions)
    }

    /// Agreed sessions and holds at times that are closed by now, from this moment on, by start.
    /// - Throws: `HoursError.noSuchTherapist`, also where the calendar is another therapist's; `.tooManyDays`.
    public func affectedAppointments(
        of therapist: Therapist.ID, days: ClosedRange<LocalDate>, zones: ZoneCatalogue
    ) async throws -> [AffectedAppointment] {
        try HoursError.check(days)
        guard try await reach.includesCalendar(of: therapist.uuid), let found = try await self.therapist(therapist) else {
            throw HoursError.noSuchTherapist
        }
        let closed = try ClosedHours.among(
            try await hours(of: [therapist], days: days).exceptions, of: [found], zones: zones
        ).map(\.time)
        guard let first = closed.map(\.start).min(), let last = closed.map(\.end).max() else { return [] }
        let from = max(first, try await now)
        guard from < last else { return [] }
        // A therapist has some ten sessions on a day; a calendar with more of them in a year than this is not hers alone.
        let rows = try Appointment.all(try await query(SQL.sessionsInHours(therapist, from, last, 5_000)), vault)
        return rows.filter { row in closed.contains { $0.overlaps(row.time) } }
            .map { AffectedAppointment(appointment: $0, outcome: $0.status.isHold ? .held : .toMove, told: nil) }
    }
}

extension Act {
    /// Closes days, or hours of them, for one therapist. What was agreed for then stays unless it is asked to be cancelled; what is closed
    /// in the same way already is left as it is.
    /// - Parameter cancelling: cancels the agreed sessions as ``cancelAppointment(_:version:reason:zones:)`` does, for this reason; nil: none.
    ///   Holds stay, and a session of a client whom the actor may not book for.
    /// - Returns: what stands, or stood, in her calendar then.
    /// - Throws: `HoursError`, `BookingError.reasonTooLong`.
    public func closeHours(
        of therapist: Therapist.ID, _ closure: HoursClosure, cancelling: String? = nil, zones: ZoneCatalogue
    ) async throws -> [AffectedAppointment] {
        try HoursError.check(closure.days)
        try await requireCalendar(of: therapist)
        let known = Set(
            try await hours(of: [therapist], days: closure.days).exceptions
                .filter { $0.kind == .closed && $0.starts == closure.starts && $0.ends == closure.ends }.map(\.day))
        // Counted, not walked: the calendar's last day has no next one.
        let days = (0...(closure.days.upperBound - closure.days.lowerBound)).map { closure.days.lowerBound.adding(days: $0) }
        try await addScheduleExceptions(
            days.filter { !known.contains($0) }.map {
                NewScheduleException(day: $0, kind: .closed, starts: closure.starts, ends: closure.ends, note: closure.note)
            }, for: therapist)
        let affected = try await affectedAppointments(of: therapist, days: closure.days, zones: zones)
        guard let cancelling else { return affected }
        let reach = try await reach
        var done: [AffectedAppointment] = []
        for one in affected {
            guard one.outcome == .toMove, reach.plans(one.appointment.client.uuid, with: therapist.uuid) else {
                done.append(one)
                continue
            }
            let (appointment, told) = try await cancelAndTell(one.appointment.id, reason: cancelling, zones: zones)
            done.append(AffectedAppointment(appointment: appointment, outcome: .cancelled, told: AffectedAppointment.Told(told)))
        }
        return done
    }

    /// Extra hours on one day, also on one that is closed otherwise.
    /// - Throws: `HoursError`.
    public func openHours(of therapist: Therapist.ID, _ new: NewScheduleException) async throws -> ScheduleException.ID {
        try await requireCalendar(of: therapist)
        return try await addScheduleException(new, for: therapist)
    }

    /// Takes back what was said about these days, closures and extra hours alike: they are as in every week again. What was cancelled stays
    /// cancelled.
    /// - Returns: how many entries there were.
    /// - Throws: `HoursError`.
    public func resetHours(of therapist: Therapist.ID, days: ClosedRange<LocalDate>) async throws -> Int {
        try HoursError.check(days)
        try await requireCalendar(of: therapist)
        let count = try await query(SQL.resetDays(therapist, days.lowerBound, days.upperBound)).count
        try await record("schedule.exceptions_removed", subject: therapist.uuid, details: ["count": String(count)])
        return count
    }

    private func requireCalendar(of therapist: Therapist.ID) async throws {
        guard try await reach.includesCalendar(of: therapist.uuid), try await self.therapist(therapist) != nil else {
            throw HoursError.noSuchTherapist
        }
    }
}

extension AffectedAppointment.Told {
    /// Nil for what was over already: there is no news in it.
    init?(_ outcome: MessageOutcome?) {
        switch outcome {
        case nil: return nil
        case .queued: self = .queued
        case .nothingToTell: self = .nothingToTell
        case .withheld: self = .notTold
        }
    }
}
