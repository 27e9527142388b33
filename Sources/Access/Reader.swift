public import Clinic
public import Database

/// Reads as one actor, on a shared connection. Each flight carries the sign-in before its statements, so a revoked token fails on the
/// very next read and no round trip is spent on asking.
///
/// Only statements that say `-- sent: lane` (or `shared`) may be asked of a reader; those that identify a client belong in an ``Act``,
/// where the look itself is recorded.
public struct Reader: Querying {
    let database: Database
    let credential: Credential
    let policy: Policy
    public let vault: Vault
    /// False: asking does not count as a use of the session (see ``Gate/onlooker(_:_:)``).
    var isUse = true

    public func queries(_ bounds: [Bound]) async throws -> [ResultSet] {
        let answers = try await database.read(first: SignIn.statement(for: credential), bounds)
        guard let first = answers.first else { throw AccessError.notSignedIn }
        let signIn = try SignIn(first, under: policy)
        await touch(signIn)
        return Array(answers.dropFirst())
    }

    public var actor: Actor { get async throws { try await signIn().actor } }
    public var reach: Reach { get async throws { try await signIn().reach } }
    public var now: Instant { get async throws { try await signIn().now } }

    private func signIn() async throws -> SignIn {
        guard let first = try await database.read([SignIn.statement(for: credential)]).first else {
            throw AccessError.notSignedIn
        }
        let signIn = try SignIn(first, under: policy)
        await touch(signIn)
        return signIn
    }

    /// A shared connection cannot write: once a minute the use travels on another. Its failure is no reason to refuse the answer; the
    /// session only ends a minute sooner.
    private func touch(_ signIn: SignIn) async {
        guard isUse, signIn.isDue, let statement = SignIn.touch(credential) else { return }
        _ = try? await database.query(statement)
    }
}
