internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

struct ReferralsImport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read referrals from a CSV file or a FHIR bundle.",
        discussion: """
            Good rows are stored in one transaction; bad ones are named by line and
            column. Reading the same file again adds nothing. Exits with 1 when a row
            was refused, also with --check.

            Examples:
              attune referrals import referrals.csv --check
              attune referrals import referrals.csv --json
              attune referrals import bundle.json --format fhir
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file.") var check = false
    @Option(help: "csv, or fhir for an R4 bundle: all of it or none.", completion: .list(["csv", "fhir"])) var format = "csv"

    func validate() throws {
        if !["csv", "fhir"].contains(format) { throw ValidationError("--format is csv or fhir.") }
    }

    func run(in shell: Shell) async throws {
        let bytes = try shell.bytes(of: file)
        if format == "fhir" { return try await importBundle(bytes, in: shell) }
        let (read, stored, crisis) = try await options.with(shell) { clinic -> (ReferralFile, ReferralImport?, String) in
            let crisis = clinic.crisisText.text(in: clinic.language)
            let rules = try await clinic.intakeRules()
            let read = ReferralFile(bytes, rules: rules)
            if check { return (read, nil, crisis) }
            let zone = try clinic.clinicRules().zone
            try await clinic.loadVocabularyOnce()
            return (
                read, try await clinic.act("referrals.import") { act in try await act.importReferrals(read, zone: zone) }, crisis
            )
        }
        let problems = read.problems + (stored?.problems ?? [])
        let doubts = read.rows.flatMap(\.doubts) + read.notes
        shell.talk.write(FileReport.lines(problems, in: file))
        shell.talk.write(FileReport.lines(doubts, in: "to settle: \(file)"))
        if read.rows.isEmpty, problems.isEmpty { shell.say("\(file) names its columns and has no rows.") }
        let held = stored?.added.filter(\.referral.isHeld).count ?? 0
        if held > 0 { shell.say(crisis) }
        options.print(
            Table(
                ["outcome", "count"],
                [
                    ["good rows", String(read.rows.count)], ["added", String(stored?.added.count ?? 0)],
                    ["on a safety hold", String(held)],
                    ["known already", String(stored?.known.count ?? 0)], ["problems", String(problems.count)],
                ]),
            json: .object([
                ("good", .int(read.rows.count)), ("added", .array((stored?.added ?? []).map { .string($0.referral.reference) })),
                ("held", .int(held)), ("known", .int(stored?.known.count ?? 0)), ("problems", FileReport.json(problems)),
                ("doubts", FileReport.json(doubts)),
            ]), in: shell)
        try FileReport.conclude(
            problems, of: file, kept: (stored?.added.count ?? 0) + (stored?.known.count ?? 0), onlyChecked: check)
    }
}

extension OpenClinic {
    /// The shipped vocabulary, for a clinic that has none yet: referrals name its concepts. Where there is one, it is left alone.
    func loadVocabularyOnce() async throws {
        guard try await reader("vocabulary.read").vocabulary().concepts.isEmpty else { return }
        let vocabulary = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        try await act("vocabulary.load") { act in _ = try await act.syncVocabulary(vocabulary) }
    }

    /// What forms are checked against: the clinic's own vocabulary as it is now, merged and edited, the patterns, and today on its calendar. A
    /// clinic that has no vocabulary yet gets the shipped one with its first referral.
    func intakeRules() async throws -> IntakeRules {
        let shipped = try Vocabulary.parse(try SampleFiles.text("vocabulary/concepts.yaml"))
        let stored = try await reader("referrals.intake").vocabulary()
        let vocabulary = stored.concepts.isEmpty ? shipped : stored
        let text = try SampleFiles.text("vocabulary/patterns.yaml")
        let patterns = try PatternTable.parse(text, vocabulary: shipped).signed(
            try await reader("referrals.intake").patternSignOff(of: text), zone: try clinicRules())
        let today = try clinicRules().local(of: try await reader("referrals.intake").now).date
        return IntakeRules(vocabulary: vocabulary, patterns: patterns, today: today, language: language)
    }
}
