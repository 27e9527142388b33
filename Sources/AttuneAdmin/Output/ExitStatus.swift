internal import Clinic
internal import Database

/// How a command ends. Scripts rely on these, so each is tested and none changes its meaning.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case done = 0
    case failed = 1
    case cancelled = 2
    case notFound = 3
    case needsLogin = 4
    /// Somebody was first: the hour is taken, or the row has changed since it was read.
    case conflict = 5
    case usage = 64
    case databaseUnreachable = 69
    case retryLater = 75

    /// For `attune help exit-codes`.
    var meaning: String {
        switch self {
        case .done: "done"
        case .failed: "failed, or done in part: standard error says what was not"
        case .cancelled: "cancelled, by you or by a signal"
        case .notFound: "there is no such thing, or you may not know of it"
        case .needsLogin: "a token is needed, or the one given is not valid any more"
        case .conflict: "somebody was first: taken, or changed since you read it"
        case .usage: "the command or the configuration is wrong"
        case .databaseUnreachable: "the database cannot be reached"
        case .retryLater: "too busy: the same command may succeed later"
        }
    }
}

extension ExitStatus {
    /// The table from a domain's refusal to the way a command ends.
    init(_ kind: RefusalKind) {
        self =
            switch kind {
            case .invalid: .usage
            case .notFound, .gone: .notFound
            case .conflict, .stale: .conflict
            case .notAllowed: .needsLogin
            case .unavailable: .retryLater
            }
    }

    /// The table from the database's troubles to the way a command ends.
    init(_ kind: DatabaseError.Kind) {
        self =
            switch kind {
            case .connectionLost, .unreachable: .databaseUnreachable
            case .timeout, .queueFull: .retryLater
            case .cancelled: .cancelled
            // 28: who connects is refused. 57P: it stops or starts. 53: it is full. 40: two transactions were in each other's way.
            case .server(let sqlState, _, _) where sqlState.hasPrefix("28"): .databaseUnreachable
            case .server(let sqlState, _, _) where sqlState.hasPrefix("57P"): .databaseUnreachable
            case .server(let sqlState, _, _) where sqlState.hasPrefix("53") || sqlState.hasPrefix("40"): .retryLater
            case .server, .unknownOutcome, .decoding, .encoding, .rowCount, .configuration, .closed: .failed
            }
    }
}
