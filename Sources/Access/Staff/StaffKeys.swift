internal import Clinic

internal import struct Foundation.UUID

/// What sign-in derives from the clinic's pepper, one key for each purpose. The database sees none of them.
struct StaffKeys: Sendable {
    let pepper: [UInt8]
    /// Which pepper a hash was made with, without saying anything about it.
    let pepperName: String
    private let sealing: SealingKey?
    private let recovery, tries, forms: [UInt8]

    init(_ keys: Keyring) {
        func derived(_ purpose: String) -> [UInt8] {
            Secrets.hmacSHA256(key: keys.pepper, "attune staff \(purpose)".utf8)
        }
        pepper = keys.pepper
        pepperName = Array(keys.fingerprint(of: .pepper).prefix(4)).hex
        sealing = SealingKey(derived("second factor"))
        (recovery, tries, forms) = (derived("recovery code"), derived("tries"), derived("form"))
    }

    /// A TOTP secret as it is stored: it opens for this account alone.
    func sealed(_ code: TimeCode, of staff: UUID) -> [UInt8] { sealing?.seal(code.secret, at: place(staff)) ?? [] }

    func opened(_ sealed: [UInt8]?, of staff: UUID) -> TimeCode? {
        sealed.flatMap { sealing?.open($0, at: place(staff)) }.map(TimeCode.init)
    }

    func recoveryHash(_ code: String, of staff: UUID) -> [UInt8] {
        Secrets.hmacSHA256(key: recovery, "\(staff.uuidString) \(RecoveryCode.normal(code))".utf8)
    }

    func tries(account email: String) -> [UInt8] { Secrets.hmacSHA256(key: tries, "account \(email)".utf8) }
    func tries(address: ClientAddress) -> [UInt8] { Secrets.hmacSHA256(key: tries, "address \(address.block)".utf8) }

    func form(_ session: TokenHash) -> [UInt8] { Secrets.hmacSHA256(key: forms, session.bytes) }

    private func place(_ staff: UUID) -> [UInt8] { Array("attune staff totp 1 \(staff.uuidString)".utf8) }
}

extension Gate {
    var staffKeys: StaffKeys { StaffKeys(keys) }

    /// What a form of a session must carry, so that no other site's page can send it: bound to the session's token, stored nowhere.
    public func formToken(_ session: TokenHash) -> String { Secrets.base64url(staffKeys.form(session)) }

    /// Whether a form came from a page of this session. Takes as long for a wrong token as for the right one.
    public func isFormToken(_ text: String, of session: TokenHash) -> Bool {
        Secrets.equal(text.utf8, formToken(session).utf8)
    }
}
