internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

internal import struct Foundation.UUID

/// What ranking needs of the database, read for one referral: one flight for the facts, and the team's openings by format.
struct MatchInputs {
    let team: Team
    let need: MatchNeed
    let names: [Therapist.ID: (slug: String, name: String)]

    static func read(
        _ querying: some Querying, for folder: ReferralFolder, service: Service.ID, policy: MatchingPolicy?, zones: ZoneCatalogue
    ) async throws -> MatchInputs {
        let answers = try await querying.queries(
            TeamFacts.statements + [SQL.matchRelations(folder.referral.client, folder.referral.id)])
        let facts = try TeamFacts(answers.dropLast(), policy: policy)
        let now = try await querying.now
        let zone = try zones.rules(folder.zone)
        let openings = try await openings(
            querying, facts.profiles.map(\.id), for: folder, service: service, from: now, policy: facts.policy, zone: zone,
            zones: zones, sites: facts.sites)
        let relations = Dictionary(grouping: try answers.last?.map(MatchRelation.init) ?? [], by: \.kind)
            .mapValues { Set($0.map(\.therapist)) }
        let need = try MatchNeed(
            folder, slugs: facts.slugs, keptApart: relations["apart"] ?? [], declined: relations["declined"] ?? [],
            workedWith: relations["worked"] ?? [])
        return MatchInputs(
            team: try facts.team(openings: openings, asOf: now, today: zone.local(of: now).date), need: need,
            names: facts.names)
    }
}

/// A row of `match_relations.sql`; `relations_of.sql` has the referral before it.
struct MatchRelation {
    /// `apart`, `declined` or `worked`.
    let kind: String
    let therapist: Therapist.ID

    init(_ row: inout RowReader) throws(DatabaseError) {
        kind = try row.next()
        therapist = try row.next()
    }
}

/// One row of `match_therapists.sql`.
struct MatchProfile {
    let id: Therapist.ID
    let slug: String
    let name: String
    let clientKinds: [String]
    let languages: [String]
    let formats: [String]
    let modalities: [String]
    let funding: [String]
    let feeCents: Int?
    let slidingFeeCents: Int?
    let gender: String?
    let caseload: Candidate.Caseload
    let lastAssigned: Instant?

    init(_ row: inout RowReader) throws(DatabaseError) {
        id = try row.next()
        slug = try row.next()
        name = try row.next()
        clientKinds = try row.next()
        languages = try row.next()
        formats = try row.next()
        modalities = try row.next()
        funding = try row.next()
        feeCents = try row.nextOptional()
        slidingFeeCents = try row.nextOptional()
        gender = try row.nextOptional()
        let capacity = try row.next(Int.self), intenseCapacity = try row.next(Int.self)
        let sliding = try row.next(Int.self)
        let taken = try row.next(Int.self), intenseTaken = try row.next(Int.self)
        caseload = Candidate.Caseload(
            capacity: capacity, taken: taken, intenseCapacity: intenseCapacity, intenseTaken: intenseTaken,
            slidingCapacity: sliding,
            slidingTaken: try row.next())
        lastAssigned = try row.nextOptional()
    }

    func candidate(
        credentials: [Candidate.Credential], specialties: [Candidate.Specialty], openings: [Candidate.Opening]
    ) -> Candidate {
        Candidate(
            id: id, credentials: credentials, specialties: specialties, clientKinds: clientKinds,
            languages: languages.map { Language($0)?.primary ?? $0 }, formats: formats.compactMap(SessionFormat.init(rawValue:)),
            modalities: modalities, funding: funding, feeCents: feeCents, slidingFeeCents: slidingFeeCents,
            gender: gender?.lowercased(), caseload: caseload,
            lastAssigned: lastAssigned, openings: openings)
    }
}
