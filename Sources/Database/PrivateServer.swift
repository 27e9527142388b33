internal import Clinic
internal import Foundation
internal import Glibc
public import Logging

/// A PostgreSQL of Attune's own: data in a folder, reached through a Unix socket only, run as a child of this process.
///
/// PostgreSQL refuses to run as root, so root hands it to the account `postgres` (or `nobody`). Nobody needs a password: the socket tells
/// the server who is at the other end, and only the starting account and the server's own may be Attune's roles.
public final class PrivateServer: Sendable {
    /// What may differ between the server of an installation and that of a test.
    public struct Options: Sendable {
        /// For tests only: data may be lost when the machine stops.
        public var isDurable = true
        public var maxConnections = 64
        /// Stops the server when this process ends, however it ends.
        public var diesWithParent = true
        public init() {}
    }

    /// The folder of the socket.
    public let socketDirectory: String
    public let dataDirectory: String
    public let port = 5432
    /// The server's first process.
    public let processID: Int32
    /// Nil when it ran already before this process came.
    private let child: ChildProcess?

    private init(socketDirectory: String, dataDirectory: String, processID: Int32, child: ChildProcess?) {
        self.socketDirectory = socketDirectory
        self.dataDirectory = dataDirectory
        self.processID = processID
        self.child = child
    }

    /// The cluster's superuser: makes databases and Attune's roles, and serves nobody.
    public static let superuser = "attune_admin"

    /// Makes the cluster if there is none, and starts it; attaches to the one that already runs on this folder.
    /// - Parameter dataDirectory: absolute; every folder above it must let the server's account through.
    /// - Throws: `PrivateServerError`.
    public static func start(
        dataDirectory: String, options: Options = Options(), logger: Logger
    ) async throws -> PrivateServer {
        let dataDirectory = URL(fileURLWithPath: dataDirectory).standardizedFileURL.path
        if let server = try await attach(dataDirectory) { return server }
        let programs = try PostgresPrograms.find()
        let account = try ServerAccount.choose()
        let cluster = Cluster(dataDirectory: dataDirectory, programs: programs, account: account)
        try await cluster.prepare(logger: logger)
        let socket = try cluster.socketDirectory()
        try cluster.writeRules(roles: [superuser, "attune_migrate", "attune_app", "attune_worker", "attune_readonly"])
        let child = ChildProcess.start(
            account.wrapping(
                cluster.command(socket: socket, options: options), parentDeathSignal: options.diesWithParent ? "INT" : nil),
            log: cluster.logFile)
        let processID = try await waitUntilReady(child, cluster)
        logger.info("private PostgreSQL started", metadata: ["version": "\(programs.major)"])
        return PrivateServer(socketDirectory: socket, dataDirectory: dataDirectory, processID: processID, child: child)
    }

    /// The server that already runs on the folder. Nil when none does, or when one ends while we look: after a crash of Attune its
    /// PostgreSQL is on its way out, and half a minute is long for that.
    private static func attach(_ dataDirectory: String) async throws -> PrivateServer? {
        for _ in 0..<1_500 {
            guard let current = PostmasterFile(dataDirectory: dataDirectory), current.isAlive else { return nil }
            if current.isReady {
                return PrivateServer(
                    socketDirectory: current.socketDirectory, dataDirectory: dataDirectory, processID: current.processID,
                    child: nil)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw PrivateServerError.failed(
            "A PostgreSQL runs on \(dataDirectory) but takes no connections. Stop it, then try again.")
    }

    private static func waitUntilReady(_ child: ChildProcess, _ cluster: Cluster) async throws -> Int32 {
        for _ in 0..<6_000 {
            if child.exitStatus != nil { break }
            if let id = child.processID, let file = PostmasterFile(dataDirectory: cluster.dataDirectory), file.isReady,
                file.processID == id
            {
                return id
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw PrivateServerError.failed("PostgreSQL did not start. Its last words are in \(cluster.logFile).")
    }

    /// Stops it, unless it ran before this process came (PostgreSQL's "fast shutdown"), and waits until it has ended.
    public func stop() async {
        guard let child, child.exitStatus == nil else { return }
        kill(processID, SIGINT)
        if await child.wait(.seconds(30)) { return }
        // It would recover at its next start.
        kill(processID, SIGQUIT)
        _ = await child.wait(.seconds(10))
    }

    /// Makes a database that belongs to `attune_owner`, unless it is there.
    public func createDatabase(_ name: String, logger: Logger) async throws {
        let admin = try await Database.start(configuration(user: Self.superuser, database: "postgres", leases: 1), logger: logger)
        do {
            try await Migrator.installRoles(admin)
            let exists = try await admin.query(Self.databaseExists(name)).value(Bool.self)
            if !exists {
                try await admin.script("CREATE DATABASE \"\(name.replacing("\"", with: "\"\""))\" OWNER attune_owner")
            }
        } catch {
            await admin.close()
            throw error
        }
        await admin.close()
    }

    private static let databaseExists = Statement(
        "Database/database_exists", sent: .lease, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1::text)")

    /// How to connect as `user`: no password, the socket's owner is known to the server (peer).
    public func configuration(
        user: String, database: String, schema: String = "clinic", lanes: Int = 2, leases: Int = 8
    ) -> Database.Configuration {
        var configuration = Database.Configuration(
            host: socketDirectory, port: port, database: database, user: user, schema: schema)
        configuration.lanes = user == Self.superuser ? 1 : lanes
        configuration.leases = leases
        configuration.warms = user != Self.superuser
        return configuration
    }
}

/// Why there is no private server.
public enum PrivateServerError: Error, Sendable, Hashable {
    /// No PostgreSQL of version 15 or newer is installed.
    case noPostgreSQL
    /// The cluster could not be made, or the server did not start; the text is for the operator and names the log file.
    case failed(String)
}

extension PrivateServerError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noPostgreSQL:
            "No PostgreSQL of version 15 or newer is installed. Run Deploy/setup, or name a server with database.host."
        case .failed(let text): text
        }
    }
}
