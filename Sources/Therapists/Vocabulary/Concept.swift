public import Clinic

/// A concern in one word of ours: what a client asks for, what a therapist is trained in, what a handout is about.
///
/// A vocabulary of topics. It is never a diagnosis of a client, and nothing here infers one.
public struct Concept: Hashable, Sendable {
    /// `cptsd`: kept for ever, never given another meaning.
    public let code: String
    /// What people read.
    public let labelEnglish: String
    public let labelFrench: String?
    /// The words of clients and referrers, as written, by language.
    public let synonyms: [Synonym]
    /// The wider concept, if any.
    public let broader: String?
    public let status: Status
    /// A retired concept's heir.
    public let replacedBy: String?
    /// Codes in open systems: `icd11` -> `6B41`, `service_type` -> `81`.
    public let external: [String: String]

    /// Whether it is offered.
    public enum Status: String, CaseIterable, Sendable {
        /// Not yet offered to anybody.
        case draft
        case active
        /// Kept for what refers to it; resolves to its heir.
        case retired
    }

    /// Other words for a concept, in one language.
    public struct Synonym: Hashable, Sendable {
        public let language: Language
        public let words: String

        public init(language: Language, words: String) {
            self.language = language
            self.words = words
        }
    }

    public init(
        code: String, labelEnglish: String, labelFrench: String? = nil, synonyms: [Synonym] = [], broader: String? = nil,
        status: Status = .active, replacedBy: String? = nil, external: [String: String] = [:]
    ) {
        self.code = code
        self.labelEnglish = labelEnglish
        self.labelFrench = labelFrench
        self.synonyms = synonyms
        self.broader = broader
        self.status = status
        self.replacedBy = replacedBy
        self.external = external
    }

    /// In `language` where there is one, else in English.
    public func label(in language: Language) -> String {
        language.primary == "fr" ? labelFrench ?? labelEnglish : labelEnglish
    }
}
