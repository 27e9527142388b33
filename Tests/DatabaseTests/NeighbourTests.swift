import Database
import TestKit
import Testing

@Suite("Callers that share a connection do not feel each other")
struct NeighbourTests {
    static let divide = Statement("neighbour/divide", sent: .shared, "SELECT 420 / $1::int8")
    static let mistyped = Statement("neighbour/mistyped", sent: .shared, "SELECT nosuchcolumn")
    static let set = Statement("neighbour/set", sent: .lane, "SELECT set_config('test.actor', $1, true)")
    static let get = Statement(
        "neighbour/get", sent: .lane, "SELECT coalesce(nullif(current_setting('test.actor', true), ''), 'nobody')")

    private static func failure(_ sqlState: String, of statement: String) -> DatabaseError {
        DatabaseError(.server(sqlState: sqlState, constraint: nil, table: nil), statement: statement)
    }

    /// One lane, so that all of them are neighbours.
    private func fresh() async throws -> TestDatabase {
        try await TestDatabase.fresh(migrated: false)
    }

    /// So narrow that almost everybody waits, and comes along with somebody.
    private func narrow(_ database: TestDatabase) async throws -> Database {
        var configuration = database.app.configuration
        configuration.laneDepth = 1
        return try await Database.start(configuration, logger: quiet)
    }

    /// So many callers at once.
    private func callers(_ count: Int, _ ask: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<count { group.addTask { try await ask(caller) } }
            try await group.waitForAll()
        }
    }

    @Test("one failing statement in a shared batch fails alone; the others are sent again", arguments: [true, false])
    func errors(shared: Bool) async throws {
        let database = try await fresh()
        let app = database.app
        try await withThrowingTaskGroup(of: (Int, Int?).self) { group in
            for caller in 0..<3_000 {
                group.addTask {
                    do {
                        let bound = caller % 97 == 1 ? Self.mistyped() : Self.divide(caller % 7)
                        let result = shared ? try await app.readShared(bound) : try await app.read([bound])[0]
                        return (caller, try result.value(Int.self))
                    } catch let error as DatabaseError {
                        #expect(error.sqlState == (caller % 97 == 1 ? "42703" : "22012"))
                        return (caller, nil)
                    }
                }
            }
            for try await (caller, answer) in group {
                #expect(answer == (caller % 97 == 1 || caller % 7 == 0 ? nil : 420 / (caller % 7)))
            }
        }
        await database.drop()
    }

    @Test("an actor set in a segment is that segment's alone")
    func actors() async throws {
        let database = try await fresh()
        let app = database.app
        try await callers(1_000) { caller in
            if caller % 2 == 0 {
                let results = try await app.read([Self.set("actor \(caller)"), Self.get()])
                #expect(try results[1].value(String.self) == "actor \(caller)")
            } else if caller % 4 == 1 {
                #expect(try await app.readShared(Self.get()).value(String.self) == "nobody")
            } else {
                #expect(try await app.read([Self.get()])[0].value(String.self) == "nobody")
            }
        }
        await database.drop()
    }

    @Test("those who begin with the same statement share its answer, and none but theirs")
    func company() async throws {
        let database = try await fresh()
        let app = try await narrow(database)
        try await callers(3_000) { caller in
            let actor = "actor \(caller % 5)"
            switch caller % 61 {
            case 7:
                await #expect(throws: Self.failure("22012", of: "neighbour/divide")) {
                    try await app.read(first: Self.set(actor), [Self.get(), Self.divide(0)])
                }
            case 9:
                let bound = caller % 2 == 0 ? Self.mistyped() : Self.get()
                let cancelled = Task { try await app.read(first: Self.set(actor), [bound]) }
                cancelled.cancel()
                _ = await cancelled.result
            case 11:
                #expect(try await app.read([Self.get()])[0].value(String.self) == "nobody")
            default:
                let results = try await app.read(first: Self.set(actor), [Self.get(), Self.divide(caller % 6 + 1)])
                #expect(results.count == 3)
                #expect(try results[0].value(String.self) == actor)
                #expect(try results[1].value(String.self) == actor)
                #expect(try results[2].value(Int.self) == 420 / (caller % 6 + 1))
            }
        }
        await app.close()
        await database.drop()
    }

    @Test("a first statement is sent once for all who wait with it")
    func onceForAll() async throws {
        let database = try await fresh()
        let app = try await narrow(database)
        try await callers(1_000) { caller in
            let results = try await app.read(first: Self.set("actor \(caller % 3)"), [Self.get()])
            #expect(try results[1].value(String.self) == "actor \(caller % 3)")
        }
        await app.close()
        // By itself each would have sent two.
        #expect(app.statistics.statements < 1_500)
        await database.drop()
    }

    @Test("a first statement that fails is each caller's own failure; one that a migration made stale is prepared anew")
    func firstStatement() async throws {
        let database = try await fresh()
        try await database.owner.script(
            "CREATE TABLE public.who (a int8); INSERT INTO public.who VALUES (1); GRANT ALL ON public.who TO attune_app")
        let app = database.app
        let star = Statement("neighbour/who", sent: .lane, "SELECT * FROM who")
        func all(_ first: Bound) async -> [Result<Int, any Error>] {
            await withTaskGroup(of: Result<Int, any Error>.self) { group in
                for number in 0..<100 {
                    group.addTask {
                        do {
                            let results = try await app.read(first: first, [Self.divide(number % 4 + 1)])
                            let quotient = try results[1].value(Int.self)
                            #expect(quotient == 420 / (number % 4 + 1))
                            return .success(results[0].count)
                        } catch { return .failure(error) }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
        }
        for answer in await all(Self.mistyped()) {
            #expect(throws: Self.failure("42703", of: "neighbour/mistyped")) { try answer.get() }
        }
        for answer in await all(star()) { #expect(try answer.get() == 1) }
        try await database.owner.script("ALTER TABLE public.who ADD b text")
        for answer in await all(star()) { #expect(try answer.get() == 1) }
        await database.drop()
    }

    @Test("lanes refuse to write")
    func readOnly() async throws {
        let database = try await fresh()
        let write = Statement("neighbour/write", sent: .lane, "CREATE TABLE public.never (id int)")
        await #expect(
            throws: DatabaseError(.server(sqlState: "25006", constraint: nil, table: nil), statement: "neighbour/write")
        ) {
            try await database.owner.read([write()])
        }
        await database.drop()
    }

    @Test("a statement whose columns a migration has changed is prepared anew")
    func stalePlans() async throws {
        let database = try await fresh()
        try await database.owner.script(
            "CREATE TABLE public.thing (a int8); INSERT INTO public.thing VALUES (1); GRANT ALL ON public.thing TO attune_app")
        let all = Statement("neighbour/star", sent: .lane, "SELECT * FROM thing")
        for _ in 0..<3 { #expect(try await database.app.read([all()])[0].value(Int.self) == 1) }
        try await database.owner.script("ALTER TABLE public.thing ADD b text")
        for _ in 0..<3 {
            #expect(try await database.app.read([all()])[0].one { row in try row.next(Int.self) } == 1)
            #expect(try await database.app.readShared(all()).one { row in try row.next(Int.self) } == 1)
        }
        await database.drop()
    }
}
