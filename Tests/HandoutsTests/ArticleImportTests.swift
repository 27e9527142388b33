import Testing

@testable import Handouts

@Suite("Reading an article")
struct ArticleImportTests {
    static let markdown = """
        # When sleep will not come

        You are not doing it wrong. Nights can be hard when a body has learnt to stand guard.

        ## Signs that your body is on watch

        - **Listening:** You hear every sound in the house.
        - **Waking early:** Three o'clock, every night.

        ## Things to try

        Choose one. There is no hurry.

        ### Make the room yours

        Where in the room do you feel safest? Maybe it is the chair by the window. Notice how your shoulders feel there.
        How safe is it now, on a scale of one to ten?

        - [ ] A light that you can reach
        - [ ] A door that you can see

        ### Look at the old nights

        Please go slowly here. What did the child you were need then?

        ## When to ask for help

        - You have slept badly for a month.

        Tip: Bring this page with you.

        ## In closing

        Rest can be learnt. [Our team of therapists](https://clinic.example/team) can help.
        ![A lamp](lamp.png)
        <script>alert(1)</script>
        """

    func read(_ text: String, _ format: ArticleSource.Format? = nil) throws -> ArticleDraft {
        ArticleImport.read(try ArticleSource(bytes: Array(text.utf8), format: format))
    }

    @Test("Markdown becomes sections, patterns, prompts, pictures and links")
    func markdown() throws {
        let draft = try read(Self.markdown)
        #expect(draft.title == "When sleep will not come")
        #expect(
            draft.sections.map(\.kind) == [
                .intro, .patterns, .practices, .practice, .practice, .support, .tip, .closing,
            ]
                || draft.sections.map(\.kind) == [
                    .intro, .patterns, .practices, .practice, .practice, .support, .tip, .closing, .cta,
                ])
        #expect(draft.patterns.map(\.label) == ["Listening", "Waking early"])
        #expect(draft.prompts.map(\.kind) == [.question, .notice, .scale, .checklist, .question])
        #expect(draft.prompts.last?.intensity == 3)
        #expect(draft.prompts.first?.examples == ["Maybe it is the chair by the window."])
        #expect(draft.links.map(\.target) == ["https://clinic.example/team"])
        #expect(draft.images.map(\.alt) == ["A lamp"])
        #expect(draft.dropped.contains { $0.text.contains("script") })
    }

    @Test("a script address is no link, and its words stay")
    func scriptAddress() throws {
        let draft = try read("# T\n\nRead [this](javascript:alert(1)) and [that](data:text/html,x).")
        #expect(draft.links.map(\.state) == [.needsTarget, .needsTarget])
    }

    @Test("plain text keeps characters that Markdown would read as markup")
    func escaped() throws {
        let draft = try read(
            "A title\n\nUse *stars*, _lines_ and <b>brackets</b> & [boxes](x) as they are. \(String(repeating: "word ", count: 30))end.",
            .plain)
        let html = ArticleHTML.render(
            draft.sections.flatMap(\.pieces).compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(), links: []
        )
        #expect(html.contains("*stars*, _lines_ and &lt;b&gt;brackets&lt;/b&gt; &amp; [boxes](x)"))
    }

    @Test("CRLF and a byte order mark change nothing but the hash")
    func lineEnds() throws {
        let unix = try ArticleSource(bytes: Array(Self.markdown.utf8))
        let windows = try ArticleSource(bytes: [0xEF, 0xBB, 0xBF] + Array(Self.markdown.replacing("\n", by: "\r\n").utf8))
        #expect(ArticleImport.read(unix) == ArticleImport.read(windows))
        #expect(unix.sha256 != windows.sha256)
    }

    @Test("wrapped plain text is joined to paragraphs")
    func wrapped() throws {
        let draft = try read(
            "My title\n\nThis line is wrapped by a mail program at some seventy\ncharacters, as they do, and goes on here until it ends.\n",
            .plain)
        #expect(draft.sections.first?.pieces.count == 1)
    }

    @Test("the author's own questions are not asked of the reader")
    func rhetorical() {
        #expect(PromptFinder.kind(of: "How could I ever trust anyone?") == nil)
        #expect(PromptFinder.kind(of: "Who would do such a thing?!") == nil)
        #expect(PromptFinder.kind(of: "Where do you feel it?") == .question)
        #expect(PromptFinder.kind(of: "Then, slowly choose one word.") == .action)
    }

    @Test("sentences end where a reader would end them")
    func sentenceEnds() {
        #expect(
            sentences(of: "It hurts. “Does it?” Yes, e.g. here. By 10%? 3 times.") == [
                "It hurts.", "“Does it?”", "Yes, e.g. here.", "By 10%?", "3 times.",
            ])
        // Not an abbreviation in a text like ours.
        #expect(sentences(of: "I met my ex. He smiled.") == ["I met my ex.", "He smiled."])
        #expect(sentences(of: "Ask Dr. Lee. Etc. It ends.") == ["Ask Dr. Lee.", "Etc. It ends."])
        #expect(sentences(of: String(repeating: "www.a ", count: 8_000)).count == 1)
        #expect(sentences(of: "no end") == ["no end"])
        #expect(sentences(of: "") == [])
    }

    @Test("concepts are suggested by their words, the title counting three times")
    func concepts() throws {
        let source = try ArticleSource(bytes: Array("# Sleep\n\nSleep and Complex trauma. C-PTSD too.".utf8))
        let draft = ArticleImport.read(
            source,
            vocabulary: [
                .init(code: "sleep", words: ["sleep"]), .init(code: "complex_trauma", words: ["complex trauma", "C-PTSD"]),
                .init(code: "grief", words: ["grief"]),
            ])
        #expect(draft.concepts == [.init(code: "sleep", count: 5), .init(code: "complex_trauma", count: 2)])
    }
}

@Suite("Refusing what is no article")
struct ArticleRefusalTests {
    func refusal(_ bytes: [UInt8]) -> ArticleRefusal? {
        do throws(ArticleRefusal) {
            _ = try ArticleSource(bytes: bytes)
            return nil
        } catch { return error }
    }

    @Test("too long, not UTF-8, NUL, nothing in it: each says what to do")
    func refusals() {
        #expect(refusal([UInt8](repeating: 97, count: 262_145)) == .tooLarge(bytes: 262_145))
        #expect(refusal([UInt8](repeating: 97, count: 262_144)) == nil)
        #expect(refusal([0x41, 0xFF]) == .notUTF8)
        #expect(refusal([0x41, 0xED, 0xA0, 0x80]) == .notUTF8)
        #expect(refusal([0x41, 0, 0x42]) == .containsNUL(offset: 1))
        #expect(refusal(Array(" \n\t--\n".utf8)) == .empty)
        #expect(refusal([]) == .empty)
    }

    @Test("Markdown built to keep a parser busy is refused", arguments: [">", "[", "*", "`", "<", "![", "\\", "_a"])
    func depth(unit: String) {
        let line = String(repeating: unit, count: 100_000)
        #expect(refusal(Array(("# Title\n\n" + line).utf8)) == .tooDeep(line: 3) || unit == "_a")
    }

    @Test(
        "no text takes long, whatever it repeats", .timeLimit(.minutes(1)),
        arguments: ["a *b ", "[a](b ", "> - * a\n", "- a\n", "| a | b |\n", "&amp;", "a_b_", "`a ``b ", "![a](", "<a ", "#"])
    func time(unit: String) throws {
        let count = ArticleSource.maximumBytes / 4 / unit.utf8.count
        let text = "# Title a\n\n" + String(repeating: unit, count: count)
        do throws(ArticleRefusal) {
            _ = ArticleImport.read(try ArticleSource(bytes: Array(text.utf8), format: .markdown))
        } catch { #expect(error.code == "article.too_deep") }
    }

    @Test("any bytes give a draft or a refusal, never a trap")
    func random() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "# ", "\n", "\n\n", "•", "- ", "**", "[", "](", ")", "?", ".", "Tip:", "-->", "’", "\u{FEFF}", "\r\n", "🌱", "word ",
            "this may look like not a, not b", ":", "\u{0301}",
        ]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0..<60, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                .joined()
            for format in ArticleSource.Format.allCases {
                guard let source = try? ArticleSource(bytes: Array(text.utf8), format: format) else { continue }
                let draft = ArticleImport.read(source)
                for prompt in draft.prompts { _ = ArticleHTML.render(prompt.text, links: draft.links) }
            }
        }
    }
}
