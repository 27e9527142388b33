internal import Access
internal import Appointments
internal import Clinic
internal import Database
internal import Therapists

/// What ranking knows of the team, whoever is ranked: everything but the hours.
struct TeamFacts: Sendable {
    let profiles: [MatchProfile]
    let policy: MatchingPolicy
    let sites: [Site.ID: String]
    private let credentials: [Therapist.ID: [Candidate.Credential]]
    private let specialties: [Therapist.ID: [Candidate.Specialty]]
    private let concepts: ConceptTree

    static func statements(_ therapists: [Therapist.ID]) -> [Bound] {
        [
            SQL.matchTherapists(therapists), SQL.matchCredentials(therapists), SQL.matchSpecialties(therapists),
            SQL.matchConcepts(), SQL.matchSites(), SQL.policyInForce(),
        ]
    }

    /// - Parameters:
    ///   - answers: to ``statements(_:)``.
    ///   - policy: nil for the one in force.
    init(_ answers: some Collection<ResultSet>, policy: MatchingPolicy? = nil) throws {
        let answers = Array(answers)
        guard answers.count == 6 else {
            throw DatabaseError(.rowCount(answers.count), statement: SQL.matchTherapists.name)
        }
        profiles = try answers[0].map { row throws(DatabaseError) in try MatchProfile(&row) }
        credentials = Dictionary(grouping: try answers[1].map(Self.credential), by: \.therapist)
            .mapValues { $0.map(\.credential) }
        specialties = Dictionary(grouping: try answers[2].map(Self.specialty), by: \.therapist)
            .mapValues { $0.map(\.specialty) }
        let broader = try answers[3].map { row throws(DatabaseError) in
            (try row.next(String.self), try row.nextOptional(String.self))
        }
        concepts = ConceptTree(broader: Dictionary(broader.map { ($0.0, $0.1.map { [$0] } ?? []) }) { first, _ in first })
        let sites = try answers[4].map { row throws(DatabaseError) in (try row.next(Site.ID.self), try row.next(String.self)) }
        self.sites = Dictionary(sites) { first, _ in first }
        self.policy = try policy ?? PolicyInForce.read(answers[5]).policy
    }

    var slugs: [String: Therapist.ID] { Dictionary(profiles.map { ($0.slug, $0.id) }) { first, _ in first } }

    var names: [Therapist.ID: (slug: String, name: String)] {
        Dictionary(profiles.map { ($0.id, ($0.slug, $0.name)) }) { first, _ in first }
    }

    func candidate(_ profile: MatchProfile, openings: [Candidate.Opening]) -> Candidate {
        profile.candidate(
            credentials: credentials[profile.id] ?? [], specialties: specialties[profile.id] ?? [], openings: openings)
    }

    func team(openings: [Therapist.ID: [Candidate.Opening]], asOf: Instant, today: LocalDate) throws -> Team {
        try Team(
            profiles.map { candidate($0, openings: openings[$0.id] ?? []) }, concepts: concepts, policy: policy, asOf: asOf,
            today: today)
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
