public import Clinic

/// Who supervises a therapist's work, and until when.
public struct Supervision: Hashable, Sendable {
    /// A name, or an office; 1 to 200 characters.
    public let by: String
    /// The last day that was agreed.
    public let until: LocalDate

    public init(by: String, until: LocalDate) {
        self.by = by
        self.until = until
    }
}

/// What a therapist agreed to have published about her: her name and short name, and these.
public struct Publication: Hashable, Sendable {
    /// What can be published or kept back.
    public enum Fact: String, CaseIterable, Sendable {
        case profile, pronouns, gender, languages, formats
        case clientKinds = "client_kinds"
        case modalities, funding, fee, specialties, credentials
        /// Whether she works in the evening or at the weekend.
        case times
        /// Where she sees people.
        case sites
    }

    /// Never empty; in the order of ``Fact``.
    public let facts: [Fact]
    /// The day on which she agreed.
    public let on: LocalDate

    /// Nil without any fact.
    public init?(_ facts: some Sequence<Fact>, on day: LocalDate) {
        let wanted = Set(facts)
        self.facts = Fact.allCases.filter(wanted.contains)
        self.on = day
        if wanted.isEmpty { return nil }
    }
}
