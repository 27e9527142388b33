internal import Clinic
internal import Database

/// What somebody shows to sign in. `code` is from their app, or one of their recovery codes.
public struct SignInAttempt: Sendable {
    public let email, password, code: String
    public let address: ClientAddress?
    public let door: StaffSession.Door

    public init(email: String, password: String, code: String, address: ClientAddress?, door: StaffSession.Door) {
        self.email = email
        self.password = password
        self.code = code
        self.address = address
        self.door = door
    }
}

extension Gate {
    /// Opens a new session; never one whose token anybody knew before.
    /// - Throws: `StaffError.signInFailed` whatever was wrong, `.tooManyTries`, `.busy`.
    public func signIn(_ attempt: SignInAttempt, _ request: Request) async throws -> OpenedSession {
        let proof = Proof(
            gate: self, credential: .trusted(.staffDoor), policy: Self.staffDoor, request: request, action: "staff.sign_in")
        return try await proof.with(
            .email(StaffMember.normal(email: attempt.email)), password: attempt.password, code: code(attempt.code),
            from: attempt.address, prepare: { _ in }
        ) { act, candidate, _ in
            let token = Token.session()
            let id = StaffSession.ID(act.newID())
            try await act.enqueue(SQL.forgetOldSessions(candidate.id))
            let expiresAt = try await act.query(
                SQL.openSession(id.uuid, candidate.id, token.hash.bytes, attempt.door.rawValue)
            ).value(Instant.self)
            try await act.record(
                "staff.signed_in", subject: candidate.id, details: ["session": id.description, "door": attempt.door.rawValue])
            return OpenedSession(id: id, token: token, expiresAt: expiresAt)
        }
    }

    /// Confirms a session for five minutes, by password and code. The session gets a new token; the old one opens nothing any more.
    public func stepUp(
        _ credential: Credential, _ policy: Policy, password: String, code: String, from address: ClientAddress?,
        _ request: Request
    ) async throws -> OpenedSession {
        let proof = Proof(gate: self, credential: credential, policy: policy, request: request, action: "staff.step_up")
        return try await proof.with(.actor, password: password, code: self.code(code), from: address, prepare: { _ in }) {
            act, _, _ in
            let opened = try await act.renewSession()
            try await act.record("staff.stepped_up", subject: opened.id.uuid)
            return opened
        }
    }

    /// Sets a new password. The old one and a code are its proof; every other session ends, and this one gets a new token.
    public func changePassword(
        _ credential: Credential, _ policy: Policy, old: String, new: String, code: String, from address: ClientAddress?,
        _ request: Request
    ) async throws -> OpenedSession {
        let proof = Proof(gate: self, credential: credential, policy: policy, request: request, action: "staff.password")
        let passwords = self.passwords
        return try await proof.with(
            .actor, password: old, code: self.code(code), from: address,
            prepare: { candidate in
                try PasswordRules.check(new, known: [candidate.email, candidate.name])
                return try await passwords.hash(new)
            }
        ) { act, candidate, hash in
            try await act.enqueue(SQL.setPasswordHash(candidate.id, hash))
            let opened = try await act.renewSession()
            try await act.enqueue(SQL.endSessions(candidate.id, opened.id.uuid))
            try await act.record("staff.password_changed", subject: candidate.id)
            return opened
        }
    }

    /// Spaces that an app shows between the digits do not count.
    private func code(_ text: String) -> String { text.filter { !$0.isWhitespace } }
}

extension Act {
    /// The actor's own session, confirmed and with a new token.
    fileprivate func renewSession() async throws -> OpenedSession {
        guard let id = try await actor.session else { throw AccessError.sessionNeeded }
        let token = Token.session()
        let expiresAt = try await query(SQL.renewSession(id, token.hash.bytes)).first { row in try row.next(Instant.self) }
        guard let expiresAt else { throw AccessError.notSignedIn }
        return OpenedSession(id: StaffSession.ID(id), token: token, expiresAt: expiresAt)
    }
}
