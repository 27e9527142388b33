public import Clinic
public import Database
internal import Synchronization

public import struct Foundation.UUID

/// One transaction by one actor. Domains write what can be done as extensions of this: `act.bookAppointment(…)`.
///
/// `BEGIN` and the sign-in travel with the first question; what is enqueued travels with the next question or with `COMMIT`, and all audit
/// rows, as one statement, with `COMMIT`. The role is checked before any answer is handed out, and before anything commits; row-level
/// security holds besides.
public final class Act: Recording {
    private let transaction: Transaction
    private let credential: Credential
    private let policy: Policy
    public let request: Request
    public let vault: Vault
    private let gate: Gate
    private let state = Mutex(State())

    private struct State {
        var signIn: SignIn?
        var audit: [(id: UUID, entry: AuditEntry)] = []
        var first: First?
        /// What ``First/check`` threw: whoever swallows it hears it again.
        var refusal: (any Error)?
    }

    private struct First {
        let bounds: [Bound]
        let check: @Sendable ([ResultSet]) throws -> Void
    }

    init(_ transaction: Transaction, credential: Credential, policy: Policy, request: Request, gate: Gate) {
        self.transaction = transaction
        self.credential = credential
        self.policy = policy
        self.request = request
        self.gate = gate
        vault = gate.vault()
    }

    public var actor: Actor { get async throws { try await signIn().actor } }
    public var reach: Reach { get async throws { try await signIn().reach } }
    public var now: Instant { get async throws { try await signIn().now } }

    var keyStore: KeyStore { gate.keyStore }
    /// The clinic's secrets.
    var keys: Keyring { gate.keys }

    /// A new id for a row, later than every one before it.
    public func newID() -> UUID { gate.newID() }

    /// The first flight carries `BEGIN` and the sign-in as well. After an error, everything further throws.
    public func queries(_ bounds: [Bound]) async throws -> [ResultSet] {
        let (isSignedIn, first, refusal) = state.withLock { state in
            defer { state.first = nil }
            return (state.signIn != nil, state.first, state.refusal)
        }
        if let refusal { throw refusal }
        if isSignedIn, first == nil { return try await transaction.queries(bounds) }
        let signIn = isSignedIn ? [] : [SignIn.statement(for: credential)]
        let answers: [ResultSet]
        do {
            answers = try await transaction.queries(signIn + (first?.bounds ?? []) + bounds)
        } catch {
            // The sign-in's answer is lost with the flight. Whoever may not ask at all is told that, and not what came of the question.
            if !isSignedIn, credential.maySignInAgain { _ = try await gate.reader(credential, policy).actor }
            throw error
        }
        if !isSignedIn { try signedIn(answers) }
        let others = answers.dropFirst(signIn.count)
        guard let first else { return Array(others) }
        do {
            try first.check(Array(others.prefix(first.bounds.count)))
        } catch {
            state.withLock { $0.refusal = error }
            throw error
        }
        return Array(others.dropFirst(first.bounds.count))
    }

    /// Has `bounds` asked before, and in the same flight as, whatever is asked next, and their answers checked before anybody sees that
    /// question's. What `check` throws ends the act, so nothing of the next question holds either; but where that question itself fails,
    /// its error comes instead, and nothing was checked.
    public func first(_ bounds: [Bound], check: @escaping @Sendable ([ResultSet]) throws -> Void) {
        state.withLock { $0.first = First(bounds: bounds, check: check) }
    }

    /// Sends `bound` with the next question or with `COMMIT`; if it fails, so does the transaction.
    public func enqueue(_ bound: Bound) async throws {
        _ = try await signIn()
        try transaction.enqueue(bound)
    }

    /// Says what this act did (or, of a client's file, what it looked at). The row commits with the effect.
    public func record(_ entry: AuditEntry) async throws {
        _ = try await signIn()
        let id = newID()
        state.withLock { $0.audit.append((id, entry)) }
    }

    /// What was recorded so far, in order.
    public var recorded: [AuditEntry] { state.withLock { $0.audit.map(\.entry) } }

    /// - Throws: `AccessError.unaudited`, which rolls the transaction back, when nobody said what was done.
    func finish() async throws {
        if state.withLock({ $0.first != nil || $0.refusal != nil }) { _ = try await queries([]) }
        let audit = state.withLock { state in
            defer { state.audit = [] }
            return state.audit
        }
        if audit.isEmpty { throw AccessError.unaudited(policy: policy.name) }
        let signIn = try await signIn()
        let rows = audit.map { entry in
            AuditRow(entry.entry, id: entry.id, by: signIn, policy, request).sealed(by: gate.keys.audit)
        }
        try transaction.enqueue(AuditRow.insertion(of: rows, by: signIn.actor))
    }

    var signingKey: SigningKey? { SigningKey(seed: gate.keys.sign) }

    private func signIn() async throws -> SignIn {
        if let signIn = state.withLock({ $0.signIn }) { return signIn }
        _ = try await queries([])
        guard let signIn = state.withLock({ $0.signIn }) else { throw AccessError.notSignedIn }
        return signIn
    }

    private func signedIn(_ answers: [ResultSet]) throws {
        guard let first = answers.first else { throw AccessError.notSignedIn }
        let signIn = try SignIn(first, under: policy)
        state.withLock { $0.signIn = signIn }
        if signIn.isDue, let touch = SignIn.touch(credential) { try transaction.enqueue(touch) }
    }
}
