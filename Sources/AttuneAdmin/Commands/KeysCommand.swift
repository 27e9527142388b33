internal import Access
internal import ArgumentParser
internal import Clinic
internal import SystemPackage

internal import struct Foundation.UUID

/// `attune keys …`: what the clinic's secrets rest on.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "The clinic's keys: look at them, change the one that wraps.",
        discussion: """
            Secret text is sealed with a key of each client's own, and those keys are
            wrapped by one that is in a file, which the database never sees (keys.file).
            Keep a copy of that file apart from the database and its backups: without it
            nobody reads the text, ever again. No key is ever printed.

            To change the key that wraps, while Attune is running:
              attune keys add      adds a new one to the file
              attune keys rotate   wraps every client's key with it
              attune keys retire   takes the old one out of the file

            Examples:
              attune keys list
              attune keys check --json
            """,
        subcommands: [KeysList.self, KeysCheck.self, KeysAdd.self, KeysRotate.self, KeysRetire.self, KeysCreate.self],
        defaultSubcommand: KeysList.self)
}

struct KeysList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the keys by name, with how many clients each one wraps.",
        discussion: """
            The print shows whether two files hold the same key, and nothing else of it.

            Examples:
              attune keys list
              attune keys list --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let (keys, current, uses) = try await options.with(shell) { clinic in
            let uses = try await clinic.act("keys.list") { act in
                try await act.record("keys.listed")
                return try await act.keyUses()
            }
            return (clinic.gate.keys.records, clinic.gate.keys.current.name, uses)
        }
        let lines = keys.map { key in
            let wraps = key.purpose == .wrap
            return (
                key, state: wraps ? key.name == current ? "wraps" : "opens" : "in use",
                clients: wraps ? uses[key.name] ?? 0 : nil,
                print: Array(key.fingerprint.prefix(6)).hex
            )
        }
        options.print(
            Table(
                ["purpose", "name", "state", "clients", "print"],
                lines.map { [$0.0.purpose.rawValue, $0.0.name, $0.state, $0.clients.map(String.init) ?? "", $0.print] }),
            json: .array(
                lines.map {
                    .object([
                        ("purpose", .string($0.0.purpose.rawValue)), ("name", .string($0.0.name)), ("state", .string($0.state)),
                        ("clients", $0.clients.map(JSON.int) ?? .null), ("print", .string($0.print)),
                    ])
                }), in: shell)
    }
}

struct KeysCheck: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check that these are the clinic's keys, and that every client's own key opens.",
        discussion: """
            Changes nothing. Exits with 1 when a key is wrong or missing, or a client's
            cannot be opened.

            Examples:
              attune keys check
              attune keys check --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        // Opening the clinic has compared the file with the record already.
        let (opened, faulty) = try await options.with(shell) { clinic in
            var (opened, faulty, after) = (0, [String](), UUID?.none)
            repeat {
                let batch = try await clinic.reader("keys.check").tryKeys(after: after)
                opened += batch.done
                faulty += batch.faulty.map(\.text)
                after = batch.last
            } while after != nil
            return (opened, faulty)
        }
        options.print(
            Table(["clients' keys", "count"], [["opened", String(opened)], ["cannot be opened", String(faulty.count)]]),
            json: .object([
                ("ok", .bool(faulty.isEmpty)), ("opened", .int(opened)), ("faulty", .array(faulty.map(JSON.string))),
            ]), in: shell)
        if let first = faulty.first { throw Failure.cannotOpen(faulty.count, first: first) }
    }
}

struct KeysAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a new key to wrap with; the old ones still open.",
        discussion: """
            The file is replaced at once, so a copy that you keep elsewhere is older
            from now on: copy it again.

            Examples:
              attune keys add
              attune keys add --as "Kim, administrator"
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let file = KeyFile(try await options.settings.settings(in: shell), in: shell)
        let name = try await options.with(shell) { clinic in
            let ring = try file.writable().addingWrapping()
            // On record first, and the file while the record is not committed: without the one there is not the other.
            try await clinic.act("keys.add") { act in
                try await act.recordKeys(ring)
                try file.replace(with: ring)
            }
            return ring.current.name
        }
        shell.say("Copy \(file.path) to where you keep the other copy. Next: attune keys rotate")
        options.print(Table(["added"], [[name]]), json: .object([("added", .string(name))]), in: shell)
    }
}

struct KeysRetire: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "retire", abstract: "Take the keys that wrap nothing any more out of the file.",
        discussion: """
            Refused while anything is wrapped by one of them. A backup from before needs
            the file from before as well.

            Examples:
              attune keys retire
              attune keys retire --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let file = KeyFile(try await options.settings.settings(in: shell), in: shell)
        let names = try await options.with(shell) { clinic in
            let ring = try file.writable()
            let names = ring.wrapping.dropLast().map(\.name)
            guard !names.isEmpty else { return names }
            try await clinic.act("keys.retire") { act in try await act.retireKeys(names) }
            try file.replace(with: ring.keepingOnlyCurrent())
            return names
        }
        if names.isEmpty { shell.say("There is no old key to retire.") }
        options.print(
            Table(["retired"], names.map { [$0] }), json: .object([("retired", .array(names.map(JSON.string)))]), in: shell)
    }
}

struct KeysCreate: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make keys for a clinic that is about to be founded on a PostgreSQL of your own.",
        discussion: """
            A private PostgreSQL gets its keys from attune up. Never overwrites any.

            Examples:
              attune keys create
              attune keys create --set keys.file=/etc/attune/keys
            """)
    @OptionGroup(title: "Where") var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let file = KeyFile(try await options.settings(in: shell), in: shell)
        guard !file.isText else { throw Failure.keysAreText }
        guard !file.exists else {
            throw Failure(
                "keys.there_already", "There are keys at \(file.path) already; they were left alone.",
                why: "New ones would not open what they sealed.", next: "attune keys check", exit: .conflict)
        }
        try file.make(.random())
        shell.say("Keep a copy apart from the database and its backups.")
        shell.print(
            table: Table(["created"], [[file.path.string]]), json: json ? .object([("created", .string(file.path.string))]) : nil)
    }
}

extension Failure {
    static let keysAreText = Failure(
        "keys.given_as_text", "The keys stand in the configuration (keys.text), where no command changes them.",
        next: "put them into a file and name it: --set keys.file=PATH", exit: .failed)

    static func cannotOpen(_ count: Int, first: String) -> Failure {
        Failure(
            "keys.cannot_open", "\(count == 1 ? "One client's key" : "The keys of \(count) clients") cannot be opened.",
            why: "The first is client \(first). They were left as they are.", next: "attune keys list", exit: .failed)
    }
}

extension KeyFile {
    /// The ring in the file, which is about to be replaced.
    func writable() throws -> Keyring {
        guard !isText else { throw Failure.keysAreText }
        return try read()
    }
}
