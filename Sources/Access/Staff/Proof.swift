internal import Clinic
internal import Database

internal import struct Foundation.UUID

extension Actor {
    /// The door at which staff sign in, before anybody is signed in: it works as Attune itself, under an id of its own that the audit shows.
    static let staffDoor = Actor(
        role: .worker, id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0x51, 0x0D)), label: "sign-in")
}

/// Password and code together, checked in three steps: the try is counted (and committed, so that nothing takes it back), the password
/// is hashed outside any transaction, and then the code is spent in the transaction that has the effect.
///
/// Whatever is wrong, the same work is done and the same error thrown: an unknown account has a password hashed and a code compared too.
/// What is left is a row that is found and locked, or is not; so a refusal leaves on a beat (``EvenTime``).
struct Proof: Sendable {
    enum Whom: Sendable {
        /// Whoever has this address, in small letters.
        case email(String)
        /// Whoever asks.
        case actor
    }

    struct Candidate: Sendable {
        let id: UUID
        let email, name, hash: String
    }

    let gate: Gate
    let credential: Credential
    let policy: Policy
    let request: Request
    /// `staff.sign_in`: the rows are `….tried`, `….failed`, `….throttled`; what succeeded is said by the effect.
    let action: String

    /// Tries of an account before each must wait longer than the one before: at most 9 in the first 15 minutes.
    static let freeOfAccount = 5
    /// A whole office may share an address.
    static let freeOfAddress = 40

    /// - Parameter prepare: something slow that the effect needs, done outside any transaction; for a wrong password too, so that neither
    ///   what it refuses nor how long it takes tells whether the password was right.
    func with<P: Sendable, T: Sendable>(
        _ whom: Whom, password: String, code: String, from address: ClientAddress?,
        prepare: @Sendable (Candidate) async throws -> P, effect: @escaping @Sendable (Act, Candidate, P) async throws -> T
    ) async throws -> T {
        let start = ContinuousClock.now
        do {
            return try await tried(whom, password: password, code: code, from: address, prepare: prepare, effect: effect)
        } catch let refusal as StaffError {
            await EvenTime.wait(since: start)
            throw refusal
        }
    }

    private func tried<P: Sendable, T: Sendable>(
        _ whom: Whom, password: String, code: String, from address: ClientAddress?,
        prepare: @Sendable (Candidate) async throws -> P, effect: @escaping @Sendable (Act, Candidate, P) async throws -> T
    ) async throws -> T {
        let keys = gate.staffKeys
        let (candidate, account) = try await count(whom, from: address, keys)
        let prepared: P? = if let candidate { try await prepare(candidate) } else { nil }
        let checked = try await gate.passwords.check(password, candidate?.hash)
        let done: T? = try await gate.act(credential, policy, request) { act in
            let id = candidate?.id ?? act.newID()
            let recovery = keys.recoveryHash(code, of: id)
            let answers = try await act.queries([SQL.lockStaffSecret(id), SQL.recoveryCodeKnown(id, recovery)])
            let secret = try answers[0].first { row in
                (hash: try row.next(String.self), sealed: try row.next([UInt8].self), step: try row.next(Int64.self))
            }
            let time = keys.opened(secret?.sealed, of: id) ?? TimeCode([UInt8](repeating: 0, count: 20))
            let step = time.step(of: code, at: try await act.now, after: secret?.step ?? .max)
            let isRecovery = try answers[1].value(Bool.self)
            guard checked.fits, let candidate, let prepared, let secret, secret.hash == candidate.hash, step != nil || isRecovery
            else {
                let why = candidate == nil ? "account" : checked.fits ? "code" : "password"
                try await act.record("\(action).failed", subject: candidate?.id, details: ["reason": why])
                return nil
            }
            if let step {
                try await act.enqueue(SQL.spendTotpStep(id, step))
            } else {
                try await act.enqueue(SQL.spendRecoveryCode(id, recovery))
                try await act.record("staff.recovery_code_used", subject: id)
            }
            try await act.enqueue(SQL.forgiveSignInTries(account, address.map { keys.tries(address: $0) }))
            return try await effect(act, candidate, prepared)
        }
        guard let done, let candidate else { throw StaffError.signInFailed }
        if !checked.isCurrent { await renewHash(of: candidate, password) }
        return done
    }

    private func count(
        _ whom: Whom, from address: ClientAddress?, _ keys: StaffKeys
    ) async throws -> (candidate: Candidate?, account: [UInt8]) {
        let (candidate, account, wait) = try await gate.act(credential, policy, request) { act in
            let candidate: Candidate?
            let email: String
            switch whom {
            case .email(let asked):
                email = asked
                candidate = try await act.query(SQL.staffSecretByEmail(email)).first(Candidate.read)
            case .actor:
                guard try await act.actor.session != nil else { throw AccessError.sessionNeeded }
                candidate = try await act.query(SQL.staffSecretOwn()).first(Candidate.read)
                email = candidate?.email ?? ""
            }
            let account = keys.tries(account: email)
            let wait = try await act.query(
                SQL.countSignInTry(
                    address.map { keys.tries(address: $0) }, Self.freeOfAddress, account, Self.freeOfAccount)
            ).value(Int.self)
            try await act.record("\(action).\(wait > 0 ? "throttled" : "tried")", subject: candidate?.id)
            return (candidate, account, wait)
        }
        if wait > 0 { throw StaffError.tooManyTries(seconds: wait) }
        return (candidate, account)
    }

    /// The cost or the pepper's form has changed since: the new text is stored now that the password is here. If it fails, the next
    /// sign-in does it.
    private func renewHash(of candidate: Candidate, _ password: String) async {
        guard let hash = try? await gate.passwords.hash(password) else { return }
        try? await gate.act(.trusted(.staffDoor), Gate.staffDoor, request) { act in
            try await act.enqueue(SQL.setPasswordHash(candidate.id, hash))
            try await act.record("staff.password_rehashed", subject: candidate.id)
        }
    }
}

extension Proof.Candidate {
    static func read(_ row: inout RowReader) throws -> Self {
        Self(id: try row.next(), email: try row.next(), name: try row.next(), hash: try row.next())
    }
}

extension Gate {
    /// For ``Actor/staffDoor`` alone.
    static let staffDoor = Policy("staff.door", allow: [.worker])
}
