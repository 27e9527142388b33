import Clinic
import Database
import TestKit
import Testing

@testable import Access

@Suite("Signing in")
struct StaffSignInTests {
    private static let whoAmI = Policy("test.who", allow: Role.staff)

    private func actor(_ token: Token, _ clinic: TestClinic, _ policy: Policy = whoAmI) async throws -> Actor {
        try await clinic.gate.reader(.token(token.hash), policy).actor
    }
    private func request(_ clinic: TestClinic) -> Request { Request(id: clinic.gate.newID(), door: "test") }

    @Test("opens a session that is its owner, in her role, for a therapist as that therapist")
    func signsIn() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        #expect(session.token.text.hasPrefix("attune_session_") && session.token.text.utf8.count == 15 + 43)
        let actor = try await actor(session.token, clinic)
        #expect(actor.role == .intake && actor.id == robin.id.uuid && actor.session == session.id.uuid)
        let amara = try await TestStaff.join(clinic, role: .therapist, email: "amara@clinic.example", name: "Amara")
        let hers = try await self.actor(try await amara.signIn(clinic).token, clinic)
        #expect(hers.role == .therapist && hers.therapist == TestClinic.amara)
        await clinic.close()
    }

    @Test(
        "answers an unknown account, a wrong password and a wrong code alike, each with a hash computed and a row in the record")
    func failures() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let code = try await robin.code(clinic)
        for (email, password, code) in [
            ("nobody@clinic.example", robin.password, code), (robin.email, "not the password", code),
            (robin.email, robin.password, code == "000000" ? "000001" : "000000"),
        ] {
            await #expect(throws: StaffError.signInFailed) { _ = try await clinic.signIn(email, password, code) }
        }
        let reasons = try await clinic.reader(as: .lead).query(Self.reasons()).values(String.self)
        #expect(reasons == ["account", "password", "code"])
        await clinic.close()
    }

    @Test("takes a code once, even of two requests at the same moment, and a recovery code once")
    func once() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let code = try await robin.code(clinic)
        let opened = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<2 {
                group.addTask { (try? await clinic.signIn(robin.email, robin.password, code)) != nil }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(opened == 1)
        await #expect(throws: StaffError.signInFailed) { _ = try await clinic.signIn(robin.email, robin.password, code) }
        #expect(robin.recovery.count == 10 && Set(robin.recovery).count == 10)
        _ = try await clinic.signIn(robin.email, robin.password, robin.recovery[3].lowercased())
        await #expect(throws: StaffError.signInFailed) {
            _ = try await clinic.signIn(robin.email, robin.password, robin.recovery[3])
        }
        await clinic.close()
    }

    @Test("ends a session after half an hour without use, after twelve hours, and with its account, by the database's clock")
    func limits() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let idle = try await robin.signIn(clinic), old = try await robin.signIn(clinic), good = try await robin.signIn(clinic)
        try await clinic.alter(Self.shift("last_used_at", idle.id, "31 minutes"))
        try await clinic.alter(Self.shift("expires_at", old.id, "12 hours"))
        await #expect(throws: AccessError.notSignedIn) { _ = try await actor(idle.token, clinic) }
        await #expect(throws: AccessError.notSignedIn) { _ = try await actor(old.token, clinic) }
        // In use after 29 minutes: it goes on for another thirty.
        try await clinic.alter(Self.shift("last_used_at", good.id, "29 minutes"))
        _ = try await actor(good.token, clinic)
        try await clinic.alter(Self.shift("last_used_at", good.id, "29 minutes"))
        _ = try await actor(good.token, clinic)
        try await clinic.act(as: .operator) { try await $0.disableStaff(robin.id) }
        await #expect(throws: AccessError.notSignedIn) { _ = try await actor(good.token, clinic) }
        await #expect(throws: StaffError.signInFailed) { _ = try await robin.signIn(clinic) }
        await clinic.close()
    }

    @Test("writes a session's use down once a minute, from a shared connection and from a transaction")
    func touched() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        for isTransaction in [false, true] {
            try await clinic.alter(Self.shift("last_used_at", session.id, "10 minutes"))
            if isTransaction {
                try await clinic.gate.act(.token(session.token.hash), Self.whoAmI, request(clinic)) {
                    try await $0.record("test.used")
                }
            } else {
                _ = try await actor(session.token, clinic)
            }
            let used = try await clinic.database.owner.query(Self.idleSeconds(session.id.uuid)).value(Int64.self)
            #expect(used < 60)
        }
        await clinic.close()
    }

    @Test("takes no token for what it is not: cut short, of a link, of a link that joins, or an ended session's")
    func wrongTokens() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        let added = try await clinic.act(as: .operator) { act in
            try await act.addStaff(email: "sam@clinic.example", name: "Sam", role: .lead)
        }
        let wrong = [
            String(session.token.text.dropLast()), String(session.token.text.dropFirst(15)), added.link.text, "", "attune_",
        ]
        for text in wrong {
            await #expect(throws: AccessError.notSignedIn) {
                _ = try await clinic.gate.reader(.token(TokenHash(of: text)), Self.whoAmI).actor
            }
        }
        await #expect(throws: StaffError.invitationEnded) {
            _ = try await clinic.gate.prepareInvitation(session.token.hash, password: TestStaff.password, request(clinic))
        }
        try await clinic.gate.act(.token(session.token.hash), Self.whoAmI, request(clinic)) {
            try await $0.endSession(session.id)
        }
        await #expect(throws: AccessError.notSignedIn) { _ = try await actor(session.token, clinic) }
        await clinic.close()
    }

    @Test("confirms a session for five minutes under a new token; the one that was known before opens nothing any more")
    func stepUp() async throws {
        let clinic = try await TestClinic.open()
        let robin = try await TestStaff.join(clinic)
        let session = try await robin.signIn(clinic)
        let strict = Policy("test.strict", allow: Role.staff, stepUp: true)
        _ = try await actor(session.token, clinic, strict)
        try await clinic.alter(Self.shift("step_up_at", session.id, "6 minutes"))
        await #expect(throws: AccessError.stepUpNeeded(policy: "test.strict")) {
            _ = try await actor(session.token, clinic, strict)
        }
        let code = try await robin.code(clinic)
        let confirmed = try await clinic.gate.stepUp(
            .token(session.token.hash), Self.whoAmI, password: robin.password, code: code, from: nil, request(clinic))
        #expect(confirmed.id == session.id && confirmed.token.text != session.token.text)
        _ = try await actor(confirmed.token, clinic, strict)
        await #expect(throws: AccessError.notSignedIn) { _ = try await actor(session.token, clinic) }
        // A program's token is never fresh, and has no session to confirm.
        let issued = try await clinic.act(as: .operator) { try await $0.issueToken(role: .lead, label: "test") }
        await #expect(throws: AccessError.stepUpNeeded(policy: "test.strict")) {
            _ = try await actor(issued.token, clinic, strict)
        }
        await #expect(throws: AccessError.sessionNeeded) {
            _ = try await clinic.gate.stepUp(
                .token(issued.token.hash), Self.whoAmI, password: "x", code: "000000", from: nil, request(clinic))
        }
        await clinic.close()
    }

    @Test("hashes at most two passwords at once, however many people come at the same moment")
    func twoAtOnce() async throws {
        let clinic = try await TestClinic.open()
        let outcomes = await withTaskGroup(of: StaffError?.self) { group in
            for number in 0..<30 {
                group.addTask {
                    do { _ = try await clinic.signIn("nobody\(number)@clinic.example", "not the password", "000000") } catch {
                        return error as? StaffError
                    }
                    return nil
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.allSatisfy { $0 == .signInFailed })
        #expect((1...2).contains(clinic.gate.passwords.mostAtOnce))
        await clinic.close()
    }

    static func shift(_ column: String, _ session: StaffSession.ID, _ interval: String) -> Bound {
        switch column {
        case "last_used_at":
            Statement(
                "StaffSignInTests/last_used", sent: .lease,
                "UPDATE staff_session SET last_used_at = last_used_at - $2::text::interval WHERE id = $1")(session.uuid, interval)
        case "expires_at":
            Statement(
                "StaffSignInTests/expires", sent: .lease,
                "UPDATE staff_session SET expires_at = expires_at - $2::text::interval WHERE id = $1")(session.uuid, interval)
        default:
            Statement(
                "StaffSignInTests/step_up", sent: .lease,
                "UPDATE staff_session SET step_up_at = step_up_at - $2::text::interval WHERE id = $1")(session.uuid, interval)
        }
    }
    private static let reasons = Statement(
        "StaffSignInTests/reasons", sent: .lane,
        "SELECT details->>'reason' FROM audit WHERE action = 'staff.sign_in.failed' ORDER BY id")
    private static let idleSeconds = Statement(
        "StaffSignInTests/idle", sent: .lease,
        "SELECT extract(epoch FROM now() - last_used_at)::bigint FROM staff_session WHERE id = $1")
}
