public import Clinic

/// What a therapist herself says to clients, and which of all that is known about her she agrees to have published.
public struct PublicProfile: Hashable, Sendable {
    public var pronouns: String?
    /// In her own word.
    public var gender: String?
    /// Plain text for clients, at most 8,000 characters.
    public var text: String
    /// At least one.
    public var languages: [Language]
    /// Free words: `emdr`.
    public var modalities: [String]
    /// None: she is not in the public directory.
    public var published: [Publication.Fact]

    /// - Parameter published: in any order; each counts once.
    public init(
        pronouns: String?, gender: String?, text: String, languages: [Language], modalities: [String],
        published: [Publication.Fact]
    ) {
        self.pronouns = pronouns
        self.gender = gender
        self.text = text
        self.languages = languages
        self.modalities = modalities
        let wanted = Set(published)
        self.published = Publication.Fact.allCases.filter(wanted.contains)
    }

    /// As it is now.
    public init(_ profile: TherapistProfile) {
        self.init(
            pronouns: profile.pronouns, gender: profile.gender, text: profile.text, languages: profile.languages,
            modalities: profile.modalities, published: profile.publication?.facts ?? [])
    }
}
