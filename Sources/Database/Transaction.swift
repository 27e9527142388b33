import Synchronization

/// A transaction under way, used by one task at a time. Over when the closure that received it returns.
public final class Transaction: Sendable {
    /// What a transaction may do, and how far it is kept apart from others; ``readWrite`` and ``readOnly`` are PostgreSQL's READ COMMITTED.
    public enum Mode: Sendable, Hashable {
        case readWrite
        case readOnly
        /// Every read sees one state of the database, and PostgreSQL refuses (40001) what could not have run alone.
        case serializable
    }

    fileprivate struct State {
        /// Sent with the next flight; at first, `BEGIN`.
        var pending: [EncodedStatement]
        var failure: DatabaseError?
        var hasBegun = false
        var isOver = false
    }

    private let state: Mutex<State>
    private let mailbox: Mailbox
    private let handle = LeaseHandle()

    init(_ mode: Mode, mailbox: Mailbox) {
        state = Mutex(State(pending: [mode.begin]))
        self.mailbox = mailbox
    }

    /// Sends what was enqueued and this statement in one flight.
    /// - Throws: `DatabaseError`; after an error the transaction can only roll back, and each further statement throws it again.
    nonisolated(nonsending) public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        let results = try await queries([bound])
        guard let result = results.first else { throw DatabaseError(.connectionLost, statement: bound.statement.name) }
        return result
    }

    /// Several statements in one flight.
    /// - Returns: a result for each, in their order.
    nonisolated(nonsending) public func queries(_ bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        try await fly(bounds, ending: [], .part)
    }

    /// Several statements and `COMMIT` in one flight: the transaction is over, and nothing may follow. Their results do not decide whether to
    /// commit, so a statement that must not take effect has to fail or find no row by itself.
    nonisolated(nonsending) public func finish(with bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        let results = try await fly(bounds, ending: [ControlStatement.commit], .commit)
        state.withLock { $0.isOver = true }
        return results
    }

    /// Sends the statement with the next flight, or with `COMMIT`. Its rows are dropped; its error fails that flight.
    public func enqueue(_ bound: Bound) throws(DatabaseError) {
        let encoded = try EncodedStatement(bound)
        let refusal = state.withLock { state -> DatabaseError? in
            if let refusal = state.refusal { return refusal }
            state.pending.append(encoded)
            return nil
        }
        if let refusal { throw refusal }
    }

    private nonisolated(nonsending) func fly(
        _ bounds: [Bound], ending: [EncodedStatement], _ work: Flight.Work
    ) async throws(DatabaseError) -> [ResultSet] {
        var statements: [EncodedStatement] = []
        for bound in bounds { statements.append(try EncodedStatement(bound)) }
        let wanted = statements
        let (refusal, before) = state.withLock { state -> (DatabaseError?, [EncodedStatement]) in
            if let refusal = state.refusal { return (refusal, []) }
            defer { state.pending = [] }
            state.hasBegun = true
            return (nil, state.pending)
        }
        if let refusal { throw refusal }
        let flight = Flight(
            .lease(handle, work), before + wanted + ending, wanted: before.count..<before.count + wanted.count)
        do {
            try await mailbox.fly(flight)
        } catch {
            state.withLock { $0.failure = error }
            throw error
        }
        return flight.results
    }

    /// A transaction that sent nothing has nothing to commit, and takes no connection.
    nonisolated(nonsending) func commit() async throws(DatabaseError) {
        let (isOver, isIdle) = state.withLock { ($0.isOver, !$0.hasBegun && $0.pending.count == 1 && $0.failure == nil) }
        if isOver || isIdle { return }
        _ = try await fly([], ending: [ControlStatement.commit], .commit)
        state.withLock { $0.isOver = true }
    }

    /// Returns when its effects and locks are gone.
    nonisolated(nonsending) func rollBack() async {
        let hasBegun = state.withLock { state in
            state.isOver = true
            return state.hasBegun
        }
        guard hasBegun else { return }
        let handle = handle
        try? await mailbox.settle { .rollback(handle, $0) }
    }
}

extension Transaction.State {
    /// Why nothing more can be sent.
    fileprivate var refusal: DatabaseError? { failure ?? (isOver ? DatabaseError(.closed) : nil) }
}
