internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

/// `attune vocabulary patterns …`: the table from how people describe themselves to concerns.
struct VocabularyPatterns: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "patterns", abstract: "The table from relationship patterns to concerns, and who answers for it.",
        discussion: """
            Examples:
              attune vocabulary patterns show
              attune vocabulary patterns sign-off --clinician "Dr. N. Example"
            """,
        subcommands: [PatternsShow.self, PatternsSignOff.self], defaultSubcommand: PatternsShow.self)

    static func table() throws -> (table: PatternTable, text: String) {
        let vocabulary = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        let text = try SampleFiles.text("vocabulary/patterns.yaml")
        return (try PatternTable.parse(text, vocabulary: vocabulary), text)
    }
}

struct PatternsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the table, and whose name stands under it.",
        discussion: """
            Examples:
              attune vocabulary patterns show
              attune vocabulary patterns show --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let (table, text) = try VocabularyPatterns.table()
        let sign = try await options.with(shell) { try await $0.reader("vocabulary.patterns").patternSignOff(of: text) }
        options.print(
            Table(
                ["pattern", "label", "concerns"],
                table.patterns.map { pattern in
                    [
                        pattern.code, pattern.labelEnglish,
                        pattern.weights.map { "\($0.concept) \($0.basisPoints / 100) %" }.joined(separator: ", "),
                    ]
                }),
            json: .object([
                ("version", .string(table.version)), ("signed_off_by", .text(sign?.clinician ?? table.signedOffBy)),
                ("signed_off_at", .text(sign?.at.description ?? table.signedOffOn?.description)),
                ("patterns", .array(table.patterns.map { .string($0.code) })),
            ]), in: shell)
        let by = sign.map { "Version \(table.version) is signed off by \($0.clinician), \($0.at)." }
        shell.say(by ?? "Version \(table.version) is not signed off: concerns drawn from it carry a doubt.")
    }
}

struct PatternsSignOff: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-off", abstract: "Put a clinician's name under the table, to the byte.",
        discussion: """
            Without --apply it changes nothing: it prints what would be signed, and its
            number. On record under your name (--as) and the clinician's. It cannot be undone;
            a changed table is signed anew.

            Examples:
              attune vocabulary patterns sign-off --clinician "Dr. N. Example"
              attune vocabulary patterns sign-off --clinician "Dr. N. Example" --apply 3f9a1c20b7d4
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "Who answers for it, as their colleagues know them.") var clinician: String
    @Option(help: ArgumentHelp("Sign what has this number.", valueName: "number")) var apply: String?

    func validate() throws {
        if !(3...200).contains(clinician.count) { throw ValidationError("--clinician must have 3 to 200 characters.") }
    }

    func run(in shell: Shell) async throws {
        let (table, text) = try VocabularyPatterns.table()
        let number = String(Secrets.sha256(text.utf8).hex.prefix(12))
        guard let apply else {
            shell.print("Version \(table.version), \(table.patterns.count) patterns, number \(number).")
            return shell.say("Nothing was signed. To do it: the same command with --apply \(number)")
        }
        guard apply == number else { throw Failure.planMoved("attune vocabulary patterns show") }
        try await options.with(shell) { clinic in
            try await clinic.act("vocabulary.sign_off") { [clinician] act in
                try await act.signOffPatterns(table, text: text, clinician: clinician)
            }
        }
        shell.say("Signed off: version \(table.version), by \(clinician).")
    }
}
