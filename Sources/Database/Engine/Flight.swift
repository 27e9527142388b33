/// What travels together: the statements of one caller, from the inbox to the answer.
///
/// SAFETY of `@unchecked Sendable`: its constants are `Sendable`. Its variables belong to the loop thread from the moment it is posted until
/// `continuation` is resumed, and to the awaiting task afterwards; the inbox's mutex and the continuation order the two. `isAnswered` and
/// `companions` stay the loop's once it is posted: its caller reads neither.
final class Flight: @unchecked Sendable {
    enum Route {
        /// On a lane, in a batch with one sync.
        case shared
        /// On a lane, with a sync of its own.
        case lane
        /// On a lane, with a sync that it shares with those who begin with the same statement and values and wait at the same moment.
        case company
        /// On the connection of `handle`; the first flight of a handle takes one.
        case lease(LeaseHandle, Work)
    }

    enum Work {
        /// A part of a transaction.
        case part
        /// The end of a transaction: the last statement is `COMMIT`.
        case commit
        /// One statement, committed by its sync.
        case alone
    }

    let route: Route
    let statements: [EncodedStatement]
    /// Results of statements at and after this index are the caller's; those before are Attune's own (`BEGIN`) or enqueued.
    let firstWanted: Int
    /// Results of statements before this index, likewise.
    let endWanted: Int

    var results: [ResultSet] = []
    /// Those who travel behind this one and take the answer to its first statement for theirs; until that has come.
    var companions: [Flight] = []
    var error: DatabaseError?
    var continuation: UnsafeContinuation<Void, Never>?
    /// Nanoseconds of the monotonic clock: first for its turn, then for its answer.
    var deadline: UInt64 = 0
    /// Its caller has been resumed; what still comes is dropped.
    var isAnswered = false
    var isCancelled = false
    /// It was sent once and had no effect, through no fault of its own: the second time it travels alone.
    var isRepeated = false
    /// A neighbour's error aborted it: not its own error.
    var wasAborted = false
    /// `COMMIT`, or a statement that commits by itself, is on its way to the server.
    var mayHaveCommitted = false

    init(_ route: Route, _ statements: [EncodedStatement], wanted: Range<Int>? = nil) {
        self.route = route
        self.statements = statements
        firstWanted = wanted?.lowerBound ?? 0
        endWanted = wanted?.upperBound ?? statements.count
    }

    /// Whether the first statement's answer serves both: the same actor, say, at the same moment.
    func maySharePlace(with other: Flight) -> Bool {
        guard case .company = route, case .company = other.route, !isRepeated, !other.isRepeated, let mine = statements.first,
            let others = other.statements.first
        else { return false }
        return mine == others
    }

    /// Resumes the caller, once.
    func answer(_ error: DatabaseError? = nil) {
        guard !isAnswered else { return }
        isAnswered = true
        if let error { self.error = error }
        // Taken out first: from the resumption on, this object is the caller's.
        let waiting = continuation
        continuation = nil
        waiting?.resume()
    }
}

/// A transaction's claim to a connection, from its first flight to its end.
///
/// SAFETY of `@unchecked Sendable`: its variables are touched by the loop thread only; others hold it as a name.
final class LeaseHandle: @unchecked Sendable {
    var lease: Lease?
    var isOver = false
    init() {}
}
