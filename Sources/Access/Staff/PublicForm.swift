public import Clinic
internal import Database

internal import struct Foundation.UUID

extension Actor {
    /// The page on which clients refer themselves: what it may do is what intake does at its desk, under an id of its own that the audit
    /// shows, and only under the policy of that page. It takes nothing, clears nothing and reads nothing back.
    public static let selfReferral = Actor(
        role: .intake, id: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0x5E, 0x1F)), label: "self-referral")
}

extension Gate {
    /// From one address, and from everybody, before each must wait longer than the one before.
    private static let freeOfForm = (address: 12, all: 240)

    /// Counts one use of a form that asks for no name, by where it came from: an address as such is stored nowhere.
    /// - Returns: seconds to wait; 0 for none.
    public func countForm(_ name: String, from address: ClientAddress?, _ request: Request) async throws -> Int {
        let keys = staffKeys
        return try await act(.trusted(.staffDoor), Self.staffDoor, request) { act in
            let wait = try await act.query(
                SQL.countSignInTry(
                    address.map { keys.tries(form: name, $0) }, Self.freeOfForm.address, keys.tries(form: name),
                    Self.freeOfForm.all)
            ).value(Int.self)
            try await act.record("staff.form_\(wait > 0 ? "throttled" : "used")", details: ["form": name])
            return wait
        }
    }

    /// What a form that asks for no name carries: when it was made, and by whom. Nothing is stored for it.
    public func publicFormToken(at now: Instant) -> String {
        let made = "\(now.microseconds / 1_000_000)-\(Secrets.base64url(Secrets.randomBytes(12)))"
        return "\(made).\(Secrets.base64url(staffKeys.form(TokenHash(of: made))))"
    }

    /// Whether this process's clinic made the token, within the last twelve hours.
    public func isPublicFormToken(_ text: String, at now: Instant) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let seconds = Int64(parts[0].prefix { $0 != "-" }) else { return false }
        let age = now.microseconds / 1_000_000 - seconds
        return (-60...43_200).contains(age)
            && Secrets.equal(parts[1].utf8, Secrets.base64url(staffKeys.form(TokenHash(of: String(parts[0])))).utf8)
    }
}

extension StaffKeys {
    func tries(form name: String, _ address: ClientAddress? = nil) -> [UInt8] {
        Secrets.hmacSHA256(key: pepper, "attune form tries \(name) \(address?.block ?? "all")".utf8)
    }
}
