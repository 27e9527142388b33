public import Clinic

/// All concepts, with the ways through them: from free words to codes, and from a concept to the wider ones.
///
/// What is in a vocabulary has been checked: codes are unique, every `broader` and `replacedBy` exists, neither runs in a circle.
public struct Vocabulary: Hashable, Sendable {
    /// `2026-11.1`: recorded with every ranking that rested on it.
    public let version: String
    /// By code.
    public let concepts: [Concept]
    private let byCode: [String: Int]
    private let byWords: [String: [String]]
    /// The most words that any synonym has.
    private let longest: Int

    /// - Throws: every fault with `line` 0, since these concepts came from no file; see ``parse(_:)``.
    public init(version: String, concepts: [Concept]) throws(FileRefusal) {
        let problems = VocabularyLint.problems(in: concepts.map { VocabularyLint.Entry(concept: $0) })
        guard problems.isEmpty else { throw FileRefusal(problems) }
        self.init(version: version, checked: concepts)
    }

    init(version: String, checked concepts: [Concept]) {
        self.version = version
        self.concepts = concepts.sorted { $0.code < $1.code }
        byCode = Dictionary(self.concepts.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
        var words: [String: [String]] = [:]
        for concept in self.concepts where concept.status == .active {
            for key in concept.wordKeys.sorted() { words[key, default: []].append(concept.code) }
        }
        byWords = words
        longest = words.keys.map { $0.split(separator: " ").count }.max() ?? 0
    }

    /// Exactly that code, a retired one too; nil where it is unknown.
    public subscript(code: String) -> Concept? { byCode[code].map { concepts[$0] } }

    /// The concept that stands for `code` today: itself, or the heir of a retired one.
    public func current(_ code: String) -> Concept? {
        guard let concept = self[code] else { return nil }
        guard concept.status == .retired, let heir = concept.replacedBy else { return concept }
        return current(heir)  // ends: the lint found no circle
    }

    /// `code` and every wider concept, nearest first; empty when it is unknown.
    public func ancestry(of code: String) -> [String] {
        var chain: [String] = []
        var next = self[code]
        while let concept = next {
            chain.append(concept.code)
            next = concept.broader.flatMap { self[$0] }
        }
        return chain
    }

    /// Whether `code` is `other`, or narrower than it: `cptsd` is within `trauma`.
    public func isWithin(_ code: String, _ other: String) -> Bool { ancestry(of: code).contains(other) }

    /// The code that was probably meant.
    public func nearestCode(to code: String) -> String? { nearest(to: code, among: concepts.map(\.code)) }

    /// What words mean: a code, a label or a synonym, whatever their case, accents and punctuation.
    public enum Resolution: Hashable, Sendable {
        case concept(String)
        /// Several concepts claim these words; by code. A person chooses.
        case ambiguous([String])
        /// The nearest codes by their words, if any are near.
        case unknown(nearest: String?)
    }

    /// Only active concepts are found by their words.
    public func resolve(_ words: String) -> Resolution {
        if let concept = current(words), concept.status == .active { return .concept(concept.code) }
        let key = WordKey.key(words)
        let codes = byWords[key] ?? []
        if let only = codes.first { return codes.count == 1 ? .concept(only) : .ambiguous(codes) }
        let near = nearest(to: key, among: byWords.keys.sorted()).flatMap { byWords[$0]?.first }
        return .unknown(nearest: near)
    }

    /// The concepts that a text mentions, in the order in which it does, each once. Of overlapping mentions the longest counts:
    /// "complex trauma" is not also "trauma". Words that several concepts claim count for none.
    /// - Complexity: O(words × the longest synonym).
    public func mentions(in text: String) -> [String] {
        let words = WordKey.words(text)
        var found: [String] = []
        var index = 0
        while index < words.count {
            var step = 1
            for length in stride(from: min(longest, words.count - index), to: 0, by: -1) {
                guard let codes = byWords[words[index..<(index + length)].joined(separator: " ")] else { continue }
                if codes.count == 1, !found.contains(codes[0]) { found.append(codes[0]) }
                step = length
                break
            }
            index += step
        }
        return found
    }
}

extension Concept {
    /// The keys of its code, labels and synonyms.
    var wordKeys: Set<String> {
        Set(([code, labelEnglish, labelFrench ?? ""] + synonyms.map(\.words)).map { WordKey.key($0) }).subtracting([""])
    }
}
