public import Clinic
public import Database
internal import Synchronization

public import struct Foundation.UUID

/// One transaction by one actor. Domains write what can be done as extensions of this: `act.bookAppointment(…)`.
///
/// `BEGIN` and the sign-in travel with the first question; what is enqueued, the audit row included, travels with the next question or
/// with `COMMIT`. The role is checked before any answer is handed out, and before anything commits; row-level security holds besides.
public final class Act: Querying {
    private let transaction: Transaction
    private let credential: Credential
    private let policy: Policy
    public let request: Request
    private let gate: Gate
    private let state = Mutex(State())

    private struct State {
        var signIn: SignIn?
        var audited = false
    }

    init(_ transaction: Transaction, credential: Credential, policy: Policy, request: Request, gate: Gate) {
        self.transaction = transaction
        self.credential = credential
        self.policy = policy
        self.request = request
        self.gate = gate
    }

    public var actor: Actor { get async throws { try await signIn().actor } }
    public var now: Instant { get async throws { try await signIn().now } }

    /// A new id for a row, later than every one before it.
    public func newID() -> UUID { gate.newID() }

    public func queries(_ bounds: [Bound]) async throws -> [ResultSet] {
        if state.withLock({ $0.signIn != nil }) { return try await transaction.queries(bounds) }
        let answers = try await transaction.queries([SignIn.statement(for: credential)] + bounds)
        try signedIn(answers)
        return Array(answers.dropFirst())
    }

    /// Sends `bound` with the next question or with `COMMIT`; if it fails, so does the transaction.
    public func enqueue(_ bound: Bound) async throws {
        _ = try await signIn()
        try transaction.enqueue(bound)
    }

    /// Says what this act did (or, of a client's file, what it looked at). The row commits with the effect.
    public func record(_ entry: AuditEntry) async throws {
        try await enqueue(
            SQL.recordAudit(
                newID(), request.id, request.door, entry.action, entry.subject, entry.client, JSONText(entry.detailsJSON)))
        state.withLock { $0.audited = true }
    }

    /// `record`, spelled for the common case.
    public func record(
        _ action: String, subject: UUID? = nil, client: UUID? = nil, details: [String: String] = [:]
    ) async throws {
        try await record(AuditEntry(action, subject: subject, client: client, details: details))
    }

    /// - Throws: `AccessError.unaudited`, which rolls the transaction back, when nobody said what was done.
    func finish() throws {
        guard state.withLock({ $0.audited }) else { throw AccessError.unaudited(policy: policy.name) }
    }

    private func signIn() async throws -> SignIn {
        if let signIn = state.withLock({ $0.signIn }) { return signIn }
        return try signedIn(try await transaction.queries([SignIn.statement(for: credential)]))
    }

    @discardableResult
    private func signedIn(_ answers: [ResultSet]) throws -> SignIn {
        guard let first = answers.first else { throw AccessError.notSignedIn }
        let signIn = try SignIn(first, under: policy)
        state.withLock { $0.signIn = signIn }
        return signIn
    }
}
