public import Access
public import Appointments
public import Clinic
internal import Database
public import Therapists

/// The directory at one moment: those who match, the words of their concerns, and what can be asked for.
public struct PublicDirectory: Sendable {
    /// Those with places first, then by name.
    public let therapists: [PublicTherapist]
    public let vocabulary: Vocabulary
    /// What is published by anybody, for the choices of a form: concepts (with broader ones), languages, funding programmes.
    public let concerns: [String]
    public let languages: [Language]
    public let funding: [String]
}

extension Querying {
    /// - Parameters:
    ///   - service: what a first session is; nil where the clinic has none, and then nobody has places.
    ///   - today: the clinic's date.
    public func publicDirectory(
        _ filter: DirectoryFilter, service: Service.ID?, today: LocalDate, zones: ZoneCatalogue
    ) async throws -> PublicDirectory {
        let all = try await query(SQL.publicDirectory(today, nil as String?)).map { row throws(DatabaseError) in
            try PublicTherapist.read(&row)
        }
        let vocabulary = try await vocabulary()
        var found = all.filter { filter.matches($0, vocabulary) }
        let open = try await withOpening(found.filter(\.hasPlaces).map(\.id), service, zones: zones)
        for index in found.indices where !open.contains(found[index].id) { found[index].hasPlaces = false }
        let concerns = Set(all.flatMap { $0.specialties ?? [] }.flatMap { vocabulary.ancestry(of: $0) })
        return PublicDirectory(
            therapists: found.filter(\.hasPlaces) + found.filter { !$0.hasPlaces }, vocabulary: vocabulary,
            concerns: concerns.sorted(),
            languages: Set(all.flatMap { $0.languages ?? [] }).sorted { $0.code < $1.code },
            funding: Set(all.flatMap { $0.funding ?? [] }).sorted())
    }

    /// One published therapist by her short name; nil for anybody else, whether she is here or not.
    public func publicTherapist(_ slug: String, today: LocalDate) async throws -> PublicTherapist? {
        try await query(SQL.publicDirectory(today, slug)).first { row throws(DatabaseError) in try PublicTherapist.read(&row) }
    }

    /// Of these, those with a free hour for a first session within its horizon.
    private func withOpening(
        _ therapists: [Therapist.ID], _ service: Service.ID?, zones: ZoneCatalogue
    ) async throws -> Set<Therapist.ID> {
        guard let service, !therapists.isEmpty,
            let horizon = try await services().first(where: { $0.id == service })?.horizonDays
        else { return [] }
        let now = try await now
        // As far as matching looks, at most: a free hour next year is no place.
        guard let span = try? TimeRange(start: now, end: now + .hours(24 * min(horizon, MatchingPolicy.standard.horizonDays)))
        else { return [] }
        var found: Set<Therapist.ID> = []
        for format in SessionFormat.allCases {
            let left = therapists.filter { !found.contains($0) }
            if left.isEmpty { break }
            let search = SlotSearch(therapists: left, service: service, format: format, span: span, limit: 1)
            found.formUnion(try await slots(search, zones: zones).map(\.therapist))
        }
        return found
    }
}

extension PublicTherapist {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> PublicTherapist {
        PublicTherapist(
            id: try row.next(), slug: try row.next(), name: try row.next(), pronouns: try row.nextOptional(),
            gender: try row.nextOptional(), profile: try row.nextOptional(), languages: try row.nextOptional(),
            formats: try row.nextOptional([String].self)?.compactMap(SessionFormat.init(rawValue:)),
            clientKinds: try row.nextOptional([String].self)?.compactMap(ClientKind.init(rawValue:)),
            modalities: try row.nextOptional(), funding: try row.nextOptional(), feeCents: try row.nextOptional(),
            slidingFeeCents: try row.nextOptional(), specialties: try row.nextOptional(), credentials: try row.nextOptional(),
            sites: try row.nextOptional(), evening: try row.nextOptional(), weekend: try row.nextOptional(),
            hasPlaces: try row.next())
    }
}
