internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

/// `attune match apply`.
struct MatchApply: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Propose exactly what a plan has, or nothing.",
        discussion: """
            Each seat becomes a proposal that holds its place and its hour, all in one step.
            When the list, the team or an hour has moved since the plan was solved, nothing is
            proposed and the command exits with 5: solve it again with attune match edit.

            Examples:
              attune match apply W-101
              attune match apply W-101 --version 3
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let applied = try await options.with(shell) { clinic in
            do {
                return try await clinic.act("match.apply") { [plan, version, zones = clinic.zones] act in
                    try await act.applyPlan(try await act.planOrRefuse(plan), version: version, zones: zones)
                }
            } catch let refusal as PlanRefusal {
                guard case .moved(let moves) = refusal else { throw refusal }
                throw Failure(
                    refusal.code, moves.sentence, why: "Nothing was proposed.", next: "attune match edit \(plan)", exit: .conflict
                )
            }
        }
        applied.print(options, in: shell)
    }
}

/// `attune match discard`.
struct MatchDiscard: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Put a plan away; it never held anything.",
        discussion: """
            Examples:
              attune match discard W-101
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String

    func run(in shell: Shell) async throws {
        let away = try await options.with(shell) { clinic in
            try await clinic.act("match.discard") { [plan] act in try await act.discardPlan(try await act.planOrRefuse(plan)) }
        }
        away.print(options, in: shell)
    }
}
