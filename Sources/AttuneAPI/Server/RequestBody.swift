import NIOCore
import Synchronization

/// A request's body on its way from the connection to whoever answers, who may not want it, or only up to a limit.
final class RequestBody: Sendable {
    private enum Fate { case isComing, isWhole, isLost }

    private struct State {
        var bytes: [UInt8] = []
        var fate = Fate.isComing
        /// Nil until it is asked for; -1 once what comes is passed over.
        var limit: Int?
        var waiter: UnsafeContinuation<Outcome, Never>?

        /// Whether it is held back until somebody asks.
        var isFull: Bool { limit == nil && bytes.count >= RequestBody.unasked }

        var outcome: Outcome? {
            if let limit, bytes.count > limit { return .tooLarge }
            return switch fate {
            case .isComing: nil
            case .isWhole: .whole
            case .isLost: .lost
            }
        }
    }

    private enum Outcome { case whole, tooLarge, lost }

    /// Held in memory before anybody has asked for the body.
    static let unasked = 65_536
    /// Announced by the head; nil where the head announces a body of unknown length.
    let announced: Int?
    /// Called when more may be read, from any thread.
    private let onWanted: @Sendable () -> Void
    private let state = Mutex(State())

    init(announced: Int?, onWanted: @escaping @Sendable () -> Void) {
        self.announced = announced
        self.onWanted = onWanted
    }

    /// Whether reading on would fill the memory with what nobody has asked for.
    var isFull: Bool { state.withLock { $0.isFull } }

    /// - Throws: 413 as soon as more than `limit` bytes are announced or have come; ``Problem/malformed`` where it breaks off.
    func read(upTo limit: Int) async throws(Problem) -> [UInt8] {
        if let announced {
            guard announced <= limit else { throw .bodyTooLarge }
            if announced == 0 { return [] }
        }
        let (isOver, wasFull) = state.withLock { state in
            let wasFull = state.isFull
            state.limit = limit
            return (state.outcome, wasFull)
        }
        if isOver == nil, wasFull { onWanted() }
        let outcome: Outcome = if let isOver { isOver } else { await wait() }
        switch outcome {
        case .whole: return state.withLock { $0.bytes }
        case .tooLarge: throw .bodyTooLarge
        case .lost: throw .malformed
        }
    }

    private func wait() async -> Outcome {
        await withUnsafeContinuation { continuation in
            let outcome = state.withLock { state -> Outcome? in
                if let outcome = state.outcome { return outcome }
                state.waiter = continuation
                return nil
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    // MARK: The connection's side

    func append(_ part: ByteBuffer) {
        change { state in
            guard state.limit.map({ state.bytes.count <= $0 }) ?? true else { return }
            state.bytes.append(contentsOf: part.readableBytesView)
        }
    }

    func end(isWhole: Bool) { change { $0.fate = isWhole ? .isWhole : .isLost } }

    /// It is answered: the rest is read and forgotten.
    func passOver() {
        change { state in
            state.limit = -1
            state.bytes = []
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let answer = state.withLock { state -> (UnsafeContinuation<Outcome, Never>, Outcome)? in
            body(&state)
            guard let waiter = state.waiter, let outcome = state.outcome else { return nil }
            state.waiter = nil
            return (waiter, outcome)
        }
        if let answer { answer.0.resume(returning: answer.1) }
    }
}
