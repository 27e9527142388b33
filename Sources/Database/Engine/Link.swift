import CLibPQ
import DequeModule

/// Whoever uses a link: a lane, a lease, a listener. Called on the loop thread.
protocol LinkOwner: AnyObject {
    func linkIsReady(_ link: Link)
    /// A result of `sent`, which the owner must clear. Called for errors too.
    func link(_ link: Link, _ sent: Link.Sent, has result: OpaquePointer, _ status: ExecStatusType)
    /// All results of `sent` have come.
    func link(_ link: Link, finished sent: Link.Sent)
    func link(_ link: Link, reachedSyncOf flight: Flight?)
    /// The socket is readable or writable while the link is outside pipeline mode.
    func linkHasEvents(_ link: Link)
    /// The connection is gone, or could not be made. `sent` was under way.
    func linkIsLost(_ link: Link, sent: Deque<Link.Sent>)
}

/// One connection: its `PGconn`, what was sent on it and not yet answered, and what is prepared on it. Belongs to the loop thread.
final class Link {
    /// One command under way, in the order in which answers come.
    struct Sent {
        enum Kind { case prepare, statement, sync }
        let kind: Kind
        /// Nil for what serves nobody in particular.
        let flight: Flight?
        let prepared: Prepared?
        /// Position among the flight's statements.
        let index: Int
    }

    enum Phase { case idle, connecting, ready, dying }

    let token: UInt64
    /// Outlives the link, which is a part of it.
    unowned var owner: (any LinkOwner)?
    private let isLane: Bool
    private unowned let engine: Engine
    private(set) var connection: OpaquePointer?
    private(set) var phase = Phase.idle
    private var descriptor: Int32 = -1
    private var watches: (read: Bool, write: Bool) = (false, false)
    private var connectDeadline: UInt64 = 0
    private var failures = 0
    /// When to try again, while there is no connection.
    private(set) var retryAt: UInt64 = 0
    private(set) var sent = Deque<Sent>()
    private var prepared: [Prepared?] = []
    private var preparedCount = 0
    private var planGeneration = 0
    /// Outside pipeline mode the owner reads results by itself.
    var isPipelined = true
    /// libpq's sentence on why no connection could be made. It names host, port, user and database.
    private(set) var lastFailure = ""
    /// The server answered, and will not let us in, now or later: wrong user, password or database.
    var wasRefused: Bool { Self.isRefusal(lastFailure) }

    /// Not where the server will let us in as soon as it has started, or somebody else has gone: those are worth waiting for.
    static func isRefusal(_ failure: String) -> Bool {
        failure.contains("FATAL:")
            && ![
                "starting up", "shutting down", "not yet", "too many", "recovery", "remaining connection slots",
            ].contains { failure.contains($0) }
    }

    init(token: UInt64, isLane: Bool, engine: Engine) {
        self.token = token
        self.isLane = isLane
        self.engine = engine
    }

    // MARK: Connecting

    /// Begins to connect, without waiting.
    func open(now: UInt64) {
        guard phase == .idle else { return }
        phase = .connecting
        connectDeadline = now + engine.limits.connect
        let parameters = ConnectionParameters(engine.configuration, isLane: isLane)
        connection = parameters.withPointers { PQconnectStartParams($0, $1, 0) }
        guard let connection, PQstatus(connection) != CONNECTION_BAD else { return fail() }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)
        watch(read: false, write: true)
    }

    private func continueConnecting() {
        guard let connection else { return }
        switch PQconnectPoll(connection) {
        case PGRES_POLLING_READING: watch(read: true, write: false)
        case PGRES_POLLING_WRITING: watch(read: false, write: true)
        case PGRES_POLLING_OK:
            guard PQsetnonblocking(connection, 1) == 0, PQenterPipelineMode(connection) == 1 else { return fail() }
            phase = .ready
            failures = 0
            isPipelined = true
            planGeneration = engine.planGeneration
            watch(read: true, write: false)
            engine.statistics.connected += 1
            owner?.linkIsReady(self)
        default: fail()
        }
    }

    /// libpq may open another socket for the next host or address: the descriptor is asked anew each time.
    private func watch(read: Bool, write: Bool) {
        guard let connection else { return }
        let current = PQsocket(connection)
        if current != descriptor {
            // A closed descriptor has left the poll by itself, and its number may already be another's.
            descriptor = current
            guard current >= 0 else { return }
            if attune_epoll_control(engine.poll, 0, current, token, read ? 1 : 0, write ? 1 : 0) != 0 {
                _ = attune_epoll_control(engine.poll, 1, current, token, read ? 1 : 0, write ? 1 : 0)
            }
            watches = (read, write)
        } else if watches != (read, write) || phase == .connecting {
            watches = (read, write)
            if attune_epoll_control(engine.poll, 1, current, token, read ? 1 : 0, write ? 1 : 0) != 0 {
                _ = attune_epoll_control(engine.poll, 0, current, token, read ? 1 : 0, write ? 1 : 0)
            }
        }
    }

    // MARK: Events

    func handle(readable: Bool, writable: Bool) {
        switch phase {
        case .connecting: continueConnecting()
        case .ready, .dying:
            guard isPipelined else {
                owner?.linkHasEvents(self)
                return
            }
            if readable { receive() }
            if writable, phase == .ready { flush() }
        case .idle: break
        }
    }

    /// Reads what has come and hands out every complete result.
    private func receive() {
        guard let connection else { return }
        let isAlive = PQconsumeInput(connection) == 1
        drain()
        if !isAlive || self.connection.map(PQstatus) == CONNECTION_BAD { fail() }
    }

    private func drain() {
        while let connection, let head = sent.first, PQisBusy(connection) == 0 {
            guard let result = PQgetResult(connection) else {
                // NULL ends the results of one command. A sync has none of its own: there, it means that the connection is no more.
                guard head.kind != .sync, PQstatus(connection) == CONNECTION_OK else { return }
                sent.removeFirst()
                owner?.link(self, finished: head)
                continue
            }
            let status = PQresultStatus(result)
            if status == PGRES_PIPELINE_SYNC {
                PQclear(result)
                sent.removeFirst()
                owner?.link(self, reachedSyncOf: head.flight)
            } else {
                owner?.link(self, head, has: result, status)
                if PQstatus(connection) == CONNECTION_BAD { return }
            }
        }
    }

    /// Sends what libpq holds back; when the socket is full, the rest goes when it is not.
    func flush() {
        guard let connection, phase == .ready else { return }
        let outcome = PQflush(connection)
        if outcome < 0 { return fail() }
        if watches.write != (outcome == 1) { watch(read: true, write: outcome == 1) }
    }

    /// Changes what the poll reports, outside pipeline mode.
    func watchOutsidePipeline(read: Bool, write: Bool) {
        if watches != (read, write) { watch(read: read, write: write) }
    }

    // MARK: Sending

    /// Whether `variant` is prepared here and not known to be stale.
    func isPrepared(_ variant: StatementRegistry.Variant) -> Bool {
        if planGeneration != engine.planGeneration { forgetPrepared() }
        return variant.id < prepared.count && prepared[variant.id] != nil
    }

    private func forgetPrepared() {
        planGeneration = engine.planGeneration
        prepared.removeAll(keepingCapacity: true)
    }

    func forget(_ stale: Prepared) {
        let id = stale.variant.id
        if id < prepared.count, prepared[id] === stale { prepared[id] = nil }
    }

    /// - Parameter flight: whose error a refusal is; nil when the statement sent after it will report it.
    func sendPrepare(_ variant: StatementRegistry.Variant, for flight: Flight?, index: Int) -> Bool {
        guard let connection else { return false }
        preparedCount += 1
        let new = Prepared(number: preparedCount, variant: variant)
        while prepared.count <= variant.id { prepared.append(nil) }
        prepared[variant.id] = new
        sent.append(Sent(kind: .prepare, flight: flight, prepared: new, index: index))
        return PQsendPrepare(connection, new.name, variant.statement.text, Int32(variant.types.count), variant.types) == 1
    }

    func sendStatement(_ encoded: EncodedStatement, _ variant: StatementRegistry.Variant, for flight: Flight?, index: Int) -> Bool
    {
        guard let connection, let ready = prepared[variant.id] else { return false }
        sent.append(Sent(kind: .statement, flight: flight, prepared: ready, index: index))
        engine.statistics.statements += 1
        return engine.scratch.send(encoded, as: ready.name, on: connection)
    }

    /// Ends a batch. libpq before 17 writes to the socket here, each time.
    func sendSync(for flight: Flight?) -> Bool {
        guard let connection else { return false }
        sent.append(Sent(kind: .sync, flight: flight, prepared: nil, index: 0))
        return PQpipelineSync(connection) == 1
    }

    // MARK: The end

    /// The server has announced that it ends the connection: nothing more is sent on it.
    func expectEnd() { if phase == .ready { phase = .dying } }

    /// Closes the connection, tells the owner, and lets it be made anew after a pause that grows with each failure.
    func fail() {
        guard phase != .idle else { return }
        let wasReady = phase != .connecting
        if let connection, let text = PQerrorMessage(connection), !wasReady { lastFailure = String(cString: text) }
        let lost = shut()
        if wasReady { engine.statistics.lost += 1 }
        let pause = wasReady && failures == 0 ? 0 : min(UInt64(5_000_000_000), UInt64(20_000_000) << UInt64(min(failures, 8)))
        failures += 1
        // A fifth more or less, so that many servers do not come back in step.
        retryAt = engine.now + pause * UInt64.random(in: 80...120) / 100
        owner?.linkIsLost(self, sent: lost)
    }

    /// Closes without telling anybody.
    @discardableResult
    func shut() -> Deque<Sent> {
        if phase == .ready || phase == .dying { engine.statistics.connected -= 1 }
        phase = .idle
        // Closing the descriptor removes it from the poll.
        if let connection { PQfinish(connection) }
        connection = nil
        descriptor = -1
        watches = (false, false)
        prepared.removeAll()
        defer { sent.removeAll() }
        return sent
    }

    /// Keeps the deadline of a connection in the making, and begins anew when the pause is over.
    func tick(now: UInt64, wanted: Bool) {
        switch phase {
        case .connecting where now > connectDeadline: fail()
        case .idle where wanted && now >= retryAt: open(now: now)
        default: break
        }
    }
}
