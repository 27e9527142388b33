import Database
import TestKit
import Testing

@Suite("A transaction")
struct TransactionTests {
    static let insert = Statement("transaction/insert", sent: .lease, "INSERT INTO public.entry (id) VALUES ($1) RETURNING id")
    static let count = Statement("transaction/count", sent: .lane, "SELECT count(*) FROM public.entry")
    static let xid = Statement("transaction/xid", sent: .lease, "SELECT pg_current_xact_id()::text")

    private func fresh() async throws -> TestDatabase {
        let database = try await TestDatabase.fresh(migrated: false)
        try await database.owner.script(
            "CREATE TABLE public.entry (id int8 CONSTRAINT entry_once PRIMARY KEY); GRANT ALL ON public.entry TO attune_app")
        return database
    }

    private func entries(_ database: TestDatabase) async throws -> Int {
        try await database.app.read([Self.count()])[0].value()
    }

    @Test("commits what it did when its closure returns, enqueued statements included")
    func commits() async throws {
        let database = try await fresh()
        let answer = try await database.app.transaction { transaction in
            try transaction.enqueue(Self.insert(1))
            let first: Int = try await transaction.query(Self.insert(2)).value()
            let more = try await transaction.queries([Self.insert(3), Self.insert(4)])
            try transaction.enqueue(Self.insert(5))
            return [first] + (try more.map { try $0.value(Int.self) })
        }
        #expect(answer == [2, 3, 4])
        #expect(try await entries(database) == 5)
        _ = try await database.app.transaction(flight: [Self.insert(6), Self.insert(7)])
        _ = try await database.app.transaction { transaction in try await transaction.finish(with: [Self.insert(8)]) }
        try await database.app.transaction { transaction in try transaction.enqueue(Self.insert(9)) }
        #expect(try await entries(database) == 9)
        await database.drop()
    }

    @Test("leaves nothing when its closure throws, and its connection is free at once")
    func rollsBack() async throws {
        struct Refused: Error {}
        let database = try await fresh()
        for _ in 0..<20 {
            await #expect(throws: Refused.self) {
                try await database.app.transaction { transaction in
                    _ = try await transaction.query(Self.insert(1))
                    throw Refused()
                }
            }
        }
        #expect(try await entries(database) == 0)
        await database.drop()
    }

    @Test("reports the constraint that refused, wherever the statement travelled, and stays refused")
    func constraints() async throws {
        let database = try await fresh()
        _ = try await database.app.query(Self.insert(1))
        let refusal = DatabaseError(
            .server(sqlState: "23505", constraint: "entry_once", table: "entry"), statement: "transaction/insert")
        await #expect(throws: refusal) { try await database.app.query(Self.insert(1)) }
        await #expect(throws: refusal) { try await database.app.transaction(flight: [Self.insert(2), Self.insert(1)]) }
        await #expect(throws: refusal) {
            try await database.app.transaction { transaction in try transaction.enqueue(Self.insert(1)) }
        }
        await #expect(throws: refusal) {
            try await database.app.transaction { transaction in
                _ = try? await transaction.query(Self.insert(1))
                _ = try await transaction.query(Self.insert(3))
            }
        }
        // Swallowing the error does not commit the rest.
        await #expect(throws: refusal) {
            try await database.app.transaction { transaction in
                _ = try await transaction.query(Self.insert(4))
                _ = try? await transaction.query(Self.insert(1))
            }
        }
        #expect(try await entries(database) == 1)
        await database.drop()
    }

    @Test("that sends nothing takes no connection")
    func empty() async throws {
        let database = try await fresh()
        for _ in 0..<100 { try await database.app.transaction { _ in } }
        #expect(database.app.statistics.transactions == 0)
        await database.drop()
    }

    @Test("a read-only one refuses to write")
    func readOnly() async throws {
        let database = try await fresh()
        let error = await #expect(throws: DatabaseError.self) {
            try await database.app.transaction(.readOnly) { transaction in _ = try await transaction.query(Self.insert(1)) }
        }
        #expect(error?.sqlState == "25006")
        await database.drop()
    }
}
