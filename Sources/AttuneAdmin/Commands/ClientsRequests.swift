internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

/// `attune clients requests …`
struct ClientsRequests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requests", abstract: "Who asked for a copy of their file, and by when they must have it.",
        discussion: """
            The law gives 30 days. The copy itself is made with attune clients export.

            Examples:
              attune clients requests
              attune clients requests log C-1001 --asked-on 2027-01-04
              attune clients requests answer C-1001 given
            """,
        subcommands: [RequestsList.self, RequestsLog.self, RequestsAnswer.self], defaultSubcommand: RequestsList.self)
}

struct RequestsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the requests that are open, what is due first. On record.",
        discussion: """
            Examples:
              attune clients requests list
              attune clients requests list --answered --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Also those that were answered.") var answered = false
    @Option(help: "How many at most, 1 to 10000.") var limit = 1_000

    func run(in shell: Shell) async throws {
        let (requests, names) = try await options.with(shell) { clinic in
            try await clinic.act("clients.requests") { [answered, limit] act in
                let requests = try await act.accessRequests(includingAnswered: answered, limit: limit)
                return (requests, try await act.references(of: requests.map(\.client)))
            }
        }
        options.print(
            Table(
                ["client", "asked on", "due on", "answered on", "answer"],
                requests.map {
                    [
                        names[$0.client] ?? "", $0.askedOn.description, $0.dueOn.description, $0.answeredOn?.description ?? "",
                        $0.answer?.rawValue ?? "",
                    ]
                }),
            json: .array(requests.map { $0.json(names[$0.client]) }), in: shell)
        if requests.isEmpty { shell.say("No request is open.") }
    }
}

struct RequestsLog: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "Note that a client asked for a copy of their file; the 30 days begin.",
        discussion: """
            Examples:
              attune clients requests log C-1001
              attune clients requests log C-1001 --asked-on 2027-01-04
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Option(
        help: ArgumentHelp("The day on which they asked; today, where it is not given.", valueName: "yyyy-mm-dd"),
        transform: Arguments.date) var askedOn: LocalDate?

    func run(in shell: Shell) async throws {
        let request = try await options.with(shell) { clinic in
            try await clinic.act("clients.requests") { [client, askedOn] act in
                try await act.logAccessRequest(by: try await act.clientOrRefuse(client), askedOn: askedOn)
            }
        }
        shell.say("They must have it by \(request.dueOn). Next: attune clients export \(client) --out folder")
    }
}

struct RequestsAnswer: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Note what became of the request that is open.",
        discussion: """
            Examples:
              attune clients requests answer C-1001 given
              attune clients requests answer C-1001 given_in_part
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Argument(help: "given, given_in_part, refused or withdrawn.", transform: Arguments.word) var answer: AccessRequest.Answer

    func run(in shell: Shell) async throws {
        let request = try await options.with(shell) { clinic in
            try await clinic.act("clients.requests") { [client, answer] act in
                try await act.answerAccessRequest(by: try await act.clientOrRefuse(client), answer)
            }
        }
        shell.say("Answered on \(request.answeredOn?.description ?? ""); it was due on \(request.dueOn).")
    }
}

extension AccessRequest {
    fileprivate func json(_ reference: String?) -> JSON {
        .object([
            ("client", .string(client.uuid.text)), ("reference", .text(reference)), ("asked_on", .string(askedOn.description)),
            ("due_on", .string(dueOn.description)), ("answered_on", .text(answeredOn?.description)),
            ("answer", .text(answer?.rawValue)),
        ])
    }
}

extension Arguments {
    static func date(_ text: String) throws -> LocalDate {
        guard let date = try? LocalDate(text) else {
            throw ValidationError("“\(text.prefix(40))” is not a day such as 2027-01-04.")
        }
        return date
    }
}
