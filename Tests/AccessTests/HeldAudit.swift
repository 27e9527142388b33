import Clinic
import Database
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

/// A clinic into whose audit no row comes while a test holds it, so that what waits can be counted.
struct HeldAudit: Sendable {
    let here: AuditClinic
    let gate: Gate

    static let policy = Policy("clients.read", allow: Set(Role.allCases))
    private static let client = Statement("HeldAudit/client", sent: .lane, "SELECT id FROM client WHERE id = $1")

    static func open() async throws -> HeldAudit {
        let here = try await AuditClinic.open()
        return HeldAudit(here: here, gate: here.clinic.gate)
    }

    func close() async {
        await gate.drain()
        await here.close()
    }

    /// A look at a client, answered with whom it showed.
    func look(at client: UUID = TestClinic.robin, as actor: Actor = TestClinic.actor(.lead)) async throws -> [UUID] {
        try await look(at: client, by: .trusted(actor))
    }

    func look(
        at client: UUID = TestClinic.robin, by credential: Credential, _ policy: Policy = policy,
        request: Request? = nil, entry: AuditEntry? = nil
    ) async throws -> [UUID] {
        let request = request ?? Request(id: gate.newID(), door: "test", operation: "getClient")
        return try await gate.look(credential, policy, request) { look in
            let seen = try await look.query(Self.client(client)).values(UUID.self)
            try await look.record(entry ?? AuditEntry("client.read", subject: client, client: client))
            return seen
        }
    }

    /// What a look at a client as `actor` would have written, by whatever `credential` says.
    func entry(as actor: Actor, by credential: Credential? = nil) async throws -> AuditWriter.Entry {
        let request = Request(id: gate.newID(), door: "test", operation: "getClient")
        let signIn = try SignIn(
            try await gate.database.read([SignIn.statement(for: .trusted(actor))])[0], under: Self.policy)
        let row = AuditRow(
            AuditEntry("client.read", client: TestClinic.noor), id: gate.newID(), by: signIn, Self.policy, request
        ).sealed(by: TestClinic.keys.audit)
        return AuditWriter.Entry(credential: credential ?? .trusted(actor), actor: actor, rows: [row], isDue: false)
    }

    func token(_ role: Role, therapist: UUID? = nil) async throws -> (id: IssuedToken.ID, credential: Credential) {
        let issued = try await here.clinic.act(as: .operator) { act in
            try await act.issueToken(role: role, therapist: therapist, label: "test")
        }
        return (issued.id, .token(issued.token.hash))
    }

    /// Runs `body` while rows wait before the audit's door.
    func holding<T>(_ body: () async throws -> T) async throws -> T {
        try await here.superuser.transaction { transaction in
            _ = try await transaction.query(Self.hold())
            return try await body()
        }
    }

    /// Returns when a transaction waits at the door.
    func untilBlocked() async throws { try await until { try await here.superuser.query(Self.blocked()).value(Int.self) > 0 } }

    /// Returns when so many looks wait for a transaction of their own.
    func untilWaiting(_ count: Int, in writer: AuditWriter? = nil) async throws {
        try await until { (writer ?? gate.auditWriter).waiting == count }
    }

    /// Ends the backend that waits at the door.
    func terminateBlocked() async throws {
        #expect(try await here.superuser.query(Self.terminate()).value(Int.self) == 1)
    }

    private func until(_ isSo: () async throws -> Bool) async throws {
        for _ in 0..<6_000 {
            if try await isSo() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("it did not come to that")
    }

    /// Rows of looks, and the transactions that wrote them.
    func counts() async throws -> (rows: Int, transactions: Int) {
        try await here.superuser.query(Self.count()).one { row in (try row.next(Int.self), try row.next(Int.self)) }
    }

    /// All that the rows of `request` say, but for what differs from request to request.
    func columns(of request: UUID) async throws -> [String] {
        try await here.superuser.query(Self.columns(request)).values(String.self)
    }

    private static let hold = Statement("HeldAudit/hold", sent: .lease, "LOCK TABLE clinic.audit IN SHARE MODE")
    // A copy of the template has the same numbers for its tables as every other test's.
    private static let blocked = Statement(
        "HeldAudit/blocked", sent: .lease,
        """
        SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE d.datname = current_database() AND NOT l.granted AND l.relation = 'clinic.audit'::regclass
        """)
    private static let terminate = Statement(
        "HeldAudit/terminate", sent: .lease,
        """
        SELECT count(pg_terminate_backend(l.pid)) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
         WHERE d.datname = current_database() AND NOT l.granted AND l.relation = 'clinic.audit'::regclass
        """)
    private static let count = Statement(
        "HeldAudit/count", sent: .lease,
        "SELECT count(*), count(DISTINCT xid) FROM clinic.audit WHERE operation = 'getClient'")
    private static let columns = Statement(
        "HeldAudit/columns", sent: .lease,
        """
        SELECT (to_jsonb(a) - '{id,at,xid,mac}'::text[])::text FROM clinic.audit a WHERE request_id = $1 ORDER BY id
        """)
}
