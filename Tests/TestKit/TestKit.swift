public import Database
import Foundation
import Glibc
public import Logging
import Synchronization

/// A database of its own for one test, migrated, empty but for what migrations put there.
///
/// ```swift
/// let database = try await TestDatabase.fresh()
/// let result = try await database.app.query(SQL.ping())
/// ```
/// One private PostgreSQL serves the whole test run, in a temporary folder; it starts with the first `fresh()` and stops with the process.
public final class TestDatabase: Sendable {
    /// As the application connects: `attune_app`, subject to row-level security.
    public let app: Database
    /// As the schema's owner connects (`attune_migrate`).
    public let owner: Database
    public let name: String

    init(app: Database, owner: Database, name: String) {
        self.app = app
        self.owner = owner
        self.name = name
    }

    /// - Parameter migrated: false for an empty database without Attune's schema.
    public static func fresh(migrated: Bool = true) async throws -> TestDatabase {
        let server = try await TestServer.shared.started()
        let name = "test_\(UInt64.random(in: .min ... .max))"
        let template = migrated ? TestServer.template : "template1"
        try await server.admin.script("CREATE DATABASE \(name) TEMPLATE \(template) OWNER attune_owner STRATEGY file_copy")
        // A copy does not inherit the rights on the database itself, which the migrator took away in the template.
        if migrated { try await server.admin.script("REVOKE TEMPORARY, CREATE ON DATABASE \(name) FROM PUBLIC") }
        let app = try await Database.start(server.configuration("attune_app", name), logger: quiet)
        let owner = try await Database.start(server.configuration("attune_migrate", name), logger: quiet)
        return TestDatabase(app: app, owner: owner, name: name)
    }

    /// Ends its connections and drops it. A test that forgets this only leaves work to the end of the run.
    public func drop() async {
        await app.close()
        await owner.close()
        guard let server = try? await TestServer.shared.started() else { return }
        try? await server.admin.script("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
    }
}

/// Errors only: a test run's output is its results.
public let quiet = {
    var logger = Logger(label: "test")
    logger.logLevel = .error
    return logger
}()

/// The test run's server, started once however many tests ask at the same time.
public actor TestServer {
    public static let shared = TestServer()
    static let template = "attune_template"

    public struct Running: Sendable {
        public let server: PrivateServer
        public let admin: Database

        /// Few connections: many tests run side by side.
        public func configuration(_ user: String, _ database: String) -> Database.Configuration {
            var configuration = server.configuration(user: user, database: database, lanes: 1, leases: 4)
            configuration.warms = false
            // A whole run's tests start at once, on a machine that builds besides: patience here is no part of what they test.
            configuration.connectTimeout = .seconds(60)
            configuration.acquireTimeout = .seconds(60)
            configuration.statementTimeout = .seconds(60)
            configuration.laneStatementTimeout = .seconds(60)
            return configuration
        }
    }

    private var starting: Task<Running, any Error>?

    public func started() async throws -> Running {
        if let starting { return try await starting.value }
        let task = Task { try await Self.start() }
        starting = task
        return try await task.value
    }

    private static func start() async throws -> Running {
        let folder = home() + "attune-test-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o711])
        var options = PrivateServer.Options()
        options.isDurable = false
        options.maxConnections = 400
        let server = try await PrivateServer.start(dataDirectory: folder + "/postgres", options: options, logger: quiet)
        removeAtExit(folder)
        try await server.createDatabase(template, logger: quiet)
        let owner = try await Database.start(server.configuration(user: "attune_migrate", database: template), logger: quiet)
        try await Migrator(owner, logger: quiet).migrate()
        await owner.close()
        var superuser = server.configuration(user: PrivateServer.superuser, database: "postgres", leases: 2)
        // Every test waits here for its database, one after another.
        superuser.acquireTimeout = .seconds(600)
        superuser.connectTimeout = .seconds(60)
        let admin = try await Database.start(superuser, logger: quiet)
        return Running(server: server, admin: admin)
    }

    /// In memory where there is plenty: each database is a thousand files, made and removed again, and a disk that is slow at that stands
    /// still for seconds.
    private static func home() -> String {
        var memory = statvfs()
        guard statvfs("/dev/shm", &memory) == 0, access("/dev/shm", W_OK) == 0,
            UInt64(memory.f_bavail) * UInt64(memory.f_frsize) >= 8 << 30
        else { return NSTemporaryDirectory() }
        return "/dev/shm/"
    }

    /// The server dies with this process; its files go too. `rm` waits a moment for the server's last writes.
    private static func removeAtExit(_ folder: String) {
        Self.folder.withLock { $0 = folder }
        atexit {
            let folder = TestServer.folder.withLock { $0 }
            guard folder.contains("/attune-test-") else { return }
            var id = pid_t()
            let arguments: [String] = ["/bin/sh", "-c", "sleep 1; rm -rf \"$0\"", folder]
            let words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
            posix_spawn(&id, "/bin/sh", nil, nil, words, nil)
        }
    }
    private static let folder = Mutex("")
}
