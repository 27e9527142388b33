public import Clinic

/// What another vocabulary would change: concept by concept, and word by word.
public struct VocabularyDiff: Hashable, Sendable {
    /// What happens to one concept.
    public enum Change: Hashable, Sendable {
        case added
        case retired(heir: String?)
        /// Retired or a draft until now.
        case activated
        case relabelled(from: String, to: String)
        case broader(from: String?, to: String?)
        case external
        case synonymAdded(String)
        case synonymRemoved(String)
        /// Words that meant another concept until now.
        case synonymMoved(String, from: String)
        /// Stored, and not in the file: it stays as it is, since something may refer to it.
        case left

        /// Whether applying the file does anything about it.
        public var isEffect: Bool { self != .left }
    }

    /// One change, of one concept.
    public struct Item: Hashable, Sendable {
        public let code: String
        public let change: Change
    }

    /// By code; of one concept in the order of ``Change``'s cases.
    public let items: [Item]

    /// Codes that something may name and that would change, in order.
    public var touched: [String] { Set(items.filter(\.change.isEffect).map(\.code)).sorted() }

    /// Compares two vocabularies. Pure.
    public init(from old: Vocabulary, to new: Vocabulary) {
        let owner = Dictionary(
            old.concepts.flatMap { concept in concept.synonyms.map { (WordKey.key($0.words), concept.code) } }
        ) { first, _ in first }
        var items: [Item] = []
        for concept in new.concepts {
            func note(_ change: Change) { items.append(Item(code: concept.code, change: change)) }
            guard let known = old[concept.code] else {
                note(.added)
                continue
            }
            if concept.status != known.status || concept.replacedBy != known.replacedBy {
                note(concept.status == .retired ? .retired(heir: concept.replacedBy) : .activated)
            }
            for (before, after) in [
                (known.labelEnglish, concept.labelEnglish), (known.labelFrench ?? "", concept.labelFrench ?? ""),
            ]
            where before != after { note(.relabelled(from: before, to: after)) }
            if known.broader != concept.broader { note(.broader(from: known.broader, to: concept.broader)) }
            if known.external != concept.external { note(.external) }
            let (before, after) = (Set(known.synonyms), Set(concept.synonyms))
            for synonym in concept.synonyms where !before.contains(synonym) {
                let from = owner[WordKey.key(synonym.words)]
                note(
                    from.map { $0 == concept.code ? .synonymAdded(synonym.words) : .synonymMoved(synonym.words, from: $0) }
                        ?? .synonymAdded(synonym.words))
            }
            for synonym in known.synonyms where !after.contains(synonym) { note(.synonymRemoved(synonym.words)) }
        }
        items += old.concepts.filter { new[$0.code] == nil }.map { Item(code: $0.code, change: .left) }
        // A stable order whatever the files' own.
        self.items = items.enumerated().sorted { ($0.element.code, $0.offset) < ($1.element.code, $1.offset) }.map(\.element)
    }
}

extension Vocabulary {
    /// What would be stored once `file` is applied: its concepts, and those that are stored and not in it.
    /// - Throws: what the two break together, such as words that two concepts claim; nothing was changed.
    public func applying(_ file: Vocabulary) throws(FileRefusal) -> Vocabulary {
        try Vocabulary(version: file.version, concepts: file.concepts + concepts.filter { file[$0.code] == nil })
    }
}

extension Vocabulary {
    /// One answer to a search.
    public struct Hit: Hashable, Sendable {
        public let concept: Concept
        /// The word of it that was found.
        public let words: String
    }

    /// Concepts whose code, label or synonym holds these words, whatever their case and accents; exact ones first, then by code.
    public func search(_ words: String, limit: Int = 20) -> [Hit] {
        let key = WordKey.key(words)
        guard !key.isEmpty else { return [] }
        var exact: [Hit] = [], partial: [Hit] = []
        for concept in concepts {
            let known =
                [concept.code, concept.labelEnglish] + [concept.labelFrench].compactMap { $0 } + concept.synonyms.map(\.words)
            if let found = known.first(where: { WordKey.key($0) == key }) {
                exact.append(Hit(concept: concept, words: found))
            } else if let found = known.first(where: { WordKey.key($0).contains(key) }) {
                partial.append(Hit(concept: concept, words: found))
            }
        }
        return Array((exact + partial).prefix(max(0, limit)))
    }
}
