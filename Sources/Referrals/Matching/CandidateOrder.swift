internal import Clinic

extension Candidate {
    /// The same facts in the one order that is hashed, ranked and kept, whatever order they came in: credentials by id, specialties by
    /// concept, openings by start, format and site, words by their letters.
    var inOrder: Candidate {
        Candidate(
            id: id, credentials: credentials.sorted { UUIDKey($0.id) < UUIDKey($1.id) },
            specialties: specialties.sorted { ($0.concept, $1.level) < ($1.concept, $0.level) },
            clientKinds: clientKinds.sorted(),
            languages: languages.sorted(), formats: formats.sorted { $0.bit < $1.bit }, modalities: modalities.sorted(),
            funding: funding.sorted(), feeCents: feeCents, slidingFeeCents: slidingFeeCents, gender: gender, caseload: caseload,
            lastAssigned: lastAssigned,
            openings: openings.sorted { ($0.start, $0.format.bit, $0.site ?? "") < ($1.start, $1.format.bit, $1.site ?? "") })
    }
}
