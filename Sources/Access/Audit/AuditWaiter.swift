internal import Database
internal import Synchronization

/// Who waits until a look's rows are durable. Answered once: by the transaction, by the deadline or by being cancelled.
final class AuditWaiter: Sendable {
    private enum State {
        case open
        case awaited(CheckedContinuation<Void, any Error>)
        case settled(Result<Void, any Error>)
    }

    let entry: AuditWriter.Entry
    let since = ContinuousClock.now
    private let state = Mutex(State.open)

    init(_ entry: AuditWriter.Entry) { self.entry = entry }

    var isSettled: Bool { state.withLock { if case .settled = $0 { true } else { false } } }

    /// The first outcome stands.
    func settle(_ outcome: Result<Void, any Error>) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            switch state {
            case .open:
                state = .settled(outcome)
                return nil
            case .awaited(let continuation):
                state = .settled(outcome)
                return continuation
            case .settled: return nil
            }
        }
        continuation?.resume(with: outcome)
    }

    /// Waited for once.
    func outcome() async throws {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let settled = state.withLock { state -> Result<Void, any Error>? in
                    if case .settled(let outcome) = state { return outcome }
                    state = .awaited(continuation)
                    return nil
                }
                if let settled { continuation.resume(with: settled) }
            }
        } onCancel: {
            settle(.failure(DatabaseError(.cancelled)))
        }
    }
}
