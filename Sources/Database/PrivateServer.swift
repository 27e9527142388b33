public import Logging

/// A PostgreSQL of Attune's own: data in a folder, reached through a Unix socket only, run as a child of this process.
public final class PrivateServer: Sendable {
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

    init(socketDirectory: String, dataDirectory: String, processID: Int32) {
        self.socketDirectory = socketDirectory
        self.dataDirectory = dataDirectory
        self.processID = processID
    }

    /// Makes the cluster if there is none, and starts it; attaches to the one that already runs on this folder.
    /// - Throws: `PrivateServerError`.
    public static func start(
        dataDirectory: String, options: Options = Options(), logger: Logger
    ) async throws -> PrivateServer {
        throw PrivateServerError.noPostgreSQL
    }

    /// Stops it, unless it ran before this process came (PostgreSQL's "fast shutdown"), and waits until it has ended.
    public func stop() async {}

    /// How to connect as `user`: no password, the socket's owner is known to the server (peer).
    public func configuration(user: String, database: String, schema: String = "clinic") -> Database.Configuration {
        Database.Configuration(host: socketDirectory, port: port, database: database, user: user, schema: schema)
    }
}

public enum PrivateServerError: Error, Sendable, Hashable {
    /// No PostgreSQL of version 15 or newer is installed.
    case noPostgreSQL
    /// The cluster could not be made, or the server did not start; the text is for the operator and names the log file.
    case failed(String)
}
