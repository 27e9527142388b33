import DequeModule

/// Callers that wait for a lease, first come, first served.
final class LeaseQueue {
    enum Waiter {
        case flight(Flight, LeaseHandle)
        case session(SessionRequest)

        var handle: LeaseHandle {
            switch self {
            case .flight(_, let handle): handle
            case .session(let request): request.handle
            }
        }

        var isAnswered: Bool {
            switch self {
            case .flight(let flight, _): flight.isAnswered
            case .session(let request): request.isAnswered
            }
        }

        var deadline: UInt64 {
            switch self {
            case .flight(let flight, _): flight.deadline
            case .session(let request): request.deadline
            }
        }

        func answer(_ error: DatabaseError) {
            switch self {
            case .flight(let flight, _): flight.answer(DatabaseError(error.kind, statement: flight.statementName))
            case .session(let request): request.answer(error)
            }
        }
    }

    private var waiters = Deque<Waiter>()

    var count: Int { waiters.count }
    var isEmpty: Bool { waiters.isEmpty }

    func append(_ waiter: Waiter) { waiters.append(waiter) }
    func prepend(_ waiter: Waiter) { waiters.prepend(waiter) }

    /// The first that still waits.
    func pop() -> Waiter? {
        while let waiter = waiters.popFirst() {
            if !waiter.isAnswered { return waiter }
        }
        return nil
    }

    func expire(_ now: UInt64, _ late: (Waiter) -> Void) {
        while let first = waiters.first, first.isAnswered || now > first.deadline {
            waiters.removeFirst()
            if !first.isAnswered { late(first) }
        }
    }

    func drain(_ body: (Waiter) -> Void) {
        while let waiter = pop() { body(waiter) }
    }
}
