/// What both readers, of plain text and of Markdown, make of a source: one block after the other, not yet sorted into sections.
struct ArticleBlock: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// `level` as Markdown says it, or `nil` where plain text leaves it open. `label`: it ended in a colon.
        case heading(level: Int?, label: Bool)
        case paragraph
        case list([String])
        case image(source: String?)
    }
    /// From 1.
    var line: Int
    var kind: Kind
    /// Headings and image descriptions are plain words; paragraphs and items are CommonMark.
    var text: String
}

/// The blocks of a source with what was left out and what was found on the way.
struct ArticleBlocks: Sendable {
    var blocks: [ArticleBlock] = []
    var links: [ArticleDraft.Link] = []
    var footer: [String] = []
    var dropped: [ArticleDraft.Dropped] = []
    var doubts: [ArticleDraft.Doubt] = []

    mutating func addLink(_ label: String, target: String?) -> Int {
        let ordinal = links.count + 1
        links.append(.init(ordinal: ordinal, label: label, kind: .init(label: label, target: target), target: target))
        return ordinal
    }
}

extension ArticleDraft.Link.Kind {
    /// Guessed from the words of the link; without a better idea, another article.
    init(label: String, target: String?) {
        let words = label.folded
        if words.mentionsAny(["quiz", "test", "questionnaire"]) {
            self = .quiz
        } else if words.mentionsAny(["team", "therapist*", "counsellor*", "counselor*", "équipe", "thérapeute*"]) {
            self = .directory
        } else {
            self = target?.contains("://") == true ? .external : .article
        }
    }
}
