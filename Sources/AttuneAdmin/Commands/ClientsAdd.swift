internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

struct ClientsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add one client; the name is read from standard input.",
        discussion: """
            A name on the command line would be seen by everybody on this machine, and
            kept in the shell's history.

            Examples:
              attune clients add --kind adult --language fr
              attune clients add --preferred < name.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "child, youth, adult, older_adult, couple, family or group.") var kind = "adult"
    @Option(help: "The language that they speak with us; clinic.language by default.") var language: String?
    @Flag(help: "A second line holds the name that they go by.") var preferred = false

    func run(in shell: Shell) async throws {
        guard let kind = ClientKind(rawValue: kind) else {
            throw Failure(
                "clients.unknown_kind", "There is no such kind of client.",
                next: "one of " + ClientKind.allCases.map(\.rawValue).joined(separator: ", "), exit: .usage)
        }
        let named = language.map { Language($0) }
        if case .some(nil) = named {
            throw Failure(
                "clients.unknown_language", "A language is a tag such as en or fr.", next: "--language en", exit: .usage)
        }
        let lines = (shell.readInput() ?? "").split(separator: "\n").map { String($0).trimmingWhitespace() }.filter {
            !$0.isEmpty
        }
        guard let name = lines.first, lines.count == (preferred ? 2 : 1) else {
            throw Failure(
                "clients.no_name",
                preferred ? "Two lines were expected on standard input." : "One line with a name was expected on standard input.",
                why: "A name on the command line would be kept in the shell's history.", next: "attune clients add < name.txt",
                exit: .usage)
        }
        let client = try await options.with(shell) { [preferred] clinic in
            let person = ClientPerson(
                fullName: name, preferredName: preferred ? lines[1] : nil, kind: kind,
                language: named.flatMap { $0 } ?? clinic.language,
                zone: try clinic.clinicRules().zone)
            return try await clinic.act("clients.add") { act in try await act.addClient(person) }
        }
        options.print(
            Table(["field", "value"], [["reference", client.reference], ["id", client.id.uuid.text]]),
            json: client.json(revealed: false), in: shell)
    }
}
