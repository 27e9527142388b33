internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

internal import struct Foundation.UUID

/// `attune clients …`
struct ClientsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients", abstract: "The people who are served. Each look is on record.",
        discussion: """
            Names are masked unless --reveal is given.

            Examples:
              attune clients list
              attune clients show C-1001 --reveal
              attune clients find < address.txt
              attune clients add --kind adult < name.txt
              attune clients edit C-1001 --name < name.txt
              attune clients contacts list C-1001
              attune clients consents revoke C-1001 messages
              attune clients apart add C-1001 C-1002 --kind former_partner
              attune clients import clients.csv
              attune clients export C-1001 --out folder
              attune clients retention due
            """,
        subcommands: [
            ClientsList.self, ClientsShow.self, ClientsFind.self, ClientsAdd.self, ClientsEdit.self, ClientsContacts.self,
            ClientsConsents.self, ClientsApart.self, ClientsImport.self, ClientsExport.self,
            ClientsCorrections.self, ClientsRequests.self, ClientsRetention.self, ClientsDestroy.self, ClientsDuplicates.self,
            ClientsCompare.self,
        ],
        defaultSubcommand: ClientsList.self)
}

struct ClientsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List clients in the order in which they came.",
        discussion: """
            Examples:
              attune clients list --limit 20
              attune clients list --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 1000.") var limit = 200
    @Flag(help: "Show names. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("clients.list") { [limit, reveal] act in
                let found = try await act.clients(limit: limit)
                try await act.record("client.listed", clients: found.map(\.id.uuid), details: ["revealed": String(reveal)])
                return found
            }
        }
        let rows = found.map {
            [$0.reference, Mask.name($0.person.fullName, revealed: reveal), $0.person.kind.rawValue, $0.id.uuid.text]
        }
        options.print(
            Table(["reference", "name", "kind", "id"], rows), json: .array(found.map { $0.json(revealed: reveal) }), in: shell)
    }
}

struct ClientsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one client.",
        discussion: """
            Examples:
              attune clients show C-1001
              attune clients show C-1001 --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var name: String
    @Flag(help: "Show the name. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let client = try await options.with(shell) { clinic in
            try await clinic.act("clients.show") { [name, reveal] act in
                try await act.lookAtClient(try await act.clientOrRefuse(name), details: ["revealed": String(reveal)])
            }
        }
        let rows = [
            ["reference", client.reference], ["name", Mask.name(client.person.fullName, revealed: reveal)],
            ["kind", client.person.kind.rawValue], ["language", client.person.language.description],
            ["zone", client.person.zone.name],
            ["status", client.person.status.rawValue], ["id", client.id.uuid.text],
        ]
        options.print(Table(["field", "value"], rows), json: client.json(revealed: reveal), in: shell)
    }
}

struct ClientsImport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Add and update clients from a CSV file.",
        discussion: """
            A good row is done whole, a bad one not at all and named by line and column.
            Reading the same file again changes nothing. Exits with 1 when a row was
            refused, also with --check.

            Examples:
              attune clients import clients.csv
              attune clients import clients.csv --check --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file.") var check = false

    func run(in shell: Shell) async throws {
        let bytes = try shell.bytes(of: file)
        let (sheet, result) = try await options.with(shell) { clinic -> (ClientSheet, ClientImport?) in
            let rules = try clinic.clinicRules()
            let sheet = ClientSheet.parse(
                bytes, zone: rules, now: try await clinic.reader("clients.import").now, language: clinic.language)
            if check { return (sheet, nil) }
            return (sheet, try await clinic.act("clients.import") { act in try await act.importClients(sheet) })
        }
        let problems = result?.problems ?? sheet.problems
        shell.talk.write(FileReport.lines(problems, in: file))
        shell.talk.write(FileReport.lines(sheet.notes, in: "not read: \(file)"))
        shell.talk.write(FileReport.lines(result?.doubts ?? [], in: "to settle: \(file)"))
        let counts = [
            ("good", sheet.rows.count), ("added", result?.added.count ?? 0), ("changed", result?.changed.count ?? 0),
            ("unchanged", result?.unchanged.count ?? 0),
        ]
        options.print(
            Table(["outcome", "count"], counts.map { [$0.0, String($0.1)] } + [["problems", String(problems.count)]]),
            json: .object(counts.map { ($0.0, JSON.int($0.1)) } + [("problems", FileReport.json(problems))]), in: shell)
        let kept = [result?.added.count, result?.changed.count, result?.unchanged.count].reduce(0) { $0 + ($1 ?? 0) }
        try FileReport.conclude(problems, of: file, kept: kept, onlyChecked: check)
    }
}

extension Client {
    func json(revealed: Bool) -> JSON {
        .object([
            ("id", .string(id.uuid.text)), ("reference", .string(reference)),
            ("name", .string(Mask.name(person.fullName, revealed: revealed))),
            ("kind", .string(person.kind.rawValue)), ("language", .string(person.language.description)),
            ("status", .string(person.status.rawValue)), ("version", .int(version)),
        ])
    }
}

extension OpenClinic {
    /// Of a client who has named none.
    var language: Language { Language(settings.clinic.language) ?? .english }

    /// The clinic's own wall clock.
    func clinicRules() throws -> ZoneRules {
        guard let zone = ZoneID(settings.clinic.zone) else {
            throw Failure("config.wrong_value", "clinic.zone is no zone.", next: "attune config explain")
        }
        return try zones.rules(zone)
    }
}
