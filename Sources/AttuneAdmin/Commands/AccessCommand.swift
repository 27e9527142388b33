internal import Access
internal import ArgumentParser
internal import AttuneAPI
internal import Clinic
internal import Foundation

/// `attune access …`: who may come in.
struct AccessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "access", abstract: "Staff accounts, and tokens for programs.",
        discussion: """
            Examples:
              attune access user add --role lead < who.txt
              attune access token issue --role integration --label "directory" --scope directory.read
              attune access token list
            """,
        subcommands: [UserCommand.self, TokenCommand.self])
}

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Bearer tokens: shown once, kept only as a hash.",
        discussion: """
            Examples:
              attune access token issue --role lead --label "Amara, laptop" --days 90
              attune access token list
              attune access token revoke 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [TokenIssue.self, TokenList.self, TokenRevoke.self])
}

struct TokenIssue: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "issue", abstract: "Issue a token and print it, once.",
        discussion: """
            The token alone goes to standard output, so that it can be kept by a
            program: attune access token issue --role integration --label x > token

            Examples:
              attune access token issue --role front_desk --label "reception desk"
              attune access token issue --role therapist --therapist 01890a5d-ac96-774b-bcce-b302099a8057 --label "Amara"
              attune access token issue --role integration --label "directory" --scope directory.read --days 365 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(
        help: "lead, intake, front_desk, therapist, integration or operator.",
        completion: .list(["lead", "intake", "front_desk", "therapist", "integration", "operator"]), transform: Arguments.role)
    var role: Role
    @Option(
        help: ArgumentHelp("The therapist that a therapist's token stands for.", valueName: "id"), transform: Arguments.id)
    var therapist: UUID?
    @Option(help: "What it is for, 1 to 120 characters. Seen by whoever lists tokens.") var label: String
    @Option(help: "Days until it expires; without it, it lasts until it is revoked.") var days: Int?
    @Option(
        help: ArgumentHelp("A policy that it is held to; may be given again. All of its role's without.", valueName: "policy"))
    var scope: [String] = []

    func validate() throws {
        if let days, !(1...3_650).contains(days) { throw ValidationError("--days must be from 1 to 3650.") }
        if label.isEmpty || label.count > 120 { throw ValidationError("--label must have 1 to 120 characters.") }
        for name in scope where !PolicyNames.all.contains(name) {
            throw ValidationError("“\(name.prefix(40))” is no policy. Policies: \(PolicyNames.all.joined(separator: ", ")).")
        }
    }

    func run(in shell: Shell) async throws {
        let issued = try await options.with(shell) { clinic in
            try await clinic.act("access.issue_token") { [role, therapist, label, days, scope] act in
                let expires = days.map { $0 }
                let end: Instant? = if let expires { try await act.now + .hours(24 * expires) } else { nil }
                return try await act.issueToken(
                    role: role, therapist: therapist, label: label, expiresAt: end,
                    scope: scope.isEmpty ? nil : scope)
            }
        }
        shell.say("Keep it now: it is not shown again. Use it as “Authorization: Bearer …” or in ATTUNE_TOKEN.")
        if options.json {
            shell.print(
                JSON.object([("id", .string(issued.id.uuid.text)), ("token", .string(issued.token.text))]).text(indented: false))
        } else {
            shell.print(issued.token.text)
        }
    }
}

struct TokenList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the tokens that can still be used, newest first.",
        discussion: """
            Examples:
              attune access token list
              attune access token list --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let tokens = try await options.with(shell) { try await $0.reader("access.list_tokens").issuedTokens() }
        let rows = tokens.map { token in
            [
                token.id.uuid.text, token.role.rawValue, token.label, token.createdAt.description,
                token.expiresAt?.description ?? "until revoked", token.lastUsedAt?.description ?? "never",
                token.scope?.joined(separator: " ") ?? "all of its role",
            ]
        }
        let document = JSON.array(
            tokens.map { token in
                .object([
                    ("id", .string(token.id.uuid.text)), ("role", .string(token.role.rawValue)), ("label", .string(token.label)),
                    ("subject", .string(token.subject.text)), ("therapist", .text(token.therapist?.text)),
                    ("created_at", .string(token.createdAt.description)), ("expires_at", .text(token.expiresAt?.description)),
                    ("last_used_at", .text(token.lastUsedAt?.description)),
                    ("scope", token.scope.map { .array($0.map { JSON.string($0) }) } ?? .null),
                ])
            })
        options.print(
            Table(["id", "role", "label", "created", "expires", "last used", "scope"], rows), json: document, in: shell)
    }
}

struct TokenRevoke: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revoke a token; the very next request that shows it is refused.",
        discussion: """
            Examples:
              attune access token revoke 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The token's id, from attune access token list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("access.revoke_token") { [id] act in try await act.revokeToken(IssuedToken.ID(id)) }
        }
        if options.json { shell.print(JSON.object([("revoked", .string(id.text))]).text(indented: false)) }
        shell.say("Revoked.")
    }
}
