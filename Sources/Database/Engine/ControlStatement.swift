/// The statements that begin and end transactions, prepared like any other.
enum ControlStatement {
    static let begin = EncodedStatement(Statement("database/begin", sent: .lease, "BEGIN"))
    static let beginReadOnly = EncodedStatement(Statement("database/begin_read_only", sent: .lease, "BEGIN READ ONLY"))
    static let beginSerializable = EncodedStatement(
        Statement("database/begin_serializable", sent: .lease, "BEGIN ISOLATION LEVEL SERIALIZABLE"))
    static let commit = EncodedStatement(Statement("database/commit", sent: .lease, "COMMIT"))
    static let rollback = EncodedStatement(Statement("database/rollback", sent: .lease, "ROLLBACK"))
}

extension Transaction.Mode {
    var begin: EncodedStatement {
        switch self {
        case .readWrite: ControlStatement.begin
        case .readOnly: ControlStatement.beginReadOnly
        case .serializable: ControlStatement.beginSerializable
        }
    }
}
