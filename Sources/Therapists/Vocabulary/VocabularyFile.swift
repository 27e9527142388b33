public import Clinic

extension Vocabulary {
    /// Reads `Config/vocabulary/concepts.yaml`.
    /// - Throws: everything that is wrong with it, by line.
    public static func parse(_ text: String) throws(FileRefusal) -> Vocabulary {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(["version", "concepts"]) else { throw FileRefusal(document.problems.all) }
        let version = top.required("version")?.text(longest: 40)
        let entries = (top.required("concepts")?.items() ?? []).compactMap(entry)
        for problem in VocabularyLint.problems(in: entries) { document.problems.add(problem) }
        return try document.finish(Vocabulary(version: version ?? "", checked: entries.map(\.concept)))
    }

    /// A concept whose code was read takes part in the lint even if the rest of it is wrong: its absence would look like another fault.
    private static func entry(_ value: YAMLValue) -> VocabularyLint.Entry? {
        let keys = ["code", "label", "broader", "status", "external", "synonyms", "replaced_by"]
        guard let fields = value.mapping(keys), let code = fields.required("code"), let name = conceptCode(code) else {
            return nil
        }
        let label = fields.required("label")?.mapping(["en", "fr"])
        let external = fields["external"]?.pairs().compactMap { key, value in
            key.code(separator: "_").flatMap { system in value.text(longest: 40).map { (system, $0) } }
        }
        let concept = Concept(
            code: name, labelEnglish: label?.required("en")?.text() ?? name, labelFrench: label?["fr"]?.text(),
            synonyms: fields["synonyms"].map(synonyms) ?? [], broader: fields["broader"].flatMap(conceptCode),
            status: fields["status"]?.choice(Concept.Status.self) ?? .active,
            replacedBy: fields["replaced_by"].flatMap(conceptCode),
            external: Dictionary(external ?? [], uniquingKeysWith: { first, _ in first }))
        return VocabularyLint.Entry(
            concept: concept, path: value.path, code: place(code), broader: place(fields["broader"]),
            replacedBy: place(fields["replaced_by"]))
    }

    private static func synonyms(_ value: YAMLValue) -> [Concept.Synonym] {
        value.pairs().flatMap { key, words -> [Concept.Synonym] in
            guard let language = key.text().flatMap({ Language($0) }) else {
                key.fail("file.not_a_language", "A language such as en or fr is expected here.")
                return []
            }
            return words.items().compactMap { $0.text() }.map { Concept.Synonym(language: language, words: $0) }
        }
    }

    private static func conceptCode(_ value: YAMLValue) -> String? {
        guard let code = value.code(separator: "_") else { return nil }
        guard code.first?.isLetter == true, code.count >= 2 else {
            value.fail("file.not_a_code", "A code of two characters or more that begins with a letter is expected here.")
            return nil
        }
        return code
    }

    private static func place(_ value: YAMLValue?) -> VocabularyLint.Place {
        value.map { VocabularyLint.Place(line: $0.line, column: $0.column) } ?? VocabularyLint.Place()
    }
}
