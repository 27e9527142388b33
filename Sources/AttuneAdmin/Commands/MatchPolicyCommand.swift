internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import SystemPackage

/// `attune match policy …`: what is weighed, and how much.
struct MatchPolicyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "The matching policy: show, check, compare, adopt.",
        discussion: """
            Write the one that is in force into a file, change it, give it a version of its
            own, and have a clinician sign it. What was adopted once is never changed.

            Examples:
              attune match policy show > matching.yaml
              attune match policy check matching.yaml
              attune match policy diff matching.yaml
              attune match policy adopt matching.yaml
              attune match policy history
            """,
        subcommands: [
            MatchPolicyShow.self, MatchPolicyCheck.self, MatchPolicyDiff.self, MatchPolicyAdopt.self, MatchPolicyHistory.self,
        ], defaultSubcommand: MatchPolicyShow.self)
}

struct MatchPolicyShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the policy that is in force, as its file.",
        discussion: """
            Where none was adopted, that is Attune's own, which --standard prints in any case.

            Examples:
              attune match policy show
              attune match policy show --standard > matching.yaml
              attune match policy show --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Attune's own, whatever is in force.") var standard = false

    func run(in shell: Shell) async throws {
        let own = try MatchingPolicyFile.parse(try SampleFiles.text("matching.yaml"))
        if standard { return print(own, nil, in: shell) }
        let found = try await options.with(shell) { try await $0.reader("policy.show").policyInForce() }
        print(found.file ?? own, found, in: shell)
        if found.number == 0 { shell.say("Attune's own, which no clinician of yours has signed.") }
    }

    private func print(_ file: MatchingPolicyFile, _ found: PolicyInForce?, in shell: Shell) {
        guard options.json else { return shell.output.write(file.text) }
        shell.print(table: Table([]), json: file.json(found))
    }
}

struct MatchPolicyCheck: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check a policy file; asks no database.",
        discussion: """
            Everything that is wrong is named by line, unknown keys with the nearest one.

            Examples:
              attune match policy check matching.yaml
              attune match policy check matching.yaml --json
            """)
    @OptionGroup var settings: SettingOptions
    @Argument(help: "The file, or - for standard input; matching.policy where not given.") var file: String?
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let read = try MatchingPolicyFile.read(file, try await settings.settings(in: shell), in: shell)
        if json { return shell.print(table: Table([]), json: read.json(nil)) }
        shell.print("Nothing wrong: version \(read.policy.version), \(read.signature).")
    }
}

struct MatchPolicyHistory: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the policies that were adopted, the latest first.",
        discussion: """
            Examples:
              attune match policy history
              attune match policy history --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { try await $0.reader("policy.history").policyHistory() }
        options.print(
            Table(
                ["number", "version", "adopted", "by", "signed off"],
                found.map {
                    [
                        String($0.number), $0.policy.version, $0.adoption?.at.description ?? "", $0.adoption?.role ?? "",
                        $0.file?.signature ?? "",
                    ]
                }),
            json: .array(found.compactMap { one in one.file.map { $0.json(one) } }), in: shell)
    }
}

extension MatchingPolicyFile {
    /// The file that was named, or that the setting names.
    static func read(_ name: String?, _ settings: Settings, in shell: Shell) throws -> MatchingPolicyFile {
        guard let name = name ?? settings.matchingPolicy?.string else {
            throw Failure(
                "matching_policy.no_file", "No file was named, and matching.policy is not set.",
                next: "attune match policy show > matching.yaml")
        }
        return try FileReport.reading(name) { try parse(try shell.text(ofFile: name)) }
    }

    var signature: String {
        guard let signedOffBy, let signedOffOn else { return "not signed off yet" }
        return "signed off by \(signedOffBy) on \(signedOffOn)"
    }

    func json(_ found: PolicyInForce?) -> JSON {
        let list = { (numbers: [Int]) in JSON.array(numbers.map(JSON.int)) }
        return .object([
            ("version", .string(policy.version)), ("signed_off_by", .text(signedOffBy)),
            ("signed_off_on", .text(signedOffOn?.description)), ("number", found.map { .int($0.number) } ?? .null),
            ("adopted_at", .text(found?.adoption?.at.description)), ("adopted_by", .text(found?.adoption?.by.text)),
            ("weights", .object(Factor.allCases.map { ($0.code, .int(policy.weight(of: $0))) })),
            ("evidence", list(policy.evidence)), ("broader_share", .int(policy.broaderShare)),
            ("focus_limit", .int(policy.focusLimit)), ("required_level", .int(policy.requiredLevel)),
            ("required_level_high_intensity", .int(policy.requiredLevelHighIntensity)), ("fit_floor", .int(policy.fitFloor)),
            ("horizon_days", .int(policy.horizonDays)), ("first_week_loss", .int(policy.firstWeekLoss)),
            ("later_week_loss", .int(policy.laterWeekLoss)), ("neutral", .int(policy.neutral)),
            ("choice_of_times", list(policy.choiceOfTimes)), ("format_step", .int(policy.formatStep)),
        ])
    }
}
