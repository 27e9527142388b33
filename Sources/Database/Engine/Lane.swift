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

    func send(_ flight: Flight) {
        variants.removeAll(keepingCapacity: true)
        do {
            for encoded in flight.statements { variants.append(try engine.registry.variant(for: encoded)) }
        } catch { return flight.answer(error) }
        let isReady = variants.allSatisfy { link.isPrepared($0) }
        let isShared = if case .shared = flight.route { !flight.isRepeated } else { false }
        // A preparation that fails must not abort a neighbour, nor an actor's segment share a transaction with anyone.
        if hasOpenBatch && !(isShared && isReady) { guard sync(nil) else { return lose(flight) } }
        if !isReady {
            for variant in variants where !link.isPrepared(variant) {
                guard link.sendPrepare(variant, for: nil, index: 0) else { return lose(flight) }
            }
            guard sync(nil) else { return lose(flight) }
        }
        wasTouched = true
        flight.deadline = engine.now + engine.limits.statement
        for (index, encoded) in flight.statements.enumerated() {
            guard link.sendStatement(encoded, variants[index], for: flight, index: index) else { return lose(flight) }
            inFlight += 1
        }
        hasOpenBatch = true
        if !isShared { guard sync(flight) else { return link.fail() } }
    }

    private func sync(_ flight: Flight?) -> Bool {
        hasOpenBatch = false
        wasTouched = true
        return link.sendSync(for: flight)
    }

    private func lose(_ flight: Flight) {
        flight.answer(DatabaseError(.connectionLost, statement: flight.statementName))
        link.fail()
    }

    /// One sync for everything that was sent without one, and one write to the socket.
    func endBatch() {
        guard wasTouched else { return }
        wasTouched = false
        if hasOpenBatch, !sync(nil) { return link.fail() }
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
            guard sent.kind == .statement, let flight = sent.flight, !flight.isAnswered else { return PQclear(result) }
            flight.results.append(ResultSet(result, statement: flight.statements[sent.index].statement.name))
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
        // A shared statement's answer does not wait for the sync; a segment's does, for it may yet fail as a whole.
        if let flight = sent.flight, case .shared = flight.route, !flight.isRepeated { settle(flight) }
    }

    func link(_ link: Link, reachedSyncOf flight: Flight?) {
        if let flight { settle(flight) }
    }

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
