/// Why the database did not answer. Holds codes and names of things in the schema, never a value, nor PostgreSQL's own sentence, which may
/// quote one.
public struct DatabaseError: Error, Sendable, Hashable {
    /// What went wrong, and whether the statement may have had an effect.
    public enum Kind: Sendable, Hashable {
        /// PostgreSQL refused: five characters of SQLSTATE, and the constraint and table that it names, if any.
        case server(sqlState: String, constraint: String?, table: String?)
        /// The connection broke, or none could be made. A statement that was under way outside a commit had no lasting effect.
        case connectionLost
        /// No connection could be made within the deadline. libpq's sentence names host, port, user and database, for the operator.
        case unreachable(String)
        /// A wait ended at its deadline: for a connection, for a turn, or for the statement.
        case timeout
        /// The queue is full: refused at once, so that callers can say "busy" instead of piling up.
        case queueFull
        /// The caller's task was cancelled.
        case cancelled
        /// The connection broke, or the deadline passed, while a commit was under way: it may have taken effect, or not. Read to find out.
        case unknownOutcome
        /// A column could not be read as the type that was asked for.
        case decoding(column: String, ValueError)
        /// A parameter (`$1` is 1) cannot be sent: text with a NUL in it, or more than 1 GB.
        case encoding(parameter: Int)
        /// The answer has another number of rows than the caller relies on.
        case rowCount(Int)
        /// A mistake in the program or its settings; the text names it and holds no secret.
        case configuration(String)
        /// The database was closed, or the transaction is over.
        case closed
    }

    public let kind: Kind
    /// The statement's name (`Appointments/book_appointment`), if one was under way.
    public let statement: String?

    public init(_ kind: Kind, statement: String? = nil) {
        self.kind = kind
        self.statement = statement
    }

    /// PostgreSQL's code when it refused, otherwise nil.
    public var sqlState: String? {
        if case .server(let sqlState, _, _) = kind { sqlState } else { nil }
    }

    /// The constraint that refused, by its name in `SQL/Migrations`.
    public var constraint: String? {
        if case .server(_, let constraint, _) = kind { constraint } else { nil }
    }

    /// A deadlock or a serialization failure: nothing happened, and the whole transaction may be tried again.
    public var isRetryable: Bool { sqlState == "40001" || sqlState == "40P01" }
}

extension DatabaseError: CustomStringConvertible {
    public var description: String {
        let what =
            switch kind {
            case .server(let sqlState, let constraint, let table):
                "PostgreSQL refused with \(sqlState)" + (constraint.map { ", constraint \($0)" } ?? "")
                    + (table.map { ", table \($0)" } ?? "")
            case .connectionLost: "the connection to PostgreSQL is lost"
            case .unreachable(let reason): "PostgreSQL cannot be reached: \(reason)"
            case .timeout: "the deadline passed"
            case .queueFull: "too many requests are waiting for the database"
            case .cancelled: "cancelled"
            case .unknownOutcome: "the connection broke during a commit: its outcome is unknown"
            case .decoding(let column, let error): "column \(column): \(error)"
            case .encoding(let parameter): "parameter $\(parameter) cannot be sent"
            case .rowCount(let count): "\(count) rows where another number was expected"
            case .configuration(let text): text
            case .closed: "the database is closed"
            }
        return statement.map { "\($0): \(what)" } ?? what
    }
}
