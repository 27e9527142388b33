import Access
import Clinic
import Database
import TestKit
import Testing

@testable import Therapists

@Suite("Changing the vocabulary")
struct VocabularyChangeTests {
    static let before = """
        version: "1"
        concepts:
          - {code: trauma, label: {en: "Trauma"}, status: active}
          - {code: panic, label: {en: "Panic"}, status: active, synonyms: {en: ["panic attack", "can't breathe"]}}
          - {code: panic_attacks, label: {en: "Panic attacks", fr: "Attaques"}, status: active, broader: panic, synonyms: {en: ["sudden fear"]}}
          - {code: night_panic, label: {en: "Panic at night"}, status: active, broader: panic_attacks}
          - {code: grief, label: {en: "Grief"}, status: active, synonyms: {en: ["my mom died"]}}
        """
    static let after = """
        version: "2"
        concepts:
          - {code: trauma, label: {en: "Trauma", fr: "Traumatisme"}, status: active}
          - {code: panic, label: {en: "Panic"}, status: active, broader: trauma, synonyms: {en: ["sudden fear", "can't breathe"]}}
          - {code: panic_attacks, label: {en: "Panic attacks", fr: "Attaques"}, status: retired, replaced_by: panic}
          - {code: loss, label: {en: "Loss"}, status: active}
        """

    @Test("a comparison names what is added, retired, relabelled, moved, and which words mean something else now")
    func diff() throws {
        let (old, new) = (try Vocabulary.parse(Self.before), try Vocabulary.parse(Self.after))
        let items = VocabularyDiff(from: old, to: new).items
        #expect(
            items == [
                .init(code: "grief", change: .left), .init(code: "loss", change: .added),
                .init(code: "night_panic", change: .left),
                .init(code: "panic", change: .broader(from: nil, to: "trauma")),
                .init(code: "panic", change: .synonymMoved("sudden fear", from: "panic_attacks")),
                .init(code: "panic", change: .synonymRemoved("panic attack")),
                .init(code: "panic_attacks", change: .retired(heir: "panic")),
                .init(code: "panic_attacks", change: .broader(from: "panic", to: nil)),
                .init(code: "panic_attacks", change: .synonymRemoved("sudden fear")),
                .init(code: "trauma", change: .relabelled(from: "", to: "Traumatisme")),
            ], "\(items)")
        #expect(VocabularyDiff(from: old, to: old).touched.isEmpty)
    }

    @Test("file and stored concepts that break a rule together are refused: words of two owners, a circle through what stays")
    func together() throws {
        let old = try Vocabulary.parse(Self.before)
        let words = try Vocabulary.parse(
            "version: \"2\"\nconcepts:\n  - {code: loss, label: {en: \"Loss\"}, status: active, synonyms: {en: [\"my mom died\"]}}\n"
        )
        let shared = #expect(throws: FileRefusal.self) { try old.applying(words) }
        #expect(shared?.problems.map(\.code) == ["concept.shared_words"])
        let circle = try Vocabulary.parse(
            "version: \"2\"\nconcepts:\n  - {code: a1, label: {en: \"A\"}, status: active}\n  - {code: panic, label: {en: \"Panic\"}, status: active, broader: a1}\n"
        )
        #expect(try old.applying(circle)["panic"]?.broader == "a1")
        let runs = try Vocabulary.parse(
            "version: \"2\"\nconcepts:\n  - {code: trauma, label: {en: \"Trauma\"}, status: active}\n  - {code: panic_attacks, label: {en: \"PA\"}, status: active}\n  - {code: panic, label: {en: \"Panic\"}, status: active, broader: panic_attacks}\n"
        )
        #expect(try old.applying(runs).isWithin("night_panic", "panic_attacks"))
    }

    @Test("words are found in any case, with and without accents: exact ones first")
    func search() throws {
        let found = try Vocabulary.parse(Self.before)
        #expect(found.search("PANIC").map(\.concept.code) == ["panic", "night_panic", "panic_attacks"])
        #expect(found.search("Can't  breathe").map(\.words) == ["can't breathe"])
        #expect(found.search("attaqués").map(\.concept.code) == ["panic_attacks"])
        #expect(found.search("  ").isEmpty && found.search("zebra").isEmpty)
    }

    @Test("a merge rewrites specialties, concerns, handouts, narrower concepts and words, once, and keeps a trail")
    func merge() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(Self.before)
        try await clinic.act(as: .operator) { act in
            try await act.syncVocabulary(vocabulary)
            for statement in Self.founding { _ = try await act.query(statement) }
        }
        let done = try await clinic.act(as: .lead) { act in try await act.mergeConcept("panic_attacks", into: "panic") }
        #expect(done.specialties == 2 && done.concerns == 2 && done.handouts == 2 && done.narrower == 1)
        let rows = try await clinic.database.owner.query(
            Statement(
                "Vocabulary/after", sent: .lease,
                """
                SELECT (SELECT string_agg(concept_code || ' ' || level, ',' ORDER BY therapist_id) FROM specialty)
                       || '; ' || (SELECT string_agg(concept_code || ' ' || weight, ',' ORDER BY weight) FROM referral_concern)
                       || '; ' || (SELECT string_agg(concept_code, ',' ORDER BY version_id) FROM article_concept)
                """)()
        ).value(String.self)
        #expect(rows == "panic 3,panic 2; panic 4000,panic 10000; panic,panic")
        let stored = try await clinic.reader(as: .intake).vocabulary()
        #expect(stored.current("panic_attacks")?.code == "panic" && stored["night_panic"]?.broader == "panic")
        #expect(stored.resolve("sudden fear") == .concept("panic") && stored.resolve("Panic attacks") == .concept("panic"))
        let trail = try await clinic.reader(as: .lead).conceptMerges()
        #expect(trail.map(\.code) == ["panic_attacks"] && trail[0].uses.concerns == 2)
        // A published article changes in no other way, not even for the owner.
        let owner = clinic.database.owner
        await #expect(throws: DatabaseError.self) {
            try await owner.query(
                Statement("Vocabulary/tamper", sent: .lease, "UPDATE article_concept SET concept_code = 'grief'")())
        }
        await clinic.close()
    }

    @Test("what cannot be merged is refused with what to do, and nothing is half done")
    func refused() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(Self.before)
        try await clinic.act(as: .operator) { act in _ = try await act.syncVocabulary(vocabulary) }
        let print = try await clinic.reader(as: .lead).vocabulary().version
        for (code, heir, wanted) in [
            ("panik", "grief", VocabularyRefusal.unknownConcept("panik", nearest: "panic")), ("grief", "grief", .intoItself),
            ("panic", "night_panic", .heirIsNarrower),
        ] {
            do {
                _ = try await clinic.act(as: .lead) { act in try await act.mergeConcept(code, into: heir) }
                Issue.record("\(code) was merged")
            } catch let refusal as VocabularyRefusal { #expect(refusal == wanted) }
        }
        for role in [Role.intake, .therapist, .frontDesk] {
            await #expect(throws: (any Error).self) {
                try await clinic.act(as: role) { act in try await act.mergeConcept("panic_attacks", into: "panic") }
            }
        }
        #expect(try await clinic.reader(as: .lead).vocabulary().version == print)
        // One step below is fine: the heir takes the place.
        _ = try await clinic.act(as: .lead) { act in try await act.mergeConcept("panic", into: "panic_attacks") }
        let stored = try await clinic.reader(as: .lead).vocabulary()
        #expect(stored["panic_attacks"]?.broader == nil && stored.current("panic")?.code == "panic_attacks")
        await clinic.close()
    }

    @Test("a clinician's name stands under one version of the pattern table, once, and is told to intake")
    func signOff() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(Self.before)
        let text = "version: \"7\"\npatterns:\n  - {code: holding, label: {en: \"Holding\"}, weights: {grief: 10000}}\n"
        let table = try PatternTable.parse(text, vocabulary: vocabulary)
        #expect(try await clinic.reader(as: .intake).patternSignOff(of: text) == nil)
        try await clinic.act(as: .lead) { act in try await act.signOffPatterns(table, text: text, clinician: "Dr. N. Example") }
        let sign = try #require(try await clinic.reader(as: .intake).patternSignOff(of: text))
        #expect(sign.clinician == "Dr. N. Example" && sign.version == "7")
        let zone = try ZoneCatalogue().rules(#require(ZoneID("America/Vancouver")))
        #expect(!table.isSignedOff && table.signed(sign, zone: zone).isSignedOff)
        #expect(try await clinic.reader(as: .intake).patternSignOff(of: text + " ") == nil)
        await #expect(throws: VocabularyRefusal.alreadySigned) {
            try await clinic.act(as: .lead) { act in try await act.signOffPatterns(table, text: text, clinician: "Somebody else")
            }
        }
        await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .intake) { act in try await act.signOffPatterns(table, text: text + " ", clinician: "Intake")
            }
        }
        await clinic.close()
    }

    private static let founding: [Bound] = [
        Statement(
            "Vocabulary/specialties", sent: .lease,
            """
            INSERT INTO specialty (therapist_id, concept_code, level, focus, verified_by, verified_on)
            VALUES ($1, 'panic', 1, true, NULL, NULL), ($1, 'panic_attacks', 3, true, 'Test College', '2025-01-01'),
                   ($2, 'panic_attacks', 2, true, 'Test College', '2025-01-01')
            """)(TestClinic.amara, TestClinic.tomasz),
        Statement(
            "Vocabulary/referrals", sent: .lease,
            """
            INSERT INTO referral (id, client_id, source, received_at) VALUES ($1, $3, 'self', now()), ($2, $4, 'self', now())
            """)(TestClinic.id(61), TestClinic.id(62), TestClinic.robin, TestClinic.sam),
        Statement(
            "Vocabulary/concerns", sent: .lease,
            """
            INSERT INTO referral_concern (referral_id, concept_code, weight)
            VALUES ($1, 'panic', 6000), ($1, 'panic_attacks', 6000), ($2, 'panic_attacks', 4000)
            """)(TestClinic.id(61), TestClinic.id(62)),
        Statement("Vocabulary/article", sent: .lease, "INSERT INTO article (id, slug) VALUES ($1, 'settling')")(
            TestClinic.id(63)),
        Statement(
            "Vocabulary/versions", sent: .lease,
            """
            INSERT INTO article_version (id, article_id, number, language, title, source, source_kind, sha256)
            VALUES ($1, $3, 1, 'en', 'Settling', '# Settling', 'markdown', sha256('1')),
                   ($2, $3, 2, 'en', 'Settling', '# Settling 2', 'markdown', sha256('2'))
            """)(TestClinic.id(64), TestClinic.id(65), TestClinic.id(63)),
        Statement(
            "Vocabulary/tags", sent: .lease,
            "INSERT INTO article_concept (version_id, concept_code) VALUES ($1, 'panic'), ($1, 'panic_attacks'), ($2, 'panic_attacks')"
        )(
            TestClinic.id(64), TestClinic.id(65)),
    ]
}
