import CLibPQ
import DequeModule

/// A connection that many callers' reads share. Answers come in the order in which statements were sent.
final class Lane: LinkOwner {
    private unowned let engine: Engine
    let link: Link
    /// Statements sent and not answered.
    private(set) var inFlight = 0
    /// Statements have been sent since the last sync.
    private var hasOpenBatch = false
    private var wasTouched = false
    private var hasConnected = false
    /// Of the flight being sent; kept for its memory.
    private var variants: [StatementRegistry.Variant] = []

    init(engine: Engine, token: UInt64) {
        self.engine = engine
        link = Link(token: token, isLane: true, engine: engine)
        link.owner = self
    }

    var isOpen: Bool { link.phase == .ready }
    var isBusy: Bool { inFlight > 0 }
    /// Whether a lost connection is made anew without anybody waiting for it.
    var isWanted: Bool { hasConnected || self === engine.lanes.first }

    /// Sends the flight, and behind it what its companions have of their own.
    func send(_ flight: Flight) {
        variants.removeAll(keepingCapacity: true)
        do {
            for encoded in flight.statements { variants.append(try engine.registry.variant(for: encoded)) }
            for companion in flight.companions {
                for encoded in companion.statements.dropFirst() { variants.append(try engine.registry.variant(for: encoded)) }
            }
        } catch {
            // One of them is at fault: by itself it hears of it.
            guard !flight.companions.isEmpty else { return flight.answer(error) }
            for one in flight.companions.reversed() { engine.sendAgain(one) }
            return engine.sendAgain(flight)
        }
        let isReady = variants.allSatisfy { link.isPrepared($0) }
        let isShared = if case .shared = flight.route { !flight.isRepeated } else { false }
        // A preparation that fails must not abort a neighbour, nor an actor's segment share a transaction with anyone.
        if hasOpenBatch && !(isShared && isReady) { guard sync() else { return lose(flight) } }
        if !isReady {
            for variant in variants where !link.isPrepared(variant) {
                guard link.sendPrepare(variant, for: nil, index: 0) else { return lose(flight) }
            }
            guard sync() else { return lose(flight) }
        }
        wasTouched = true
        var place = 0
        guard sendStatements(of: flight, from: 0, &place) else { return lose(flight) }
        for companion in flight.companions {
            guard sendStatements(of: companion, from: 1, &place) else { return lose(flight) }
        }
        hasOpenBatch = true
        if !isShared { guard sync() else { return link.fail() } }
    }

    /// - Parameter place: of the next statement's variant.
    private func sendStatements(of flight: Flight, from first: Int, _ place: inout Int) -> Bool {
        flight.deadline = engine.now + engine.limits.statement
        for index in first..<flight.statements.count {
            guard link.sendStatement(flight.statements[index], variants[place], for: flight, index: index) else { return false }
            place += 1
            inFlight += 1
        }
        return true
    }

    private func sync() -> Bool {
        hasOpenBatch = false
        wasTouched = true
        return link.sendSync(for: nil)
    }

    private func lose(_ flight: Flight) {
        for one in [flight] + flight.companions { one.answer(DatabaseError(.connectionLost, statement: one.statementName)) }
        link.fail()
    }

    /// One sync for everything that was sent without one, and one write to the socket.
    func endBatch() {
        guard wasTouched else { return }
        wasTouched = false
        if hasOpenBatch, !sync() { return link.fail() }
        wasTouched = false
        link.flush()
    }

    func tick(_ now: UInt64) {
        for sent in link.sent {
            guard let flight = sent.flight else { continue }
            if now > flight.deadline + engine.limits.grace { return link.fail() }
            if now <= flight.deadline { return }
            guard !flight.isAnswered else { continue }
            engine.statistics.timeouts += 1
            flight.answer(DatabaseError(.timeout, statement: flight.statementName))
        }
    }

    // MARK: LinkOwner

    func linkIsReady(_ link: Link) {
        hasConnected = true
        engine.laneIsReady()
    }

    func link(_ link: Link, _ sent: Link.Sent, has result: OpaquePointer, _ status: ExecStatusType) {
        switch status {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK:
            guard sent.kind == .statement, let flight = sent.flight else { return PQclear(result) }
            let answer = ResultSet(result, statement: flight.statements[sent.index].statement.name)
            if !flight.isAnswered { flight.results.append(answer) }
            guard sent.index == 0 else { return }
            for companion in flight.companions where !companion.isAnswered { companion.results.append(answer) }
            flight.companions = []
        case PGRES_PIPELINE_ABORTED:
            PQclear(result)
            sent.flight?.wasAborted = true
            if sent.kind == .prepare, let prepared = sent.prepared { link.forget(prepared) }
        default:
            let failure = ServerError(result)
            PQclear(result)
            if failure.isFatal { link.expectEnd() }
            note(failure, of: sent, on: link)
        }
    }

    private func note(_ failure: ServerError, of sent: Link.Sent, on link: Link) {
        let name = sent.flight?.statements[sent.index].statement.name ?? sent.prepared?.variant.statement.name
        var error = failure.error(statement: name)
        if failure.sqlState == "57014" { error = DatabaseError(.timeout, statement: name) }
        if let prepared = sent.prepared {
            if sent.kind == .prepare {
                prepared.error = error
                link.forget(prepared)
            } else if failure.isNotPrepared, let cause = prepared.error {
                error = cause
            } else if failure.isNotPrepared || failure.isStalePlan {
                // Nothing is wrong with the statement: prepared anew, it will do.
                link.forget(prepared)
                if failure.isStalePlan { engine.planGeneration += 1 }
                if let flight = sent.flight, !flight.isRepeated, flight.error == nil {
                    flight.wasAborted = true
                    return
                }
            }
        }
        guard let flight = sent.flight, flight.error == nil, !flight.isAnswered else { return }
        flight.error = error
    }

    func link(_ link: Link, finished sent: Link.Sent) {
        guard sent.kind == .statement else { return }
        inFlight -= 1
        // They are reads: what came of one's own statements does not depend on what comes behind them before the sync.
        if let flight = sent.flight, sent.index == flight.statements.count - 1 { settle(flight) }
    }

    func link(_ link: Link, reachedSyncOf flight: Flight?) {}

    private func settle(_ flight: Flight) {
        guard !flight.isAnswered else { return }
        if let error = flight.error {
            flight.answer(error)
        } else if flight.wasAborted || flight.results.count < flight.statements.count {
            guard !flight.isRepeated else {
                return flight.answer(DatabaseError(.connectionLost, statement: flight.statementName))
            }
            engine.sendAgain(flight)
        } else {
            flight.answer()
        }
    }

    func linkHasEvents(_ link: Link) {}

    func linkIsLost(_ link: Link, sent: Deque<Link.Sent>) {
        inFlight = 0
        hasOpenBatch = false
        wasTouched = false
        Lane.answer(sent, DatabaseError(.connectionLost))
    }

    static func answer(_ sent: Deque<Link.Sent>, _ error: DatabaseError) {
        for one in sent {
            guard let flight = one.flight else { continue }
            flight.answer(flight.error ?? DatabaseError(error.kind, statement: flight.statementName))
        }
    }
}
