internal import Appointments
internal import Clinic
internal import Therapists

/// The team as anybody finds it who is kept from nobody, with what is needed to tell whether it still stands.
struct RememberedTeam: Sendable {
    /// What has changed after this is not in it.
    let mark: TeamMark
    /// When all of it was read.
    let readAt: Instant
    /// From when on hours were looked for: a little later than the mark.
    let clock: Instant
    /// What the calendars said then in each zone where somebody works: a service may be booked so many days ahead of it.
    let days: [(zone: ZoneRules, date: LocalDate)]
    /// Of a first session.
    let duration: Duration
    let notice: Duration
    let team: Team
    /// Codes.
    let sites: [Site.ID: String]
    /// At which each has hours, free or not.
    let places: [Therapist.ID: Set<Site.ID>]
    let names: [Therapist.ID: (slug: String, name: String)]
    let slugs: [String: Therapist.ID]

    /// Lines about changes are kept for an hour longer.
    static let longest = Duration.hours(24)
    /// Hours are looked for from the next of these on, so that for some minutes all who ask find the same. First sessions begin on such
    /// a minute, and hours before they do.
    private static let step: Int64 = 300_000_000

    static func clock(at now: Instant) -> Instant {
        let (early, isTooLate) = now.microseconds.addingReportingOverflow(step - 1)
        return isTooLate ? now : Instant(microseconds: early - ((early % step) + step) % step)
    }

    /// Whether catching up with what has changed is enough.
    func canCatchUp(to mark: TeamMark, clock: Instant, today: LocalDate) -> Bool {
        mark.isSameDatabase(as: self.mark) && mark.at < readAt + Self.longest && today == team.today
            && days.allSatisfy { $0.zone.local(of: clock).date == $0.date }
    }

    /// Those whose first free hour is too near by now.
    func overdue(at clock: Instant) -> [Therapist.ID] {
        if clock == self.clock { return [] }
        let earliest = (clock + max(notice, .zero)).microseconds
        return team.candidates.indices.compactMap { index in
            let first = Int(team.columns.openings[index])
            guard first < Int(team.columns.openings[index + 1]), team.columns.start[first] < earliest else { return nil }
            return team.candidates[index].id
        }
    }

    /// - Parameter sites: nil: any.
    func therapists(at sites: Set<Site.ID>?) -> [Therapist.ID] {
        places.compactMap { therapist, places in
            sites.map { !$0.isDisjoint(with: places) } ?? !places.isEmpty ? therapist : nil
        }
    }

    /// The same at a later moment.
    func seen(at mark: TeamMark, clock: Instant) -> RememberedTeam {
        RememberedTeam(
            mark: mark, readAt: readAt, clock: clock, days: days, duration: duration, notice: notice, team: team, sites: sites,
            places: places, names: names, slugs: slugs)
    }
}

extension RememberedTeam {
    /// Whoever of `stale` was not read again has left.
    func replacing(_ stale: Set<Therapist.ID>, with read: TeamReading, _ mark: TeamMark, _ clock: Instant) throws
        -> RememberedTeam
    {
        let fresh = read.facts.profiles.map { read.facts.candidate($0, openings: read.openings[$0.id] ?? []) }
        let left = stale.subtracting(fresh.map(\.id)).contains { team.position(of: $0) != nil }
        // Codes that nobody uses any more are counted until the whole is laid out again.
        let patched = left ? nil : (try? team.at(clock).replacing(fresh)) ?? nil
        let next =
            try patched
            ?? Team(
                team.candidates.filter { !stale.contains($0.id) } + fresh, concepts: team.concepts, policy: team.policy,
                asOf: clock, today: team.today)
        var (places, names) = (places, names)
        for id in stale { (places[id], names[id]) = (nil, nil) }
        places.merge(read.places) { _, new in new }
        names.merge(read.facts.names) { _, new in new }
        let known = Set(days.map(\.zone.zone))
        return RememberedTeam(
            mark: mark, readAt: readAt, clock: clock, days: days + read.days(at: clock).filter { !known.contains($0.zone.zone) },
            duration: read.sources?.duration ?? duration, notice: read.sources?.notice ?? notice, team: next, sites: sites,
            places: places, names: names,
            slugs: Dictionary(names.map { ($0.value.slug, $0.key) }) { first, _ in first })
    }
}
