internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

/// What a change of policy moves: shared by `diff` and by `adopt`, which shows it before it does anything.
struct PolicyComparison: Sendable {
    let diff: PolicyDiff
    let inForce: PolicyInForce
    /// The plan's number: this file, in place of that policy.
    let number: String

    static func make(
        _ file: MatchingPolicyFile, last: Int, current: Bool, service: String, in clinic: OpenClinic
    ) async throws -> PolicyComparison {
        try await clinic.act("policy.diff") { [zones = clinic.zones] act in
            let inForce = try await act.policyInForce()
            let diff =
                current
                ? try await act.comparePolicyOnWaiting(
                    file.policy, service: try await act.serviceOrRefuse(service), last: last, zones: zones)
                : try await act.comparePolicy(file.policy, last: last)
            return PolicyComparison(diff: diff, inForce: inForce, number: number(of: file, replacing: inForce))
        }
    }

    static func number(of file: MatchingPolicyFile, replacing inForce: PolicyInForce) -> String {
        String(Secrets.sha256("\(inForce.number) \(file.text)".utf8).hex.prefix(12))
    }

    var table: Table {
        Table(
            ["referral", "first until now", "first then", "because"],
            diff.moves.map { [$0.referral, slug($0.before), slug($0.after), $0.cause.words] })
    }

    var json: JSON {
        .object([
            ("plan", .string(number)), ("replaces", .int(inForce.number)), ("replaces_version", .string(inForce.policy.version)),
            ("examined", .int(diff.examined)), ("moved", .int(diff.moves.count)), ("unreadable", .int(diff.unreadable)),
            ("beyond_kept_openings", .int(diff.shortSighted)),
            ("causes", .object(diff.causes.map { ($0.code, .int($0.count)) })),
            (
                "moves",
                .array(
                    diff.moves.map {
                        .object([
                            ("referral", .string($0.referral)), ("before", .text($0.before?.uuid.text)),
                            ("after", .text($0.after?.uuid.text)), ("cause", .string($0.cause.code)),
                            ("because", .string($0.cause.words)),
                        ])
                    })
            ),
        ])
    }

    /// "This change moves 14 of the last 200 first choices: 9 by clinical_fit, 5 by preferences."
    func sentence(current: Bool) -> String {
        let what = current ? "\(diff.examined) referrals that wait" : "the last \(diff.examined) first choices"
        let causes = diff.causes.map { "\($0.count) by \($0.code)" }.joined(separator: ", ")
        var text = "This change moves \(diff.moves.count) of \(what)" + (causes.isEmpty ? "." : ": \(causes).")
        if diff.examined == 0 {
            text = "There is nothing to compare it with yet\(current ? "" : "; --current looks at referrals that wait")."
        }
        if diff.unreadable > 0 { text += " \(diff.unreadable) decisions could not be read again." }
        if diff.shortSighted > 0 {
            text += " It looks further ahead than \(diff.shortSighted) of them had openings kept for; those may move more."
        }
        return text
    }

    private func slug(_ id: Therapist.ID?) -> String { id.map { diff.slugs[$0] ?? $0.uuid.text } ?? "nobody" }
}

extension PolicyDiff.Cause {
    /// For a person.
    var words: String {
        switch self {
        case .factor(let factor, let shift): "\(factor.label), by \(shift) points"
        case .nowExcluded(let rules): "fails now: \(rules.map(\.code).joined(separator: ", "))"
        case .noLongerExcluded(let rules): "failed until now: \(rules.map(\.code).joined(separator: ", "))"
        case .tie: "a tie, settled otherwise"
        }
    }
}

struct MatchPolicyDiff: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Say whose first choice a policy would move, and by what.",
        discussion: """
            Ranks what the last decisions rested on again, under the policy in force and
            under the file's; --current ranks the referrals that wait now. Changes nothing.

            Examples:
              attune match policy diff matching.yaml
              attune match policy diff matching.yaml --last 50 --json
              attune match policy diff matching.yaml --current
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input; matching.policy where not given.") var file: String?
    @Option(help: "How many decisions, 1 to 2000; referrals that wait, to 200.") var last = 200
    @Flag(help: "Compare on the referrals that wait now.") var current = false
    @Option(help: "The service that a first session is, for --current.") var service = "first_session"

    func validate() throws {
        if !(1...2000).contains(last) { throw ValidationError("--last must be from 1 to 2000.") }
    }

    func run(in shell: Shell) async throws {
        let file = try MatchingPolicyFile.read(file, try await options.settings.settings(in: shell), in: shell)
        let found = try await options.with(shell) {
            try await PolicyComparison.make(file, last: last, current: current, service: service, in: $0)
        }
        options.print(found.table, json: found.json, in: shell)
        shell.say(found.sentence(current: current))
        shell.say("To put it in force: attune match policy adopt FILE --apply \(found.number)")
    }
}

struct MatchPolicyAdopt: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Put a signed policy in force: for every ranking from then on.",
        discussion: """
            Without --apply it changes nothing: it prints what would move, and the plan's
            number. With that number it adopts exactly this file in place of the policy that
            it was compared with, and refuses when another was adopted meanwhile. On record
            under your name (--as). The lead may do it over HTTP as well.

            Examples:
              attune match policy adopt matching.yaml
              attune match policy adopt matching.yaml --apply 3f9a1c20b7d4 --as Mika
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input; matching.policy where not given.") var file: String?
    @Option(help: ArgumentHelp("Do what the plan of this number says.", valueName: "number")) var apply: String?

    func run(in shell: Shell) async throws {
        let file = try MatchingPolicyFile.read(file, try await options.settings.settings(in: shell), in: shell)
        guard file.isSignedOff else { throw PolicyRefusal.notSignedOff }
        try await options.with(shell) { clinic in
            guard let apply else {
                let found = try await PolicyComparison.make(file, last: 200, current: false, service: "", in: clinic)
                options.print(found.table, json: found.json, in: shell)
                shell.say(found.sentence(current: false))
                return shell.say("Nothing was changed. To do it: attune match policy adopt FILE --apply \(found.number)")
            }
            let rules = try clinic.clinicRules()
            let adopted = try await clinic.act("policy.adopt") { act in
                let inForce = try await act.policyInForce()
                guard apply == PolicyComparison.number(of: file, replacing: inForce) else { throw PolicyRefusal.stale }
                return try await act.adoptPolicy(
                    file, replacing: inForce.number, today: rules.local(of: try await act.now).date)
            }
            options.print(
                Table(["number", "version"], [[String(adopted.number), adopted.policy.version]]), json: file.json(adopted),
                in: shell)
        }
    }
}
