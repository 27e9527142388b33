import Clinic
import Database
import Testing

@testable import AttuneAdmin

@Suite("A PostgreSQL of the clinic's own")
struct MigrateRolesTests {
    @Test("the script makes the roles and the database, whatever the database is called")
    func script() {
        let script = MigrateRoles.script(database: "o'neil \"x\"")
        #expect(script.contains("CREATE ROLE attune_owner NOLOGIN"))
        #expect(script.contains(#"SELECT 'CREATE DATABASE "o''neil ""x""" OWNER attune_owner'"#))
        #expect(script.contains("WHERE datname = 'o''neil \"x\"') \\gexec"))
    }

    @Test(
        "what libpq says comes in one line, with what to type",
        arguments: [
            ("FATAL:  role \"attune_app\" does not exist\n", "attune migrate roles"),
            ("fe_sendauth: no password supplied\n", "ATTUNE_DATABASE_PASSWORD"),
            ("server does not support SSL, but SSL was required\n", "database.tls"),
            ("Connection refused\n\tIs the server running on that host?\n", "attune config explain"),
        ])
    func unreachable(said: String, next: String) {
        let failure = Failure(explaining: DatabaseError(.unreachable(said)))
        #expect(failure.exit == .databaseUnreachable && failure.next?.contains(next) == true)
        #expect(failure.why?.contains(where: \.isNewline) == false)
    }

    @Test("a schema that is not there says migrate", arguments: ["42P01", "3F000", "42883"])
    func notMigrated(sqlState: String) {
        let failure = Failure(explaining: DatabaseError(.server(sqlState: sqlState, constraint: nil, table: nil)))
        #expect(failure == .notMigrated && failure.next == "attune migrate up" && failure.exit == .failed)
    }

    @Test("a file of which some rows were refused ends with 1, and a whole one does not")
    func conclude() throws {
        let problem = CSVProblem(line: 3, column: 2, code: "test", message: "Wrong.")
        try FileReport.conclude([], of: "a.csv", kept: 3, onlyChecked: false)
        for (kept, check, words) in [
            (3, false, "the other rows are stored"), (0, false, "nothing was stored"), (0, true, "Nothing was changed"),
        ] {
            let failure = try #require(throws: Failure.self) {
                try FileReport.conclude([problem], of: "a.csv", kept: kept, onlyChecked: check)
            }
            #expect(failure.exit == .failed && failure.what.contains(words))
        }
    }
}
