internal import Access
internal import ArgumentParser
internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// `attune access user …`: who works here and signs in.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Staff accounts: opened by a one-use link, never by a password that somebody else chose.",
        discussion: """
            Examples:
              attune access user add --role lead < who.txt
              attune access user list
              attune access user reset 01890a5d-ac96-774b-bcce-b302099a8057
            """,
        subcommands: [
            UserAdd.self, UserList.self, UserShow.self, UserDisable.self, UserEnable.self, UserReset.self, UserSessions.self,
        ])
}

struct UserAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add an account and print its one-use link; address and name are read from standard input.",
        discussion: """
            Two lines: e-mail address, name. On the command line they would be seen by
            everybody on this machine, and kept in the shell's history. The link alone goes
            to standard output; hand it over in person. It works once, for 72 hours.

            Examples:
              attune access user add --role lead < who.txt
              attune access user add --role therapist --therapist amara-okafor < who.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Option(
        help: "lead, intake, front_desk or therapist.", completion: .list(["lead", "intake", "front_desk", "therapist"]),
        transform: Arguments.role)
    var role: Role
    @Option(help: "Whose account a therapist's is: slug, reference or id.") var therapist: String?

    func run(in shell: Shell) async throws {
        let lines = (shell.readInput() ?? "").split(separator: "\n").map { String($0).trimmingWhitespace() }.filter {
            !$0.isEmpty
        }
        guard lines.count == 2 else {
            throw Failure(
                "access.no_person", "Two lines were expected on standard input: e-mail address, name.",
                why: "On the command line they would be kept in the shell's history.",
                next: "attune access user add --role \(role.rawValue) < who.txt", exit: .usage)
        }
        let (staff, link) = try await options.with(shell) { [role, therapist] clinic in
            let added = try await clinic.act("access.add_user") { act in
                let person: UUID? = if let therapist { try await act.therapistOrRefuse(therapist).id.uuid } else { nil }
                return try await act.addStaff(email: lines[0], name: lines[1], role: role, therapist: person)
            }
            return (added.staff, clinic.joinLink(added.link))
        }
        options.print(link: link, of: staff, in: shell)
    }
}

struct UserList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the accounts, by name.",
        discussion: """
            Examples:
              attune access user list
              attune access user list --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let members = try await options.with(shell) { try await $0.reader("access.list_users").staff() }
        options.print(
            Table(["id", "name", "e-mail", "role", "status"], members.map { Array($0.cells.prefix(5)) }),
            json: .array(members.map(\.json)), in: shell)
    }
}

struct UserShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one account.",
        discussion: """
            Examples:
              attune access user show 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The account's id, from attune access user list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let member = try await options.with(shell) { [id] clinic in
            try await clinic.reader("access.show_user").staffMember(StaffMember.ID(id))
        }
        guard let member else { throw StaffError.noSuchStaff }
        let names = ["id", "name", "e-mail", "role", "status", "therapist", "since"]
        options.print(Table(["field", "value"], zip(names, member.cells).map { [$0, $1] }), json: member.json, in: shell)
    }
}

struct UserDisable: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Let nobody in by this account any more; its sessions end at once.",
        discussion: """
            Examples:
              attune access user disable 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The account's id, from attune access user list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            try await clinic.act("access.disable_user") { [id] act in try await act.disableStaff(StaffMember.ID(id)) }
        }
        if options.json { shell.print(JSON.object([("disabled", .string(id.text))]).text(indented: false)) }
        shell.say("Disabled. The bearer tokens of programs go on: see attune access token list.")
    }
}

struct UserEnable: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Let a disabled account in again, by a new one-use link.",
        discussion: """
            Examples:
              attune access user enable 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The account's id, from attune access user list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.letIn(id, "access.enable_user", in: shell) { act, staff in try await act.enableStaff(staff) }
    }
}

struct UserReset: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "Forget password, second factor and sessions, and print a new one-use link.",
        discussion: """
            For a forgotten password or a lost telephone. Make sure who asks, and hand the
            link over in person: whoever has it has the account.

            Examples:
              attune access user reset 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The account's id, from attune access user list.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        try await options.letIn(id, "access.reset_user", in: shell) { act, staff in try await act.resetStaff(staff) }
    }
}

struct UserSessions: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List an account's open sessions, or end them.",
        discussion: """
            Examples:
              attune access user sessions 01890a5d-ac96-774b-bcce-b302099a8057
              attune access user sessions 01890a5d-ac96-774b-bcce-b302099a8057 --end
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The account's id, from attune access user list.", transform: Arguments.id) var id: UUID
    @Flag(help: "End them all; the next request of each is refused.") var end = false

    func run(in shell: Shell) async throws {
        let staff = StaffMember.ID(id)
        if end {
            let count = try await options.with(shell) { clinic in
                try await clinic.act("access.end_sessions") { act in
                    guard try await act.staffMember(staff) != nil else { throw StaffError.noSuchStaff }
                    return try await act.endSessions(of: staff)
                }
            }
            if options.json { shell.print(JSON.object([("ended", .int(count))]).text(indented: false)) }
            shell.say("Ended: \(count).")
            return
        }
        let sessions = try await options.with(shell) { clinic in
            let reader = clinic.reader("access.list_sessions")
            guard try await reader.staffMember(staff) != nil else { throw StaffError.noSuchStaff }
            return try await reader.sessions(of: staff)
        }
        let cells = sessions.map {
            [$0.id.description, $0.door.rawValue, $0.createdAt.description, $0.lastUsedAt.description, $0.expiresAt.description]
        }
        let names = ["id", "door", "created_at", "last_used_at", "expires_at"]
        options.print(
            Table(["id", "with", "since", "last used", "until"], cells),
            json: .array(cells.map { .object(Array(zip(names, $0.map { JSON.string($0) }))) }), in: shell)
    }
}

extension OpenClinic {
    /// Where somebody uses their one-use link.
    func joinLink(_ link: Token) -> String {
        "\(settings.web.publicURL ?? "http://localhost:\(ServingPort.read(in: settings))")/staff/join/\(link.text)"
    }
}

extension ClinicOptions {
    fileprivate func letIn(
        _ id: UUID, _ policy: String, in shell: Shell, _ invite: @escaping @Sendable (Act, StaffMember.ID) async throws -> Token
    ) async throws {
        let link = try await with(shell) { clinic in
            clinic.joinLink(try await clinic.act(policy) { act in try await invite(act, StaffMember.ID(id)) })
        }
        print(link: link, of: StaffMember.ID(id), in: shell)
    }

    fileprivate func print(link: String, of staff: StaffMember.ID, in shell: Shell) {
        shell.say(
            "Hand this link over in person: it works once, for \(Act.invitationHours) hours, and opens the account to whoever has it."
        )
        if json {
            shell.print(
                JSON.object([("id", .string(staff.description)), ("link", .string(link))]).text(
                    indented: shell.output.width != nil))
        } else {
            shell.print(link)
        }
    }
}

extension StaffMember {
    fileprivate var cells: [String] {
        [id.description, name, email, role.rawValue, status.rawValue, therapist?.text ?? "", createdAt.description]
    }

    fileprivate var json: JSON {
        .object([
            ("id", .string(id.description)), ("name", .string(name)), ("email", .string(email)), ("role", .string(role.rawValue)),
            ("status", .string(status.rawValue)), ("therapist", .text(therapist?.text)),
            ("created_at", .string(createdAt.description)),
        ])
    }
}
