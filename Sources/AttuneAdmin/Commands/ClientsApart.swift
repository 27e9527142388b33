internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

internal import struct Foundation.UUID

/// `attune clients apart …`
struct ClientsApart: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apart", abstract: "Clients who must never meet.",
        discussion: """
            They never get the same therapist, nor hours that follow each other at one site.
            Nobody but the lead, intake and whoever sits here is told. What is booked
            already stays: look at it.

            Examples:
              attune clients apart list C-1001
              attune clients apart add C-1001 C-1002 --kind former_partner
              attune clients apart add C-1001 C-1002 --kind alleged_harm --reason < why.txt
              attune clients apart end 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [ApartList.self, ApartAdd.self, ApartEnd.self])
}

struct ApartList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List whom a client is kept apart from, today or later. On record.",
        discussion: """
            Examples:
              attune clients apart list C-1001
              attune clients apart list C-1001 --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Flag(help: "Show why.") var reveal = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("clients.apart") { [client] act in
                try await act.lookAtKeptApart(of: try await act.clientOrRefuse(client))
            }
        }
        options.print(found, revealed: reveal, in: shell)
    }
}

struct ApartAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Keep two clients apart.",
        discussion: """
            From now on, unless a day is given, and until somebody ends it. Why is kept
            encrypted, for both.

            Examples:
              attune clients apart add C-1001 C-1002 --kind former_partner
              attune clients apart add C-1001 C-1002 --kind litigation --until 2027-11-20 --reason < why.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Argument(help: "The other one's reference or id.") var other: String
    @Option(
        help: "\(KeptApart.Kind.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(KeptApart.Kind.allCases.map(\.rawValue)), transform: Arguments.word) var kind: KeptApart.Kind
    @Option(
        help: ArgumentHelp("The first day; from now on where not given.", valueName: "yyyy-mm-dd"), transform: Arguments.date)
    var from: LocalDate?
    @Option(
        help: ArgumentHelp("The last day; until somebody ends it where not given.", valueName: "yyyy-mm-dd"),
        transform: Arguments.date) var until: LocalDate?
    @Flag(help: "Why is read from standard input.") var reason = false

    func run(in shell: Shell) async throws {
        var words: String?
        if reason {
            words = shell.readInput().map { $0.trimmingWhitespace() }
            if words?.isEmpty ?? true { throw Failure.noReason("attune clients apart add … --reason < why.txt") }
        }
        let made = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            return try await clinic.act("clients.apart_add") { [client, other, kind, from, until, words] act in
                let (one, two) = (try await act.clientOrRefuse(client), try await act.clientOrRefuse(other))
                let entry = try await act.keepApart(
                    one, two, kind, reason: words, from: from.flatMap { rules.start(of: $0) },
                    until: until.flatMap { rules.start(of: $0.adding(days: 1)) })
                return (entry: entry, reference: try await act.references(of: [two])[two] ?? "")
            }
        }
        options.print([made], revealed: false, in: shell)
        shell.say("Kept apart. Look at what they have booked already, and at who sees both.")
    }
}

struct ApartEnd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "They need not be kept apart any more.",
        discussion: """
            Examples:
              attune clients apart end 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune clients apart list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("clients.apart_end") { [id] act in try await act.endKeptApart(KeptApart.ID(id)) }
        }
        if options.json { shell.print(JSON.object([("ended", .string(id.text))]).text(indented: false)) }
        shell.say("Ended.")
    }
}

extension ClinicOptions {
    fileprivate func print(_ found: [(entry: KeptApart, reference: String)], revealed: Bool, in shell: Shell) {
        let rows = found.map { entry, reference in
            [
                entry.id.uuid.text, reference, entry.kind.rawValue, entry.since.description,
                entry.until?.description ?? "",
            ] + (revealed ? [entry.reason ?? ""] : [])
        }
        let document = JSON.array(
            found.map { entry, reference in
                .object([
                    ("id", .string(entry.id.uuid.text)), ("other", .string(entry.other.uuid.text)),
                    ("other_reference", .string(reference)), ("kind", .string(entry.kind.rawValue)),
                    ("from", .string(entry.since.description)), ("until", .text(entry.until?.description)),
                    ("reason", .text(revealed ? entry.reason : nil)),
                ])
            })
        print(
            Table(["entry", "client", "kind", "from", "until"] + (revealed ? ["why"] : []), rows), json: document, in: shell)
    }
}
