internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

/// `attune referrals out …`: to a service outside, when nobody here fits.
struct ReferralsOutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "out", abstract: "Refer to a service outside, on a recorded consent.",
        discussion: """
            Attune sends nothing: print or copy what show --reveal prints, send it
            yourself, and note that you did.

            Examples:
              attune referrals out prepare R-2041 --to "Riverbend Crisis Line" --field reference --field language --field concerns
              attune referrals out show 01890a5d-ac96-774b-bcce-b302099a8057 --reveal
              attune referrals out move 01890a5d-ac96-774b-bcce-b302099a8057 --to sent --how post
              attune referrals out list --due
            """,
        subcommands: [ReferralsOutPrepare.self, ReferralsOutShow.self, ReferralsOutMove.self, ReferralsOutList.self],
        defaultSubcommand: ReferralsOutList.self)
}

struct ReferralsOutPrepare: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "prepare", abstract: "Write what a service would be told, from fields chosen one by one.",
        discussion: """
            Nothing leaves, and nothing comes along by itself.

            Examples:
              attune referrals out prepare R-2041 --to "Riverbend Crisis Line" --field reference --field concerns
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "The service's name, from attune external list.") var to: String
    @Option(
        help: "May be given more than once: \(PacketField.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: Arguments.word) var field: [PacketField]

    func run(in shell: Shell) async throws {
        let out = try await options.with(shell) { clinic in
            try await clinic.act("referrals.out") { [name, to, field] act in
                try await act.prepareReferralOut(
                    try await act.referralOrRefuse(name), to: try await act.externalService(named: to).id, fields: Set(field))
            }
        }
        options.print(out.table, json: out.json(revealed: false), in: shell)
        shell.say("Read it with attune referrals out show \(out.id.uuid.text) --reveal before you send it.")
    }
}

struct ReferralsOutShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one; with --reveal, what it says, to print or copy.",
        discussion: """
            Examples:
              attune referrals out show 01890a5d-ac96-774b-bcce-b302099a8057
              attune referrals out show 01890a5d-ac96-774b-bcce-b302099a8057 --reveal
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune referrals out list.", transform: Arguments.id) var id: UUID
    @Flag(help: "Show what it says. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let out = try await options.with(shell) { clinic in
            try await clinic.act("referrals.out") { [id, reveal] act in
                let out = try await act.referralOut(ReferralOut.ID(id))
                try await act.record(
                    "referral_out.seen", subject: id, client: out.client.uuid, details: ["revealed": String(reveal)])
                return out
            }
        }
        if reveal, !options.json, let packet = out.packet { return shell.print(packet.text) }
        options.print(out.table, json: out.json(revealed: reveal), in: shell)
    }
}

struct ReferralsOutMove: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Note that you sent it, or what came back.",
        discussion: """
            When they accept, our own referral ends as referred on.

            Examples:
              attune referrals out move 01890a5d-ac96-774b-bcce-b302099a8057 --to sent --how fax --check-on 2026-12-10
              attune referrals out move 01890a5d-ac96-774b-bcce-b302099a8057 --to accepted
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune referrals out list.", transform: Arguments.id) var id: UUID
    @Option(help: "sent, accepted, declined, no_answer or closed.", transform: Arguments.word) var to: ReferralOutStatus
    @Option(help: "With sent: printed, post, fax, phone, handed or portal.", transform: Arguments.word) var how: ReferralOut.Way?
    @Option(help: "With sent: when to ask what became of it; in two weeks where not given.") var checkOn: String?

    func run(in shell: Shell) async throws {
        var date: LocalDate?
        if let checkOn {
            guard let read = try? LocalDate(checkOn) else { throw ValidationError("--check-on is a date such as 2026-12-10.") }
            date = read
        }
        let out = try await options.with(shell) { clinic in
            try await clinic.act("referrals.out") { [id, to, how, date] act in
                try await act.moveReferralOut(ReferralOut.ID(id), to: to, how: how, checkOn: date)
            }
        }
        options.print(out.table, json: out.json(revealed: false), in: shell)
    }
}

struct ReferralsOutList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List those that are not closed, the oldest first.",
        discussion: """
            Examples:
              attune referrals out list
              attune referrals out list --due --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Only those about which it is time to ask.") var due = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("referrals.out") { [due] act in
                let found = try await act.referralsOut(onlyDue: due, limit: 200)
                try await act.record("referral_out.listed", clients: found.map(\.client.uuid))
                return found
            }
        }
        let rows = found.map {
            [
                $0.reference, $0.id.uuid.text, $0.serviceName, $0.status.rawValue,
                ($0.checkOn?.description ?? "") + ($0.isDue ? " ask now" : ""),
            ]
        }
        options.print(
            Table(["referral", "id", "service", "status", "check on"], rows),
            json: .array(found.map { $0.json(revealed: false) }),
            in: shell)
    }
}

extension ReferralOut {
    fileprivate var table: Table {
        Table(
            ["field", "value"],
            [
                ["referral", reference], ["id", id.uuid.text], ["service", serviceName], ["status", status.rawValue],
                ["fields", fields.map(\.rawValue).joined(separator: ", ")], ["check on", checkOn?.description ?? ""],
                ["version", String(version)],
            ])
    }

    fileprivate func json(revealed: Bool) -> JSON {
        .object(
            [
                ("id", .string(id.uuid.text)), ("referral", .string(reference)), ("service", .string(serviceName)),
                ("status", .string(status.rawValue)), ("fields", .array(fields.map { .string($0.rawValue) })),
                ("check_on", .text(checkOn?.description)), ("due", .bool(isDue)), ("version", .int(version)),
            ] + (revealed ? [("text", .text(packet?.text))] : []))
    }
}
