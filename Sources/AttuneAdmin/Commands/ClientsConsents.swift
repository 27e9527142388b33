internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

/// `attune clients consents …`
struct ClientsConsents: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "consents", abstract: "What a client agrees to, and does not any more.",
        discussion: """
            To matching, a client agrees at the referral that rests on it: attune referrals
            consent. Without consent to messages that was once given, nothing is sent.

            Examples:
              attune clients consents list C-1001
              attune clients consents give C-1001 messages --basis verbal
              attune clients consents revoke C-1001 messages
            """,
        subcommands: [ConsentsList.self, ConsentsGive.self, ConsentsRevoke.self])
}

struct ConsentsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List a client's consents, those that ended too. On record.",
        discussion: """
            Examples:
              attune clients consents list C-1001
              attune clients consents list C-1001 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String

    func run(in shell: Shell) async throws {
        let file = try await options.with(shell) { clinic in
            try await clinic.act("clients.consents") { [client] act in
                try await act.lookAtFile(of: try await act.clientOrRefuse(client))
            }
        }
        options.print(file.consents, in: shell)
    }
}

struct ConsentsGive: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "give", abstract: "Record that a client agrees.",
        discussion: """
            Examples:
              attune clients consents give C-1001 messages --basis verbal
              attune clients consents give C-1001 sharing --basis written --on 2026-11-20 --until 2027-11-20
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Argument(help: "treatment, matching, messages or sharing.", transform: Arguments.word) var kind: Consent.Kind
    @Option(
        help: "How, or by whose right: \(Consent.Basis.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(Consent.Basis.allCases.map(\.rawValue)), transform: Arguments.word) var basis: Consent.Basis
    @Option(
        help: ArgumentHelp("The day on which they agreed; today where not given.", valueName: "yyyy-mm-dd"),
        transform: Arguments.date) var on: LocalDate?
    @Option(
        help: ArgumentHelp("The last day on which it holds; until revoked where not given.", valueName: "yyyy-mm-dd"),
        transform: Arguments.date) var until: LocalDate?
    @Option(help: "Id of who assessed a minor or read the order; you where not given.", transform: Arguments.id)
    var assessor: UUID?

    func run(in shell: Shell) async throws {
        let given = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            return try await clinic.act("clients.consents_give") { [client, kind, basis, on, until, assessor] act in
                try await act.giveConsent(
                    kind, basis, on: on, until: until, rules: rules, assessedBy: assessor,
                    by: try await act.clientOrRefuse(client))
            }
        }
        options.print([given], in: shell)
    }
}

struct ConsentsRevoke: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "The client does not agree any more.",
        discussion: """
            To messages: nothing is sent to them, not what is queued either. To matching:
            what is proposed ends.

            Examples:
              attune clients consents revoke C-1001 messages
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Argument(help: "treatment, matching, messages or sharing.", transform: Arguments.word) var kind: Consent.Kind

    func run(in shell: Shell) async throws {
        let ended = try await options.with(shell) { clinic in
            try await clinic.act("clients.consents_revoke") { [client, kind] act in
                let id = try await act.clientOrRefuse(client)
                if kind == .matching { return try await act.withdrawMatchingConsent(by: id) }
                try await act.revokeConsent(kind, by: id)
                return []
            }
        }
        if options.json {
            shell.print(
                JSON.object([
                    ("revoked", .string(kind.rawValue)), ("ended_proposals", .array(ended.map { .string($0.uuid.text) })),
                ]).text(indented: false))
        }
        shell.say("Revoked.")
        if !ended.isEmpty {
            shell.say("Proposals ended: \(ended.map(\.uuid.text).joined(separator: ", ")). Tell whoever waits for an answer.")
        }
    }
}

extension ClinicOptions {
    fileprivate func print(_ consents: [Consent], in shell: Shell) {
        let rows = consents.map {
            [
                $0.kind.rawValue, $0.basis.rawValue, $0.givenAt.description, $0.expiresAt?.description ?? "",
                $0.revokedAt?.description ?? "",
            ]
        }
        let document = JSON.array(
            consents.map {
                .object([
                    ("id", .string($0.id.uuid.text)), ("kind", .string($0.kind.rawValue)), ("basis", .string($0.basis.rawValue)),
                    ("given_at", .string($0.givenAt.description)), ("expires_at", .text($0.expiresAt?.description)),
                    ("revoked_at", .text($0.revokedAt?.description)), ("assessor", .text($0.assessor?.text)),
                ])
            })
        print(Table(["consent", "basis", "given", "until", "revoked"], rows), json: document, in: shell)
    }
}
