import Database
import Foundation
import Glibc
import Logging
import TestKit
import Testing

@Suite("When a connection or the whole server is lost", .serialized)
struct LossTests {
    static let sleep = Statement("loss/sleep", sent: .lane, "SELECT pg_sleep($1::float8)")
    static let one = Statement("loss/one", sent: .shared, "SELECT 1")
    static let insert = Statement("loss/insert", sent: .lease, "INSERT INTO public.slow_entry (id) VALUES ($1)")
    static let count = Statement("loss/count", sent: .lane, "SELECT count(*) FROM public.slow_entry WHERE id = $1")
    static let running = Statement(
        "loss/running", sent: .lease,
        "SELECT count(*) FROM pg_stat_activity WHERE datname = $1::text AND query LIKE $2::text AND state = 'active'")
    static let end = Statement(
        "loss/end", sent: .lease,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = $1::text AND query LIKE $2::text AND state = 'active'"
    )

    /// A table whose rows make `COMMIT` take half a second: a deferred trigger sleeps.
    static let slowCommit = """
        CREATE TABLE public.slow_entry (id int8);
        GRANT ALL ON public.slow_entry TO attune_app;
        CREATE FUNCTION public.nap() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER nap AFTER INSERT ON public.slow_entry DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION public.nap();
        """

    /// Ends the backend that runs a statement like this, as soon as there is one.
    private func terminate(_ database: TestDatabase, running pattern: String) async throws {
        try await wait(for: database, running: pattern, Self.end)
    }

    /// Asks `statement` until it counts a backend that runs a statement like this.
    private func wait(for database: TestDatabase, running pattern: String, _ statement: Statement) async throws {
        // A connection of its own: the one that makes databases has a queue when a run begins.
        let server = try await TestServer.shared.started()
        let admin = try await Database.start(server.configuration(PrivateServer.superuser, "postgres"), logger: quiet)
        var found = 0
        for _ in 0..<1_000 where found == 0 {
            found = try await admin.query(statement(database.name, pattern)).value()
            try await Task.sleep(for: .milliseconds(10))
        }
        await admin.close()
        #expect(found > 0, "nothing like \(pattern) was running")
    }

    @Test("a backend that is ended during a read fails that read, and the next one finds a new connection")
    func duringRead() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        for _ in 0..<5 {
            let app = database.app
            let slow = Task { try await app.read([Self.sleep(10.0)]) }
            try await terminate(database, running: "%pg_sleep%")
            let error = await #expect(throws: DatabaseError.self) { try await slow.value }
            #expect(error?.kind == .connectionLost)
            #expect(try await database.app.readShared(Self.one()).value(Int.self) == 1)
        }
        await database.drop()
    }

    @Test("a backend that is ended during a transaction fails it, and nothing of it remains")
    func duringTransaction() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        try await database.owner.script("CREATE TABLE public.slow_entry (id int8); GRANT ALL ON public.slow_entry TO attune_app")
        let app = database.app
        let work = Task {
            try await app.transaction { transaction in
                _ = try await transaction.query(Self.insert(1))
                _ = try await transaction.query(Self.sleep(10.0))
            }
        }
        try await terminate(database, running: "%pg_sleep%")
        await #expect(throws: DatabaseError(.connectionLost, statement: "loss/sleep")) { try await work.value }
        #expect(try await app.read([Self.count(1)])[0].value(Int.self) == 0)
        await database.drop()
    }

    @Test("a backend that is ended during COMMIT leaves an unknown outcome, said so")
    func duringCommit() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        try await database.owner.script(Self.slowCommit)
        let app = database.app
        let work = Task { try await app.transaction { transaction in _ = try await transaction.query(Self.insert(2)) } }
        try await terminate(database, running: "COMMIT")
        let error = await #expect(throws: DatabaseError.self) { try await work.value }
        #expect(error?.kind == .unknownOutcome)
        // The trigger had not ended, so here the truth is "no".
        #expect(try await app.read([Self.count(2)])[0].value(Int.self) == 0)
        await database.drop()
    }

    @Test("cancelling during COMMIT does not: the caller learns the true outcome")
    func cancelledCommit() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        try await database.owner.script(Self.slowCommit)
        let app = database.app
        let work = Task { try await app.transaction { transaction in _ = try await transaction.query(Self.insert(3)) } }
        try await wait(for: database, running: "COMMIT", Self.running)
        work.cancel()
        try await work.value
        #expect(try await app.read([Self.count(3)])[0].value(Int.self) == 1)
        await database.drop()
    }

    @Test("a backend that is ended while callers share a first statement fails all of them, and none is forgotten")
    func company() async throws {
        let database = try await TestDatabase.fresh(migrated: false)
        var narrow = database.app.configuration
        narrow.laneDepth = 1
        let app = try await Database.start(narrow, logger: quiet)
        // The lane is taken while the others gather; then they travel together, the sleeper somewhere among them.
        let first = Task { try await app.read([Self.sleep(0.5)]) }
        try await Task.sleep(for: .milliseconds(100))
        let callers = (0..<24).map { number in
            Task { try await app.read(first: Self.sleep(0.0), [number == 12 ? Self.sleep(4.0) : Self.one()]) }
        }
        _ = try await first.value
        try await terminate(database, running: "%pg_sleep%")
        var lost = 0
        for caller in callers {
            do {
                let results = try await caller.value
                #expect(results.count == 2)
            } catch {
                #expect((error as? DatabaseError)?.kind == .connectionLost)
                lost += 1
            }
        }
        #expect(lost >= 1)
        #expect(try await app.read(first: Self.sleep(0.0), [Self.one()])[1].value(Int.self) == 1)
        await app.close()
        await database.drop()
    }

    @Test("a server that is killed and started again is found again; who waits meanwhile waits for it")
    func restart() async throws {
        let folder = "/tmp/attune-loss-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var options = PrivateServer.Options()
        options.isDurable = false
        let server = try await PrivateServer.start(dataDirectory: folder + "/postgres", options: options, logger: quiet)
        let database = try await Database.start(
            server.configuration(user: PrivateServer.superuser, database: "postgres"), logger: quiet)
        let slow = Task { try await database.query(Self.sleep(20.0)) }
        let lane = Task { try await database.read([Self.sleep(20.0)]) }
        try await Task.sleep(for: .milliseconds(200))
        // SIGKILL leaves its lock file and its shared memory behind, as a crash does.
        kill(server.processID, SIGKILL)
        // Without its first process the backends go on until they notice; a crash of the machine would end them too.
        await #expect(throws: DatabaseError.self) { try await withDeadline(.seconds(15)) { _ = try await slow.value } }
        await #expect(throws: DatabaseError.self) { try await withDeadline(.seconds(15)) { _ = try await lane.value } }
        let again = try await PrivateServer.start(dataDirectory: folder + "/postgres", options: options, logger: quiet)
        #expect(again.processID != server.processID)
        #expect(try await database.readShared(Self.one()).value(Int.self) == 1)
        #expect(try await database.query(Self.one()).value(Int.self) == 1)
        await database.close()
        await again.stop()
    }

    @Test("a server that is not there is reported within the time allowed, with the reason", .timeLimit(.minutes(1)))
    func unreachable() async throws {
        var configuration = Database.Configuration(host: "/nonexistent", database: "none", user: "nobody")
        configuration.connectTimeout = .milliseconds(300)
        let error = await #expect(throws: DatabaseError.self) { try await Database.start(configuration, logger: quiet) }
        guard case .unreachable(let reason)? = error?.kind else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("/nonexistent"))
    }
}

/// Fails with `.timeout` when `body` takes longer.
func withDeadline(_ limit: Duration, _ body: @escaping @Sendable () async throws -> Void) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask(operation: body)
        group.addTask {
            try await Task.sleep(for: limit)
            Issue.record("not within \(limit)")
            throw DatabaseError(.timeout)
        }
        defer { group.cancelAll() }
        try await group.next()
    }
}
