internal import Access
internal import ArgumentParser
internal import Clinic
internal import Handouts
internal import Therapists

internal import struct Foundation.UUID

struct ArticlesWithdraw: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Withdraw a version: nobody is given it any more.",
        discussion: """
            Whoever holds it keeps it until their therapist has spoken with them; the
            therapists are listed, and no client.

            Examples:
              attune articles withdraw 01890a5d-ac96-774b-bcce-b302099a8057 --reason "Its advice on sleep is out of date"
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The version's id, from attune articles list.", transform: Arguments.id) var id: UUID
    @Option(help: "Why, for staff: 3 to 500 characters.") var reason: String

    func run(in shell: Shell) async throws {
        let held = try await options.with(shell) { clinic in
            try await clinic.act("articles.withdraw") { [id, reason] act in
                let holders = try await act.withdrawArticle(ArticleVersion.ID(id), reason: reason)
                let counts = Dictionary(grouping: holders, by: \.therapist).mapValues(\.count)
                var rows: [(therapist: Therapist, count: Int)] = []
                for (therapist, count) in counts {
                    if let found = try await act.therapist(therapist) { rows.append((found, count)) }
                }
                return rows.sorted { $0.therapist.slug < $1.therapist.slug }
            }
        }
        options.print(
            Table(["therapist", "handouts"], held.map { [$0.therapist.slug, String($0.count)] }),
            json: .array(
                held.map { .object([("therapist", .string($0.therapist.slug)), ("handouts", .int($0.count))]) }), in: shell)
        shell.say(
            held.isEmpty ? "Withdrawn. Nobody holds it." : "Withdrawn. Ask these therapists to speak with whoever holds it.")
    }
}
