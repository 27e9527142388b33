internal import Clinic
internal import Database

internal import struct Foundation.UUID

/// A second factor on offer: it counts once a code has confirmed it.
public struct OfferedFactor: Sendable {
    /// For typing in, in groups of four.
    public let secret: String
    /// For an app: `otpauth://…`.
    public let address: String

    init(_ code: TimeCode, account: String) {
        secret = code.text
        address = code.address(issuer: "Attune", account: account)
    }
}

extension Act {
    /// Offers the actor a new second factor; the old one goes on until the new one is confirmed. For a policy that asks for a fresh proof.
    public func offerFactor() async throws -> OfferedFactor {
        let me = try await actor
        guard me.session != nil, let account = try await staffMember(StaffMember.ID(me.id)) else {
            throw AccessError.sessionNeeded
        }
        let code = TimeCode.random()
        guard try await query(SQL.setPendingTotp(me.id, StaffKeys(keys).sealed(code, of: me.id))).count == 1 else {
            throw AccessError.sessionNeeded
        }
        try await record("staff.factor_offered", subject: me.id)
        return OfferedFactor(code, account: account.email)
    }

    /// Puts the new factor in the old one's place, with ten new recovery codes, and ends every other session.
    /// - Returns: the codes, which are shown this once.
    /// - Throws: `StaffError.codeWrong`, `.nothingToConfirm`.
    public func confirmFactor(_ code: String) async throws -> [String] {
        let me = try await actor
        guard let session = me.session else { throw AccessError.sessionNeeded }
        let keys = StaffKeys(keys)
        let pending = try await query(SQL.lockStaffSecret(me.id)).first { row in
            for _ in 0..<3 { row.skip() }
            return try row.nextOptional([UInt8].self)
        }
        guard let time = keys.opened(pending.flatMap { $0 }, of: me.id) else { throw StaffError.nothingToConfirm }
        guard let step = time.step(of: code.filter { !$0.isWhitespace }, at: try await now, after: 0) else {
            throw StaffError.codeWrong
        }
        try await enqueue(SQL.confirmPendingTotp(me.id, step))
        try await enqueue(SQL.endSessions(me.id, session))
        try await record("staff.factor_changed", subject: me.id)
        return try await renewRecoveryCodes(of: me.id, keys)
    }

    func renewRecoveryCodes(of staff: UUID, _ keys: StaffKeys) async throws -> [String] {
        let codes = (0..<10).map { _ in RecoveryCode.random() }
        try await enqueue(SQL.forgetRecoveryCodes(staff))
        try await enqueue(SQL.addRecoveryCodes(staff, codes.map { keys.recoveryHash($0, of: staff) }))
        return codes
    }
}
