internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

struct ClientsDuplicates: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "duplicates", abstract: "List files that may be about one person.",
        discussion: """
            By the same address or number, or by name and birth date. People of one
            household may share a number: a person decides.

            Examples:
              attune clients duplicates
              attune clients duplicates --client C-1042 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "Of one client only: reference or id.") var client: String?

    func run(in shell: Shell) async throws {
        let pairs = try await options.with(shell) { clinic in
            try await clinic.act("clients.duplicates") { [client] act in
                var asked: Client.ID?
                if let client { asked = try await act.clientOrRefuse(client) }
                return try await act.likelyDuplicates(of: asked, limit: 1_000)
            }
        }
        options.print(
            Table(
                ["one", "other", "signs"],
                pairs.map { [$0.oneReference, $0.otherReference, $0.signs.map(\.rawValue).joined(separator: ", ")] }),
            json: .array(
                pairs.map { pair in
                    .object([
                        ("one", .string(pair.oneReference)), ("other", .string(pair.otherReference)),
                        ("signs", .array(pair.signs.map { .string($0.rawValue) })),
                    ])
                }), in: shell)
    }
}

struct ClientsCompare: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare", abstract: "Show what a merge of two files would move and meet; changes nothing.",
        discussion: """
            Clashes are what a person has to settle first: hours that overlap, two
            therapists, consents given twice.

            Examples:
              attune clients compare C-1001 C-1042
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file that would stay: reference or id.") var kept: String
    @Argument(help: "The file that would move into it.") var merged: String

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("clients.compare") { [kept, merged] act in
                try await act.compareFiles(try await act.clientOrRefuse(kept), try await act.clientOrRefuse(merged))
            }
        }
        let moves = found.moves.sorted { $0.key < $1.key }, clashes = found.clashes.sorted { $0.key < $1.key }
        if found.areTwoPeople { shell.say("These are two people: they must not meet, or were born on two days.") }
        options.print(
            Table(
                ["what", "where", "count"],
                moves.map { ["would move", $0.key, String($0.value)] } + clashes.map { ["clash", $0.key, String($0.value)] }),
            json: .object([
                ("two_people", .bool(found.areTwoPeople)), ("moves", .object(moves.map { ($0.key, .int($0.value)) })),
                ("clashes", .object(clashes.map { ($0.key, .int($0.value)) })),
            ]), in: shell)
    }
}
