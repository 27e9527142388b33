internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

/// `attune vocabulary …`: the one list of concerns.
struct VocabularyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vocabulary", abstract: "The list of concerns: lint, diff, apply, merge, search.",
        discussion: """
            One list serves what clients say, what therapists are trained in, and what
            handouts are about. Config/vocabulary/concepts.yaml is its file.

            Examples:
              attune vocabulary search "pull away"
              attune vocabulary lint concepts.yaml
              attune vocabulary diff concepts.yaml
              attune vocabulary apply concepts.yaml
              attune vocabulary merge panic_attacks panic
              attune vocabulary patterns show
            """,
        subcommands: [
            VocabularySearch.self, VocabularyLintCommand.self, VocabularyDiffCommand.self, VocabularyApply.self,
            VocabularyMerge.self,
            VocabularyPatterns.self,
        ])
}

struct VocabularySearch: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find concepts by words of any kind.",
        discussion: """
            Looks through codes, labels and synonyms, whatever their case and accents.

            Examples:
              attune vocabulary search "C-PTSD"
              attune vocabulary search "peur de l'abandon" --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The words.") var words: String
    @Option(help: "How many at most.") var limit = 20

    func run(in shell: Shell) async throws {
        let vocabulary = try await options.with(shell) { try await $0.reader("vocabulary.search").vocabulary() }
        let hits = vocabulary.search(words, limit: limit)
        if hits.isEmpty, case .unknown(let near?) = vocabulary.resolve(words) {
            shell.say("Nothing has these words. Was \(near) meant?")
        }
        options.print(
            Table(
                ["code", "label", "found", "status", "within"],
                hits.map {
                    [
                        $0.concept.code, $0.concept.labelEnglish, $0.words, $0.concept.status.rawValue,
                        vocabulary.ancestry(of: $0.concept.code).dropFirst().joined(separator: " < "),
                    ]
                }),
            json: .array(
                hits.map {
                    .object([
                        ("code", .string($0.concept.code)), ("label", .string($0.concept.labelEnglish)),
                        ("label_fr", .text($0.concept.labelFrench)), ("found", .string($0.words)),
                        ("status", .string($0.concept.status.rawValue)), ("replaced_by", .text($0.concept.replacedBy)),
                        ("broader", .array(vocabulary.ancestry(of: $0.concept.code).dropFirst().map(JSON.string))),
                    ])
                }), in: shell)
    }
}

struct VocabularyLintCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Check a vocabulary file; asks no database.",
        discussion: """
            Circles, words that two concepts claim, unknown codes with the nearest: each by
            its line.

            Examples:
              attune vocabulary lint concepts.yaml
            """)
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["yaml", "yml"])) var file: String
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let found = try Vocabulary.read(file, in: shell)
        let synonyms = found.concepts.reduce(0) { $0 + $1.synonyms.count }
        let isActive = found.concepts.count { $0.status == .active }
        if json {
            return shell.print(
                table: Table([]),
                json: .object([
                    ("version", .string(found.version)), ("concepts", .int(found.concepts.count)), ("active", .int(isActive)),
                    ("synonyms", .int(synonyms)),
                ]))
        }
        shell.print(
            "Nothing wrong: version \(found.version), \(found.concepts.count) concepts, \(isActive) active, \(synonyms) synonyms."
        )
    }
}

extension Vocabulary {
    static func read(_ name: String, in shell: Shell) throws -> Vocabulary {
        try FileReport.reading(name) { try parse(try shell.text(ofFile: name)) }
    }
}
