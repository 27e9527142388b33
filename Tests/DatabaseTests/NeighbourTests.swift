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

    /// One lane, so that all of them are neighbours.
    private func fresh() async throws -> TestDatabase {
        try await TestDatabase.fresh(migrated: false)
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
        try await withThrowingTaskGroup(of: Void.self) { group in
            for caller in 0..<1_000 {
                group.addTask {
                    if caller % 2 == 0 {
                        let results = try await app.read([Self.set("actor \(caller)"), Self.get()])
                        #expect(try results[1].value(String.self) == "actor \(caller)")
                    } else if caller % 4 == 1 {
                        #expect(try await app.readShared(Self.get()).value(String.self) == "nobody")
                    } else {
                        #expect(try await app.read([Self.get()])[0].value(String.self) == "nobody")
                    }
                }
            }
            try await group.waitForAll()
        }
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
