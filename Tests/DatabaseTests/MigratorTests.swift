import Database
import TestKit
import Testing

@Suite("Migrations")
struct MigratorTests {
    static let first = Migration(name: "0001_thing", text: "CREATE TABLE thing (id int8); INSERT INTO thing VALUES (1)")
    static let second = Migration(name: "0002_more", text: "ALTER TABLE thing ADD note text;")
    static let broken = Migration(name: "0003_broken", text: "INSERT INTO thing VALUES (2); SELECT nosuchcolumn;")
    static let things = Statement("migrator/things", sent: .lease, "SELECT count(*) FROM thing")

    private func migrator(_ database: TestDatabase, _ migrations: [Migration]) -> Migrator {
        Migrator(database.owner, migrations: migrations, logger: quiet)
    }

    @Test("are applied once, in order, and then current")
    func once() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let both = migrator(database, [Self.first, Self.second])
        let before = try await both.status()
        #expect(before.applied == [] && before.pending == ["0001_thing", "0002_more"])
        #expect(try await migrator(database, [Self.first]).migrate() == ["0001_thing"])
        #expect(try await both.migrate() == ["0002_more"])
        #expect(try await both.migrate().isEmpty)
        #expect(try await both.status().isCurrent)
        #expect(try await database.owner.query(Self.things()).value(Int.self) == 1)
        await database.drop()
    }

    @Test("run by eight servers at once are applied once")
    func concurrent() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let applied = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let own = try await Database.start(database.owner.configuration, logger: quiet)
                    defer { Task { await own.close() } }
                    return try await Migrator(own, migrations: [Self.first, Self.second], logger: quiet).migrate()
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        #expect(applied.sorted() == ["0001_thing", "0002_more"])
        await database.drop()
    }

    @Test("that fail leave the schema as the last good one made it")
    func failing() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        let all = migrator(database, [Self.first, Self.second, Self.broken])
        let error = await #expect(throws: MigrationError.self) { try await all.migrate() }
        guard case .failed("0003_broken", let cause)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(cause.sqlState == "42703")
        #expect(try await database.owner.query(Self.things()).value(Int.self) == 1)
        #expect(try await all.status().pending == ["0003_broken"])
        await database.drop()
    }

    @Test("that were edited after they were applied are refused, as is a database from the future")
    func edited() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        try await migrator(database, [Self.first, Self.second]).migrate()
        let changed = Migration(name: Self.first.name, text: Self.first.text + " ")
        await #expect(throws: MigrationError.changed("0001_thing")) {
            try await migrator(database, [changed, Self.second]).migrate()
        }
        await #expect(throws: MigrationError.unknown("0002_more")) { try await migrator(database, [Self.first]).status() }
        await database.drop()
    }

    @Test("of Attune itself apply to an empty database, and a second time do nothing")
    func attune() async throws {
        let database = try await TestDatabase.fresh()
        #expect(try await Migrator(database.owner, logger: quiet).migrate().isEmpty)
        await database.drop()
    }
}
