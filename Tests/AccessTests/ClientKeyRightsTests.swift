import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

@Suite("Who has which of a client's two keys", .serialized)
struct ClientKeyRightsTests {
    private static let clients = Statement("ClientKeyRightsTests/clients", sent: .lane, "SELECT id FROM client")
    private static let keys = Statement(
        "ClientKeyRightsTests/keys", sent: .lane, "SELECT client_id FROM client_key WHERE class = $1")

    /// Clients seen, and clients whose office and clinical key are handed out.
    private func seen(_ clinic: TestClinic, by actor: Actor) async throws -> (
        rows: Set<UUID>, office: Set<UUID>, clinical: Set<UUID>
    ) {
        let reader = clinic.gate.reader(.trusted(actor), Policy("test", allow: Set(Role.allCases)))
        let answers = try await reader.queries([Self.clients(), Self.keys("office"), Self.keys("clinical")])
        let sets = try answers.map { Set(try $0.values(UUID.self)) }
        return (sets[0], sets[1], sets[2])
    }

    @Test(
        "whoever may read a client's row has the office key, and nobody else; the clinical one is for intake, carers and operators"
    )
    func roles() async throws {
        let clinic = try await TestClinic.open()
        let everybody: Set = [TestClinic.robin, TestClinic.sam, TestClinic.noor]
        var actors = Role.allCases.filter { $0 != .therapist && $0 != .client }.map { TestClinic.actor($0) }
        actors += [TestClinic.amara, TestClinic.tomasz].map { TestClinic.actor(.therapist, therapist: $0) }
        actors.append(Actor(role: .client, id: TestClinic.sam, label: "test"))
        for actor in actors {
            let found = try await seen(clinic, by: actor)
            #expect(found.office == found.rows, "\(actor.role)")
            switch actor.role {
            case .intake, .operator: #expect(found.clinical == everybody && found.rows == everybody)
            case .therapist, .client: #expect(found.clinical == found.rows && found.rows != everybody)
            default: #expect(found.clinical == [], "\(actor.role)")
            }
        }
        // A connection without an actor has neither.
        for answer in try await clinic.database.app.read([Self.keys("office"), Self.keys("clinical")]) { #expect(answer.isEmpty) }
        await clinic.close()
    }

    @Test("care that ends takes both keys along, and a file that a lead opens brings her one more")
    func changes() async throws {
        let here = try await AuditClinic.open()
        let amara = TestClinic.actor(.therapist), lead = TestClinic.actor(.lead)
        #expect(try await seen(here.clinic, by: amara).office == [TestClinic.robin, TestClinic.sam])
        try await here.superuser.script(
            """
            SET search_path = clinic, public;
            UPDATE care_relationship SET during = tstzrange(lower(during), now()) WHERE client_id = '\(TestClinic.sam)';
            INSERT INTO break_glass (id, client_id, actor_id, reason, during)
            VALUES (gen_random_uuid(), '\(TestClinic.noor)', '\(lead.id)', sha256('') || sha256(''), tstzrange(now(), now() + interval '1 hour'));
            """)
        let after = try await seen(here.clinic, by: amara)
        #expect(after.office == [TestClinic.robin] && after.clinical == [TestClinic.robin])
        #expect(try await seen(here.clinic, by: lead).clinical == [TestClinic.noor])
        // Another lead's file stays shut.
        let other = Actor(role: .lead, id: TestClinic.id(240), label: "test")
        #expect(try await seen(here.clinic, by: other).clinical == [])
        await here.close()
    }
}
