internal import Clinic
internal import Database
internal import Synchronization

internal import struct Foundation.UUID

/// Commits the audit rows of looks: those of all who wait, in one transaction. While one batch commits the next one gathers, so nobody
/// waits for company, and the more there is to do the larger the batches are.
///
/// Each credential signs in anew before its rows are inserted, so that row-level security sees each row's own actor, as in an act. A row
/// that is refused refuses the transaction; then each half is tried by itself, down to the one whose row it was. Nothing is tried again
/// after a lost connection or an unknown outcome: all who waited for it hear of that, and nobody is told what was read.
final class AuditWriter: Sendable {
    /// What one look has to have on record.
    struct Entry: Sendable {
        let credential: Credential
        /// As whom the look was made.
        let actor: Actor
        let rows: [AuditRow]
        /// Whether the use of the credential is to be written down as well.
        let isDue: Bool
    }

    struct Limits: Sendable {
        /// Looks in one transaction.
        var batch = 256
        /// Looks that wait for theirs; the next one is refused with `.queueFull`.
        var waiting: Int
        /// For a turn. A transaction under way has the database's own deadlines.
        var patience: Duration
    }

    private struct State {
        var waiting: [AuditWaiter] = []
        var isRunning = false
        /// Who waits until nothing is under way.
        var drained: [CheckedContinuation<Void, Never>] = []
    }

    private let database: Database
    private let limits: Limits
    private let state = Mutex(State())

    convenience init(_ database: Database) {
        let configuration = database.configuration
        self.init(
            database, Limits(waiting: configuration.queueLimit, patience: configuration.acquireTimeout))
    }

    init(_ database: Database, _ limits: Limits) {
        self.database = database
        self.limits = limits
    }

    /// How many wait for a transaction; those whose transaction is under way do not.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// Returns when the rows are durable. A cancelled caller is answered at once; its rows may be written all the same.
    /// - Throws: `AccessError.notSignedIn` when the credential opens nothing any more; `DatabaseError`.
    func write(_ entry: Entry) async throws {
        let waiter = AuditWaiter(entry)
        let (isFull, isFirst) = state.withLock { state in
            if state.waiting.count >= limits.waiting { return (true, false) }
            state.waiting.append(waiter)
            defer { state.isRunning = true }
            return (false, !state.isRunning)
        }
        if isFull { throw DatabaseError(.queueFull) }
        // Not structured: a caller that is cancelled must not take its neighbours' transaction along. Each of them waits for its own part of
        // it, it ends when nobody waits any more, and `drain` waits for that.
        if isFirst { Task { await run() } }
        try await waiter.outcome()
    }

    /// Returns when nothing is under way; what comes meanwhile is waited for as well.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.isRunning { state.drained.append(continuation) }
                return !state.isRunning
            }
            if isIdle { continuation.resume() }
        }
    }

    // MARK: One batch after another

    private func run() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.expireWaiting() }
            while let batch = next() { await commit(batch) }
            group.cancelAll()
        }
    }

    private func next() -> [AuditWaiter]? {
        let (batch, drained) = state.withLock { state in
            let batch = Array(state.waiting.prefix(limits.batch))
            state.waiting.removeFirst(batch.count)
            guard batch.isEmpty else { return (batch, [CheckedContinuation<Void, Never>]()) }
            state.isRunning = false
            defer { state.drained = [] }
            return (batch, state.drained)
        }
        for continuation in drained { continuation.resume() }
        return batch.isEmpty ? nil : batch
    }

    /// While a transaction takes its time, those behind it are told so when their own time is over.
    private func expireWaiting() async {
        let pause = min(limits.patience / 2, .milliseconds(200))
        while (try? await Task.sleep(for: pause)) != nil {
            let late = ContinuousClock.now - limits.patience
            let expired = state.withLock { state in
                let expired = state.waiting.prefix { $0.since < late }
                state.waiting.removeFirst(expired.count)
                return expired
            }
            for waiter in expired { waiter.settle(.failure(DatabaseError(.timeout))) }
        }
    }

    private func commit(_ batch: [AuditWaiter], attempt: Int = 1) async {
        let open = batch.filter { !$0.isSettled }
        if open.isEmpty { return }
        do {
            let parts = Part.of(open)
            let answers = try await database.transaction(flight: parts.flatMap(\.statements))
            var place = 0
            for part in parts {
                part.settle(answers[place])
                place += part.statements.count
            }
        } catch {
            if error.isRetryable && attempt < 3 { return await commit(open, attempt: attempt + 1) }
            if error.isOfOneRow && open.count > 1 {
                await commit(Array(open.prefix(open.count / 2)))
                return await commit(Array(open.dropFirst(open.count / 2)))
            }
            // Whether the rows are there is no matter to who was told nothing; there is nothing to look up before asking again.
            let isUnknown = error.kind == .unknownOutcome
            let failure = isUnknown ? DatabaseError(.connectionLost, statement: SQL.recordAudits.name) : error
            for waiter in open { waiter.settle(.failure(failure)) }
        }
    }

    // MARK: What one credential has to say

    private struct Part {
        let waiters: [AuditWaiter]
        /// The sign-in, and then what is done as its actor.
        let statements: [Bound]

        private struct Key: Hashable {
            let credential: Credential
            let role: Role
            let actor: UUID
        }

        static func of(_ waiters: [AuditWaiter]) -> [Part] {
            var order: [Key] = []
            var parts: [Key: [AuditWaiter]] = [:]
            for waiter in waiters {
                let key = Key(credential: waiter.entry.credential, role: waiter.entry.actor.role, actor: waiter.entry.actor.id)
                if parts[key] == nil { order.append(key) }
                parts[key, default: []].append(waiter)
            }
            return order.compactMap { key in parts[key].flatMap(Part.init) }
        }

        private init?(_ waiters: [AuditWaiter]) {
            guard let first = waiters.first?.entry else { return nil }
            self.waiters = waiters
            let isDue = waiters.contains { $0.entry.isDue }
            statements =
                [SignIn.statement(for: first.credential)]
                + (isDue ? [SignIn.touch(first.credential)].compactMap { $0 } : [])
                + [AuditRow.insertion(of: waiters.flatMap(\.entry.rows), by: first.actor)]
        }

        /// - Parameter signIn: whom the credential signed in. Nobody, where it was revoked since the read: the rows then stood under what a
        ///   credential of the same person's signed in before them.
        func settle(_ signIn: ResultSet) {
            let outcome: Result<Void, any Error> = signIn.isEmpty ? .failure(AccessError.notSignedIn) : .success(())
            for waiter in waiters { waiter.settle(outcome) }
        }
    }
}

extension DatabaseError {
    /// Whether a statement was refused for what it said, so that another one may pass: bad data, a constraint, a right that is missing. Not
    /// the server's state, nor a connection's.
    fileprivate var isOfOneRow: Bool {
        if case .encoding = kind { return true }
        return sqlState.map { ["22", "23", "42", "P0"].contains($0.prefix(2)) } ?? false
    }
}
