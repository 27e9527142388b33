import ArgumentParser
import Testing

@testable import AttuneAdmin

@Suite("Help")
struct HelpTests {
    /// Every command, from the root down.
    static func all(_ command: any ParsableCommand.Type = AttuneCommand.self, path: [String] = []) -> [(
        path: [String], type: any ParsableCommand.Type
    )] {
        let here = path + [command._commandName]
        return [(here, command)] + command.configuration.subcommands.flatMap { all($0, path: here) }
    }

    @Test("every command says what it does and gives an example")
    func examples() {
        for command in Self.all() {
            #expect(!command.type.configuration.abstract.isEmpty, "\(command.path)")
            #expect(command.type.configuration.discussion.contains("  attune "), "\(command.path)")
        }
    }

    @Test("every example in every help text is a command line that parses")
    func examplesParse() {
        for command in Self.all() {
            let lines = command.type.configuration.discussion.split(separator: "\n").map { String($0.drop(while: { $0 == " " })) }
            for line in lines where line.hasPrefix("attune ") {
                // Two spaces begin the remark beside an example; a bar or an arrow begins another program.
                let example = String(line.split(separator: "  ")[0]).prefix { !"|<>".contains($0) }
                let words = Self.words(String(example)).dropFirst()
                do { _ = try AttuneCommand.parseAsRoot(Array(words)) } catch {
                    #expect(AttuneCommand.exitCode(for: error) == .success, "\(example): \(AttuneCommand.message(for: error))")
                }
            }
        }
    }

    /// As a shell splits them: spaces within quotes belong to a word.
    private static func words(_ line: String) -> [String] {
        var words = [""]
        var quote: Character?
        for character in line {
            switch (character, quote) {
            case ("\"", nil), ("'", nil): quote = character
            case (let end, let open?) where end == open: quote = nil
            case (" ", nil): words.append("")
            default: words[words.count - 1].append(character)
            }
        }
        return words.filter { !$0.isEmpty }
    }
}
