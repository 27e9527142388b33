import Clinic
import Database
import TestKit
import Testing

@testable import Access

@Suite("Staff accounts")
struct StaffAccountTests {
    private func request(_ clinic: TestClinic) -> Request { Request(id: clinic.gate.newID(), door: "test") }

    @Test("open by a link that works once: its first half changes nothing that counts, and twenty wrong codes end it")
    func invitation() async throws {
        let clinic = try await TestClinic.open()
        let added = try await clinic.act(as: .operator) { act in
            try await act.addStaff(email: " Robin@Clinic.Example ", name: "Robin", role: .lead)
        }
        let offered = try await clinic.gate.prepareInvitation(added.link.hash, password: TestStaff.password, request(clinic))
        #expect(offered.address.contains("robin%40clinic.example"))
        let first = try TestStaff.factor(offered.secret)
        await #expect(throws: StaffError.codeWrong) {
            let wrong = first.code(step: TimeCode.step(at: try await clinic.now) + 900)
            _ = try await clinic.gate.confirmInvitation(added.link.hash, code: wrong, request(clinic))
        }
        let members = try await clinic.reader(as: .operator).staff()
        #expect(members.map(\.status) == [.invited] && members.map(\.email) == ["robin@clinic.example"])
        _ = try await TestStaff.use(added.link, clinic)
        #expect(try await clinic.reader(as: .operator).staff().map(\.status) == [.active])
        await #expect(throws: StaffError.invitationEnded) { _ = try await TestStaff.use(added.link, clinic) }

        let other = try await clinic.act(as: .operator) { try await $0.addStaff(email: "s@x.example", name: "S", role: .lead) }
        for _ in 0..<20 {
            await #expect(throws: StaffError.codeWrong) {
                _ = try await clinic.gate.confirmInvitation(other.link.hash, code: "000000", request(clinic))
            }
        }
        await #expect(throws: StaffError.invitationEnded) { _ = try await TestStaff.use(other.link, clinic) }
        await clinic.close()
    }

    @Test("are reset by an administrator through a new link: nothing old opens them, and no e-mail is involved")
    func reset() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        let link = try await clinic.act(as: .lead) { try await $0.resetStaff(robin.id) }
        await #expect(throws: AccessError.notSignedIn) {
            _ = try await clinic.gate.reader(.token(session.token.hash), Policy("test", allow: Role.staff)).actor
        }
        await #expect(throws: StaffError.signInFailed) {
            _ = try await clinic.signIn(robin.email, robin.password, robin.recovery[0])
        }
        let (factor, recovery) = try await TestStaff.use(link, clinic)
        let again = TestStaff(id: robin.id, email: robin.email, password: robin.password, factor: factor, recovery: recovery)
        _ = try await again.signIn(clinic)
        // Not by the front desk, and not past the policy either.
        await #expect(throws: (any Error).self) { _ = try await clinic.act(as: .frontDesk) { try await $0.resetStaff(robin.id) } }
        await clinic.close()
    }

    @Test("change their password only by the old one and a code; other sessions end")
    func password() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let one = try await robin.signIn(clinic), other = try await robin.signIn(clinic)
        let policy = Policy("test", allow: Role.staff)
        func change(_ old: String, _ new: String) async throws -> OpenedSession {
            let code = try await robin.code(clinic)
            return try await clinic.gate.changePassword(
                .token(one.token.hash), policy, old: old, new: new, code: code, from: nil, request(clinic))
        }
        await #expect(throws: StaffError.signInFailed) { _ = try await change("not the password", "eight quiet herons wade") }
        await #expect(throws: StaffError.passwordCommon) { _ = try await change(robin.password, "Password2026!") }
        // What is wrong with the new one is said whether the old one is right or not: it tells nobody which.
        for old in [robin.password, "not the password"] {
            await #expect(throws: StaffError.passwordTooShort) { _ = try await change(old, "heron") }
        }
        let renewed = try await change(robin.password, "eight quiet herons wade")
        _ = try await clinic.gate.reader(.token(renewed.token.hash), policy).actor
        for token in [one.token, other.token] {
            await #expect(throws: AccessError.notSignedIn) { _ = try await clinic.gate.reader(.token(token.hash), policy).actor }
        }
        await #expect(throws: StaffError.signInFailed) { _ = try await robin.signIn(clinic) }
        let code = try await robin.code(clinic)
        _ = try await clinic.signIn(robin.email, "eight quiet herons wade", code)
        await clinic.close()
    }

    @Test("change their second factor in two steps, with new recovery codes; the old factor goes on until then")
    func factor() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        let credential = Credential.token(session.token.hash), policy = Policy("test", allow: Role.staff, stepUp: true)
        await #expect(throws: StaffError.nothingToConfirm) {
            _ = try await clinic.gate.act(credential, policy, request(clinic)) { try await $0.confirmFactor("000000") }
        }
        let offered = try await clinic.gate.act(credential, policy, request(clinic)) { try await $0.offerFactor() }
        _ = try await robin.signIn(clinic)
        let new = try TestStaff.factor(offered.secret)
        let code = new.code(step: TimeCode.step(at: try await clinic.now))
        let recovery = try await clinic.gate.act(credential, policy, request(clinic)) { try await $0.confirmFactor(code) }
        await #expect(throws: StaffError.signInFailed) { _ = try await robin.signIn(clinic) }
        await #expect(throws: StaffError.signInFailed) {
            _ = try await clinic.signIn(robin.email, robin.password, robin.recovery[0])
        }
        _ = try await clinic.signIn(robin.email, robin.password, recovery[0])
        await clinic.close()
    }

    @Test("keep their secrets from everybody: the lead and the operator read no hash, no secret and no link")
    func secrets() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        for role in Role.allCases where role != .worker {
            for statement in [Self.secrets, Self.recovery] {
                #expect(try await clinic.reader(as: role).query(statement()).isEmpty, "\(role)")
            }
        }
        let dump = try await clinic.database.owner.query(Self.everything()).value(String.self)
        #expect(!dump.contains(robin.password) && !dump.contains(robin.recovery[0]) && !dump.contains(robin.factor.secret.hex))
        #expect(dump.contains("argon2id"))
        await clinic.close()
    }

    @Test(
        "count tries in the database: ten at most in a quarter of an hour, the same for known and unknown, over a restart, and not for good"
    )
    func throttling() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        for email in [robin.email, "nobody@clinic.example"] {
            var outcomes: [StaffError] = []
            for number in 0..<12 {
                // Another gate for each try: nothing of the count lives in a process.
                let gate = Gate(clinic.database.app, keys: TestClinic.keys, passwordCost: TestClinic.cheap)
                let attempt = SignInAttempt(
                    email: email, password: "not the password", code: "000000", address: ClientAddress("198.51.100.\(number)"),
                    door: .api)
                do { _ = try await gate.signIn(attempt, request(clinic)) } catch let error as StaffError {
                    outcomes.append(error)
                }
                if number == 4 { try await clinic.holdThrottled() }
            }
            #expect(outcomes.prefix(5).allSatisfy { $0 == .signInFailed })
            #expect(outcomes.count == 12)
            for outcome in outcomes.dropFirst(5) {
                guard case .tooManyTries(let seconds) = outcome else {
                    Issue.record("\(outcome)")
                    continue
                }
                #expect(seconds > 0)
            }
        }
        // Its owner waits as well; then each try costs a longer wait; and an hour later all is forgotten.
        await #expect(throws: StaffError.self) { _ = try await robin.signIn(clinic) }
        var waits: [Int64] = []
        for _ in 0..<8 {
            try await clinic.alter(Self.free())
            await #expect(throws: StaffError.signInFailed) {
                _ = try await clinic.signIn(robin.email, "not the password", "000000")
            }
            waits.append(try await clinic.database.owner.query(Self.longestWait()).value(Int64.self))
        }
        #expect(waits == [60, 120, 240, 480, 900, 900, 900, 900])
        try await clinic.alter(Self.hourLater())
        _ = try await robin.signIn(clinic)
        await clinic.close()
    }

    @Test("take a network for one address: the /24 of IPv4, the /56 of IPv6")
    func addresses() {
        #expect(ClientAddress("203.0.113.9") == ClientAddress("203.0.113.250"))
        #expect(ClientAddress("203.0.113.9") == ClientAddress("::ffff:203.0.113.9"))
        #expect(ClientAddress("203.0.113.9") != ClientAddress("203.0.114.9"))
        #expect(ClientAddress("2001:db8:1:1200::1") == ClientAddress("2001:db8:1:12ff::2"))
        #expect(ClientAddress("2001:db8:1:1200::1") != ClientAddress("2001:db8:1:1300::1"))
        #expect(ClientAddress("127.0.0.1")?.isLoopback == true && ClientAddress("::1")?.isLoopback == true)
        #expect(ClientAddress("1.2.3.4\r\n") == nil && ClientAddress("") == nil && ClientAddress("clinic") == nil)
    }

    @Test("have their password hashed anew when the cost has changed, at the next sign-in")
    func rehashed() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let dearer = Gate(clinic.database.app, keys: TestClinic.keys, passwordCost: Argon2.Cost(kibibytes: 64, passes: 2))
        let code = try await robin.code(clinic)
        let attempt = SignInAttempt(email: robin.email, password: robin.password, code: code, address: nil, door: .api)
        _ = try await dearer.signIn(attempt, request(clinic))
        let stored = try await clinic.database.owner.query(Self.hash(robin.id.uuid)).value(String.self)
        #expect(stored.contains("$m=64,t=2,p=1$"))
        _ = try await robin.signIn(clinic)
        await clinic.close()
    }

    private static let hash = Statement(
        "StaffAccountTests/hash", sent: .lease, "SELECT password_hash FROM staff_secret WHERE staff_id = $1")
    private static let secrets = Statement("StaffAccountTests/secrets", sent: .lane, "SELECT password_hash FROM staff_secret")
    private static let recovery = Statement(
        "StaffAccountTests/recovery", sent: .lane, "SELECT code_hash FROM staff_recovery_code")
    private static let everything = Statement(
        "StaffAccountTests/everything", sent: .lease,
        """
        SELECT string_agg(row, ' ') FROM (SELECT s::text AS row FROM staff_secret s UNION ALL SELECT r::text FROM staff_recovery_code r
            UNION ALL SELECT i::text FROM staff_invitation i UNION ALL SELECT a::text FROM audit a) rows
        """)
    private static let free = Statement(
        "StaffAccountTests/free", sent: .lease, "UPDATE sign_in_try SET free_at = now() - interval '1 second'")
    private static let longestWait = Statement(
        "StaffAccountTests/longest_wait", sent: .lease,
        "SELECT max(extract(epoch FROM free_at - last_at))::bigint FROM sign_in_try WHERE last_at = (SELECT max(last_at) FROM sign_in_try)"
    )
    private static let hourLater = Statement(
        "StaffAccountTests/hour_later", sent: .lease,
        "UPDATE sign_in_try SET free_at = now() - interval '1 hour', last_at = now() - interval '61 minutes'")
}

@Suite("A password")
struct PasswordTests {
    @Test("needs twelve characters and no more than that, and is not one that anybody would try first")
    func rules() throws {
        for good in [
            "seven quiet herons wade", "correct horse battery", "tq9vx2lmw0pz", "pluie sur le toit",
            "eine lange Reihe von Wörtern, die niemand so zusammenstellt, und die doch leicht zu behalten ist, weil sie klingt",
        ] {
            #expect(throws: Never.self, "\(good)") {
                try PasswordRules.check(good, known: ["robin@clinic.example", "Robin Staff"])
            }
        }
        for common in [
            "qwertyuiop123", "1qaz2wsx3edc", "password1234", "P@ssw0rd2026!", "aaaaaaaaaaaa", "abcabcabcabc", "123456789012",
            "abcdefghijklm", "juniper-2026!", "RobinStaff123", "robin1234567890", "administrator",
        ] {
            #expect(throws: StaffError.passwordCommon, "\(common)") {
                try PasswordRules.check(common, known: ["robin@clinic.example", "Robin Staff"])
            }
        }
        #expect(throws: StaffError.passwordTooShort) { try PasswordRules.check("elevenchars") }
        #expect(throws: StaffError.passwordTooLong) { try PasswordRules.check(String(repeating: "ab1x", count: 65)) }
    }

    @Test("is stored with version, pepper, cost and salt, fits in any spelling of its characters, and not under another pepper")
    func stored() async throws {
        let hasher = PasswordHasher(keys: TestClinic.keys, cost: .standard)
        let stored = try await hasher.hash("caf\u{E9} au bord du lac")
        #expect(stored.hasPrefix("$attune$1$pepper=") && stored.contains("$argon2id$v=19$m=65536,t=3,p=1$"))
        #expect(try await hasher.check("cafe\u{301} au bord du lac", stored) == (true, true))
        #expect(try await hasher.check("cafe au bord du lac", stored).fits == false)
        #expect(
            try await PasswordHasher(keys: .random(), cost: .standard).check("caf\u{E9} au bord du lac", stored).fits == false)
        let dearer = PasswordHasher(keys: TestClinic.keys, cost: TestClinic.cheap)
        #expect(try await dearer.check("caf\u{E9} au bord du lac", stored) == (true, false))
        let busy = PasswordHasher(keys: TestClinic.keys, cost: .standard, queueLimit: 1)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    do { _ = try await busy.hash("heron") } catch { return error as? StaffError == .busy }
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        // Two at work, one waiting; the others hear that they should come back.
        #expect(refused > 0 && busy.mostAtOnce <= 2)
        for broken in ["", "$attune$1", stored.replacing("m=65536", with: "m=99999999"), String(stored.dropLast(5)) + "?????"] {
            #expect(try await dearer.check("x", broken).fits == false)
        }
    }
}
