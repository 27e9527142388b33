import CLibPQ
import Synchronization

/// What callers leave for the loop thread.
enum Message: Sendable {
    case flight(Flight)
    case cancel(Flight)
    /// The transaction is over without a commit: its connection is rolled back, and `Flight` answered when that is done.
    case rollback(LeaseHandle, Flight)
    case session(SessionRequest)
    case cancelSession(SessionRequest)
    case listen(ListenRequest)
    case unlisten(ListenRequest)
    /// A cancel request has been delivered for this connection.
    case cancelDelivered(token: UInt64)
    case started(Flight)
    case close(Flight)
}

/// The loop's inbox. A post costs a system call (a write to the `eventfd`) only while the loop sleeps.
final class Mailbox: Sendable {
    private struct State {
        var messages: [Message] = []
        var loopSleeps = false
        var isClosed = false
    }

    private let state = Mutex(State())
    let wakeDescriptor: Int32

    init() { wakeDescriptor = attune_eventfd() }
    deinit { close(wakeDescriptor) }

    /// - Returns: false when the loop has ended: nobody will read the message.
    @discardableResult
    func post(_ message: Message) -> Bool {
        let (posted, wake) = state.withLock { state in
            guard !state.isClosed else { return (false, false) }
            state.messages.append(message)
            defer { state.loopSleeps = false }
            return (true, state.loopSleeps)
        }
        if wake {
            var one: UInt64 = 1
            _ = write(wakeDescriptor, &one, 8)
        }
        return posted
    }

    /// Swaps the messages for `empty`, which keeps its capacity. Loop thread only.
    func take(into empty: inout [Message]) {
        state.withLock { swap(&$0.messages, &empty) }
    }

    /// - Returns: false when messages wait, so that the loop must not sleep.
    func prepareToSleep() -> Bool {
        state.withLock { state in
            state.loopSleeps = state.messages.isEmpty
            return state.loopSleeps
        }
    }

    func awake() {
        state.withLock { $0.loopSleeps = false }
    }

    /// - Returns: what was posted last; from now on posts are refused.
    func closeForGood() -> [Message] {
        state.withLock { state in
            state.isClosed = true
            defer { state.messages = [] }
            return state.messages
        }
    }
}
