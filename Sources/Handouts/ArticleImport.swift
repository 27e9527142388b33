/// Reads an article into sections, patterns, prompts, images and links. Pure: bytes in, a draft out.
///
/// Nothing is corrected: words stay as written, what looks wrong is a ``ArticleDraft/Doubt``, what belonged to the web page is a
/// ``ArticleDraft/Dropped``. The same source always gives the same draft.
public enum ArticleImport {
    /// Words by which a concept of the vocabulary is recognised.
    public struct ConceptWords: Hashable, Sendable {
        public let code: String
        /// Labels and synonyms, in any case.
        public let words: [String]

        public init(code: String, words: [String]) {
            self.code = code
            self.words = words
        }
    }

    /// - Parameters:
    ///   - source: proven text, plain or Markdown.
    ///   - language: BCP 47, of the article.
    ///   - vocabulary: what may be suggested as concepts; none by default.
    /// - Complexity: O(length of the text × words of the vocabulary).
    public static func read(_ source: ArticleSource, language: String = "en", vocabulary: [ConceptWords] = []) -> ArticleDraft {
        var read = source.format == .markdown ? MarkdownReader.read(source) : PlainTextReader.read(source.lines)
        let title = takeTitle(from: &read.blocks)
        var sections = SectionBuilder(headings: read.blocks)
        for block in read.blocks { sections.add(block, links: read.links) }
        let built = sections.finished()
        return ArticleDraft(
            title: title, language: language, sections: built.sections, images: built.images, links: read.links,
            footer: read.footer,
            concepts: ConceptFinder.suggest(from: vocabulary, title: title, lines: source.lines),
            dropped: read.dropped,
            doubts: (read.doubts + built.doubts + Proofreader.doubts(in: source.lines)).sorted {
                ($0.line, $0.kind.rawValue) < ($1.line, $1.kind.rawValue)
            })
    }

    /// The first heading, or the first line where there is none.
    private static func takeTitle(from blocks: inout [ArticleBlock]) -> String {
        let isHeading = { (block: ArticleBlock) in if case .heading = block.kind { true } else { false } }
        let first = blocks.firstIndex { block in
            if case .heading(let level, _) = block.kind { level == nil || level == 1 } else { false }
        }
        if let first, blocks[..<first].allSatisfy({ !isHeading($0) }), blocks[..<first].count <= 1 {
            return blocks.remove(at: first).text
        }
        guard let index = blocks.firstIndex(where: { isHeading($0) || $0.kind == .paragraph }) else { return "" }
        if isHeading(blocks[index]) { return blocks.remove(at: index).text }
        let words = sentences(of: blocks[index].text).first ?? ""
        return String(words.prefix(140))
    }
}

/// Suggests concepts for an article by counting their words; the title counts three times.
enum ConceptFinder {
    /// Most frequent first, then by code.
    static func suggest(from vocabulary: [ArticleImport.ConceptWords], title: String, lines: [String]) -> [ArticleDraft
        .ConceptSuggestion]
    {
        let title = title.folded, text = lines.map(\.folded)
        return vocabulary.compactMap { concept in
            let words = concept.words.map(\.folded)
            let count = words.reduce(0) { sum, word in
                sum + 3 * title.occurrences(of: word) + text.reduce(0) { $0 + $1.occurrences(of: word) }
            }
            return count > 0 ? ArticleDraft.ConceptSuggestion(code: concept.code, count: count) : nil
        }.sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }
}
