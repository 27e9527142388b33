/// A transaction under way, used by one task at a time. Over when the closure that received it returns.
public final class Transaction: Sendable {
    public enum Mode: Sendable, Hashable {
        case readWrite
        case readOnly
        /// Every read sees one state of the database, and PostgreSQL refuses (40001) what could not have run alone.
        case serializable
    }

    init() {}

    /// Sends what was enqueued and this statement in one flight.
    /// - Throws: `DatabaseError`; after an error the transaction can only roll back, and each further statement throws it again.
    public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Several statements in one flight.
    /// - Returns: a result for each, in their order.
    public func queries(_ bounds: [Bound]) async throws(DatabaseError) -> [ResultSet] {
        throw DatabaseError(.configuration("not yet"))
    }

    /// Sends the statement with the next flight, or with `COMMIT`. Its rows are dropped; its error fails that flight.
    public func enqueue(_ bound: Bound) throws(DatabaseError) {
        throw DatabaseError(.configuration("not yet"))
    }
}
