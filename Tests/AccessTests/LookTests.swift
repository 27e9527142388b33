import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

@Suite("A look, read on a shared connection", .serialized)
struct LookTests {
    @Test("is on record with the same words as the same look in a transaction of its own, for each role and kind of row")
    func sameRows() async throws {
        let held = try await HeldAudit.open()
        let entries: [@Sendable (any Recording) async throws -> Void] = [
            { try await $0.record("client.read", subject: TestClinic.robin, client: TestClinic.robin) },
            { try await $0.record("client.listed", clients: [TestClinic.robin, TestClinic.sam, TestClinic.robin]) },
            { try await $0.record("client.listed", clients: []) },
            { asked in
                try await asked.record(
                    AuditEntry("referral.read", client: TestClinic.sam, through: .cover, details: ["a\"b": "c\nd"]))
                try await asked.record("report.read", details: ["report": "matching"])
            },
        ]
        for role in [Role.lead, .intake, .frontDesk, .therapist, .operator, .worker] {
            let credential = Credential.trusted(TestClinic.actor(role))
            for entry in entries {
                let request = Request(id: held.gate.newID(), door: "http", operation: "getThing")
                try await held.gate.act(credential, HeldAudit.policy, request) { try await entry($0) }
                let before = try await held.columns(of: request.id)
                try await held.gate.look(credential, HeldAudit.policy, request) { try await entry($0) }
                let both = try await held.columns(of: request.id)
                #expect(!before.isEmpty && both == before + before, "\(role)")
            }
        }
        try await held.here.sealAll()
        #expect(try await held.here.verify().count == 0)
        await held.close()
    }

    @Test("shows what row-level security shows its actor, and is refused by the policy like every other")
    func locks() async throws {
        let held = try await HeldAudit.open()
        let tomasz = TestClinic.actor(.therapist, therapist: TestClinic.tomasz)
        #expect(try await held.look(as: TestClinic.actor(.therapist)) == [TestClinic.robin])
        #expect(try await held.look(as: tomasz) == [])
        await #expect(throws: AccessError.notAllowed(policy: "leads")) {
            try await held.look(by: .trusted(tomasz), Policy("leads", allow: [.lead]))
        }
        // What was refused is not on record.
        #expect(try await held.counts().rows == 2)
        await held.close()
    }

    @Test("writes nothing when it ends in an error, tells nothing that nobody recorded, and asks nothing that is not for lanes")
    func refused() async throws {
        struct Refused: Error {}
        let held = try await HeldAudit.open()
        let credential = Credential.trusted(TestClinic.actor(.lead))
        let request = Request(id: held.gate.newID(), door: "test", operation: "getClient")
        await #expect(throws: Refused.self) {
            try await held.gate.look(credential, HeldAudit.policy, request) { look in
                try await look.record("client.read", client: TestClinic.robin)
                throw Refused()
            }
        }
        await #expect(throws: AccessError.unaudited(policy: "clients.read")) {
            try await held.gate.look(credential, HeldAudit.policy, request) { _ = try await $0.actor }
        }
        let slow = Statement("LookTests/slow", sent: .lease, "SELECT 1")
        let error = await #expect(throws: DatabaseError.self) {
            try await held.gate.look(credential, HeldAudit.policy, request) { _ = try await $0.query(slow()) }
        }
        #expect(error?.statement == "LookTests/slow")
        #expect(try await held.counts().rows == 0)
        await held.close()
    }

    @Test("is refused from the moment on in which the token is revoked, also between the read and its record")
    func revoked() async throws {
        let held = try await HeldAudit.open()
        let token = try await held.token(.therapist, therapist: TestClinic.amara)
        let other = try await held.token(.lead)
        #expect(try await held.look(by: token.credential) == [TestClinic.robin])
        let (late, neighbour) = try await held.holding {
            // The first one holds the door open; the others gather behind it.
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            let neighbour = Task { try await held.look(by: other.credential) }
            try await held.untilWaiting(1)
            let late = Task { try await held.look(by: token.credential) }
            try await held.untilWaiting(2)
            _ = first
            try await held.here.superuser.script(
                "UPDATE clinic.access_token SET revoked_at = now() WHERE id = '\(token.id.uuid)'")
            return (late, neighbour)
        }
        await #expect(throws: AccessError.notSignedIn) { try await late.value }
        #expect(try await neighbour.value == [TestClinic.robin])
        await #expect(throws: AccessError.notSignedIn) { try await held.look(by: token.credential) }
        #expect(try await held.counts().rows == 3)
        await held.close()
    }

    @Test("counts as a use of a token, which is written down with the record of the look")
    func use() async throws {
        let held = try await HeldAudit.open()
        let token = try await held.token(.intake)
        let used = Statement(
            "LookTests/used", sent: .lease, "SELECT count(*) FROM clinic.access_token WHERE id = $1 AND last_used_at IS NOT NULL")
        #expect(try await held.here.superuser.query(used(token.id)).value(Int.self) == 0)
        _ = try await held.look(by: token.credential)
        #expect(try await held.here.superuser.query(used(token.id)).value(Int.self) == 1)
        await held.close()
    }
}
