internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

/// `attune clients corrections …`
struct ClientsCorrections: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections", abstract: "What a client asked to have put right, and what was decided.",
        discussion: """
            Examples:
              attune clients corrections list C-1001
              attune clients corrections add C-1001 --field full_name --decision corrected < asked.txt
            """,
        subcommands: [CorrectionsList.self, CorrectionsAdd.self])
}

struct CorrectionsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a client's corrections, the oldest first. On record.",
        discussion: """
            Examples:
              attune clients corrections list C-1001
              attune clients corrections list C-1001 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("clients.corrections") { [client] act in
                let id = try await act.clientOrRefuse(client)
                let found = try await act.corrections(of: id)
                try await act.record(
                    AuditEntry("client.corrections_listed", client: id.uuid, fields: .clinical))
                return found
            }
        }
        options.print(found, in: shell)
    }
}

struct CorrectionsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Put a wish and its decision on the file. It stays.",
        discussion: """
            Standard input has what was asked; after a line of three dashes, what was
            decided and why. The field itself is edited where it is edited otherwise. Those
            to whom it was told, attune audit who-saw has.

            Examples:
              attune clients corrections add C-1001 --field full_name --decision corrected < asked.txt
              attune clients corrections add C-1001 --field referral.narrative --decision refused < asked.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Option(help: "Such as full_name or referral.narrative.") var field: String
    @Option(help: "corrected, annotated or refused.", transform: Arguments.word) var decision: Correction.Decision

    func run(in shell: Shell) async throws {
        let parts = (shell.readInput() ?? "").split(separator: "\n---\n", maxSplits: 1).map(String.init)
        guard let asked = parts.first else { throw Failure.noReason("attune clients corrections add … < asked.txt") }
        let added = try await options.with(shell) { clinic in
            try await clinic.act("clients.corrections_add") { [client, field, decision] act in
                try await act.addCorrection(
                    try await act.clientOrRefuse(client), field: field, asked: asked, decision,
                    note: parts.count > 1 ? parts[1] : nil)
            }
        }
        options.print([added], in: shell)
    }
}

extension Arguments {
    /// One of a few codes.
    static func word<Code: RawRepresentable & CaseIterable>(_ text: String) throws -> Code where Code.RawValue == String {
        guard let code = Code(rawValue: text) else {
            throw ValidationError("It is one of " + Code.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        return code
    }
}

extension Failure {
    /// Words about a person are no argument: the shell's history would keep them.
    static func noReason(_ next: String) -> Failure {
        Failure("input.nothing", "Words were expected on standard input.", next: next)
    }
}

extension ClinicOptions {
    fileprivate func print(_ corrections: [Correction], in shell: Shell) {
        let rows = corrections.map {
            [$0.decidedAt.description, $0.field, $0.decision.rawValue, $0.decidedBy.text, $0.asked, $0.note ?? ""]
        }
        let document = JSON.array(
            corrections.map {
                .object([
                    ("id", .string($0.id.uuid.text)), ("at", .string($0.decidedAt.description)), ("field", .string($0.field)),
                    ("decision", .string($0.decision.rawValue)), ("decided_by", .string($0.decidedBy.text)),
                    ("asked", .string($0.asked)), ("note", .text($0.note)),
                ])
            })
        print(Table(["when", "field", "decision", "by", "asked", "note"], rows), json: document, in: shell)
    }
}
