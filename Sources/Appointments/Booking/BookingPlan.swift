public import Access
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

/// A booking that the rules have allowed, not yet written.
struct BookingPlan {
    let range: TimeRange
    let promise: PromisedTime
    let place: SlotPlace
    /// It goes over another appointment, by a person's decision.
    let overlapReason: String?
    /// It goes against hours, notice or another rule, by a person's decision.
    let ruleReason: String?

    /// Judges a wish by everything that was read. Pure.
    /// - Throws: `BookingError`: the first reason against it.
    static func judge(
        _ new: NewAppointment, in context: BookingContext, by role: Role, now: Instant, zones: ZoneCatalogue,
        duration: Duration? = nil
    ) throws(BookingError) -> BookingPlan {
        let parties = context.parties
        guard let zone = parties.therapistZone else { throw .noSuchTherapist }
        guard parties.hasClient else { throw .noSuchClient }
        guard parties.service.formats.contains(new.format), parties.therapistFormats.contains(new.format) else {
            throw .formatNotOffered
        }
        guard new.format.needsRoom || new.room == nil else { throw .roomWithoutPresence }
        let calendarRules = try zones.knownRules(zone)
        let promiseRules = try zones.knownRules(new.start.zone ?? zone)
        let start = try new.start.resolve(in: promiseRules)
        guard start.microseconds.isMultiple(of: 60_000_000) else { throw .notWholeMinute }
        let rules = SlotRules(parties.service, format: new.format, now: now, avoided: context.avoided)
        guard let range = try? TimeRange(start: start, end: start + (duration ?? rules.duration)) else { throw .closed(.horizon) }
        let promise = PromisedTime(start: promiseRules.local(of: start), zone: promiseRules.zone)
        // No reason lifts these two.
        guard parties.isLicensed(on: calendarRules.local(of: start).date) else { throw .notLicensed }
        if parties.isKeptApart { throw .notAvailable }

        let days =
            calendarRules.local(of: range.start).date.adding(days: -1)...calendarRules.local(of: range.end).date.adding(days: 1)
        let calendar = TherapistCalendar(
            therapist: new.therapist, zone: calendarRules,
            windows: HourWindows(weekly: context.weekly, exceptions: context.exceptions, days: days, zone: calendarRules),
            busy: context.busy)
        switch rules.judge(range, in: calendar, rooms: context.rooms, room: new.room) {
        case .success(let place):
            return BookingPlan(range: range, promise: promise, place: place, overlapReason: nil, ruleReason: nil)
        case .failure(.room) where new.room != nil:
            // The one that was asked for: taken, or not where she works then, or nowhere.
            throw new.room.map { context.rooms.site(of: $0) != nil && !context.rooms.isFree($0, during: range) } == true
                ? .roomBusy : .noSuchRoom
        case .failure(let closure):
            let reason = try BookingOverride.reason(new.override, against: closure, by: role)
            return BookingPlan(
                range: range, promise: promise, place: try context.place(new, rules, range, calendar),
                overlapReason: closure == .busy || closure == .hold ? reason : nil, ruleReason: reason)
        }
    }
}

/// Who may decide against which rule.
public enum BookingOverride {
    /// Against hours, leave, breaks, caps, notice, horizon, the past.
    public static let rules: Set<Role> = [.lead, .intake, .frontDesk, .therapist, .operator]
    /// Two appointments at once.
    public static let overlaps: Set<Role> = [.lead, .operator]

    /// - Returns: the reason, when this role may decide that.
    /// - Throws: the closure itself, where nobody asked to go against it or nobody may.
    static func reason(_ text: String?, against closure: SlotClosure, by role: Role) throws(BookingError) -> String {
        guard let text else { throw BookingError(closure) }
        let reason = text.trimmingWhitespace()
        guard !reason.isEmpty else { throw .overrideWithoutReason }
        guard reason.count <= 500 else { throw .reasonTooLong }
        switch closure {
        // A room holds one session; a reason that is not told cannot be weighed.
        case .room, .notAvailable: throw BookingError(closure)
        case .busy, .hold: guard overlaps.contains(role) else { throw .overrideNotAllowed }
        default: guard rules.contains(role) else { throw .overrideNotAllowed }
        }
        return reason
    }
}

extension BookingContext {
    /// A room for a session outside the hours offered, where no window names the site: that of her other hours, or the room asked for.
    fileprivate func place(
        _ new: NewAppointment, _ rules: SlotRules, _ range: TimeRange, _ calendar: TherapistCalendar
    ) throws(BookingError) -> SlotPlace {
        let sites = Set(
            (weekly.compactMap(\.site) + exceptions.compactMap(\.site)) + (new.room.flatMap(rooms.site).map { [$0] } ?? []))
        let windows = sites.sorted().map { HourWindow(range: range, formats: [new.format], site: $0) }
        switch rules.place(for: range, in: windows, of: calendar, rooms: rooms, room: new.room) {
        case .success(let place): return place
        case .failure(let closure): throw BookingError(closure)
        }
    }
}

extension ZoneCatalogue {
    func knownRules(_ zone: ZoneID) throws(BookingError) -> ZoneRules {
        do { return try rules(zone) } catch { throw .zone(error) }
    }
}
