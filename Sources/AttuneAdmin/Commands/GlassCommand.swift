internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Foundation

/// `attune care glass …`: the report of files that were opened in an emergency.
struct GlassCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "glass", abstract: "Files that a lead opened in an emergency, and their review.",
        discussion: """
            A lead opens a file over HTTP, with a reason, for an hour; its client's
            therapists see that. Somebody else reviews each.

            Examples:
              attune care glass list --unreviewed
              attune care glass review 01890a5d-ac96-774b-bcce-b302099a8059
            """,
        subcommands: [GlassList.self, GlassReview.self], defaultSubcommand: GlassList.self)
}

struct GlassList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List openings, the latest first.",
        discussion: """
            Examples:
              attune care glass list
              attune care glass list --unreviewed --json
              attune care glass list --unreviewed --reveal
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Only those that nobody has reviewed.") var unreviewed = false
    @Flag(help: "Show why. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("care.glass_list") { [unreviewed, reveal] act in
                let found = try await act.brokenGlass(onlyUnreviewed: unreviewed, limit: 1_000)
                try await act.record(
                    "glass.listed", clients: found.map(\.client.uuid), details: ["revealed": String(reveal)])
                return found
            }
        }
        options.print(found, revealed: reveal, in: shell)
    }
}

struct GlassReview: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "Note that you looked at why a file was opened.",
        discussion: """
            Examples:
              attune care glass review 01890a5d-ac96-774b-bcce-b302099a8059
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune care glass list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let reviewed = try await options.with(shell) { clinic in
            try await clinic.act("care.glass_review") { [id] act in try await act.reviewGlass(BreakGlass.ID(id)) }
        }
        options.print([reviewed], in: shell)
    }
}

extension ClinicOptions {
    fileprivate func print(_ openings: [BreakGlass], revealed: Bool = false, in shell: Shell) {
        let rows = openings.map {
            [
                $0.id.uuid.text, $0.client.uuid.text, $0.actor.text, $0.during.start.description, $0.during.end.description,
                $0.reviewedAt?.description ?? "not yet",
            ] + (revealed ? [$0.reason ?? ""] : [])
        }
        let document = JSON.array(
            openings.map { opening in
                .object([
                    ("id", .string(opening.id.uuid.text)), ("client", .string(opening.client.uuid.text)),
                    ("actor", .string(opening.actor.text)), ("from", .string(opening.during.start.description)),
                    ("until", .string(opening.during.end.description)), ("reviewed_at", .text(opening.reviewedAt?.description)),
                    ("reviewed_by", .text(opening.reviewedBy?.text)), ("reason", .text(revealed ? opening.reason : nil)),
                ])
            })
        let head = ["opening", "client", "opened by", "from", "until", "reviewed"] + (revealed ? ["why"] : [])
        print(Table(head, rows), json: document, in: shell)
    }
}
