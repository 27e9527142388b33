public import Access
public import Clinic
internal import Database

/// A therapist with what ranking looks at.
public struct DirectoryEntry: Hashable, Sendable {
    public let therapist: Therapist
    public let credentials: [TherapistCredential]
    public let specialties: [Specialty]

    public init(therapist: Therapist, credentials: [TherapistCredential], specialties: [Specialty]) {
        self.therapist = therapist
        self.credentials = credentials
        self.specialties = specialties
    }
}

extension Querying {
    /// One row by its primary key.
    public func therapist(_ id: Therapist.ID) async throws -> Therapist? {
        try await query(SQL.readTherapist(id)).first(Therapist.read)
    }

    /// By slug (`amara-okafor`) or reference (`T-12`).
    public func therapist(named name: String) async throws -> Therapist? {
        try await query(SQL.findTherapist(name)).first(Therapist.read)
    }

    /// A page in the order in which they joined.
    /// - Parameters:
    ///   - after: the last id of the page before.
    ///   - limit: 1 to 1,000.
    public func therapists(
        after: Therapist.ID? = nil, limit: Int = 50, includingLeft: Bool = false
    ) async throws -> [Therapist] {
        try await query(SQL.listTherapists(after, includingLeft, Int64(min(max(limit, 1), 1_000)))).map(Therapist.read)
    }

    /// The oldest first.
    public func credentials(of id: Therapist.ID) async throws -> [TherapistCredential] {
        try await query(SQL.listCredentials([id])).map(TherapistCredential.read).map(\.credential)
    }

    /// Focuses first, then the strongest evidence.
    public func specialties(of id: Therapist.ID) async throws -> [Specialty] {
        try await query(SQL.listSpecialties([id])).map(Specialty.read).map(\.specialty)
    }

    /// Everybody who has not left, with credentials and specialties, in one flight; by id; 1,000 at most.
    public func directory() async throws -> [DirectoryEntry] {
        let answers = try await queries([SQL.listDirectory(), SQL.directoryCredentials(), SQL.directorySpecialties()])
        return try DirectoryEntry.joined(
            answers[0].map(Therapist.read), answers[1].map(TherapistCredential.read), answers[2].map(Specialty.read))
    }
}

extension DirectoryEntry {
    static func joined(
        _ therapists: [Therapist], _ credentials: [(therapist: Therapist.ID, credential: TherapistCredential)],
        _ specialties: [(therapist: Therapist.ID, specialty: Specialty)]
    ) -> [DirectoryEntry] {
        let credentials = Dictionary(grouping: credentials, by: \.therapist)
        let specialties = Dictionary(grouping: specialties, by: \.therapist)
        return therapists.map { therapist in
            DirectoryEntry(
                therapist: therapist, credentials: (credentials[therapist.id] ?? []).map(\.credential),
                specialties: (specialties[therapist.id] ?? []).map(\.specialty))
        }
    }
}

extension Therapist {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> Therapist {
        let id = try row.next(Therapist.ID.self)
        let (reference, slug) = (try row.next(String.self), try row.next(String.self))
        var profile = TherapistProfile(
            displayName: try row.next(), pronouns: try row.nextOptional(), gender: try row.nextOptional(),
            text: try row.next(),
            languages: try row.next(), formats: try row.next(), clientKinds: try row.next(), modalities: try row.next(),
            funding: try row.next(), feeCents: try row.nextOptional(), capacity: try row.next(),
            intenseCapacity: try row.next(Int.self), zone: try row.next(), status: try row.next(),
            slidingPlaces: try row.next(), slidingFeeCents: try row.nextOptional())
        let (by, until) = (try row.nextOptional(String.self), try row.nextOptional(LocalDate.self))
        if let by, let until { profile.supervision = Supervision(by: by, until: until) }
        let facts = try row.next([String].self).compactMap(Publication.Fact.init(rawValue:))
        if let day = try row.nextOptional(LocalDate.self) { profile.publication = Publication(facts, on: day) }
        return Therapist(id: id, reference: reference, slug: slug, profile: profile, version: try row.next())
    }
}

extension TherapistCredential {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> (therapist: Therapist.ID, credential: TherapistCredential) {
        let therapist = try row.next(Therapist.ID.self)
        let credential = TherapistCredential(
            id: try row.next(), kind: try row.next(), issuer: try row.next(), number: try row.next(),
            jurisdiction: try row.next(),
            validFrom: try row.next(), expiresOn: try row.nextOptional())
        return (therapist, credential)
    }
}

extension Specialty {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> (therapist: Therapist.ID, specialty: Specialty) {
        let therapist = try row.next(Therapist.ID.self)
        let specialty = Specialty(
            concept: try row.next(), recorded: try row.next(), isFocus: try row.next(), verifiedBy: try row.nextOptional(),
            verifiedOn: try row.nextOptional(), expiresOn: try row.nextOptional())
        return (therapist, specialty)
    }
}
