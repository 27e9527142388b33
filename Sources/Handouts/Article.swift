public import Clinic

/// One version of an article in one language: published once, never changed.
public struct ArticleVersion: Hashable, Sendable {
    public typealias ID = TypedID<ArticleVersion>

    public var id: ID
    public var article: TypedID<Article>
    /// `staying-close-and-safe`: small letters, digits and single hyphens.
    public var slug: String
    /// From 1, counted for each language.
    public var number: Int
    public var language: Language
    public var title: String
    public var format: ArticleSource.Format
    /// Of the source as it was imported; 32 bytes.
    public var sha256: [UInt8]
    public var publishedAt: Instant
    public var reviewBy: LocalDate?
    public var isWithdrawn: Bool
    /// Codes of the vocabulary, in order.
    public var concepts: [String]
    public var prompts: Int
    /// Links that are shown as plain words, because nobody has named where they lead.
    public var linksWithoutTarget: Int
}

/// What versions have in common; only its id travels.
public enum Article {
    public typealias ID = TypedID<Article>
}

/// An article to be published as its next version.
public struct NewArticle: Hashable, Sendable {
    public var slug: String
    public var source: ArticleSource
    public var language: Language
    /// Concept codes; nil takes what the importer suggests.
    public var concepts: [String]?
    public var reviewBy: LocalDate?
    /// Where links lead that the text names without an address, by the link's ordinal.
    public var targets: [Int: String]

    public init(
        slug: String, source: ArticleSource, language: Language = .english, concepts: [String]? = nil, reviewBy: LocalDate? = nil,
        targets: [Int: String] = [:]
    ) {
        self.slug = slug
        self.source = source
        self.language = language
        self.concepts = concepts
        self.reviewBy = reviewBy
        self.targets = targets
    }
}

/// What publishing did.
public struct PublishedArticle: Hashable, Sendable {
    public var id: ArticleVersion.ID
    public var number: Int
    /// False: this very text was published before, and that version is the answer.
    public var isNew: Bool
    /// What the importer made of it, with all that it dropped and doubts.
    public var draft: ArticleDraft
}
