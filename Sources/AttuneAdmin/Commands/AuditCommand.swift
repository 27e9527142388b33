internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// `attune audit …`: who did and saw what, and whether that record is as it was written.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Who saw and did what, and whether that record was tampered with.",
        discussion: """
            Examples:
              attune audit list
              attune audit who-saw C-1001
              attune audit scope --actor amara-okafor --from 2027-01-01 --to 2027-02-01
              attune audit checkpoint --out checkpoint.txt
              attune audit verify --checkpoint checkpoint.txt
            """,
        subcommands: [
            AuditList.self, AuditWhoSaw.self, AuditScope.self, AuditVerify.self, AuditCheckpointCommand.self,
        ], defaultSubcommand: AuditList.self)
}

struct AuditList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the newest rows, the newest first. On record.",
        discussion: """
            Examples:
              attune audit list
              attune audit list --limit 500 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 5000.") var limit = 50

    func validate() throws {
        if !(1...5_000).contains(limit) { throw ValidationError("--limit must be from 1 to 5000.") }
    }

    func run(in shell: Shell) async throws {
        let looks = try await options.with(shell) { clinic in
            try await clinic.act("audit.list") { [limit] act in try await act.newestAudits(limit: limit) }
        }
        options.print(AuditLook.table(looks), json: .array(looks.map(\.json)), in: shell)
        if looks.isEmpty { shell.say("Nothing is on record yet.") }
    }
}

struct AuditWhoSaw: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "who-saw",
        abstract: "Who looked at or changed one client's data: when, what, through which grant. On record.",
        discussion: """
            A page of many clients is one row; CLIENTS says how many it showed. A client who
            was destroyed is known by the id on the certificate only.

            Examples:
              attune audit who-saw C-1001
              attune audit who-saw C-1001 --from 2027-01-01 --to 2027-02-01 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @OptionGroup var span: AuditSpan
    @Option(help: "How many rows at most, the newest, 1 to 100000.") var limit = 1_000

    func validate() throws {
        if !(1...100_000).contains(limit) { throw ValidationError("--limit must be from 1 to 100000.") }
    }

    func run(in shell: Shell) async throws {
        let looks = try await options.with(shell, patience: auditPatience) { clinic in
            let rules = try clinic.clinicRules()
            let (from, until) = (try span.start(rules), try span.end(rules))
            return try await clinic.act("audit.who_saw") { [client, limit] act in
                // An id is enough: of somebody who was destroyed nothing else is left.
                let id = if let id = UUID(uuidString: client) { id } else { try await act.client(named: client)?.id.uuid }
                guard let id else { throw ClientRefusal.notFound }
                return try await act.whoSaw(id, from: from, until: until, limit: limit)
            }
        }
        options.print(AuditLook.table(looks), json: .array(looks.map(\.json)), in: shell)
        if looks.isEmpty { shell.say("Nobody saw anything of this client in that time.") }
        if looks.count == limit { shell.say("There may be more: --limit \(limit) was reached.") }
    }
}

/// Seconds for a question about years of the record, on a disk that has none of it in memory: a notice allows minutes, and an answer that is cut
/// off at half a minute is none.
private let auditPatience = 600

struct AuditScope: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "scope", abstract: "Whose data one actor touched in a span of time: the scope of a breach. On record.",
        discussion: """
            A therapist stands for all she acts by: her accounts and her tokens.

            Examples:
              attune audit scope --actor amara-okafor --from 2027-01-01 --to 2027-02-01
              attune audit scope --actor robin.lead@clinic.example
              attune audit scope --actor 01890a5d-ac96-774b-bcce-b302099a8057 --from 2027-01-01T09:00:00Z --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(
        help: ArgumentHelp(
            "An actor's id from the record, an account's e-mail, or a therapist's slug or reference.", valueName: "actor"))
    var actor: String
    @OptionGroup var span: AuditSpan

    func run(in shell: Shell) async throws {
        let (touched, names, destroyed) = try await options.with(shell, patience: auditPatience) { clinic in
            let rules = try clinic.clinicRules()
            let from = try span.start(rules) ?? .epoch
            let until = try span.end(rules)
            return try await clinic.act("audit.scope") { [actor] act in
                let id = try await act.actorOrRefuse(actor)
                let end = if let until { until } else { try await act.now }
                let touched = try await act.auditScope(of: id, from: from, until: end)
                let clients = touched.map { Client.ID($0.client) }
                return (touched, try await act.references(of: clients), try await act.destroyed(among: clients))
            }
        }
        // An id that somebody asked for and that never was a client's is on record as well, but nobody is affected.
        let affected = Set(touched.map { Client.ID($0.client) }.filter { names[$0] != nil || destroyed.contains($0) }).count
        let table = Table(
            ["client", "fields", "rows", "first", "last", "id"],
            touched.map {
                [
                    names[Client.ID($0.client)] ?? (destroyed.contains(Client.ID($0.client)) ? "destroyed" : "no client"),
                    $0.fields ?? "–", String($0.count), $0.first.description,
                    $0.last.description, $0.client.text,
                ]
            })
        let document = JSON.object([
            ("clients", .int(affected)), ("rows", .int(touched.reduce(0) { $0 + $1.count })),
            (
                "touched",
                .array(
                    touched.map {
                        .object([
                            ("client", .string($0.client.text)), ("reference", .text(names[Client.ID($0.client)])),
                            ("fields", .text($0.fields)), ("rows", .int($0.count)), ("first", .string($0.first.description)),
                            ("last", .string($0.last.description)),
                        ])
                    })
            ),
        ])
        options.print(table, json: document, in: shell)
        shell.say(
            affected == 0
                ? "No client is affected." : affected == 1 ? "1 client is affected." : "\(affected) clients are affected.")
    }
}

extension Querying {
    /// - Throws: `Failure`, exit 3.
    fileprivate func actorOrRefuse(_ name: String) async throws -> UUID {
        if let id = UUID(uuidString: name) { return id }
        guard name.contains("@") else { return try await therapistOrRefuse(name).id.uuid }
        guard let member = try await staff().first(where: { $0.email == name.lowercased() }) else { throw StaffError.noSuchStaff }
        return member.id.uuid
    }
}

/// `--from` and `--to`.
struct AuditSpan: ParsableArguments {
    @Option(help: ArgumentHelp("The first day, or moment.", valueName: "yyyy-mm-dd or …Thh:mm:ssZ")) var from: String?
    @Option(help: ArgumentHelp("The day, or moment, after the last.", valueName: "yyyy-mm-dd or …Thh:mm:ssZ")) var to: String?

    func validate() throws {
        for text in [from, to] {
            if let text, (try? LocalDate(text)) == nil, (try? Instant(rfc3339: text)) == nil {
                throw ValidationError(
                    "“\(text.prefix(40))” is neither a day such as 2027-01-01 nor a moment such as 2027-01-01T09:00:00Z.")
            }
        }
    }

    func start(_ rules: ZoneRules) throws -> Instant? { try from.map { try Self.moment($0, rules) } }
    func end(_ rules: ZoneRules) throws -> Instant? { try to.map { try Self.moment($0, rules) } }

    /// A day begins at the clinic's midnight, or where the clock skips that, at the first moment after.
    private static func moment(_ text: String, _ rules: ZoneRules) throws -> Instant {
        guard let day = try? LocalDate(text) else { return try Instant(rfc3339: text) }
        return switch rules.resolve(LocalDateTime(day, .midnight)) {
        case .one(let instant): instant
        case .fold(let earlier, _): earlier
        case .gap(let instant, _, _): instant
        }
    }
}

extension AuditLook {
    static func table(_ looks: [AuditLook]) -> Table {
        Table(
            ["when", "who", "role", "what", "through", "purpose", "fields", "clients", "route", "request"],
            looks.map {
                [
                    $0.at.description, $0.who, $0.role, $0.action, $0.through ?? "–", $0.purpose, $0.fields ?? "–",
                    String($0.clients), "\($0.door) \($0.operation)", $0.request.text,
                ]
            })
    }

    /// A label, or as much of the id as tells actors apart at a glance; `--json` has all of it.
    private var who: String {
        label ?? (role == "worker" ? "Attune itself" : role == "client" ? "the client" : String(actor.text.prefix(13)))
    }

    var json: JSON {
        .object([
            ("id", .string(id.text)), ("at", .string(at.description)), ("actor", .string(actor.text)), ("label", .text(label)),
            ("role", .string(role)), ("action", .string(action)), ("through", .text(through)), ("purpose", .string(purpose)),
            ("fields", .text(fields)), ("clients", .int(clients)), ("door", .string(door)), ("operation", .string(operation)),
            ("request", .string(request.text)),
        ])
    }
}
