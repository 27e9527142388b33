internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

internal import struct Foundation.UUID

/// `attune clients contacts …`
struct ClientsContacts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contacts", abstract: "How a client is reached, and what of it is safe.",
        discussion: """
            Unless something is said to be safe, nothing is. What has become dangerous is
            confirmed without it, or retired: then nothing that waits is sent there either.

            Examples:
              attune clients contacts list C-1001
              attune clients contacts add C-1001 --channel email --write < address.txt
              attune clients contacts confirm 01890a5d-ac96-774b-bcce-b302099a8057 --call --from 09:00 --until 12:00
              attune clients contacts retire 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [ContactsList.self, ContactsAdd.self, ContactsConfirm.self, ContactsRetire.self])
}

struct ContactsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the ways to reach a client that are not retired. On record.",
        discussion: """
            Examples:
              attune clients contacts list C-1001
              attune clients contacts list C-1001 --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Flag(help: "Show addresses and numbers.") var reveal = false

    func run(in shell: Shell) async throws {
        let file = try await options.with(shell) { clinic in
            try await clinic.act("clients.contacts") { [client] act in
                try await act.lookAtFile(of: try await act.clientOrRefuse(client))
            }
        }
        options.print(file.contacts, revealed: reveal, in: shell)
    }
}

/// What a client said is safe, for the two verbs that say so.
struct SafetyOptions: ParsableArguments {
    @Flag(help: "It is safe to write there.") var write = false
    @Flag(help: "It is safe to call.") var call = false
    @Flag(help: "It is safe to leave a message, where it is safe to call.") var voicemail = false
    @Option(help: "From this time of their day, such as 09:00; with --until.", transform: Arguments.time) var from: LocalTime?
    @Option(help: "Up to this time of their day.", transform: Arguments.time) var until: LocalTime?
    @Flag(help: "The clinic's name may stand in it.") var clinicNamed = false
    @Option(help: "Whom a message seems to come from.") var sender: String?

    func validate() throws {
        if (from == nil) != (until == nil) { throw ValidationError("--from and --until go together.") }
        if let from, let until, SafeHours(from: from, until: until) == nil {
            throw ValidationError("--from and --until are two different times.")
        }
    }

    func safety(at moment: Instant) -> ContactSafety {
        var hours: SafeHours?
        if let from, let until { hours = SafeHours(from: from, until: until) }
        return ContactSafety(
            mayWrite: write, mayCall: call, mayVoicemail: voicemail, hours: hours, senderLabel: sender,
            wording: clinicNamed ? .clinicNamed : .neutral
        ).confirmed(at: moment)
    }
}

struct ContactsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a way to reach a client, which is read from standard input.",
        discussion: """
            What is said to be safe counts as confirmed now.

            Examples:
              attune clients contacts add C-1001 --channel email --write < address.txt
              attune clients contacts add C-1001 --channel phone --call --from 09:00 --until 15:30 < number.txt
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup(title: "What is safe") var safety: SafetyOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Option(help: "email, sms or phone.", transform: Arguments.word) var channel: ContactPoint.Channel

    func run(in shell: Shell) async throws {
        let lines = (shell.readInput() ?? "").split(whereSeparator: \.isNewline).map(String.init)
        guard let value = lines.first, lines.count == 1 else {
            throw Failure(
                "clients.no_address", "One line with an address or a number was expected on standard input.",
                why: "On the command line it would be kept in the shell's history.",
                next: "attune clients contacts add … < address.txt", exit: .usage)
        }
        let added = try await options.with(shell) { clinic in
            try await clinic.act("clients.contacts_add") { [client, channel, safety] act in
                try await act.addContactPoint(
                    channel, value, safety.safety(at: try await act.now), to: try await act.clientOrRefuse(client))
            }
        }
        options.print([added], revealed: false, in: shell)
    }
}

struct ContactsConfirm: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm", abstract: "The client was asked again: replace all that is safe about one.",
        discussion: """
            What is not said to be safe is not any more, for messages that wait as well.

            Examples:
              attune clients contacts confirm 01890a5d-ac96-774b-bcce-b302099a8057
              attune clients contacts confirm 01890a5d-ac96-774b-bcce-b302099a8057 --write --call
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup(title: "What is safe") var safety: SafetyOptions
    @Argument(help: "Its id, from attune clients contacts list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let points = try await options.with(shell) { clinic in
            try await clinic.act("clients.contacts_confirm") { [id, safety] act in
                let client = try await act.confirmContactPoint(ContactPoint.ID(id), safety.safety(at: try await act.now))
                return try await act.contactPoints(of: client).filter { $0.id.uuid == id }
            }
        }
        options.print(points, revealed: false, in: shell)
    }
}

struct ContactsRetire: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Never use one again. What waits for it is not sent.",
        discussion: """
            Examples:
              attune clients contacts retire 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune clients contacts list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        _ = try await options.with(shell) { clinic in
            try await clinic.act("clients.contacts_retire") { [id] act in
                try await act.retireContactPoint(ContactPoint.ID(id))
            }
        }
        if options.json { shell.print(JSON.object([("retired", .string(id.text))]).text(indented: false)) }
        shell.say("Retired.")
    }
}

extension ClinicOptions {
    fileprivate func print(_ points: [ContactPoint], revealed: Bool, in shell: Shell) {
        let rows = points.map { point -> [String] in
            let safety = point.safety
            let safe = [(safety.mayWrite, "write"), (safety.mayCall, "call"), (safety.mayVoicemail, "voicemail")]
            return [
                point.id.uuid.text, point.channel.rawValue, revealed ? point.value : "…",
                safe.filter(\.0).map(\.1).joined(separator: " "),
                safety.hours.map { "\($0.from)–\($0.until)" } ?? "", safety.wording.rawValue,
                safety.recheckDue.map(\.description) ?? "",
            ]
        }
        let document = JSON.array(
            points.map { point in
                let safety = point.safety
                return .object([
                    ("id", .string(point.id.uuid.text)), ("channel", .string(point.channel.rawValue)),
                    ("value", .text(revealed ? point.value : nil)), ("may_write", .bool(safety.mayWrite)),
                    ("may_call", .bool(safety.mayCall)), ("may_voicemail", .bool(safety.mayVoicemail)),
                    ("from", .text(safety.hours?.from.description)), ("until", .text(safety.hours?.until.description)),
                    ("sender_label", .text(safety.senderLabel)), ("wording", .string(safety.wording.rawValue)),
                    ("confirmed_at", .text(safety.confirmedAt?.description)),
                    ("recheck_due", .text(safety.recheckDue?.description)),
                ])
            })
        print(
            Table(["contact", "channel", "address", "safe", "hours", "wording", "ask again by"], rows), json: document,
            in: shell)
    }
}

extension Arguments {
    /// A time of the day.
    static func time(_ text: String) throws -> LocalTime {
        guard let time = try? LocalTime(text) else {
            throw ValidationError("“\(text.prefix(40))” is not a time of the day such as 09:00.")
        }
        return time
    }
}
