internal import ArgumentParser
internal import Database

/// `attune migrate …`: the schema's version.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database's schema up to date, or see whether it is.",
        discussion: """
            Forward only, one transaction for each migration; a failed one leaves the
            old schema serving. A private PostgreSQL is migrated by attune up itself; one
            of your own needs its roles first, then migrate up, before attune up.

            Examples:
              attune migrate
              attune migrate up
              attune migrate status --json
              attune migrate roles | psql -U postgres -d postgres
            """,
        subcommands: [MigrateUp.self, MigrateStatus.self, MigrateRoles.self], defaultSubcommand: MigrateStatus.self)
}

struct MigrateUp: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Apply the migrations that are pending.",
        discussion: """
            Examples:
              attune migrate up
              attune migrate up --json
            """)
    @OptionGroup(title: "Where") var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let settings = try await options.settings(in: shell)
        let applied = try await Schema.withOwner(settings, in: shell) { database in
            try await Migrator(database, logger: shell.logger(settings.logLevel)).migrate()
        }
        if applied.isEmpty { shell.say("The schema was current already.") }
        shell.print(
            table: Table(["applied"], applied.map { [$0] }),
            json: json ? .object([("applied", .array(applied.map(JSON.string)))]) : nil)
    }
}

struct MigrateStatus: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "List migrations, applied and pending.",
        discussion: """
            Examples:
              attune migrate status
            """)
    @OptionGroup(title: "Where") var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let settings = try await options.settings(in: shell)
        let status = try await Schema.withOwner(settings, in: shell) { database in
            try await Migrator(database, logger: shell.logger(settings.logLevel)).status()
        }
        let document = JSON.object([
            ("current", .bool(status.isCurrent)), ("applied", .array(status.applied.map(JSON.string))),
            ("pending", .array(status.pending.map(JSON.string))),
        ])
        shell.print(
            table: Table(
                ["migration", "state"], status.applied.map { [$0, "applied"] } + status.pending.map { [$0, "pending"] }),
            json: json ? document : nil)
        if !status.isCurrent { shell.say("Next: attune migrate up") }
    }
}

/// The schema's owner's connection, which only migrations use.
enum Schema {
    static func withOwner<T: Sendable>(_ settings: Settings, in shell: Shell, _ body: (Database) async throws -> T) async throws
        -> T
    {
        let logger = shell.logger(settings.logLevel)
        if let configuration = settings.database.configuration(forMigrations: true) {
            return try await closing(try await Database.start(configuration, logger: logger), body)
        }
        let clinic = try await OpenClinic.open(settings, as: nil, in: shell)
        do {
            guard let server = clinic.server else { throw Failure("internal", "No private PostgreSQL.", exit: .failed) }
            let owner = server.configuration(
                user: settings.database.migrateUser, database: settings.database.name, schema: settings.database.schema)
            let value = try await closing(try await Database.start(owner, logger: logger), body)
            await clinic.close()
            return value
        } catch {
            await clinic.close()
            throw error
        }
    }

    private static func closing<T: Sendable>(_ database: Database, _ body: (Database) async throws -> T) async throws -> T {
        do {
            let value = try await body(database)
            await database.close()
            return value
        } catch {
            await database.close()
            throw error
        }
    }
}
