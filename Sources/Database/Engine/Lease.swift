import CLibPQ
import DequeModule

/// A connection that one transaction, or one session, has to itself.
///
/// Free, reserved (its connection is being made), held, or recovering: its caller is gone, and what it left behind is cancelled, drained and
/// rolled back before the next one gets it.
final class Lease: LinkOwner {
    private enum State {
        case free
        case reserved(LeaseQueue.Waiter)
        case held(LeaseHandle)
        case recovering
    }

    let link: Link
    private unowned let engine: Engine
    private var state = State.free
    private var flight: Flight?
    private var session: Session?
    private var timedOut = false
    /// A cancel request is on its way: the connection must not be given to anybody whose statement it could hit.
    private var cancelIsPending = false
    private var rollbacks = 0
    private var recoveryDeadline: UInt64 = 0
    private var rollbackWaiter: Flight?

    init(engine: Engine, token: UInt64) {
        self.engine = engine
        link = Link(token: token, isLane: false, engine: engine)
        link.owner = self
    }

    var isFree: Bool { if case .free = state { link.phase == .ready } else { false } }
    var isReserved: Bool { if case .reserved = state { true } else { false } }
    var isBusy: Bool { if case .free = state { false } else { true } }

    func canOpen(_ now: UInt64) -> Bool {
        if case .free = state { link.phase == .connecting || (link.phase == .idle && now >= link.retryAt) } else { false }
    }

    func isFlying(_ flight: Flight) -> Bool { self.flight === flight }

    // MARK: Taking and sending

    func take(_ handle: LeaseHandle, for waiter: LeaseQueue.Waiter) {
        guard link.phase == .ready else {
            state = .reserved(waiter)
            return link.open(now: engine.now)
        }
        state = .held(handle)
        handle.lease = self
        switch waiter {
        case .flight(let flight, _): start(flight)
        case .session(let request): start(request)
        }
    }

    /// Sends all of a flight's statements and one sync.
    func start(_ flight: Flight) {
        guard self.flight == nil, session == nil else {
            return flight.answer(
                DatabaseError(.configuration("a transaction is used by one task at a time"), statement: flight.statementName))
        }
        var variants: [StatementRegistry.Variant] = []
        do {
            for encoded in flight.statements { variants.append(try engine.registry.variant(for: encoded)) }
        } catch {
            flight.answer(error)
            return abandon()
        }
        self.flight = flight
        timedOut = false
        flight.deadline = engine.now + engine.limits.statement
        for (index, encoded) in flight.statements.enumerated() {
            if !link.isPrepared(variants[index]) {
                guard link.sendPrepare(variants[index], for: flight, index: index) else { return link.fail() }
            }
            guard link.sendStatement(encoded, variants[index], for: flight, index: index) else { return link.fail() }
        }
        if case .lease(_, let work) = flight.route, work != .part { flight.mayHaveCommitted = true }
        guard link.sendSync(for: flight) else { return link.fail() }
        link.flush()
    }

    // MARK: Answers

    func link(_ link: Link, _ sent: Link.Sent, has result: OpaquePointer, _ status: ExecStatusType) {
        guard let flight = sent.flight else {
            // Our own ROLLBACK: what matters is the state that it leaves.
            if status == PGRES_FATAL_ERROR, ServerError(result).isFatal { link.expectEnd() }
            return PQclear(result)
        }
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK: keep(result, sent, flight)
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            if sent.kind == .prepare, let prepared = sent.prepared { link.forget(prepared) }
        default:
            let failure = ServerError(result)
            PQclear(result)
            note(failure, sent, flight)
        }
    }

    private func keep(_ result: OpaquePointer, _ sent: Link.Sent, _ flight: Flight) {
        let isWanted = sent.kind == .statement && sent.index >= flight.firstWanted && sent.index < flight.endWanted
        let isCommit = if case .lease(_, .commit) = flight.route { sent.index == flight.statements.count - 1 } else { false }
        // COMMIT of a transaction that has failed is answered by ROLLBACK, and no error.
        if isCommit, sent.kind == .statement, let tag = PQcmdStatus(result), String(cString: tag) == "ROLLBACK" {
            flight.error = flight.error ?? DatabaseError(.server(sqlState: "25P02", constraint: nil, table: nil))
        }
        guard isWanted, !flight.isAnswered else { return PQclear(result) }
        flight.results.append(ResultSet(result, statement: flight.statements[sent.index].statement.name))
    }

    private func note(_ failure: ServerError, _ sent: Link.Sent, _ flight: Flight) {
        let name = flight.statements.indices.contains(sent.index) ? flight.statements[sent.index].statement.name : nil
        if failure.isStalePlan { engine.planGeneration += 1 }
        if let prepared = sent.prepared, sent.kind == .prepare || failure.isNotPrepared || failure.isStalePlan {
            link.forget(prepared)
        }
        if failure.isLoss {
            link.expectEnd()
            // An end that is announced before the commit's turn is no commit; one during it may be.
            let isLast = sent.kind == .sync || sent.index == flight.statements.count - 1
            if case .lease(_, let work) = flight.route, sent.kind != .sync, !failure.sqlState.isEmpty, work == .alone || !isLast {
                flight.mayHaveCommitted = false
            }
            return
        }
        guard flight.error == nil else { return }
        flight.mayHaveCommitted = false
        let ended = failure.sqlState == "57014"
        flight.error =
            ended && flight.isCancelled
            ? DatabaseError(.cancelled, statement: name)
            : ended && timedOut ? DatabaseError(.timeout, statement: name) : failure.error(statement: name)
    }

    func link(_ link: Link, finished sent: Link.Sent) {}

    func link(_ link: Link, reachedSyncOf flight: Flight?) {
        guard let flight, self.flight === flight else { return recover() }
        self.flight = nil
        guard case .held = state else {
            flight.answer(flight.error)
            return recover()
        }
        if case .lease(_, .part) = flight.route, flight.error == nil {
            flight.answer()
        } else {
            if flight.error == nil { engine.statistics.transactions += 1 }
            flight.answer(flight.error)
            abandon()
        }
    }

    // MARK: Letting go

    /// The caller has no more to do with this connection. It is cleaned, then free.
    private func abandon() {
        if case .held(let handle) = state {
            handle.isOver = true
            handle.lease = nil
        }
        state = .recovering
        rollbacks = 0
        recoveryDeadline = engine.now + engine.limits.grace
        recover()
    }

    /// - Parameter waiter: answered when the transaction's effects and locks are gone.
    func rollBack(_ waiter: Flight) {
        if session != nil {
            waiter.answer()
            return endSession()
        }
        rollbackWaiter = waiter
        abandon()
    }

    private func recover() {
        guard case .recovering = state, flight == nil, !cancelIsPending, link.sent.isEmpty else { return }
        guard let connection = link.connection, link.phase == .ready else { return link.fail() }
        if PQtransactionStatus(connection) == PQTRANS_IDLE { return becomeFree() }
        rollbacks += 1
        // A cancel request that came late may hit a ROLLBACK; it cannot hit three.
        guard rollbacks <= 3, let variant = try? engine.registry.variant(for: ControlStatement.rollback),
            link.isPrepared(variant) || link.sendPrepare(variant, for: nil, index: 0),
            link.sendStatement(ControlStatement.rollback, variant, for: nil, index: 0), link.sendSync(for: nil)
        else { return link.fail() }
        link.flush()
    }

    private func becomeFree() {
        state = .free
        let waiter = rollbackWaiter
        rollbackWaiter = nil
        waiter?.answer()
    }

    // MARK: Deadlines and cancellation

    func tick(_ now: UInt64) {
        switch state {
        case .recovering where now > recoveryDeadline: link.fail()
        case .held:
            session?.tick(now)
            guard let flight, now > flight.deadline else { return }
            flightIsLate(flight)
        case .reserved(let waiter) where waiter.isAnswered || now > waiter.deadline:
            state = .free
            engine.statistics.timeouts += 1
            waiter.answer(DatabaseError(.connectionLost))
        default: break
        }
    }

    private func flightIsLate(_ flight: Flight) {
        guard case .lease(_, let work) = flight.route else { return }
        switch work {
        case .part:
            engine.statistics.timeouts += 1
            flight.answer(DatabaseError(.timeout, statement: flight.statementName))
            requestCancel()
            abandon()
        case .commit:
            // Never cancelled. Its connection has the grace time to finish what it does.
            engine.statistics.timeouts += 1
            flight.answer(DatabaseError(.unknownOutcome, statement: flight.statementName))
            abandon()
        case .alone where !timedOut:
            // Cancelled, and then believed: the statement either ended by that or was done before.
            timedOut = true
            engine.statistics.timeouts += 1
            flight.deadline = engine.now + engine.limits.grace
            requestCancel()
        case .alone: link.fail()
        }
    }

    func cancelFlight() {
        guard let flight, case .lease(_, let work) = flight.route else { return }
        switch work {
        case .part:
            flight.answer(DatabaseError(.cancelled, statement: flight.statementName))
            requestCancel()
            abandon()
        case .alone:
            flight.deadline = min(flight.deadline, engine.now + engine.limits.grace)
            timedOut = true
            requestCancel()
        case .commit: break
        }
    }

    /// `PQcancel` makes a connection of its own and waits for it: on a thread of its own, not on the loop.
    private func requestCancel() {
        guard !cancelIsPending, let connection = link.connection, let handle = CancelHandle(connection) else { return }
        cancelIsPending = true
        let mailbox = engine.mailbox
        let token = link.token
        LoopThread.spawn {
            handle.cancel()
            mailbox.post(.cancelDelivered(token: token))
        }
    }

    func cancelWasDelivered() {
        cancelIsPending = false
        recover()
    }

    // MARK: Sessions

    func start(_ request: SessionRequest) {
        guard flight == nil, let connection = link.connection, link.phase == .ready else {
            return request.answer(DatabaseError(.configuration("a connection is used by one task at a time")))
        }
        if session == nil {
            guard PQexitPipelineMode(connection) == 1 else {
                request.answer(DatabaseError(.connectionLost))
                return link.fail()
            }
            link.isPipelined = false
            session = Session(link, engine: engine)
        }
        session?.start(request)
    }

    /// A session may have changed anything about its connection: the connection ends with it.
    func endSession() {
        guard case .held(let handle) = state else { return }
        handle.isOver = true
        handle.lease = nil
        session?.lose(DatabaseError(.closed))
        session = nil
        link.shut()
        link.isPipelined = true
        state = .free
    }

    func linkHasEvents(_ link: Link) { session?.handleEvents() }

    // MARK: The end

    func linkIsReady(_ link: Link) {
        guard case .reserved(let waiter) = state else { return }
        state = .free
        take(waiter.handle, for: waiter)
    }

    func linkIsLost(_ link: Link, sent: Deque<Link.Sent>) {
        let old = state
        state = .free
        cancelIsPending = false
        link.isPipelined = true
        if case .held(let handle) = old {
            handle.isOver = true
            handle.lease = nil
        }
        if let flight {
            self.flight = nil
            let kind: DatabaseError.Kind = flight.mayHaveCommitted && flight.error == nil ? .unknownOutcome : .connectionLost
            flight.answer(flight.error ?? DatabaseError(kind, statement: flight.statementName))
        }
        session?.lose(DatabaseError(.connectionLost))
        session = nil
        let waiter = rollbackWaiter
        rollbackWaiter = nil
        // The server rolls back what a lost connection leaves.
        waiter?.answer()
        if case .reserved(let waiter) = old, !waiter.isAnswered {
            if link.wasRefused { waiter.answer(DatabaseError(.unreachable(link.lastFailure))) } else { engine.waitAgain(waiter) }
        }
    }

    func close(_ error: DatabaseError) {
        if case .reserved(let waiter) = state { waiter.answer(error) }
        if let flight { flight.answer(flight.mayHaveCommitted ? DatabaseError(.unknownOutcome) : error) }
        flight = nil
        session?.lose(error)
        session = nil
        rollbackWaiter?.answer()
        rollbackWaiter = nil
        if case .held(let handle) = state { handle.isOver = true }
        link.shut()
        state = .free
    }
}
