public import Clinic
public import Database
internal import Synchronization

internal import struct Foundation.UUID

/// A look by one actor at what identifies a client: read like a ``Reader``, on a shared connection and with the sign-in in each flight, and
/// recorded like an ``Act``. It has no transaction of its own: its rows commit together with those of other looks (``AuditWriter``), and
/// whoever asked is answered after that.
///
/// Only statements that say `-- sent: lane` may be asked here. What changes something, or takes long, is an ``Act``.
public final class Look: Recording {
    private let credential: Credential
    private let policy: Policy
    public let request: Request
    public let vault: Vault
    private let gate: Gate
    private let state = Mutex(State())

    private struct State {
        /// Of the newest flight.
        var signIn: SignIn?
        var isDue = false
        var audit: [(id: UUID, entry: AuditEntry)] = []
    }

    init(_ credential: Credential, _ policy: Policy, _ request: Request, _ gate: Gate) {
        self.credential = credential
        self.policy = policy
        self.request = request
        self.gate = gate
        vault = gate.vault()
    }

    public var actor: Actor { get async throws { try await signIn().actor } }
    public var reach: Reach { get async throws { try await signIn().reach } }
    public var now: Instant { get async throws { try await signIn().now } }

    public func queries(_ bounds: [Bound]) async throws -> [ResultSet] {
        if let slow = bounds.first(where: { $0.statement.sent == .lease }) {
            throw DatabaseError(.configuration("a look asks what may travel on a lane"), statement: slow.statement.name)
        }
        let answers: [ResultSet]
        do {
            answers = try await gate.database.read(first: SignIn.statement(for: credential), bounds)
        } catch {
            // The sign-in's answer is lost with the flight. Whoever may not ask at all is told that, and not what came of the question.
            try await confirmSignIn()
            throw error
        }
        guard let first = answers.first else { throw AccessError.notSignedIn }
        let signIn = try SignIn(first, under: policy)
        state.withLock { state in
            state.signIn = signIn
            state.isDue = state.isDue || signIn.isDue
        }
        return Array(answers.dropFirst())
    }

    /// Adds a row, which commits with those of other looks when this one ends. Until then nothing of it is durable.
    public func record(_ entry: AuditEntry) async throws {
        _ = try await signIn()
        let id = gate.newID()
        state.withLock { $0.audit.append((id, entry)) }
    }

    /// Returns when all that was recorded is durable.
    /// - Throws: `AccessError.unaudited` when nobody said what was looked at; `.notSignedIn` when the actor was signed out meanwhile;
    ///   `DatabaseError`. Then nothing of what was read may be told.
    func finish() async throws {
        let (audit, isDue) = state.withLock { ($0.audit, $0.isDue) }
        if audit.isEmpty { throw AccessError.unaudited(policy: policy.name) }
        let signIn = try await signIn()
        let rows = audit.map { entry in
            AuditRow(entry.entry, id: entry.id, by: signIn, policy, request).sealed(by: gate.keys.audit)
        }
        do {
            try await gate.auditWriter.write(
                AuditWriter.Entry(credential: credential, actor: signIn.actor, rows: rows, isDue: isDue))
        } catch let error as DatabaseError where error.sqlState == "42501" {
            // The database does not take a row of this actor's from whoever this credential is now.
            try await confirmSignIn()
            throw error
        }
    }

    private func confirmSignIn() async throws { _ = try await gate.reader(credential, policy).actor }

    private func signIn() async throws -> SignIn {
        if let signIn = state.withLock({ $0.signIn }) { return signIn }
        _ = try await queries([])
        guard let signIn = state.withLock({ $0.signIn }) else { throw AccessError.notSignedIn }
        return signIn
    }
}
