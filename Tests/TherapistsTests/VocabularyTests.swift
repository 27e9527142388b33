import Clinic
import Testing
import Therapists

@Suite("The vocabulary of concerns")
struct VocabularyTests {
    static let file = """
        version: "1"
        concepts:
          - code: trauma
            label: {en: Trauma, fr: Traumatisme}
          - code: cptsd
            label: {en: Complex trauma}
            broader: trauma
            external: {icd11: 6B41}
            synonyms:
              en: [C-PTSD, CPTSD, "can't feel safe"]
              fr: [TSPT complexe, évitement]
          - code: attachment_wound
            label: {en: Attachment wound}
            status: retired
            replaced_by: attachment_trauma
          - code: attachment_trauma
            label: {en: Attachment trauma}
            broader: trauma
          - code: moral_injury
            label: {en: Moral injury}
            status: draft
        """

    @Test("words mean the same concept whatever their case, accents, hyphens and apostrophes")
    func resolution() throws {
        let vocabulary = try Vocabulary.parse(Self.file)
        for words in ["cptsd", "C-PTSD", "c ptsd", "CPTSD", "Complex  Trauma", "cant feel safe", "can’t feel safe", "Evitement"] {
            #expect(vocabulary.resolve(words) == .concept("cptsd"), "\(words)")
        }
        #expect(vocabulary.resolve("attachment_wound") == .concept("attachment_trauma"))
        #expect(vocabulary.resolve("complex truama") == .unknown(nearest: "cptsd"))
        #expect(vocabulary.resolve("moral_injury") == .unknown(nearest: nil), "a draft is not offered")
        #expect(vocabulary.resolve("") == .unknown(nearest: nil))
    }

    @Test("a narrower concept lies within the wider one, not the other way round")
    func ancestry() throws {
        let vocabulary = try Vocabulary.parse(Self.file)
        #expect(vocabulary.ancestry(of: "cptsd") == ["cptsd", "trauma"])
        #expect(vocabulary.isWithin("cptsd", "trauma"))
        #expect(!vocabulary.isWithin("trauma", "cptsd"))
        #expect(vocabulary.ancestry(of: "nothing") == [])
        #expect(vocabulary["cptsd"]?.external == ["icd11": "6B41"])
    }

    @Test("a text's concepts come in its order, each once, the longest words winning")
    func mentions() throws {
        let vocabulary = try Vocabulary.parse(Self.file)
        #expect(vocabulary.mentions(in: "Complex trauma; attachment trauma and C-PTSD.") == ["cptsd", "attachment_trauma"])
        #expect(vocabulary.mentions(in: "Trauma. I can't feel safe!") == ["trauma", "cptsd"])
        #expect(vocabulary.mentions(in: "traumatic") == [])
    }

    @Test("every fault of a vocabulary is reported at once, by line, with the nearest code")
    func lint() throws {
        let text = """
            version: "1"
            concepts:
              - code: trauma
                label: {en: Trauma}
                broader: grief
              - code: grief
                label: {en: Grief}
                broader: trauma
              - code: trauma
                label: {en: Again}
              - code: shame
                label: {en: Shame}
                broader: greif
                staus: active
              - code: Bad Code
                label: {en: Bad}
              - code: loss
                label: {en: Loss}
                synonyms: {en: [grief]}
              - code: old
                label: {en: Old}
                replaced_by: loss
            """
        let refusal = #expect(throws: FileRefusal.self) { try Vocabulary.parse(text) }
        let found = (refusal?.problems ?? []).map { "\($0.line) \($0.code)" }
        #expect(
            found == [
                "5 concept.broader_circle", "8 concept.broader_circle", "9 concept.duplicate_code", "13 concept.unknown_broader",
                "14 file.unknown_key", "15 file.not_a_code", "17 concept.shared_words", "22 concept.heir_of_active",
            ])
        #expect(refusal?.problems.first { $0.line == 13 }?.message.contains("Was grief meant?") == true)
        #expect(refusal?.problems.first { $0.line == 14 }?.message.contains("Was status meant?") == true)
    }

    @Test(
        "text that is no vocabulary is refused with a line",
        arguments: ["", "concepts: [", "a: 1\na: 2", "- x", "version: &x 1\nconcepts: []", "a\0b", "--- 1\n--- 2\n"])
    func notAVocabulary(text: String) {
        let refusal = #expect(throws: FileRefusal.self) { try Vocabulary.parse(text) }
        #expect(refusal?.problems.first.map { $0.line >= 1 } == true)
    }

    @Test("a deeply nested file is refused, not followed to the end of the stack")
    func deep() {
        #expect(throws: FileRefusal.self) { try Vocabulary.parse(String(repeating: "[", count: 200_000)) }
    }

    @Test("the weights of several patterns sum to exactly 10,000 in any order, and unknown ones count for nothing")
    func patterns() throws {
        let vocabulary = try Vocabulary.parse(Self.file)
        let text = """
            version: "1"
            signed_off_by: null
            patterns:
              - {code: one, label: {en: One}, weights: {cptsd: 3333, trauma: 6667}}
              - {code: two, label: {en: Two}, weights: {attachment_trauma: 10000}}
              - {code: three, label: {en: Three}, weights: {trauma: 5000, cptsd: 5000}}
            """
        let table = try PatternTable.parse(text, vocabulary: vocabulary)
        #expect(!table.isSignedOff)
        let all = table.weights(of: ["one", "two", "three", "four"])
        #expect(all.map(\.concept) == ["trauma", "attachment_trauma", "cptsd"])
        #expect(all.map(\.basisPoints) == [3_889, 3_333, 2_778])
        #expect(table.weights(of: ["three", "two", "one"]) == all)
        #expect(table.weights(of: ["four"]) == [])
        let bad = "version: \"1\"\npatterns:\n  - {code: one, label: {en: One}, weights: {cptds: 4000, trauma: 5000}}\n"
        let refusal = #expect(throws: FileRefusal.self) { try PatternTable.parse(bad, vocabulary: vocabulary) }
        #expect(refusal?.problems.map(\.code) == ["pattern.weights_sum", "file.unknown_concept"])
    }
}
