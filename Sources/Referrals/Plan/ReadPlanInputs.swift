internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

internal import struct Foundation.UUID

extension Querying {
    /// What a plan goes by at this moment: four flights, however many wait.
    func planInputs(_ settings: PlanSettings, zones: ZoneCatalogue) async throws -> PlanInputs {
        let first = try await queries(
            [SQL.waitingList(settings.urgency?.rawValue, PlanInputs.limit + 1), SQL.activeTherapists()])
        let folders = try await admitted(
            first[0].map { row throws(DatabaseError) in try ReferralFolder(waiting: &row) },
            { $0.includes($1.referral.client.uuid) })
        if folders.count > PlanInputs.limit { throw PlanRefusal.tooMany(limit: PlanInputs.limit) }
        let now = try await now
        let clients = folders.map(\.referral.client)

        let second = try await queries(
            [SQL.relationsOf(clients, folders.map(\.referral.id)), SQL.keptApartAmong(clients)]
                + TeamFacts.statements(try first[1].values()))
        let facts = try TeamFacts(second.dropFirst(2))
        let relations = try Dictionary(
            grouping: second[0].map { row throws(DatabaseError) in
                (referral: try row.next(Referral.ID.self), relation: try MatchRelation(&row))
            }, by: \.referral
        ).mapValues { rows in Dictionary(grouping: rows, by: \.relation.kind).mapValues { Set($0.map(\.relation.therapist)) } }
        guard let span = try? TimeRange(start: now, end: now + .hours(24 * facts.policy.horizonDays)) else {
            throw PlanRefusal.nobodyWaits
        }
        let hours = try await hourBook(
            of: facts.profiles.map(\.id), service: settings.service, span: span, clients: clients, zones: zones)

        var teams = PlanTeams(facts: facts, hours: hours, asOf: now)
        let people = try folders.map { folder in
            let related = relations[folder.referral.id] ?? [:]
            let need = try MatchNeed(
                folder, slugs: facts.slugs, keptApart: related["apart"] ?? [], declined: related["declined"] ?? [],
                workedWith: related["worked"] ?? [])
            let zone = try zones.rules(folder.zone)
            return PlanInputs.Person(
                folder: folder, need: need, ranking: try teams.team(for: folder, zone).rank(need), zone: zone,
                priority: PlanInputs.priority(folder.referral, targetHours: folder.targetHours, at: now),
                factsHash: PlanInputs.Person.factsHash(folder, need))
        }.sorted(by: PlanInputs.precedes)

        var places: [Client.ID: [Int]] = [:]
        for (index, person) in people.enumerated() { places[person.referral.client, default: []].append(index) }
        let apart = try second[1].map { row throws(DatabaseError) in (try row.next(Client.ID.self), try row.next(Client.ID.self))
        }
        return PlanInputs(
            people: people, team: facts.profiles.map { PlanInputs.Place($0, facts) },
            apart: apart.flatMap { one, other in
                (places[one] ?? []).flatMap { first in (places[other] ?? []).map { (first, $0) } }
            }, hours: hours, sites: facts.sites, policy: facts.policy, asOf: now)
    }
}

/// The team as each client finds it: nearly everybody finds the same, so it is laid out once for each of their zones.
private struct PlanTeams {
    let facts: TeamFacts
    let hours: HourBook
    let asOf: Instant
    private var shared: [ZoneID: Team] = [:]

    init(facts: TeamFacts, hours: HourBook, asOf: Instant) {
        self.facts = facts
        self.hours = hours
        self.asOf = asOf
    }

    mutating func team(for folder: ReferralFolder, _ zone: ZoneRules) throws -> Team {
        let client = folder.referral.client
        if hours.isParticular(client) { return try made(for: client, zone) }
        if let team = shared[folder.zone] { return team }
        let team = try made(for: nil, zone)
        shared[folder.zone] = team
        return team
    }

    private func made(for client: Client.ID?, _ zone: ZoneRules) throws -> Team {
        let limit = min(1000, max(40, 40_000 / max(1, facts.profiles.count)))
        var openings: [Therapist.ID: [Candidate.Opening]] = [:]
        var thinning = OpeningThinning()
        for profile in facts.profiles {
            for format in SessionFormat.allCases {
                for slot in hours.openings(
                    of: profile.id, for: client, format: format, limit: limit, evenApart: true)
                {
                    let opening = Candidate.Opening(
                        start: slot.time.start, local: zone.local(of: slot.time.start), format: format,
                        site: slot.site.flatMap { facts.sites[$0] })
                    if thinning.keeps(opening, of: profile.id) { openings[profile.id, default: []].append(opening) }
                }
            }
        }
        return try facts.team(openings: openings, asOf: asOf, today: zone.local(of: asOf).date)
    }
}

extension ReferralFolder {
    /// A row of `waiting_list.sql`: without what nobody needs for matching.
    init(waiting row: inout RowReader) throws(DatabaseError) {
        let referral = try Referral.read(&row)
        let (reference, name) = (try row.next(String.self), try row.next(String.self))
        let (jurisdiction, language) = (try row.next(String.self), try row.next(Language.self))
        let (zone, hours) = (try row.next(ZoneID.self), try row.next(Int.self))
        let (concepts, weights) = (try row.next([String].self), try row.next([Int].self))
        let (kinds, values, strengths) = (try row.next([String].self), try row.next([String].self), try row.next([String].self))
        self.init(
            referral: referral, clientReference: reference, clientName: name, jurisdiction: jurisdiction, language: language,
            zone: zone, targetHours: hours, narrative: nil,
            concerns: zip(concepts, weights).map { NewReferral.Concern(concept: $0, weight: $1) },
            needs: zip(kinds, zip(values, strengths)).compactMap { kind, rest in
                guard let kind = ReferralNeed.Kind(rawValue: kind), let strength = Strength(rawValue: rest.1) else { return nil }
                return ReferralNeed(kind, rest.0, strength)
            }, consent: nil)
    }
}
