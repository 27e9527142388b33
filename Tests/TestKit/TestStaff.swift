public import Access
public import Clinic
public import Database

/// An account that has joined, with all that opens it: what its owner would know and hold.
public struct TestStaff: Sendable {
    public let id: StaffMember.ID
    public let email: String
    public let password: String
    public let factor: TimeCode
    public let recovery: [String]

    public init(id: StaffMember.ID, email: String, password: String, factor: TimeCode, recovery: [String]) {
        self.id = id
        self.email = email
        self.password = password
        self.factor = factor
        self.recovery = recovery
    }

    public static let password = "seven quiet herons wade"

    /// Adds an account by the operator and uses its link; therapists are Amara.
    public static func join(
        _ clinic: TestClinic, role: Role = .intake, email: String = "robin@clinic.example", name: String = "Robin Staff"
    ) async throws -> TestStaff {
        let added = try await clinic.act(as: .operator) { act in
            try await act.addStaff(email: email, name: name, role: role, therapist: role == .therapist ? TestClinic.amara : nil)
        }
        let (factor, recovery) = try await use(added.link, clinic)
        return TestStaff(id: added.staff, email: email, password: password, factor: factor, recovery: recovery)
    }

    /// Uses a one-use link: the factor and the recovery codes.
    public static func use(_ link: Token, _ clinic: TestClinic) async throws -> (TimeCode, [String]) {
        let request = Request(id: clinic.gate.newID(), door: "test")
        let offered = try await clinic.gate.prepareInvitation(link.hash, password: password, request)
        let factor = try Self.factor(offered.secret)
        let code = factor.code(step: TimeCode.step(at: try await clinic.now))
        return (factor, try await clinic.gate.confirmInvitation(link.hash, code: code, request))
    }

    /// As an authenticator app reads a secret that was typed in.
    public static func factor(_ text: String) throws -> TimeCode {
        var bytes: [UInt8] = []
        var window: UInt32 = 0
        var bits: UInt32 = 0
        for character in text where character != " " {
            guard let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".firstIndex(of: character) else { throw NotBase32() }
            window = (window << 5 | UInt32("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".distance(from: "A".startIndex, to: value))) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: window >> bits))
            }
        }
        return TimeCode(bytes)
    }
    private struct NotBase32: Error {}

    /// The current code by the database's clock, after forgetting which were used: tests sign in more often than twice a minute.
    public func code(_ clinic: TestClinic) async throws -> String {
        _ = try await clinic.database.owner.query(Self.forgetSteps(id.uuid))
        return factor.code(step: TimeCode.step(at: try await clinic.now))
    }

    public func signIn(_ clinic: TestClinic, door: StaffSession.Door = .api) async throws -> OpenedSession {
        let code = try await code(clinic)
        return try await clinic.signIn(email, password, code, door: door)
    }

    private static let forgetSteps = Statement(
        "TestStaff/forget_steps", sent: .lease, "UPDATE staff_secret SET totp_step = 0 WHERE staff_id = $1")
}

extension TestClinic {
    /// The database's clock.
    public var now: Instant { get async throws { try await reader(as: .operator).now } }

    public func signIn(
        _ email: String, _ password: String, _ code: String, from address: String = "203.0.113.9",
        door: StaffSession.Door = .api
    ) async throws -> OpenedSession {
        try await gate.signIn(
            SignInAttempt(email: email, password: password, code: code, address: ClientAddress(address), door: door),
            Request(id: gate.newID(), door: "test"))
    }

    /// Changes rows as their owner, such as moving them in time.
    public func alter(_ statement: Bound) async throws { _ = try await database.owner.query(statement) }

    /// Whoever must wait for the next sign-in waits an hour longer: however slow this machine is, the wait outlasts the test.
    public func holdThrottled() async throws { try await alter(Self.holdThrottled()) }

    private static let holdThrottled = Statement(
        "TestClinic/hold_throttled", sent: .lease,
        "UPDATE sign_in_try SET free_at = free_at + interval '1 hour' WHERE free_at > last_at")
}
