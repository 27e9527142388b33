internal import Access
internal import Appointments
internal import Clients
internal import Clinic
internal import Database
internal import Therapists

internal import struct Foundation.UUID

/// What ranking needs of the database, for one referral: what has changed since the team was looked at last, and what is the client's own.
struct MatchInputs {
    let team: Team
    let need: MatchNeed
    let names: [Therapist.ID: (slug: String, name: String)]

    /// - Parameters:
    ///   - policy: nil for the one in force; another is compared with.
    ///   - memory: of the server, or of a walk through many referrals.
    static func read(
        _ querying: some Querying, for folder: ReferralFolder, service: Service.ID, policy: MatchingPolicy? = nil,
        memory: TeamMemory, zones: ZoneCatalogue
    ) async throws -> MatchInputs {
        // Others do not see every caseload, and may neither learn from those who do nor teach them.
        let isShared = [.lead, .intake, .operator].contains(try await querying.actor.role)
        let place = TeamMemory.Place(service: service, zone: folder.zone, policy: policy)
        let known = isShared ? memory.team(at: place) : nil
        let client = folder.referral.client
        let answers = try await querying.queries([
            SQL.teamMark(known?.mark.snapshot, known?.mark.at), SQL.matchRelations(client, folder.referral.id),
        ])
        guard answers.count == 2 else { throw DatabaseError(.rowCount(answers.count), statement: SQL.teamMark.name) }
        let (mark, changes) = try TeamMark.read(answers[0])
        let look = TeamLook(
            asked: querying, service: service, zone: try zones.rules(folder.zone), policy: policy, zones: zones)
        let current = try await look.team(known, at: mark, changes)
        if isShared, !mark.isOwn { memory.keep(current, at: place) }

        let relations = Dictionary(grouping: try answers[1].map(MatchRelation.init), by: \.kind)
            .mapValues { Set($0.map(\.therapist)) }
        let need = try MatchNeed(
            folder, slugs: current.slugs, keptApart: relations["apart"] ?? [], declined: relations["declined"] ?? [],
            workedWith: relations["worked"] ?? [])
        return MatchInputs(team: try await look.team(current, for: client), need: need, names: current.names)
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
