import SystemPackage
import Testing

@testable import AttuneAdmin

@Suite("What is printed")
struct OutputTests {
    static let table = Table(["id", "name"], [["1", "Amara\tO."], ["22", "a very long name that does not fit anywhere"]])

    @Test("a pipe gets tab-separated values without a header, and no cell can add a column")
    func piped() {
        #expect(Self.table.text(width: nil, coloured: false) == "1\tAmara O.\n22\ta very long name that does not fit anywhere\n")
    }

    @Test("what a terminal would obey is shown and not sent, and JSON escapes it")
    func hidden() {
        let cell = "Ann\u{1B}]0;x\u{7}\u{9B}2J\u{202E}Lee"
        for width in [nil, 80] {
            let text = Table(["name"], [[cell]]).text(width: width, coloured: false)
            #expect(text.contains("Ann\u{FFFD}]0;x\u{FFFD}\u{FFFD}2J\u{FFFD}Lee"), "\(text.debugDescription)")
        }
        #expect(JSON.string(cell).text(indented: false) == #""Ann\u001b]0;x\u0007\u009b2J\u202eLee""#)
    }

    @Test("a terminal gets aligned columns under a header, shortened to its width")
    func terminal() {
        let lines = Self.table.text(width: 30, coloured: false).split(separator: "\n")
        #expect(lines == ["ID  NAME", "1   Amara O.", "22  a very long name that doe…"])
        #expect(lines.allSatisfy { $0.count <= 30 })
    }

    @Test("JSON keeps the order of members and escapes what must be escaped")
    func json() {
        let value = JSON.object([("b", .int(1)), ("a", .array([.null, .bool(true), .string("é\"\\\n\u{1}")]))])
        #expect(value.text(indented: false) == #"{"b":1,"a":[null,true,"é\"\\\n\u0001"]}"#)
        #expect(
            value.text(indented: true) == "{\n  \"b\": 1,\n  \"a\": [\n    null,\n    true,\n    \"é\\\"\\\\\\n\\u0001\"\n  ]\n}")
    }

    @Test("with --json, a refusal is one JSON document on standard error and nothing on standard output")
    func refusal() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "check", "--json", "--config", "nowhere.yaml") == .usage)
        #expect(test.talk.hasPrefix(#"{"type":"about:blank","title":"There is no file"#))
        #expect(test.talk.contains(#""code":"config.file_missing""#) && test.talk.contains(#""exit":64"#))
        #expect(test.output.isEmpty)
    }

    @Test("a mistyped command is answered with the nearest one")
    func didYouMean() async throws {
        let test = try TestShell()
        #expect(await test.attune("config", "explian") == .usage)
        #expect(
            test.talk.contains("There is no command “attune config explian”.")
                && test.talk.contains("Did you mean “attune config explain”?"))
        #expect(await test.attune("confg") == .usage)
        #expect(test.talk.contains("Did you mean “attune config”?"))
        #expect(await test.attune("config", "explain", "--jsn") == .usage)
        #expect(test.talk.contains("--json"))
    }

    @Test("completions are printed for three shells and installed for the one in use")
    func completions() async throws {
        for shell in ["bash", "zsh", "fish"] {
            let test = try TestShell()
            #expect(await test.attune("completion", shell) == .done)
            #expect(test.output.contains("attune"))
        }
        let test = try TestShell()
        #expect(await test.attune("completion", "install", environment: ["SHELL": "/usr/bin/fish"]) == .done)
        #expect(test.shell().isFile(test.folder.appending(".config/fish/completions/attune.fish")))
    }
}
