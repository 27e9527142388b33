import Clinic
import Testing

@testable import Handouts

@Suite("The page behind a link")
struct HandoutPagesTests {
    let pages: HandoutPages
    let html: String

    init() throws {
        pages = try HandoutPages()
        let source = try ArticleSource(bytes: Array(ArticleImportTests.markdown.utf8))
        html = pages.handout(.init(preview: ArticleImport.read(source), note: "Take your time.\nAmara & I <3"))
    }

    @Test("the way out is the first thing that can take the focus")
    func exitFirst() throws {
        let focusable = ["<a ", "<button", "<input", "<textarea", "<summary", "<select"].compactMap {
            html.firstRange(of: $0)?.lowerBound
        }
        let leave = try #require(html.firstRange(of: "<a class=\"leave\"")?.lowerBound)
        #expect(focusable.min() == leave)
    }

    @Test("a passer-by sees a neutral title, on every page and in both languages")
    func neutral() {
        #expect(html.contains("<title>A note for you</title>"))
        #expect(pages.door().contains("<title>A note for you</title>"))
        #expect(pages.door(language: .french).contains("<title>Un mot pour vous</title>"))
        #expect(pages.closed(language: .french).contains("<html lang=\"fr\">"))
    }

    @Test("nothing is loaded from anywhere, and only the way out leads away")
    func requests() {
        for mark in ["src=", "<img", "<link", "@import", "url(http", "srcset", "<iframe", "<form", " style=\"", " onclick"] {
            #expect(!html.contains(mark), "\(mark)")
        }
        let addresses = html.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(
            addresses.allSatisfy { $0.hasPrefix("#") || $0 == "https://weather.gc.ca/" || $0 == "https://clinic.example/team" })
    }

    @Test("what a reader writes is never part of a form")
    func reflections() {
        #expect(html.contains("<textarea"))
        #expect(!html.contains("<form"))
        let boxes = html.split(separator: "<textarea").dropFirst().map { $0.prefix { $0 != ">" } }
        #expect(
            boxes.allSatisfy {
                !$0.contains(" name=") && $0.contains("autocomplete=\"off\"") && $0.contains("spellcheck=\"false\"")
            })
    }

    @Test("words of people are escaped")
    func escaped() throws {
        #expect(html.contains("Amara &amp; I &lt;3"))
        let draft = ArticleImport.read(try ArticleSource(bytes: Array("# <script>x</script>\n\n## A \"b\" <c>\n\ntext".utf8)))
        let page = pages.handout(.init(preview: draft))
        #expect(page.split(separator: "<script").count == 2)
    }

    @Test("hard questions stay away until a therapist releases them")
    func kept() throws {
        let source = try ArticleSource(bytes: Array(ArticleImportTests.markdown.utf8))
        let kept = pages.handout(.init(preview: ArticleImport.read(source), released: false))
        #expect(html.contains("What did the child you were need then?"))
        #expect(!kept.contains("What did the child you were need then?"))
        #expect(kept.contains("kept for a conversation"))
        #expect(kept.contains("Where in the room do you feel safest?"))
    }

    @Test("the door and the closed page hold no address, and the door has one button")
    func door() {
        let door = pages.door()
        #expect(door.contains("<form method=\"post\"><button type=\"submit\">"))
        #expect(!pages.closed().contains("<form"))
    }

    @Test("the policy names exactly the style and the script that are in the page")
    func policy() throws {
        let policy = try #require(pages.headers.first { $0.name == "Content-Security-Policy" }?.value)
        for (open, close) in [("<style>", "</style>"), ("<script>", "</script>")] {
            let start = try #require(html.firstRange(of: open)?.upperBound)
            let end = try #require(html[start...].firstRange(of: close)?.lowerBound)
            #expect(policy.contains("'sha256-" + base64(Secrets.sha256(html[start..<end].utf8)) + "'"))
        }
        #expect(policy.hasPrefix("default-src 'none';"))
        #expect(!policy.contains("unsafe"))
    }

    @Test("every identifier is used once, and every jump arrives")
    func identifiers() {
        let ids = html.split(separator: " id=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(Set(ids).count == ids.count)
        let jumps = html.split(separator: "href=\"#").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(Set(jumps).isSubset(of: Set(ids)))
        let labels = html.split(separator: " for=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        #expect(Set(labels).isSubset(of: Set(ids)))
    }

    @Test("both languages have the same words")
    func words() {
        #expect(Set(PageWords.of(.english).keys) == Set(PageWords.of(.french).keys))
    }

    @Test("base64 is that of RFC 4648")
    func encoding() {
        #expect(["", "f", "fo", "foo", "foob"].map { base64(Array($0.utf8)) } == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="])
    }
}
