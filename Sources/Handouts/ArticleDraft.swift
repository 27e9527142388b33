/// An article as the importer understood it: what will be shown, and everything that a person should look at before publishing.
public struct ArticleDraft: Hashable, Sendable {
    public var title: String
    /// BCP 47: `en`, `fr`.
    public var language: String
    /// In reading order.
    public var sections: [Section]
    public var images: [Image]
    public var links: [Link]
    /// Lines after the article's end, such as an address: kept, never shown, because a page that names the clinic is not safe to find.
    public var footer: [String]
    public var concepts: [ConceptSuggestion]
    /// What was left out because it belongs to the web page, not to the article.
    public var dropped: [Dropped]
    /// What may be wrong. Nothing here was changed.
    public var doubts: [Doubt]

    /// One heading and what stands beneath it.
    public struct Section: Hashable, Sendable {
        /// What a section is for, by its heading.
        public enum Kind: String, Sendable, CaseIterable {
            /// `patterns` and `practices` lead a group; each `practice` is one exercise.
            case intro, explain, patterns, practices, practice, support, tip, closing, cta
        }
        public var kind: Kind
        /// 2 or 3 as in HTML; 2 for the introduction, which has no heading.
        public var level: Int
        public var heading: String?
        public var pieces: [Piece]
        public var note: ContentNote?
    }

    /// A part of a section, in reading order. Text is CommonMark; a link's destination is `link:N`, N being its ordinal.
    public enum Piece: Hashable, Sendable {
        case text(String)
        case list([String])
        case pattern(Pattern)
        case prompt(Prompt)
        /// The ordinal of an image.
        case image(Int)
    }

    /// One way in which people describe themselves, as the article words it.
    public struct Pattern: Hashable, Sendable {
        /// `holding-tightly`: what the vocabulary's table of patterns is keyed by.
        public var key: String
        public var label: String
        public var text: String
    }

    /// Something that the reader is invited to do or to answer, for themselves.
    public struct Prompt: Hashable, Sendable {
        /// What the reader is asked to do.
        public enum Kind: String, Sendable, CaseIterable {
            case question, notice, scale, checklist, action
            /// Questions and scales are answered in words.
            public var isQuestion: Bool { self == .question || self == .scale }
        }
        /// From 1, through the whole article.
        public var ordinal: Int
        /// Which practice of the article, from 1.
        public var practice: Int
        public var kind: Kind
        public var text: String
        /// The boxes of a checklist.
        public var items: [String] = []
        /// The author's worked examples for it; they stand in the text as well.
        public var examples: [String] = []
        /// 1 gentle, 2 looks at oneself, 3 goes back to what happened.
        public var intensity: Int
    }

    /// Said before a section that may be hard to read: what it is about, always with the choice to skip it and a grounding exercise
    /// (warnings alone raise anxiety; ARCHITECTURE.md, "Handouts").
    public struct ContentNote: Hashable, Sendable {
        /// What a section may be hard to read for.
        public enum Theme: String, Sendable, CaseIterable {
            case childhoodHarm = "childhood_harm"
            case goingBack = "going_back"
            case violence
            case selfHarm = "self_harm"
            case sexualHarm = "sexual_harm"
        }
        public var themes: [Theme]
        public var intensity: Int
    }

    /// A picture that the article mentions.
    public struct Image: Hashable, Sendable {
        public var ordinal: Int
        public var alt: String
        /// Where the source says the picture is; never fetched.
        public var source: String?
        public var section: Int
    }

    /// A link of the article's, also one that it speaks of without giving an address.
    public struct Link: Hashable, Sendable {
        /// Where it leads.
        public enum Kind: String, Sendable, CaseIterable { case article, quiz, directory, external }
        /// Whether it can be followed.
        public enum State: String, Sendable, CaseIterable {
            case ready
            /// The text speaks of a link and gives no address: shown as plain words until somebody names its target.
            case needsTarget = "needs_target"
        }
        public var ordinal: Int
        public var label: String
        public var kind: Kind
        public var target: String?
        public var state: State { target == nil ? .needsTarget : .ready }
    }

    /// A concept of the vocabulary that the article may be about; a person confirms it.
    public struct ConceptSuggestion: Hashable, Sendable {
        public var code: String
        /// How often the concept's words occur.
        public var count: Int
    }

    /// A line that was left out.
    public struct Dropped: Hashable, Sendable {
        /// Line of the source, from 1.
        public var line: Int
        public var text: String
    }

    /// One thing for the editor to look at, by the line of the source, from 1.
    public struct Doubt: Hashable, Sendable {
        /// What the doubt is about.
        public enum Kind: String, Sendable, CaseIterable {
            case spelling, link, image, heading, prompt, typography
            case longSentence = "long_sentence"
        }
        public var line: Int
        public var kind: Kind
        /// The words in question, as written.
        public var excerpt: String
        /// What to do or to write instead.
        public var suggestion: String
    }

    /// Of every section, in reading order.
    public var prompts: [Prompt] {
        sections.flatMap(\.pieces).compactMap { if case .prompt(let prompt) = $0 { prompt } else { nil } }
    }

    /// Of every section, in reading order.
    public var patterns: [Pattern] {
        sections.flatMap(\.pieces).compactMap { if case .pattern(let pattern) = $0 { pattern } else { nil } }
    }
}
