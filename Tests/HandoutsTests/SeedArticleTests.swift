import Clinic
import Testing

@testable import Handouts

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The home clinic's own article, where it is at hand (`ATTUNE_SEED_ARTICLE`, or beside the working copy). Its text is not ours to ship.
enum Seed {
    static let bytes: [UInt8]? = {
        let named = getenv("ATTUNE_SEED_ARTICLE").map { String(cString: $0) }
        return [named, "../shared/data/seed/cptsd-and-relationships.txt"].compactMap(\.self).lazy.compactMap(read).first
    }()

    static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&buffer, 1, buffer.count, file)
        return Array(buffer.prefix(count))
    }
}

@Suite("The home clinic's article", .enabled(if: Seed.bytes != nil, "the seed article is not at hand"))
struct SeedArticleTests {
    let source: ArticleSource
    let draft: ArticleDraft

    init() throws {
        source = try ArticleSource(bytes: Seed.bytes ?? [])
        draft = ArticleImport.read(source)
    }

    @Test("the source is kept to the byte")
    func verbatim() throws {
        #expect(Array(source.text.utf8) == Seed.bytes)
        #expect(source.format == .plain)
        #expect(source.sha256 == Secrets.sha256(Seed.bytes ?? []))
    }

    @Test("its sections are the ones a reader sees")
    func sections() {
        #expect(draft.title == "CPTSD and Relationships: Why You Pull Away When You Want to Get Closer")
        #expect(
            draft.sections.map(\.kind) == [
                .intro, .explain, .patterns, .practices, .practice, .practice, .practice, .support, .tip, .closing, .cta,
            ])
        #expect(
            draft.sections.filter { $0.level == 2 && $0.heading != nil }.map(\.heading) == [
                "Why Pulling Away in Relationships Happens: CPTSD and Early Relational Trauma",
                "Common Relationship Patterns in CPTSD",
                "What to Do Instead: Practical Steps for Staying Close and Safe", "When to Reach for Professional Support",
                "Change Happens",
            ])
        #expect(
            draft.sections.filter { $0.kind == .practice }.map(\.heading) == [
                "Notice where close has been safe", "Building Internal Safety and Trust",
                "Processing and Healing the Safety Rupture",
            ])
    }

    @Test("its six patterns are found with their words")
    func patterns() {
        #expect(
            draft.patterns.map(\.label) == [
                "Holding Tightly", "Emotional Flooding → Shutdown", "Choosing “Safe” Connection", "You Leave First",
                "Hyper-Independence",
                "Hyper-vigilance",
            ])
        #expect(draft.patterns.allSatisfy { $0.text.count > 60 })
    }

    @Test("its prompts are found: fourteen questions in 5, 2 and 7, one notice, one checklist of nine, one action")
    func prompts() {
        let questions = draft.prompts.filter(\.kind.isQuestion)
        #expect([1, 2, 3].map { practice in questions.count { $0.practice == practice } } == [5, 2, 7])
        #expect(questions.count { $0.kind == .scale } == 2)
        #expect(draft.prompts.filter { $0.kind == .notice }.map(\.practice) == [1])
        #expect(draft.prompts.filter { $0.kind == .action }.map(\.practice) == [2])
        let checklists = draft.prompts.filter { $0.kind == .checklist }
        #expect(checklists.map(\.items.count) == [9])
        #expect(questions.first?.examples.count == 3)
        #expect(draft.prompts.map(\.ordinal) == Array(1...draft.prompts.count))
        #expect(Set(draft.prompts.filter { $0.practice == 3 }.map(\.intensity)) == [3])
        #expect(draft.prompts.filter { $0.practice < 3 }.allSatisfy { $0.intensity < 3 })
    }

    @Test("reasons, tip, images and links are counted")
    func rest() {
        let support = draft.sections.first { $0.kind == .support }
        let reasons = support?.pieces.compactMap { if case .list(let items) = $0 { items.count } else { nil } }
        #expect(reasons == [4])
        #expect(draft.sections.count { $0.kind == .tip } == 1)
        #expect(draft.images.count == 5)
        #expect(draft.links.map(\.kind) == [.article, .quiz, .directory])
        #expect(draft.links.allSatisfy { $0.state == .needsTarget })
        #expect(draft.footer.contains { $0.hasPrefix("We are grateful") })
    }

    @Test("what belongs to the web page is dropped and listed; slips are listed and kept")
    func doubts() {
        #expect(draft.dropped.map(\.text) == ["top of page", "Comments", "Instagram", "Facebook", "TikTok", "bottom of page"])
        let slips = Set(draft.doubts.filter { $0.kind == .spelling }.map(\.excerpt))
        #expect(slips.isSuperset(of: ["in a rel", "wont", "theres", "cant", "does not the", "now longer", "for a counselling"]))
        #expect(draft.doubts.contains { $0.kind == .longSentence && $0.suggestion.contains("53") })
    }
}
