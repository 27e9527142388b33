internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

struct ClientsFind: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "find", abstract: "Find clients by a mail address or number, which is read from standard input.",
        discussion: """
            It must be the whole address or number; capitals, spaces and dashes do not
            matter. On record, without what was looked for.

            Examples:
              attune clients find < address.txt
              attune clients find --reveal --json < number.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Show names. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let lines = (shell.readInput() ?? "").split(whereSeparator: \.isNewline).map(String.init)
        guard let text = lines.first, lines.count == 1 else {
            throw Failure(
                "clients.nothing_to_find", "One line with an address or a number was expected on standard input.",
                why: "On the command line it would be kept in the shell's history.", next: "attune clients find < address.txt")
        }
        let found = try await options.with(shell) { clinic in
            try await clinic.act("clients.find") { [reveal] act in
                let found = try await act.clients(reachedBy: text)
                for client in found {
                    try await act.record(
                        "client.found", subject: client.id.uuid, client: client.id.uuid, details: ["revealed": String(reveal)])
                }
                if found.isEmpty { try await act.record("client.found", details: ["count": "0"]) }
                return found
            }
        }
        options.print(
            Table(
                ["reference", "name", "kind", "id"],
                found.map {
                    [$0.reference, Mask.name($0.person.fullName, revealed: reveal), $0.person.kind.rawValue, $0.id.uuid.text]
                }),
            json: .array(found.map { $0.json(revealed: reveal) }), in: shell)
    }
}
