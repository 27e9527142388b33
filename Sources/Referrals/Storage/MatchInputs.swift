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
        let answers = try await querying.queries([
            SQL.matchTherapists(), SQL.matchCredentials(), SQL.matchSpecialties(), SQL.matchConcepts(), SQL.matchSites(),
            SQL.matchRelations(folder.referral.client, folder.referral.id), SQL.policyInForce(),
        ])
        guard answers.count == 7 else { throw DatabaseError(.rowCount(answers.count), statement: SQL.matchTherapists.name) }
        let profiles = try answers[0].map { row throws(DatabaseError) in try MatchProfile(&row) }
        let policy = try policy ?? PolicyInForce.read(answers[6]).policy
        let now = try await querying.now
        let zone = try zones.rules(folder.zone)
        let openings = try await openings(
            querying, profiles.map(\.id), for: folder, service: service, from: now, policy: policy, zone: zone, zones: zones,
            sites: try siteCodes(answers[4]))
        let credentials = Dictionary(grouping: try answers[1].map(credential), by: \.therapist)
        let specialties = Dictionary(grouping: try answers[2].map(specialty), by: \.therapist)
        let broader = try answers[3].map { row throws(DatabaseError) in
            (try row.next(String.self), try row.nextOptional(String.self))
        }
        let team = try Team(
            profiles.map { profile in
                profile.candidate(
                    credentials: credentials[profile.id]?.map(\.credential) ?? [],
                    specialties: specialties[profile.id]?.map(\.specialty) ?? [], openings: openings[profile.id] ?? [])
            },
            concepts: ConceptTree(broader: Dictionary(broader.map { ($0.0, $0.1.map { [$0] } ?? []) }) { first, _ in first }),
            policy: policy, asOf: now, today: zone.local(of: now).date)

        let related = try answers[5].map { row throws(DatabaseError) in
            (try row.next(String.self), try row.next(Therapist.ID.self))
        }
        let relations = Dictionary(grouping: related, by: \.0).mapValues { Set($0.map(\.1)) }
        let slugs = Dictionary(profiles.map { ($0.slug, $0.id) }) { first, _ in first }
        let need = try MatchNeed(
            folder, slugs: slugs, keptApart: relations["apart"] ?? [], declined: relations["declined"] ?? [],
            workedWith: relations["worked"] ?? [])
        return MatchInputs(
            team: team, need: need, names: Dictionary(profiles.map { ($0.id, ($0.slug, $0.name)) }) { first, _ in first })
    }

    private static func siteCodes(_ answer: ResultSet) throws -> [Site.ID: String] {
        let rows = try answer.map { row throws(DatabaseError) in (try row.next(Site.ID.self), try row.next(String.self)) }
        return Dictionary(rows) { first, _ in first }
    }

    private static func credential(
        _ row: inout RowReader
    ) throws(DatabaseError) -> (therapist: Therapist.ID, credential: Candidate.Credential) {
        (
            try row.next(),
            Candidate.Credential(
                id: try row.next(), jurisdiction: try row.next(), validFrom: try row.next(),
                // The register's date is the first on which it is no longer valid.
                expires: try row.nextOptional(LocalDate.self)?.adding(days: -1))
        )
    }

    private static func specialty(
        _ row: inout RowReader
    ) throws(DatabaseError) -> (therapist: Therapist.ID, specialty: Candidate.Specialty) {
        (
            try row.next(),
            Candidate.Specialty(
                concept: try row.next(), level: try row.next(), isFocus: try row.next(), verifiedOn: try row.nextOptional(),
                expires: try row.nextOptional(LocalDate.self)?.adding(days: -1))
        )
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
