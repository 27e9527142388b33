import Database
import TestKit
import Testing

@Suite("The database client")
struct DatabaseTests {
    static let one = Statement("test/one", sent: .shared, "SELECT 1")

    @Test("answers one way or another")
    func answers() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        #expect(try await database.app.readShared(Self.one()).value(Int.self) == 1)
        #expect(try await database.app.read([Self.one(), Self.one()]).count == 2)
        #expect(try await database.app.query(Self.one()).value(Int.self) == 1)
        await database.drop()
    }
}
