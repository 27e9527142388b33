internal import Access
internal import ArgumentParser
internal import Clinic
internal import Messages

internal import struct Foundation.UUID

/// `attune messages …`: what clients were told, or will be.
struct MessagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "The outbox: what was sent, what waits, what failed.",
        discussion: """
            Neither words nor addresses are shown, unless one message is asked for with
            --reveal. Each look is on record.

            Examples:
              attune messages list
              attune messages list --status failed
              attune messages show 01890a5d-ac96-774b-bcce-b302099a8057 --reveal
            """,
        subcommands: [MessagesList.self, MessagesShow.self], defaultSubcommand: MessagesList.self)
}

struct MessagesList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the outbox, the newest first.",
        discussion: """
            Examples:
              attune messages list
              attune messages list --status queued --limit 20 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(
        help: "queued, sending, sent, failed or cancelled.", completion: .list(OutboxStatus.allCases.map(\.rawValue)),
        transform: Arguments.outboxStatus)
    var status: OutboxStatus?
    @Option(help: "How many at most, 1 to 1000.") var limit = 100

    func validate() throws {
        if !(1...1_000).contains(limit) { throw ValidationError("--limit must be from 1 to 1000.") }
    }

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("messages.list") { [status, limit] act in
                let found = try await act.outbox(status, limit: limit)
                try await act.record("message.listed", clients: found.map(\.client))
                return found
            }
        }
        let rows = found.map {
            [
                $0.clientReference, $0.kind, $0.status.rawValue, $0.moment.description, String($0.attempts), $0.lastError ?? "",
                $0.id.text,
            ]
        }
        options.print(
            Table(["client", "kind", "status", "when", "attempts", "error", "id"], rows), json: .array(found.map(\.json)),
            in: shell)
    }
}

struct MessagesShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what became of one message.",
        discussion: """
            With --reveal also its words, as long as it waits, and the address it goes to.
            The secret part of a link is never shown.

            Examples:
              attune messages show 01890a5d-ac96-774b-bcce-b302099a8057
              attune messages show 01890a5d-ac96-774b-bcce-b302099a8057 --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune messages list.", transform: Arguments.id) var id: UUID
    @Flag(help: "Show its words and the address. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let (message, contents) = try await options.with(shell) { clinic in
            try await clinic.act("messages.show") { [id, reveal] act in
                guard let message = try await act.outboxMessage(id) else {
                    throw Failure("message.not_found", "There is no such message.", next: "attune messages list", exit: .notFound)
                }
                try await act.record("message.seen", subject: id, client: message.client, details: ["revealed": String(reveal)])
                return (message, reveal ? try await act.outboxContents(message) : nil)
            }
        }
        var rows = [
            ["id", message.id.text], ["client", message.clientReference], ["kind", message.kind],
            ["about", message.about?.text ?? ""], ["status", message.status.rawValue],
            ["queued", message.createdAt.description], ["not before", message.notBefore.description],
            ["not after", message.notAfter?.description ?? ""], ["sent", message.sentAt?.description ?? ""],
            ["attempts", String(message.attempts)], ["error", message.lastError ?? ""],
        ]
        var members = message.members
        if let contents {
            rows += [
                ["to", "\(contents.channel) \(contents.address)"], ["subject", contents.subject],
                ["body", contents.body ?? "not kept once it was sent or cancelled"],
            ]
            members += [
                ("channel", .string(contents.channel)), ("address", .string(contents.address)),
                ("subject", .string(contents.subject)), ("body", .text(contents.body)),
            ]
        }
        options.print(Table(["field", "value"], rows), json: .object(members), in: shell)
    }
}

extension OutboxMessage {
    /// When it left, or is to leave.
    var moment: Instant { sentAt ?? notBefore }

    var json: JSON { .object(members) }

    var members: [(String, JSON)] {
        [
            ("id", .string(id.text)), ("client", .string(clientReference)), ("kind", .string(kind)),
            ("about", .text(about?.text)),
            ("status", .string(status.rawValue)), ("created_at", .string(createdAt.description)),
            ("not_before", .string(notBefore.description)), ("not_after", .text(notAfter?.description)),
            ("sent_at", .text(sentAt?.description)), ("attempts", .int(attempts)), ("error", .text(lastError)),
        ]
    }
}
