import Access
import Clinic
import Database
import Foundation
import TestKit
import Testing

@Suite("The gate to the database")
struct GateTests {
    private static let everyClient = Statement("GateTests/every_client", sent: .lane, "SELECT id FROM client")
    private static let role = Statement(
        "GateTests/role", sent: .lane, "SELECT coalesce(nullif(current_setting('attune.role', true), ''), 'nobody')")

    @Test("shows nothing to a connection that has no actor, whichever table is asked")
    func nobodySeesNothing() async throws {
        let clinic = try await TestClinic.open()
        let tables = try await clinic.database.owner.query(Self.tablesWithRowSecurity()).values(String.self)
        #expect(tables.count > 25)
        #expect(try await clinic.database.app.query(Self.everyClient()).isEmpty)
        #expect(try await clinic.database.app.read([Self.everyClient()])[0].isEmpty)
        await clinic.close()
    }

    @Test("forces row-level security on every table but the record of migrations, and lets the application own none")
    func forced() async throws {
        let clinic = try await TestClinic.open()
        let open = try await clinic.database.owner.query(Self.tablesWithoutForcedSecurity()).values(String.self)
        #expect(open == ["schema_migration"])
        await clinic.close()
    }

    @Test("gives a therapist her own clients and no others, and the front desk no referrals")
    func eachTheirOwn() async throws {
        let clinic = try await TestClinic.open()
        let own = try await clinic.reader(as: .therapist).query(Self.everyClient()).values(UUID.self)
        #expect(Set(own) == [TestClinic.robin, TestClinic.sam])
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).query(Self.everyClient()).isEmpty)
        #expect(try await clinic.reader(as: .lead).query(Self.everyClient()).count == 3)
        await clinic.close()
    }

    @Test(
        "has what is asked first checked before the next answer is seen; a refusal of it ends the act even where it is swallowed")
    func first() async throws {
        struct Refused: Error {}
        let clinic = try await TestClinic.open()
        let insert = Statement(
            "GateTests/client", sent: .lease, "INSERT INTO client (id, full_name) VALUES (gen_random_uuid(), 'Test') RETURNING id"
        )
        for isSwallowed in [false, true] {
            await #expect(throws: Refused.self) {
                try await clinic.act(as: .lead) { act in
                    act.first([Self.role()]) { answers in
                        #expect(try answers.first?.value(String.self) == "lead")
                        throw Refused()
                    }
                    if isSwallowed { _ = try? await act.query(insert()) } else { _ = try await act.query(insert()) }
                    try await act.record("test.added")
                }
            }
        }
        // With nothing asked after it, it is asked all the same.
        await #expect(throws: Refused.self) {
            try await clinic.act(as: .lead) { act in
                act.first([Self.role()]) { _ in throw Refused() }
                try await act.record("test.nothing")
            }
        }
        #expect(try await clinic.reader(as: .lead).query(Self.everyClient()).count == 3)
        try await clinic.act(as: .lead) { act in
            act.first([Self.role()]) { #expect($0.count == 1) }
            #expect(try await act.query(insert()).count == 1)
            try await act.record("test.added")
        }
        #expect(try await clinic.reader(as: .lead).query(Self.everyClient()).count == 4)
        await clinic.close()
    }

    @Test("does not let a therapist give herself a client, even with the policy switched off")
    func noSelfService() async throws {
        let clinic = try await TestClinic.open()
        let grant = Statement(
            "GateTests/grant", sent: .lease,
            """
            INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
            VALUES (gen_random_uuid(), $1, $2, 'primary', tstzrange(now(), NULL))
            """)
        await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .therapist) { act in
                _ = try await act.query(grant(TestClinic.noor, TestClinic.amara))
                try await act.record("test.granted")
            }
        }
        #expect(try await clinic.reader(as: .therapist).query(Self.everyClient()).count == 2)
        await clinic.close()
    }

    @Test("lets a therapist end what was proposed to her, and neither prolong it, nor make it hers, nor reopen what has ended")
    func proposedOnly() async throws {
        let clinic = try await TestClinic.open()
        let propose = Statement(
            "GateTests/propose", sent: .lease,
            """
            INSERT INTO care_relationship (id, client_id, therapist_id, kind, during)
            VALUES (gen_random_uuid(), $1, $2, 'proposed', tstzrange(now(), now() + interval '1 day'))
            """)
        try await clinic.act(as: .intake) { act in
            _ = try await act.query(propose(TestClinic.noor, TestClinic.amara))
            try await act.record("test.proposed")
        }
        #expect(try await clinic.reader(as: .therapist).query(Self.everyClient()).count == 3)
        for change in [
            "kind = 'primary'", "during = tstzrange(lower(during), NULL)",
            "during = tstzrange(lower(during), now() + interval '2 days')",
        ] {
            await #expect(throws: DatabaseError.self) { try await clinic.database.app.script(Self.asAmara(change)) }
        }
        try await clinic.database.app.script(Self.asAmara("during = tstzrange(lower(during), now())"))
        #expect(try await clinic.reader(as: .therapist).query(Self.everyClient()).count == 2)
        // Her own clients' relationships are not hers to change either.
        try await clinic.database.app.script(Self.asAmara("during = tstzrange(lower(during), now())", kind: "primary"))
        #expect(try await clinic.reader(as: .therapist).query(Self.everyClient()).count == 2)
        await clinic.close()
    }

    private static func asAmara(_ change: String, kind: String = "proposed") -> String {
        """
        BEGIN; SELECT act_as('therapist', '\(TestClinic.amara)', '\(TestClinic.amara)');
        UPDATE care_relationship SET \(change) WHERE kind = '\(kind)'; COMMIT;
        """
    }

    @Test("signs a bearer token in with the first statement, and refuses it on the very next read once it is revoked")
    func revocation() async throws {
        let clinic = try await TestClinic.open()
        let issued = try await clinic.act(as: .operator) { act in
            try await act.issueToken(role: .therapist, therapist: TestClinic.amara, label: "laptop")
        }
        let policy = Policy("test", allow: [.therapist])
        let reader = clinic.gate.reader(.token(issued.token.hash), policy)
        #expect(try await reader.query(Self.everyClient()).count == 2)
        #expect(try await reader.actor.therapist == TestClinic.amara)
        try await clinic.act(as: .operator) { act in try await act.revokeToken(issued.id) }
        await #expect(throws: AccessError.notSignedIn) { try await reader.query(Self.everyClient()) }
        await #expect(throws: AccessError.noSuchToken) {
            try await clinic.act(as: .operator) { act in try await act.revokeToken(issued.id) }
        }
        await clinic.close()
    }

    @Test("refuses a role that the policy does not name, for reads and for acts, and leaves no actor behind on the connection")
    func policy() async throws {
        let clinic = try await TestClinic.open()
        let leads = Policy("leads.only", allow: [.lead])
        let desk = Credential.trusted(TestClinic.actor(.frontDesk))
        await #expect(throws: AccessError.notAllowed(policy: "leads.only")) {
            try await clinic.gate.reader(desk, leads).query(Self.everyClient())
        }
        await #expect(throws: AccessError.notAllowed(policy: "leads.only")) {
            try await clinic.gate.act(desk, leads, Request(id: clinic.gate.newID(), door: "test")) { act in
                _ = try await act.query(Self.everyClient())
                try await act.record("test.read")
            }
        }
        for _ in 0..<20 { #expect(try await clinic.database.app.read([Self.role()])[0].value(String.self) == "nobody") }
        await clinic.close()
    }

    @Test("rolls back what was done without a record of it")
    func unaudited() async throws {
        let clinic = try await TestClinic.open()
        let rename = Statement(
            "GateTests/rename", sent: .lease, "UPDATE client SET preferred_name = 'R' WHERE id = $1 RETURNING id")
        let name = Statement(
            "GateTests/name", sent: .lane, "SELECT coalesce(preferred_name, '') FROM client WHERE id = $1")
        await #expect(throws: AccessError.unaudited(policy: "test")) {
            try await clinic.act(as: .lead) { act in _ = try await act.query(rename(TestClinic.robin)) }
        }
        #expect(try await clinic.reader(as: .lead).query(name(TestClinic.robin)).value(String.self) == "")
        await clinic.close()
    }

    @Test("keeps audit rows as they were written, and lets nobody write one about somebody else")
    func auditStays() async throws {
        let clinic = try await TestClinic.open()
        let edit = Statement("GateTests/edit", sent: .lease, "UPDATE audit SET action = 'x'")
        let forge = Statement(
            "GateTests/forge", sent: .lease,
            """
            INSERT INTO audit (id, role, actor_id, request_id, door, action)
            VALUES (gen_random_uuid(), 'lead', gen_random_uuid(), gen_random_uuid(), 'http', 'x')
            """)
        for statement in [edit, forge] {
            await #expect(throws: DatabaseError.self) {
                try await clinic.act(as: .lead) { act in
                    _ = try await act.query(statement())
                    try await act.record("test.tampered")
                }
            }
        }
        await clinic.close()
    }

    private static let tablesWithRowSecurity = Statement(
        "GateTests/tables", sent: .lease,
        """
        SELECT relname::text FROM pg_class
         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relrowsecurity ORDER BY 1
        """)
    private static let tablesWithoutForcedSecurity = Statement(
        "GateTests/open_tables", sent: .lease,
        """
        SELECT relname::text FROM pg_class
         WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
           AND NOT (relrowsecurity AND relforcerowsecurity AND relowner <> 'attune_app'::regrole) ORDER BY 1
        """)
}
