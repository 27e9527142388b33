import CLibPQ

/// What a failed result says, without PostgreSQL's sentence and detail: they may quote values.
struct ServerError {
    let sqlState: String
    let constraint: String?
    let table: String?
    /// The server ends the connection.
    let isFatal: Bool
    /// A prepared statement's columns changed under it, by a migration: it must be prepared anew.
    let isStalePlan: Bool

    init(_ result: OpaquePointer) {
        func field(_ code: Int32) -> String? { PQresultErrorField(result, code).map { String(cString: $0) } }
        sqlState = field(Int32(UInt8(ascii: "C"))) ?? ""
        constraint = field(Int32(UInt8(ascii: "n")))
        table = field(Int32(UInt8(ascii: "t")))
        let severity = field(Int32(UInt8(ascii: "V")))
        isFatal = severity == "FATAL" || severity == "PANIC"
        isStalePlan = sqlState == "0A000" && field(Int32(UInt8(ascii: "R"))) == "RevalidateCachedQuery"
    }

    /// No such prepared statement.
    var isNotPrepared: Bool { sqlState == "26000" }
    /// Without a code, libpq itself failed: the connection broke.
    var isLoss: Bool { isFatal || sqlState.isEmpty }

    func error(statement: String?) -> DatabaseError {
        DatabaseError(
            isLoss ? .connectionLost : .server(sqlState: sqlState, constraint: constraint, table: table), statement: statement)
    }
}
