internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

/// `attune external …`: services outside, for clients whom nobody here fits.
struct ExternalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "external", abstract: "Services outside, for clients whom nobody here fits.",
        discussion: """
            Examples:
              attune external list --region Kamloops
              attune external add --name "Riverbend Crisis Line" --kind crisis --contact 250-555-0142 --region Kamloops --checked-on 2026-11-20
              attune external import services.csv
              attune external retire "Riverbend Crisis Line"
            """,
        subcommands: [ExternalList.self, ExternalAdd.self, ExternalImport.self, ExternalRetire.self],
        defaultSubcommand: ExternalList.self)
}

struct ExternalList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List services, by name.",
        discussion: """
            Examples:
              attune external list
              attune external list --concept grief --language fr --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "That help with this: a concept's code.") var concept: String?
    @Option(help: "There.") var region: String?
    @Option(help: "In it: en, fr, …") var language: String?
    @Flag(help: "Also those that are offered no longer.") var retired = false

    func run(in shell: Shell) async throws {
        let filter = ExternalServiceFilter(concept: concept, region: region, language: language, includingRetired: retired)
        let found = try await options.with(shell) { clinic in
            try await clinic.reader("external.list").externalServices(filter, limit: 1_000)
        }
        let rows = found.map {
            [
                $0.facts.name, $0.facts.kind.rawValue, $0.facts.region, $0.facts.contact,
                $0.facts.checkedOn.description + ($0.isStale ? " check again" : ""), $0.isRetired ? "retired" : "",
            ]
        }
        options.print(
            Table(["name", "kind", "region", "contact", "checked", ""], rows), json: .array(found.map(\.json)), in: shell)
    }
}

struct ExternalAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a service, or bring one of the same name up to date.",
        discussion: """
            Examples:
              attune external add --name "Riverbend Crisis Line" --kind crisis --contact 250-555-0142 --region Kamloops --checked-on 2026-11-20
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "Its name.") var name: String
    @Option(help: "counselling, medical, crisis, peer, housing, legal or other.", transform: Arguments.word) var kind:
        ExternalService.Kind
    @Option(help: "How its staff are reached.") var contact: String
    @Option(help: "A town or a province.") var region: String
    @Option(help: "A concept's code; may be given more than once.") var concept: [String] = []
    @Option(help: "en, fr, …; may be given more than once. English where not given.") var language: [String] = []
    @Option(help: "Who pays; may be given more than once.") var funding: [String] = []
    @Option(help: "When somebody last made sure of it: 2026-11-20.") var checkedOn: String

    func run(in shell: Shell) async throws {
        guard let checked = try? LocalDate(checkedOn) else { throw ValidationError("--checked-on is a date such as 2026-11-20.") }
        let facts = try ExternalService.Facts(
            name: name, kind: kind, contact: contact, region: region, concepts: concept,
            languages: language.isEmpty ? ["en"] : language, funding: funding, checkedOn: checked)
        let service = try await options.with(shell) { clinic in
            try await clinic.act("external.add") { act in
                try await act.addExternalService(facts)
                return try await act.externalService(named: facts.name)
            }
        }
        options.print(
            Table(["field", "value"], [["name", service.facts.name], ["id", service.id.uuid.text]]), json: service.json, in: shell
        )
    }
}

struct ExternalImport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Read services from a CSV file.",
        discussion: """
            Columns: name, kind, contact, region, checked_on, and if you like concepts,
            languages, funding, with ; between several. Good rows are stored in one
            transaction; bad ones are named by line and column. The same file again
            changes nothing.

            Examples:
              attune external import services.csv --check
              attune external import services.csv
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The file, or - for standard input.", completion: .file(extensions: ["csv"])) var file: String
    @Flag(help: "Only check the file.") var check = false

    func run(in shell: Shell) async throws {
        let read = ExternalServiceFile(try shell.bytes(of: file))
        var changed = 0
        if !check, !read.rows.isEmpty {
            changed = try await options.with(shell) { clinic in
                try await clinic.act("external.import") { act in
                    var changed = 0
                    for facts in read.rows where try await act.addExternalService(facts) != nil { changed += 1 }
                    return changed
                }
            }
        }
        shell.talk.write(FileReport.lines(read.problems, in: file))
        shell.talk.write(FileReport.lines(read.notes, in: "to settle: \(file)"))
        options.print(
            Table(
                ["outcome", "count"],
                [
                    ["good rows", String(read.rows.count)], ["new or changed", String(changed)],
                    ["problems", String(read.problems.count)],
                ]),
            json: .object([
                ("good", .int(read.rows.count)), ("changed", .int(changed)), ("problems", FileReport.json(read.problems)),
            ]), in: shell)
        try FileReport.conclude(read.problems, of: file, kept: read.rows.count, onlyChecked: check)
    }
}

struct ExternalRetire: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Offer a service no longer; what refers to it stays.",
        discussion: """
            Examples:
              attune external retire "Riverbend Crisis Line"
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its name.") var name: String

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("external.retire") { [name] act in
                try await act.retireExternalService(try await act.externalService(named: name).id)
            }
        }
        if options.json { shell.print(JSON.object([("retired", .string(name))]).text(indented: false)) }
        shell.say("Retired.")
    }
}

extension ExternalService {
    fileprivate var json: JSON {
        .object([
            ("id", .string(id.uuid.text)), ("name", .string(facts.name)), ("kind", .string(facts.kind.rawValue)),
            ("contact", .string(facts.contact)), ("region", .string(facts.region)),
            ("concepts", .array(facts.concepts.map(JSON.string))), ("languages", .array(facts.languages.map(JSON.string))),
            ("funding", .array(facts.funding.map(JSON.string))), ("checked_on", .string(facts.checkedOn.description)),
            ("stale", .bool(isStale)), ("retired", .bool(isRetired)),
        ])
    }
}
