public import Clinic
public import Database

public import struct Foundation.UUID

/// The only way from a door to the database: nothing is read or changed without an actor and a policy, and nothing is changed without
/// its audit row.
public struct Gate: Sendable {
    public let database: Database
    /// The clinic's secrets.
    public let keys: Keyring
    /// For ids and nothing else; decisions use the database's clock.
    public let time: any TimeSource
    let ids = UUIDv7Generator()

    public init(_ database: Database, keys: Keyring, time: any TimeSource = SystemTime()) {
        self.database = database
        self.keys = keys
        self.time = time
    }

    /// A new id, later than every one before it.
    public func newID() -> UUID { ids.next(at: time.now()) }

    /// Reads on a shared connection. Nothing travels until the first question, and the sign-in travels with it.
    public func reader(_ credential: Credential, _ policy: Policy) -> Reader {
        Reader(database: database, credential: credential, policy: policy)
    }

    /// One transaction by one actor: it commits when `body` returns and rolls back when `body` throws.
    ///
    /// A deadlock or serialization failure runs `body` again, at most twice more, so `body` must not have effects of its own.
    /// - Throws: what `body` throws; `AccessError`; `DatabaseError`, `.unknownOutcome` when the connection broke during the commit.
    public func act<T: Sendable>(
        _ credential: Credential, _ policy: Policy, _ request: Request, _ body: @Sendable (Act) async throws -> T
    ) async throws -> T {
        var attempt = 1
        while true {
            do {
                return try await database.transaction { transaction in
                    let act = Act(transaction, credential: credential, policy: policy, request: request, gate: self)
                    let value = try await body(act)
                    try await act.finish()
                    return value
                }
            } catch let error as DatabaseError where error.isRetryable && attempt < 3 {
                attempt += 1
            }
        }
    }
}
