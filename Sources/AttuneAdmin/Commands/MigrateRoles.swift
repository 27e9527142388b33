internal import ArgumentParser
internal import Database

/// `attune migrate roles`: what a PostgreSQL of the clinic's own needs before the first migration, for its superuser to read and run.
struct MigrateRoles: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "roles", abstract: "Print the SQL that a superuser runs once on a PostgreSQL of your own.",
        discussion: """
            Attune never connects as a superuser: it prints what it needs, for psql. The
            roles it makes have no passwords; the last lines say how to give them some.
            Running it again changes nothing.

            Examples:
              attune migrate roles
              attune migrate roles | psql -U postgres -d postgres
            """)
    @OptionGroup(title: "Where") var options: SettingOptions

    func run(in shell: Shell) async throws {
        let settings = try await options.settings(in: shell).database
        shell.output.write(Self.script(database: settings.name))
        for (key, name, expected) in [
            ("database.user", settings.user, "attune_app"), ("database.migrate_user", settings.migrateUser, "attune_migrate"),
        ] where name != expected {
            shell.say("\(key) is \(name): make that role a member, GRANT \(expected) TO \(name).")
        }
    }

    static func script(database: String) -> String {
        let identifier = "\"" + database.replacing("\"", with: "\"\"") + "\""
        let literal = "'" + database.replacing("'", with: "''") + "'"
        let command = "'" + "CREATE DATABASE \(identifier) OWNER attune_owner".replacing("'", with: "''") + "'"
        return """
            \\set ON_ERROR_STOP on
            SET client_min_messages = warning;
            \(EmbeddedMigrations.roles)
            SELECT \(command) WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = \(literal)) \\gexec
            -- Where the server asks for passwords, give them here: \\password attune_app, then \\password attune_migrate.
            -- Then: attune migrate up

            """
    }
}
