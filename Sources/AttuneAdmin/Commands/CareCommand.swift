internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Foundation

/// `attune care …`: who may see whose file for a while.
struct CareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "care", abstract: "Cover and supervision, with dates; files opened in an emergency.",
        discussion: """
            A therapist sees her own clients. Cover lets a colleague stand in while she
            is away, supervision lets one read along; both end by themselves.

            Examples:
              attune care list
              attune care cover 01890a5d-ac96-774b-bcce-b302099a8057 --by 01890a5d-ac96-774b-bcce-b302099a8058 --days 7
              attune care supervise C-1001 --by 01890a5d-ac96-774b-bcce-b302099a8058 --days 90
              attune care end 01890a5d-ac96-774b-bcce-b302099a8059
              attune care checks
              attune care glass list --unreviewed
            """,
        subcommands: [CareList.self, CareCover.self, CareSupervise.self, CareEnd.self, CareChecks.self, GlassCommand.self],
        defaultSubcommand: CareList.self)
}

struct CareList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the grants that run or are to come.",
        discussion: """
            Examples:
              attune care list
              attune care list --ended --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Also those that are over.") var ended = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("care.list") { [ended] act in
                let found = try await act.careGrants(includingEnded: ended, limit: 1_000)
                try await act.record("care.listed", clients: found.map(\.client.uuid))
                return found
            }
        }
        options.print(found, in: shell)
    }
}

/// What the two verbs that grant have in common.
struct GrantOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The therapist who may see the file.", valueName: "therapist"), transform: Arguments.id) var by:
        UUID
    @Option(help: "For how many days from now, 1 to 366.") var days: Int

    func validate() throws {
        if !(1...366).contains(days) { throw ValidationError("--days must be from 1 to 366.") }
    }
}

struct CareCover: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "cover", abstract: "Let a colleague stand in for all of a therapist's clients.",
        discussion: """
            From now on. Clients whom the colleague cannot see are passed over and
            listed by id; nobody is told why.

            Examples:
              attune care cover 01890a5d-ac96-774b-bcce-b302099a8057 --by 01890a5d-ac96-774b-bcce-b302099a8058 --days 7
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var grant: GrantOptions
    @Argument(help: "The therapist who is away.", transform: Arguments.id) var away: UUID

    func run(in shell: Shell) async throws {
        let granted = try await options.with(shell) { clinic in
            try await clinic.act("care.cover") { [grant, away] act in
                try await act.grantCare(
                    NewCareGrant(.cover, by: grant.by, of: .everybodyOf(away), until: try await act.now + .hours(24 * grant.days))
                )
            }
        }
        options.print(granted.granted, in: shell)
        if !granted.passedOver.isEmpty {
            shell.say("Passed over: \(granted.passedOver.map(\.uuid.text).joined(separator: ", ")). Find somebody else for them.")
        }
    }
}

struct CareSupervise: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "supervise", abstract: "Let a colleague read along in one client's file.",
        discussion: """
            Examples:
              attune care supervise C-1001 --by 01890a5d-ac96-774b-bcce-b302099a8058 --days 90
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var grant: GrantOptions
    @Argument(help: "The client: reference (C-1001) or id.") var client: String

    func run(in shell: Shell) async throws {
        let granted = try await options.with(shell) { clinic in
            try await clinic.act("care.supervise") { [grant, client] act in
                let found = try await act.clientOrRefuse(client)
                return try await act.grantCare(
                    NewCareGrant(
                        .supervision, by: grant.by, of: .client(found), until: try await act.now + .hours(24 * grant.days)))
            }
        }
        options.print(granted.granted, in: shell)
    }
}

struct CareEnd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "End a grant now; take it back if it has not begun.",
        discussion: """
            Examples:
              attune care end 01890a5d-ac96-774b-bcce-b302099a8059
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune care list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("care.end") { [id] act in try await act.endCareGrant(CareGrant.ID(id)) }
        }
        if options.json { shell.print(JSON.object([("ended", .string(id.text))]).text(indented: false)) }
        shell.say("Ended.")
    }
}

extension ClinicOptions {
    fileprivate func print(_ grants: [CareGrant], in shell: Shell) {
        let rows = grants.map {
            [
                $0.id.uuid.text, $0.kind.rawValue, $0.therapist.text, $0.client.uuid.text, $0.during.start.description,
                $0.during.end.description,
            ]
        }
        let document = JSON.array(
            grants.map { grant in
                .object([
                    ("id", .string(grant.id.uuid.text)), ("kind", .string(grant.kind.rawValue)),
                    ("therapist", .string(grant.therapist.text)), ("client", .string(grant.client.uuid.text)),
                    ("from", .string(grant.during.start.description)), ("until", .string(grant.during.end.description)),
                ])
            })
        print(Table(["grant", "kind", "therapist", "client", "from", "until"], rows), json: document, in: shell)
    }
}

extension Querying {
    /// By reference or id. - Throws: `ClientRefusal.notFound`.
    func clientOrRefuse(_ name: String) async throws -> Client.ID {
        let id = if let id = UUID(uuidString: name) { Client.ID(id) } else { try await client(named: name)?.id }
        guard let id else { throw ClientRefusal.notFound }
        return id
    }
}
