import CLibPQ
public import Logging
import Synchronization

/// PostgreSQL through libpq: reads that share a few pipelined connections (*lanes*), transactions that have one each (*leases*), everything
/// driven by one private thread.
///
/// Every wait has a deadline, every queue a limit. A cancelled task is answered at once, unless its commit is under way. A lost connection
/// fails those who used it and is made anew; nothing is sent twice, except reads that had no effect through a neighbour's error.
public final class Database: Sendable {
    public let configuration: Configuration
    let mailbox = Mailbox()
    private let board = StatisticsBoard()

    /// Connects, and returns once the first connection is usable.
    /// - Throws: `.unreachable` when that fails within `connectTimeout`; `.configuration` for a schema that is no plain name.
    public static func start(_ configuration: Configuration, logger: Logger) async throws(DatabaseError) -> Database {
        let database = try Database(configuration, logger: logger)
        do {
            try await database.mailbox.settle { .started($0) }
        } catch {
            await database.close()
            throw error
        }
        return database
    }

    private init(_ configuration: Configuration, logger: Logger) throws(DatabaseError) {
        // It is spelled into `search_path`, where no parameter can go.
        guard configuration.schema.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }),
            let first = configuration.schema.utf8.first, !(48...57).contains(first)
        else { throw DatabaseError(.configuration("database.schema must be lower-case letters, digits and _")) }
        self.configuration = configuration
        attune_ignore_sigpipe()
        let mailbox = mailbox
        let board = board
        LoopThread.spawn {
            Engine(configuration, mailbox: mailbox, board: board, logger: logger).run()
        }
    }

    deinit { mailbox.post(.close(Flight(.lane, []))) }

    /// Ends every connection. Statements under way fail with `.closed`. Closing twice is harmless.
    public func close() async {
        try? await mailbox.settle { .close($0) }
    }

    // MARK: Reading

    /// Reads on a lane: all statements in one flight with a sync of their own, which makes them one transaction of PostgreSQL's: a setting that
    /// the first makes for its transaction holds for the others and is gone afterwards. An error in one undoes and skips those after it.
    /// - Returns: a result for each statement, in their order.
    nonisolated(nonsending) public func read(_ bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        guard !bounds.isEmpty else { return [] }
        let flight = Flight(.lane, try encode(bounds))
        try await mailbox.fly(flight)
        return flight.results
    }

    /// As `read`, for a first statement that settles on whose behalf the others are asked, and that many callers begin with. Those who wait at
    /// the same moment with the same values share its answer and one sync: they are one transaction, in which each has statements of its own.
    /// An error in one of them is its caller's alone; those behind it are sent again.
    ///
    /// Nobody is given the answer to a first statement that ran before they asked.
    /// - Returns: the answer to `first`, and then one for each of `bounds`, in their order.
    nonisolated(nonsending) public func read(first: Bound, _ bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        let flight = Flight(bounds.isEmpty ? .lane : .company, try encode([first] + bounds))
        try await mailbox.fly(flight)
        return flight.results
    }

    /// Reads on a lane with a sync that other callers' reads share. For statements that need no actor (`-- sent: shared`).
    nonisolated(nonsending) public func readShared(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        let flight = Flight(.shared, [try EncodedStatement(bound)])
        try await mailbox.fly(flight)
        return try flight.onlyResult()
    }

    // MARK: Writing

    /// Runs `body` as one transaction, on a connection that nobody else uses meanwhile. `BEGIN` travels with its first statement, what was
    /// enqueued with the next flight or with `COMMIT`. Commits when `body` returns, rolls back when it throws.
    /// - Throws: what `body` throws; `.unknownOutcome` when the connection broke during `COMMIT`.
    nonisolated(nonsending) public func transaction<T>(
        _ mode: Transaction.Mode = .readWrite,
        _ body: nonisolated(nonsending) (Transaction) async throws -> T
    ) async throws -> T {
        let transaction = Transaction(mode, mailbox: mailbox)
        do {
            let value = try await body(transaction)
            try await transaction.commit()
            return value
        } catch {
            await transaction.rollBack()
            throw error
        }
    }

    /// All statements as one transaction in a single flight, `BEGIN` and `COMMIT` included.
    nonisolated(nonsending) public func transaction(
        _ mode: Transaction.Mode = .readWrite, flight bounds: [Bound]
    ) async throws(DatabaseError) -> [ResultSet] {
        guard !bounds.isEmpty else { return [] }
        let statements = [mode.begin] + (try encode(bounds)) + [ControlStatement.commit]
        let flight = Flight(.lease(LeaseHandle(), .commit), statements, wanted: 1..<bounds.count + 1)
        try await mailbox.fly(flight)
        return flight.results
    }

    /// One statement on its own, committed before it returns.
    /// - Throws: `.unknownOutcome` when the connection broke after the statement ran and before its commit was confirmed.
    nonisolated(nonsending) public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        let flight = Flight(.lease(LeaseHandle(), .alone), [try EncodedStatement(bound)])
        try await mailbox.fly(flight)
        return try flight.onlyResult()
    }

    // MARK: Notifications, counts

    /// Notifications of `channels`, on a connection of their own. A hint, never the only way to learn something: each time the connection
    /// is made, the first included, a notification with `mayHaveMissed` comes for each channel.
    public func listen(_ channels: [String]) -> AsyncStream<Notification> {
        let (stream, continuation) = AsyncStream.makeStream(of: Notification.self, bufferingPolicy: .bufferingNewest(1_024))
        let request = ListenRequest(channels: channels, continuation: continuation)
        let mailbox = mailbox
        continuation.onTermination = { _ in mailbox.post(.unlisten(request)) }
        if !mailbox.post(.listen(request)) { continuation.finish() }
        return stream
    }

    /// A few milliseconds old at most while the database is in use.
    public var statistics: Statistics { board.latest.withLock { $0 } }

    private func encode(_ bounds: [Bound]) throws(DatabaseError) -> [EncodedStatement] {
        var encoded: [EncodedStatement] = []
        encoded.reserveCapacity(bounds.count)
        for bound in bounds { encoded.append(try EncodedStatement(bound)) }
        return encoded
    }
}

extension Flight {
    func onlyResult() throws(DatabaseError) -> ResultSet {
        guard let result = results.first else { throw DatabaseError(.connectionLost, statement: statementName) }
        return result
    }
}

extension Database {
    /// What somebody told a channel by `NOTIFY`.
    public struct Notification: Sendable, Hashable {
        public let channel: String
        public let payload: String
        /// The connection has just been made: others may have been sent before it was.
        public let mayHaveMissed: Bool
    }

    /// Counts since the start, and what is under way now.
    public struct Statistics: Sendable, Hashable {
        public var connected = 0
        public var statements = 0
        public var transactions = 0
        /// On lanes.
        public var inFlight = 0
        /// For a lane or a lease.
        public var waiting = 0
        public var leasesInUse = 0
        public var refusedFull = 0
        public var timeouts = 0
        public var cancelled = 0
        public var lostConnections = 0
        public init() {}
    }
}
