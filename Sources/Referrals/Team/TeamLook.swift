internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

/// A look at the team for clients of one zone and one kind of first session.
struct TeamLook<Asked: Querying> {
    let asked: Asked
    let service: Service.ID
    /// Of the clients' clocks: "Thursday evening" is theirs.
    let zone: ZoneRules
    /// Nil for the one in force.
    let policy: MatchingPolicy?
    let zones: ZoneCatalogue

    /// The team as it stands at `mark`: what is known, with whoever has changed since read again.
    func team(_ known: RememberedTeam?, at mark: TeamMark, _ changes: [TeamChange]) async throws -> RememberedTeam {
        let clock = max(RememberedTeam.clock(at: mark.at), known?.clock ?? mark.at)
        let today = zone.local(of: mark.at).date
        guard let known, known.canCatchUp(to: mark, clock: clock, today: today), !changes.contains(where: \.concernsAll) else {
            return try await whole(at: mark, clock)
        }
        var stale = Set(changes.compactMap(\.therapist)).union(known.overdue(at: clock))
        let rooms = changes.compactMap { change in change.room.flatMap { room in change.during.map { (room, $0) } } }
        if !rooms.isEmpty {
            stale.formUnion(known.therapists(at: try await asked.sitesTouched(by: rooms, duration: known.duration)))
        }
        if stale.isEmpty { return known.seen(at: mark, clock: clock) }
        // To read almost all of them one by one is more work than to begin anew.
        if stale.count > max(20, known.team.count / 4) { return try await whole(at: mark, clock) }
        return try await known.replacing(stale, with: read(Array(stale), policy: known.team.policy, clock, today), mark, clock)
    }

    /// The team as one client finds it: hours at which the client is busy elsewhere, or would meet somebody at the door, are looked for anew.
    func team(_ known: RememberedTeam, for client: Client.ID) async throws -> Team {
        let team = known.team.at(known.mark.at)
        let end = known.clock + .hours(24 * (team.policy.horizonDays + 2))
        guard let span = try? TimeRange(start: known.clock, end: end),
            let clear = try await asked.clear([client], during: span)[client]
        else { return team }
        let sites = Dictionary(known.sites.map { ($0.value, $0.key) }) { first, _ in first }
        let touched = team.candidates.filter { candidate in
            candidate.openings.contains { opening in
                guard let time = try? TimeRange(start: opening.start, end: opening.start + known.duration) else { return false }
                return clear.keeps(time, at: opening.site.flatMap { sites[$0] })
            }
        }
        if touched.isEmpty { return team }
        let (openings, _) = try await openings(
            touched.map(\.id), for: client, policy: team.policy, sites: known.sites, known.clock, team.today)
        return try team.replacing(touched.map { $0.with(openings: openings[$0.id] ?? []) }) ?? team
    }

    private func whole(at mark: TeamMark, _ clock: Instant) async throws -> RememberedTeam {
        let everybody = try await asked.query(SQL.activeTherapists()).values(Therapist.ID.self)
        let today = zone.local(of: mark.at).date
        let read = try await read(everybody, policy: policy, clock, today)
        return RememberedTeam(
            mark: mark, readAt: mark.at, clock: clock, days: read.days(at: clock), duration: read.duration, notice: read.notice,
            team: try read.facts.team(openings: read.openings, asOf: clock, today: today), sites: read.facts.sites,
            places: read.places, names: read.facts.names, slugs: read.facts.slugs)
    }

    private func read(
        _ therapists: [Therapist.ID], policy: MatchingPolicy?, _ clock: Instant, _ today: LocalDate
    ) async throws -> TeamReading {
        let facts = try TeamFacts(try await asked.queries(TeamFacts.statements(therapists)), policy: policy)
        let (openings, sources) = try await openings(
            facts.profiles.map(\.id), policy: facts.policy, sites: facts.sites, clock, today)
        return TeamReading(facts: facts, openings: openings, sources: sources)
    }

    /// Free hours of some therapists for a first session, in every format the service has: those that the client did not ask for answer
    /// "what if".
    ///
    /// The first three of each part of the week, format and site are enough for every rule and factor, so the rest is dropped.
    private func openings(
        _ therapists: [Therapist.ID], for client: Client.ID? = nil, policy: MatchingPolicy, sites: [Site.ID: String],
        _ clock: Instant, _ today: LocalDate
    ) async throws -> ([Therapist.ID: [Candidate.Opening]], SlotSources?) {
        let end = clock + .hours(24 * (policy.horizonDays + 2))
        guard !therapists.isEmpty, let span = try? TimeRange(start: clock, end: end) else { return ([:], nil) }
        let lastDay = today.adding(days: policy.horizonDays)
        var search = SlotSearch(
            therapists: therapists, service: service, format: .online, span: span, client: client, limit: 1_000)
        // An opening without a licence is the rule H1's to refuse, by its own name.
        search.needsLicence = false
        search.asOf = clock
        var found: [Therapist.ID: [Candidate.Opening]] = [:]
        found.reserveCapacity(therapists.count)
        // Those of one therapist in one format come together, in the order of time.
        var thinning = OpeningThinning()
        let sources = try await asked.forEachSlot(search, formats: SessionFormat.allCases, zones: zones) { slot in
            let opening = Candidate.Opening(
                start: slot.time.start, local: zone.local(of: slot.time.start), format: slot.format,
                site: slot.site.flatMap { sites[$0] })
            guard opening.local.date <= lastDay, thinning.keeps(opening, of: slot.therapist) else { return }
            found[slot.therapist, default: []].append(opening)
        }
        return (found, sources)
    }
}
