import Database
import TestKit
import Testing

@testable import AttuneAdmin

@Suite("Whether the schema is current")
struct CurrentSchemaTests {
    @Test(
        "it is when all of this version's migrations are applied, as the serving role sees it; a newer version's change nothing")
    func current() async throws {
        let test = try await TestDatabase.fresh()
        #expect(try await Schema.isCurrent(test.app, quiet))
        try await test.owner.script(
            "SET ROLE attune_owner; INSERT INTO schema_migration (name, checksum) VALUES ('9999_later', 'x')")
        #expect(try await Schema.isCurrent(test.app, quiet))
        await test.drop()
    }

    @Test("it is not while one is pending, or nothing was ever applied")
    func pending() async throws {
        let test = try await TestDatabase.fresh()
        try await test.owner.script(
            "SET ROLE attune_owner; DELETE FROM schema_migration WHERE name = (SELECT max(name) FROM schema_migration)")
        #expect(try await Schema.isCurrent(test.app, quiet) == false)
        await test.drop()
        let empty = try await TestDatabase.fresh(migrated: false)
        #expect(try await Schema.isCurrent(empty.app, quiet) == false)
        await empty.drop()
    }
}
