public import Logging

/// PostgreSQL through libpq: reads that share a few pipelined connections (*lanes*), transactions that have one each (*leases*), everything
/// driven by one private thread.
///
/// Every wait has a deadline, every queue a limit. A cancelled task is answered at once. A lost connection fails those who used it with
/// `.connectionLost` and is made anew; nothing is ever sent twice, except reads that share a sync (`Statement.Sent.shared`).
public final class Database: Sendable {
    public let configuration: Configuration

    /// Connects, and returns once the first connection is usable.
    /// - Throws: `.timeout` or `.connectionLost` when the server cannot be reached, `.server` when it refuses.
    public static func start(_ configuration: Configuration, logger: Logger) async throws(DatabaseError) -> Database {
        throw DatabaseError(.configuration("not yet"))
    }

    init(configuration: Configuration) { self.configuration = configuration }

    /// Ends every connection. Statements under way fail with `.closed`. Closing twice is harmless.
    public func close() async {}

    /// Reads on a lane: all statements in one flight with a sync of their own, which makes them one transaction of PostgreSQL's: a setting that
    /// the first makes for its transaction holds for the others and is gone afterwards. An error in one undoes and skips those after it.
    /// - Returns: a result for each statement, in their order.
    public func read(_ bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Reads on a lane with a sync that other callers' reads share. For statements that need no actor (`-- sent: shared`).
    public func readShared(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Runs `body` as one transaction, on a connection that nobody else uses meanwhile. `BEGIN` travels with its first statement. Commits when
    /// `body` returns, rolls back when it throws.
    /// - Throws: what `body` throws; `.unknownOutcome` when the connection broke during `COMMIT`.
    nonisolated(nonsending) public func transaction<T>(
        _ mode: Transaction.Mode = .readWrite,
        _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        throw DatabaseError(.configuration("not yet"))
    }

    /// All statements as one transaction in a single flight, `BEGIN` and `COMMIT` included.
    public func transaction(_ mode: Transaction.Mode = .readWrite, flight bounds: [Bound]) async throws(DatabaseError)
        -> [ResultSet]
    {
        throw DatabaseError(.configuration("not yet"))
    }

    /// One statement on its own, committed before it returns.
    public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Several statements as one text, outside pipeline mode: migrations, roles. They are one transaction unless the text says otherwise.
    public func script(_ text: String) async throws(DatabaseError) {
        throw DatabaseError(.configuration("not yet"))
    }

    /// A connection that nobody else uses meanwhile, outside pipeline mode and outside a transaction.
    nonisolated(nonsending) public func withConnection<T>(
        _ body: nonisolated(nonsending) (LeasedConnection) async throws -> T
    ) async throws -> T {
        throw DatabaseError(.configuration("not yet"))
    }

    /// `COPY … FROM STDIN`: sends `chunks`, which may be cut anywhere.
    /// - Returns: the number of rows.
    public func copyIn(_ statement: Statement, _ chunks: some Sequence<[UInt8]> & Sendable) async throws(DatabaseError) -> Int {
        throw DatabaseError(.configuration("not yet"))
    }

    /// `COPY … FROM STDIN (FORMAT binary)`: a row of values for each element.
    public func copyIn(
        _ statement: Statement, rows: some Sequence<[(any DatabaseEncodable)?]> & Sendable
    ) async throws(DatabaseError) -> Int {
        throw DatabaseError(.configuration("not yet"))
    }

    /// `COPY … TO STDOUT`: hands over one row at a time.
    /// - Returns: the number of rows.
    public func copyOut(_ statement: Statement, _ row: ([UInt8]) throws -> Void) async throws -> Int {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Notifications of `channels`, on a connection of their own. A hint, never the only way to learn something: after a lost connection
    /// a notification with `mayHaveMissed` comes first.
    public func listen(_ channels: [String]) -> AsyncStream<Notification> { AsyncStream { $0.finish() } }

    public var statistics: Statistics { Statistics() }
}

extension Database {
    public struct Notification: Sendable, Hashable {
        public let channel: String
        public let payload: String
        /// The connection was made anew: others may have been sent meanwhile.
        public let mayHaveMissed: Bool
    }

    /// Counts since the start, and what is under way now.
    public struct Statistics: Sendable, Hashable {
        public var connected = 0
        public var statements = 0
        public var transactions = 0
        public var inFlight = 0
        public var waiting = 0
        public var leasesInUse = 0
        public var refusedFull = 0
        public var timeouts = 0
        public var cancelled = 0
        public var reconnects = 0
        public init() {}
    }
}

/// A connection outside pipeline mode.
public final class LeasedConnection: Sendable {
    init() {}
    public func script(_ text: String) async throws(DatabaseError) { throw DatabaseError(.configuration("not yet")) }
    public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet { throw DatabaseError(.configuration("not yet")) }
}
