public import Clinic
public import Database

public import struct Foundation.UUID

/// The only way from a door to the database: nothing is read or changed without an actor and a policy, and nothing is changed without
/// its audit row.
public struct Gate: Sendable {
    public let database: Database
    /// The clinic's secrets, as they are now: a rotation changes the ones that wrap.
    public var keys: Keyring { keyStore.ring }
    let keyStore: KeyStore
    /// For ids and nothing else; decisions use the database's clock.
    public let time: any TimeSource
    /// Hashes passwords, two at a time at most.
    public let passwords: PasswordHasher
    /// Where looks are written down, many in one transaction.
    let auditWriter: AuditWriter
    let ids = UUIDv7Generator()

    /// - Parameter reload: reads the keys again, from where they came; nil where they cannot change.
    public init(
        _ database: Database, keys: Keyring, reload: (@Sendable () throws -> Keyring)? = nil, time: any TimeSource = SystemTime(),
        passwordCost: Argon2.Cost = .standard
    ) {
        self.database = database
        keyStore = KeyStore(keys, reload: reload)
        self.time = time
        passwords = PasswordHasher(keys: keys, cost: passwordCost)
        auditWriter = AuditWriter(database)
    }

    /// A new id, later than every one before it.
    public func newID() -> UUID { ids.next(at: time.now()) }

    /// Reads on a shared connection. Nothing travels until the first question, and the sign-in travels with it.
    public func reader(_ credential: Credential, _ policy: Policy) -> Reader {
        Reader(database: database, credential: credential, policy: policy, vault: vault())
    }

    /// Like ``reader(_:_:)``, for what a page asks by itself every few seconds: nobody has touched a key, so the session grows idle all the
    /// same and ends when it should.
    public func onlooker(_ credential: Credential, _ policy: Policy) -> Reader {
        Reader(database: database, credential: credential, policy: policy, vault: vault(), isUse: false)
    }

    /// For secret text outside an act; it has no client's key yet.
    public func vault() -> Vault { Vault(keyStore) }

    /// A look by one actor at what identifies a client: returns what `body` returned once the record of it is durable, and throws it away
    /// where that fails. For what changes nothing; a handout's link, which spends a use, is an act.
    /// - Throws: what `body` throws, and then nothing is on record; `AccessError`; `DatabaseError`.
    public func look<T: Sendable>(
        _ credential: Credential, _ policy: Policy, _ request: Request, _ body: @Sendable (Look) async throws -> T
    ) async throws -> T {
        guard credential.maySignInAgain else { throw AccessError.notSignedIn }
        let look = Look(credential, policy, request, self)
        let value = try await body(look)
        try await look.finish()
        return value
    }

    /// Returns when no look waits for its record any more: before the database is closed.
    public func drain() async { await auditWriter.drain() }

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
            } catch let error as DatabaseError where error.constraint == "client_key_wrapped_by_known" && attempt < 3 {
                // A new client's key was wrapped by one that was retired meanwhile.
                keyStore.refresh()
                attempt += 1
            }
        }
    }
}
