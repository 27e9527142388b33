public import Access
internal import Clinic
internal import Database

extension Querying {
    /// The vocabulary as it is stored. Its version is the fingerprint of its content.
    /// - Throws: `FileRefusal` when somebody changed the tables by hand so that they break the vocabulary's rules.
    public func vocabulary() async throws -> Vocabulary {
        let answers = try await queries([SQL.listConcepts(), SQL.listSynonyms()])
        let synonyms = try answers[1].map { row throws(DatabaseError) in
            (code: try row.next(String.self), synonym: Concept.Synonym(language: try row.next(), words: try row.next()))
        }
        let byCode = Dictionary(grouping: synonyms, by: \.code)
        let concepts = try answers[0].map { row throws(DatabaseError) in
            let code: String = try row.next()
            return Concept(
                code: code, labelEnglish: try row.next(), labelFrench: try row.nextOptional(),
                synonyms: (byCode[code] ?? []).map(\.synonym), broader: try row.nextOptional(), status: try row.next(),
                replacedBy: try row.nextOptional(),
                external: Dictionary(
                    zip(try row.next([String].self), try row.next([String].self)), uniquingKeysWith: { first, _ in first }))
        }
        return try Vocabulary(version: Concept.fingerprint(of: concepts), concepts: concepts)
    }
}

extension Act {
    /// Makes the stored vocabulary agree with `vocabulary`. Concepts that it no longer names stay, since something may refer to them.
    /// Doing it again changes nothing.
    /// - Returns: the codes that were added or changed, in order.
    @discardableResult
    public func syncVocabulary(_ vocabulary: Vocabulary) async throws -> [String] {
        let concepts = vocabulary.concepts
        let external = concepts.flatMap { concept in
            concept.external.sorted { $0.key < $1.key }.map { (concept: concept.code, system: $0.key, code: $0.value) }
        }
        let synonyms = concepts.flatMap { concept in concept.synonyms.map { (concept: concept.code, synonym: $0) } }
        let owners = synonyms.map(\.concept)
        let languages = synonyms.map(\.synonym.language)
        let words = synonyms.map(\.synonym.words)
        let answers = try await queries([
            SQL.syncConcepts(
                concepts.map(\.code), concepts.map(\.labelEnglish), concepts.map(\.labelFrench), concepts.map(\.broader),
                concepts.map(\.status), concepts.map(\.replacedBy), external.map(\.concept), external.map(\.system),
                external.map(\.code)),
            SQL.removeSynonyms(concepts.map(\.code), owners, languages, words),
            SQL.addSynonyms(owners, languages, words),
        ])
        let changed = try Set(answers.flatMap { try $0.values(String.self) }).sorted()
        try await record("vocabulary.synchronised", details: ["changed": String(changed.count)])
        return changed
    }
}

extension Concept {
    /// `sha256:` and the first 16 hexadecimal digits: equal for equal content.
    static func fingerprint(of concepts: [Concept]) -> String {
        var text = ""
        for concept in concepts.sorted(by: { $0.code < $1.code }) {
            let external = concept.external.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            let synonyms = concept.synonyms.map { "\($0.language.code)=\($0.words)" }.sorted()
            let fields = [
                concept.code, concept.labelEnglish, concept.labelFrench ?? "", concept.broader ?? "", concept.status.rawValue,
                concept.replacedBy ?? "",
            ]
            text += (fields + external + synonyms).joined(separator: "\u{1F}") + "\u{1E}"
        }
        let digits = Array("0123456789abcdef")
        return "sha256:" + Secrets.sha256(text.utf8).prefix(8).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined()
    }
}
