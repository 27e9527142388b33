public import Clinic
public import Database

/// Somewhere that statements can be asked of as an actor: a ``Reader`` or an ``Act``. Domains write their reads as extensions of this, so
/// that the same read serves a request that only looks and a transaction that is about to change something.
public protocol Querying: Sendable {
    /// The answers to `bounds` in their order, asked in one flight.
    /// - Throws: `AccessError` when the actor is not signed in or not allowed; `DatabaseError`.
    func queries(_ bounds: [Bound]) async throws -> [ResultSet]

    /// Opens secret text, with the clients' keys that the answers brought.
    var vault: Vault { get }

    /// Who acts; asks the database when it has not been asked yet.
    var actor: Actor { get async throws }
    /// Whose files the actor may see, by the policy.
    var reach: Reach { get async throws }
    /// The database's clock, as of the transaction's start. Decisions use this one.
    var now: Instant { get async throws }
}

extension Querying {
    /// The answer to one statement, in a flight of its own; ``queries(_:)`` sends several in one.
    public func query(_ bound: Bound) async throws -> ResultSet {
        guard let answer = try await queries([bound]).first else {
            throw DatabaseError(.rowCount(0), statement: bound.statement.name)
        }
        return answer
    }

    /// Those of `rows` that the policy lets the actor see: the first lock. Row-level security, the second, has decided before.
    public func admitted<Row>(_ rows: [Row], _ isSeen: (Reach, Row) -> Bool) async throws -> [Row] {
        if rows.isEmpty { return rows }
        let reach = try await reach
        return rows.filter { isSeen(reach, $0) }
    }
}
