import CLibPQ
import Logging
import Synchronization

/// The loop: the only code that touches a `PGconn`. Made on its own thread and never leaves it.
///
/// One turn: wait for sockets and the inbox; hand out every result that has come; take the inbox; send; end each touched lane's batch with
/// one sync. Requests that arrive while it is at work cost no system call.
final class Engine {
    /// Time limits in nanoseconds.
    struct Limits {
        let connect: UInt64
        let acquire: UInt64
        let statement: UInt64
        /// After a deadline or a cancellation, for the server to let go of the statement.
        let grace: UInt64 = 2_000_000_000
    }

    struct Counters {
        var connected = 0
        var statements = 0
        var transactions = 0
        var refusedFull = 0
        var timeouts = 0
        var cancelled = 0
        var lost = 0
    }

    let configuration: Database.Configuration
    let limits: Limits
    let logger: Logger
    let mailbox: Mailbox
    let poll: Int32
    let registry = StatementRegistry()
    let scratch = SendScratch()
    var statistics = Counters()
    private let board: StatisticsBoard
    /// Goes up when a migration has changed what prepared statements answer: everything is then prepared anew.
    var planGeneration = 0
    private(set) var now = attune_monotonic_ns()

    private(set) var lanes: [Lane] = []
    private(set) var leases: [Lease] = []
    private var listeners: [Listener] = []
    private var links: [UInt64: Link] = [:]
    private var nextToken: UInt64 = 1
    private let backlog = LaneQueue()
    private let waiting = LeaseQueue()
    private var shared: [Flight] = []
    private var startWaiters: [Flight] = []
    private var closeWaiters: [Flight] = []
    private var isClosing = false
    private var nextTick: UInt64 = 0
    private static let tickInterval: UInt64 = 20_000_000

    init(_ configuration: Database.Configuration, mailbox: Mailbox, board: StatisticsBoard, logger: Logger) {
        self.configuration = configuration
        self.mailbox = mailbox
        self.board = board
        self.logger = logger
        limits = Limits(
            connect: configuration.connectTimeout.nanoseconds, acquire: configuration.acquireTimeout.nanoseconds,
            statement: configuration.statementTimeout.nanoseconds)
        poll = attune_epoll_create()
    }

    deinit { close(poll) }

    // MARK: The loop

    func run() {
        _ = attune_epoll_control(poll, 0, mailbox.wakeDescriptor, 0, 1, 0)
        for _ in 0..<max(1, configuration.lanes) { lanes.append(Lane(engine: self, token: newToken())) }
        for _ in 0..<max(1, configuration.leases) { leases.append(Lease(engine: self, token: newToken())) }
        for lane in lanes { links[lane.link.token] = lane.link }
        for lease in leases { links[lease.link.token] = lease.link }
        lanes[0].link.open(now: now)
        for lane in lanes.dropFirst() where configuration.warms { lane.link.open(now: now) }
        for lease in leases.prefix(2) where configuration.warms { lease.link.open(now: now) }

        var messages: [Message] = []
        let events = UnsafeMutablePointer<attune_event>.allocate(capacity: 64)
        defer { events.deallocate() }
        while !isClosing {
            let sleeps = mailbox.prepareToSleep()
            if sleeps { publish() }
            let count = attune_epoll_wait(poll, events, sleeps ? sleepMilliseconds() : 0)
            if sleeps { mailbox.awake() }
            now = attune_monotonic_ns()
            for index in 0..<Int(count) { dispatch(events[index]) }
            mailbox.take(into: &messages)
            for message in messages { receive(message) }
            messages.removeAll(keepingCapacity: true)
            sendWhatWaits()
            if now >= nextTick { tick() }
        }
        end()
    }

    private func dispatch(_ event: attune_event) {
        if event.token == 0 {
            var count: UInt64 = 0
            _ = read(mailbox.wakeDescriptor, &count, 8)
        } else {
            links[event.token]?.handle(readable: event.readable != 0, writable: event.writable != 0)
        }
    }

    /// Deadlines are kept to a tick; with nothing under way the loop sleeps until it is woken.
    private func sleepMilliseconds() -> Int32 {
        if lanes.contains(where: \.isBusy) || leases.contains(where: \.isBusy) || !backlog.isEmpty || !waiting.isEmpty {
            return 20
        }
        if links.values.contains(where: { $0.phase == .connecting }) || !startWaiters.isEmpty { return 20 }
        let reconnects = lanes.contains { $0.isWanted && $0.link.phase == .idle } || listeners.contains { $0.link.phase == .idle }
        return reconnects ? 50 : -1
    }

    private func receive(_ message: Message) {
        switch message {
        case .flight(let flight): accept(flight)
        case .cancel(let flight): cancel(flight)
        case .rollback(let handle, let flight): rollBack(handle, flight)
        case .session(let request): accept(request)
        case .cancelSession(let request): cancel(request)
        case .listen(let request): listen(request)
        case .unlisten(let request): unlisten(request)
        case .cancelDelivered(let token): leases.first { $0.link.token == token }?.cancelWasDelivered()
        case .started(let flight):
            if lanes.contains(where: { $0.link.phase == .ready }) {
                flight.answer()
            } else {
                flight.deadline = now + limits.connect
                startWaiters.append(flight)
            }
        case .close(let flight):
            closeWaiters.append(flight)
            isClosing = true
        }
    }

    private func tick() {
        nextTick = now + Self.tickInterval
        for lane in lanes {
            lane.tick(now)
            lane.link.tick(now: now, wanted: lane.isWanted || !backlog.isEmpty)
        }
        for lease in leases {
            lease.tick(now)
            lease.link.tick(now: now, wanted: lease.isReserved)
        }
        for listener in listeners { listener.link.tick(now: now, wanted: true) }
        backlog.expire(now) { answerLate($0) }
        waiting.expire(now) { waiter in
            statistics.timeouts += 1
            waiter.answer(DatabaseError(statistics.connected == 0 ? .connectionLost : .timeout))
        }
        startWaiters.removeAll { flight in
            guard now > flight.deadline || lanes[0].link.wasRefused else { return false }
            flight.answer(DatabaseError(.unreachable(lanes[0].link.lastFailure)))
            return true
        }
        publish()
    }

    /// Its turn did not come in time: because all are busy, or because there is no connection at all.
    private func answerLate(_ flight: Flight) {
        statistics.timeouts += 1
        flight.answer(DatabaseError(statistics.connected == 0 ? .connectionLost : .timeout, statement: flight.statementName))
    }

    private func publish() {
        let snapshot = Database.Statistics(
            statistics, inFlight: lanes.reduce(0) { $0 + $1.inFlight }, waiting: backlog.count + waiting.count,
            leasesInUse: leases.count { $0.isBusy })
        board.latest.withLock { $0 = snapshot }
    }

    private func end() {
        let closed = DatabaseError(.closed)
        for lane in lanes { Lane.answer(lane.link.shut(), closed) }
        for lease in leases { lease.close(closed) }
        for listener in listeners { listener.close() }
        backlog.drain { $0.answer(closed) }
        waiting.drain { $0.answer(closed) }
        for flight in startWaiters { flight.answer(closed) }
        publish()
        for message in mailbox.closeForGood() {
            switch message {
            case .flight(let flight), .rollback(_, let flight), .started(let flight): flight.answer(closed)
            case .close(let flight): flight.answer()
            case .session(let request): request.answer(closed)
            case .listen(let request): request.continuation.finish()
            case .cancel, .cancelSession, .cancelDelivered, .unlisten: break
            }
        }
        for flight in closeWaiters { flight.answer() }
    }

    private func newToken() -> UInt64 {
        defer { nextToken += 1 }
        return nextToken
    }

    // MARK: Lanes

    private func accept(_ flight: Flight) {
        if flight.isCancelled { return flight.answer(DatabaseError(.cancelled, statement: flight.statementName)) }
        flight.deadline = now + limits.acquire
        switch flight.route {
        case .lane:
            guard backlog.isEmpty, let lane = freeLane() else { return queue(flight) }
            lane.send(flight)
        case .company:
            // Sent when the turn ends: who else comes in it may come along.
            if isFull { sendWhatWaits() }
            queue(flight)
        case .shared:
            // Sent after the lanes' own segments, so that one sync ends them all.
            shared.append(flight)
        case .lease(let handle, _):
            if let lease = handle.lease { return lease.start(flight) }
            guard !handle.isOver else { return flight.answer(DatabaseError(.closed, statement: flight.statementName)) }
            guard let lease = freeLease() else { return wait(.flight(flight, handle)) }
            lease.take(handle, for: .flight(flight, handle))
        }
    }

    private func queue(_ flight: Flight) {
        guard !isFull else { return refuse(flight) }
        backlog.append(flight)
    }

    private var isFull: Bool { backlog.count + waiting.count >= configuration.queueLimit }

    private func refuse(_ flight: Flight) {
        statistics.refusedFull += 1
        flight.answer(DatabaseError(.queueFull, statement: flight.statementName))
    }

    /// The lane with the least under way.
    private func freeLane() -> Lane? {
        var best: Lane?
        for lane in lanes where lane.isOpen && lane.inFlight < (best?.inFlight ?? configuration.laneDepth) { best = lane }
        return best
    }

    /// Sent once more by itself: a neighbour's error, or a plan that a migration made stale, kept it from running.
    func sendAgain(_ flight: Flight) {
        flight.isRepeated = true
        flight.results = []
        flight.companions = []
        flight.error = nil
        flight.wasAborted = false
        backlog.prepend(flight)
    }

    private func sendWhatWaits() {
        while !backlog.isEmpty, let lane = freeLane(), let flight = backlog.pop() { lane.send(flight) }
        if !shared.isEmpty {
            for flight in shared {
                if let lane = freeLane() { lane.send(flight) } else { queue(flight) }
            }
            shared.removeAll(keepingCapacity: true)
        }
        for lane in lanes { lane.endBatch() }
        while let lease = waiting.isEmpty ? nil : freeLease(), let next = waiting.pop() {
            lease.take(next.handle, for: next)
        }
    }

    /// A lane has become usable, or has come closer to it: its owner's answer to `start`.
    func laneIsReady() {
        for flight in startWaiters { flight.answer() }
        startWaiters = []
    }

    // MARK: Leases

    /// A free connection; one that is being made counts, so that a waiting caller does not ask for a second.
    private func freeLease() -> Lease? {
        leases.first { $0.isFree } ?? leases.first { $0.canOpen(now) }
    }

    private func wait(_ waiter: LeaseQueue.Waiter) {
        guard !isFull else {
            statistics.refusedFull += 1
            return waiter.answer(DatabaseError(.queueFull))
        }
        waiting.append(waiter)
    }

    /// A lease that was reserved for this waiter failed to connect: back to the front of the queue.
    func waitAgain(_ waiter: LeaseQueue.Waiter) { waiting.prepend(waiter) }

    private func rollBack(_ handle: LeaseHandle, _ flight: Flight) {
        guard let lease = handle.lease, !handle.isOver else {
            handle.isOver = true
            return flight.answer()
        }
        lease.rollBack(flight)
    }

    private func accept(_ request: SessionRequest) {
        if request.isCancelled { return request.answer(DatabaseError(.cancelled)) }
        if let lease = request.handle.lease { return lease.start(request) }
        guard !request.handle.isOver else { return request.answer(DatabaseError(.closed)) }
        request.deadline = now + limits.acquire
        guard let lease = freeLease() else { return wait(.session(request)) }
        lease.take(request.handle, for: .session(request))
    }

    // MARK: Cancellation

    private func cancel(_ flight: Flight) {
        guard !flight.isAnswered else { return }
        flight.isCancelled = true
        // It came before the flight itself: answered when that arrives.
        guard flight.deadline != 0 else { return }
        statistics.cancelled += 1
        let error = DatabaseError(.cancelled, statement: flight.statementName)
        switch flight.route {
        case .lane, .company, .shared: flight.answer(error)
        case .lease(let handle, _):
            guard let lease = handle.lease, lease.isFlying(flight) else { return flight.answer(error) }
            lease.cancelFlight()
        }
    }

    private func cancel(_ request: SessionRequest) {
        request.isCancelled = true
        guard !request.isAnswered, request.deadline != 0 else { return }
        statistics.cancelled += 1
        request.answer(DatabaseError(.cancelled))
        // What it was doing ends with its connection.
        request.handle.lease?.endSession()
    }

    // MARK: Notifications

    private func listen(_ request: ListenRequest) {
        let listener = Listener(request, engine: self, token: newToken())
        links[listener.link.token] = listener.link
        listeners.append(listener)
        listener.link.open(now: now)
    }

    private func unlisten(_ request: ListenRequest) {
        for listener in listeners where listener.request === request {
            links[listener.link.token] = nil
            listener.close()
        }
        listeners.removeAll { $0.request === request }
    }
}

extension Flight {
    /// The first statement that is the caller's own.
    var statementName: String? {
        statements.indices.contains(firstWanted) ? statements[firstWanted].statement.name : statements.last?.statement.name
    }
}

extension Duration {
    var nanoseconds: UInt64 {
        UInt64(max(0, components.seconds)) * 1_000_000_000 + UInt64(max(0, components.attoseconds / 1_000_000_000))
    }
}

/// The latest counts, for whoever asks.
final class StatisticsBoard: Sendable {
    let latest = Mutex(Database.Statistics())
}

extension Database.Statistics {
    init(_ counters: Engine.Counters, inFlight: Int, waiting: Int, leasesInUse: Int) {
        connected = counters.connected
        statements = counters.statements
        transactions = counters.transactions
        self.inFlight = inFlight
        self.waiting = waiting
        self.leasesInUse = leasesInUse
        refusedFull = counters.refusedFull
        timeouts = counters.timeouts
        cancelled = counters.cancelled
        lostConnections = counters.lost
    }
}
