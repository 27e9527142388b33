internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

/// `attune clients retention …`
struct ClientsRetention: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "How long files are kept, and which are held beyond that.",
        discussion: """
            A file is kept for 7 years after the last service; a minor's for 7 years after
            the 19th birthday. The clinic may set other years. A hold beats every clock.

            Examples:
              attune clients retention due
              attune clients retention hold C-1001 < reason.txt
              attune clients retention set adult --years 16
            """,
        subcommands: [
            RetentionDue.self, RetentionHolds.self, RetentionHold.self, RetentionRelease.self, RetentionSet.self,
        ], defaultSubcommand: RetentionDue.self)
}

struct RetentionDue: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "due", abstract: "List exactly those whose files are due to be destroyed. On record.",
        discussion: """
            Nobody who is held, in care, or has an appointment or referral that is open.

            Examples:
              attune clients retention due
              attune clients retention due --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "How many at most, 1 to 100000.") var limit = 1_000

    func run(in shell: Shell) async throws {
        let due = try await options.with(shell) { clinic in
            try await clinic.act("clients.retention_due") { [limit] act in try await act.retentionDue(limit: limit) }
        }
        options.print(
            Table(
                ["client", "class", "last service", "kept until"],
                due.map { [$0.reference, $0.class.rawValue, $0.lastService.description, $0.endsAt.description] }),
            json: .array(due.map(\.json)), in: shell)
        if due.isEmpty { shell.say("No file is due.") }
    }
}

struct RetentionHolds: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "List the files that are held. On record.",
        discussion: """
            Examples:
              attune clients retention holds
              attune clients retention holds --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Show why.") var reveal = false

    func run(in shell: Shell) async throws {
        let holds = try await options.with(shell) { clinic in
            try await clinic.act("clients.retention_holds") { act in try await act.holds() }
        }
        options.print(
            Table(
                ["client", "since", "by"] + (reveal ? ["why"] : []),
                holds.map {
                    [$0.client.uuid.text, $0.placedAt.description, $0.placedBy.text] + (reveal ? [$0.reason ?? ""] : [])
                }),
            json: .array(
                holds.map {
                    .object([
                        ("client", .string($0.client.uuid.text)), ("since", .string($0.placedAt.description)),
                        ("by", .string($0.placedBy.text)), ("reason", .text(reveal ? $0.reason : nil)),
                    ])
                }), in: shell)
    }
}

struct RetentionHold: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a file, whatever its clock says. Why is read from standard input.",
        discussion: """
            Examples:
              attune clients retention hold C-1001 < reason.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String

    func run(in shell: Shell) async throws {
        guard let reason = shell.readInput() else { throw Failure.noReason("attune clients retention hold … < reason.txt") }
        try await options.with(shell) { clinic in
            try await clinic.act("clients.retention_hold") { [client] act in
                try await act.hold(try await act.clientOrRefuse(client), because: reason)
            }
        }
        shell.say("Held until somebody releases it.")
    }
}

struct RetentionRelease: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "End a hold; the file's clock decides again.",
        discussion: """
            Examples:
              attune clients retention release C-1001
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("clients.retention_release") { [client] act in
                try await act.releaseHold(try await act.clientOrRefuse(client))
            }
        }
        shell.say("Released.")
    }
}

struct RetentionSet: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Set for how many years files are kept.",
        discussion: """
            Of those who were of age at the last service (adult), or were not (minor).

            Examples:
              attune clients retention set adult --years 16
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "adult or minor.", transform: Arguments.word) var kind: RetentionClock.Class
    @Option(help: "1 to 100.") var years: Int

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("clients.retention_set") { [kind, years] act in try await act.setRetention(kind, years: years) }
        }
        shell.say("Set: \(years) years.")
    }
}

extension RetentionClock {
    var json: JSON {
        .object([
            ("client", .string(client.uuid.text)), ("reference", .string(reference)), ("class", .string(`class`.rawValue)),
            ("last_service", .string(lastService.description)), ("kept_until", .string(endsAt.description)),
            ("in_care", .bool(isInCare)), ("held", .bool(isHeld)),
        ])
    }
}
