import Clinic
import Database
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

@Suite("The record of many looks, in one transaction", .serialized)
struct AuditWriterTests {
    @Test("forty looks share two commits, and none is answered before its own")
    func shares() async throws {
        let held = try await HeldAudit.open()
        let answered = Answered()
        let (first, others) = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            let others = (0..<39).map { _ in
                Task {
                    let seen = try await held.look()
                    answered.add(TestClinic.robin)
                    return seen
                }
            }
            try await held.untilWaiting(39)
            #expect(answered.requests.isEmpty)
            #expect(try await held.counts().rows == 0)
            return (first, others)
        }
        for look in [first] + others { #expect(try await look.value == [TestClinic.robin]) }
        let counts = try await held.counts()
        #expect(counts.rows == 40 && counts.transactions == 2)
        try await held.here.sealAll()
        #expect(try await held.here.verify().count == 0)
        await held.close()
    }

    @Test("gives each actor of a batch their own rows, also with row-level security on the audit off", arguments: [true, false])
    func actors(isSecured: Bool) async throws {
        let held = try await HeldAudit.open()
        if !isSecured {
            try await held.here.superuser.script("ALTER TABLE clinic.audit DISABLE ROW LEVEL SECURITY")
        }
        let tokens = [
            try await held.token(.lead).credential, try await held.token(.therapist, therapist: TestClinic.amara).credential,
            .trusted(TestClinic.actor(.intake)), try await held.token(.frontDesk).credential,
            .trusted(TestClinic.actor(.therapist, therapist: TestClinic.tomasz)),
        ]
        var asked: [(request: Request, actor: Actor, look: Task<[UUID], any Error>)] = []
        try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            for number in 0..<25 {
                let credential = tokens[number % tokens.count]
                let request = Request(id: held.gate.newID(), door: "test", operation: "getClient")
                let actor = try await held.gate.reader(credential, HeldAudit.policy).actor
                asked.append((request, actor, Task { try await held.look(by: credential, request: request) }))
                try await held.untilWaiting(number + 1)
            }
            _ = first
        }
        let rows = Statement(
            "AuditWriterTests/rows", sent: .lease,
            "SELECT role, actor_id, client_id, through FROM clinic.audit WHERE request_id = $1")
        for (request, actor, look) in asked {
            let seen = try await look.value
            #expect(seen == (actor.therapist == TestClinic.tomasz ? [] : [TestClinic.robin]))
            let (role, id, client, through) = try await held.here.superuser.query(rows(request.id)).one { row in
                (
                    try row.next(String.self), try row.next(UUID.self), try row.next(UUID.self),
                    try row.nextOptional(String.self)
                )
            }
            #expect(role == actor.role.rawValue && id == actor.id && client == TestClinic.robin)
            #expect(through == (actor.therapist == nil ? "role" : seen.isEmpty ? nil : "primary"))
        }
        #expect(try await held.counts().transactions == 2)
        await held.close()
    }

    @Test("takes no row that names somebody else than whom the credential signs in, and loses nobody else's by it")
    func forged() async throws {
        let held = try await HeldAudit.open()
        let lead = TestClinic.actor(.lead), desk = TestClinic.actor(.frontDesk)
        let entry = try await held.entry(as: lead, by: .trusted(desk))
        let (forged, own) = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            // The lead's own row comes before, so that she is the transaction's actor when the forged one is inserted.
            let own = Task { try await held.look(as: lead) }
            try await held.untilWaiting(1)
            let forged = Task { try await held.gate.auditWriter.write(entry) }
            try await held.untilWaiting(2)
            _ = first
            return (forged, own)
        }
        let error = await #expect(throws: DatabaseError.self) { try await forged.value }
        #expect(error?.sqlState == "42501")
        #expect(try await own.value == [TestClinic.robin])
        #expect(try await held.counts().rows == 2)
        await held.close()
    }

    @Test("a row that the database refuses is refused alone: of 16 others, each is answered and on record")
    func poison() async throws {
        let held = try await HeldAudit.open()
        // What a constraint refuses, and a text that cannot even be sent.
        let unknown = AuditEntry("client.read", client: TestClinic.id(99), details: ["poison": "yes"])
        try await held.here.superuser.script(
            "ALTER TABLE clinic.audit ADD CONSTRAINT audit_clean CHECK (NOT details ? 'poison')")
        let unsendable = AuditEntry("client.\u{0}", client: TestClinic.robin)
        let (good, bad) = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            var good = [first], bad: [Task<[UUID], any Error>] = []
            for number in 0..<18 {
                if number == 5 || number == 11 {
                    bad.append(
                        Task {
                            try await held.look(
                                by: .trusted(TestClinic.actor(.lead)), entry: number == 5 ? unknown : unsendable)
                        })
                } else {
                    good.append(Task { try await held.look() })
                }
                try await held.untilWaiting(number + 1)
            }
            return (good, bad)
        }
        for look in good { #expect(try await look.value == [TestClinic.robin]) }
        let refused = await #expect(throws: DatabaseError.self) { try await bad[0].value }
        #expect(refused?.constraint == "audit_clean")
        await #expect(throws: DatabaseError.self) { try await bad[1].value }
        #expect(try await held.counts().rows == 17)
        await held.close()
    }

    @Test("answers nobody of a batch whose connection is ended on the way, and the next look is written on another")
    func lost() async throws {
        let held = try await HeldAudit.open()
        let batch = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            let others = (0..<9).map { _ in Task { try await held.look() } }
            try await held.untilWaiting(9)
            try await held.terminateBlocked()
            let error = await #expect(throws: DatabaseError.self) { try await first.value }
            #expect(error?.kind == .connectionLost)
            try await held.untilBlocked()
            try await held.terminateBlocked()
            return others
        }
        for look in batch {
            let error = await #expect(throws: DatabaseError.self) { try await look.value }
            #expect(error?.kind == .connectionLost)
        }
        #expect(try await held.counts().rows == 0)
        #expect(try await held.look() == [TestClinic.robin])
        #expect(try await held.counts().rows == 1)
        await held.close()
    }

    @Test("a cancelled caller is answered at once and, while it waits, leaves no row; its neighbours are not held up by it")
    func cancelled() async throws {
        let held = try await HeldAudit.open()
        let (first, others) = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            let others = (0..<4).map { _ in Task { try await held.look() } }
            try await held.untilWaiting(4)
            // One whose row waits, and the one whose transaction is under way.
            others[1].cancel()
            first.cancel()
            for look in [others[1], first] {
                let error = await #expect(throws: DatabaseError.self) { try await look.value }
                #expect(error?.kind == .cancelled)
            }
            return (first, [others[0], others[2], others[3]])
        }
        for look in others { #expect(try await look.value == [TestClinic.robin]) }
        _ = first
        await held.gate.drain()
        // What was under way went on, for its neighbours could have been in it.
        #expect(try await held.counts().rows == 4)
        await held.close()
    }

    @Test("refuses at once who would be one too many to wait")
    func full() async throws {
        let held = try await HeldAudit.open()
        let writer = AuditWriter(held.gate.database, AuditWriter.Limits(waiting: 3, patience: .seconds(600)))
        let entry = { @Sendable in try await held.entry(as: TestClinic.actor(.lead)) }
        let waiting = try await held.holding {
            let first = Task { try await writer.write(entry()) }
            try await held.untilBlocked()
            let others = (0..<3).map { _ in Task { try await writer.write(entry()) } }
            try await held.untilWaiting(3, in: writer)
            let error = await #expect(throws: DatabaseError.self) { try await writer.write(entry()) }
            #expect(error?.kind == .queueFull)
            return [first] + others
        }
        for one in waiting { try await one.value }
        #expect(try await held.counts() == (4, 2))
        await held.close()
    }

    @Test("tells who has waited too long, while the transaction before them goes on")
    func late() async throws {
        let held = try await HeldAudit.open()
        let writer = AuditWriter(held.gate.database, AuditWriter.Limits(waiting: 100, patience: .milliseconds(100)))
        let entry = { @Sendable in try await held.entry(as: TestClinic.actor(.lead)) }
        let first = try await held.holding {
            let first = Task { try await writer.write(entry()) }
            try await held.untilBlocked()
            for _ in 0..<3 {
                let error = await #expect(throws: DatabaseError.self) { try await writer.write(entry()) }
                #expect(error?.kind == .timeout)
            }
            return first
        }
        try await first.value
        #expect(try await held.counts().rows == 1)
        await held.close()
    }

    @Test("is drained before the database is closed: who waited is answered, and on record")
    func drained() async throws {
        let held = try await HeldAudit.open()
        let looks = try await held.holding {
            let first = Task { try await held.look() }
            try await held.untilBlocked()
            let others = (0..<5).map { _ in Task { try await held.look() } }
            try await held.untilWaiting(5)
            return [first] + others
        }
        await held.gate.drain()
        await held.gate.database.close()
        for look in looks { #expect(try await look.value == [TestClinic.robin]) }
        #expect(try await held.counts().rows == 6)
        // Nothing is told any more, and nobody waits for ever.
        await #expect(throws: DatabaseError.self) { try await held.look() }
        await held.close()
    }

    @Test("under 400 looks by mixed actors while backends are ended, every answered look has its row, and the audit verifies")
    func everyAnswerHasARow() async throws {
        let held = try await HeldAudit.open()
        let roles: [Role] = [.lead, .intake, .frontDesk, .therapist]
        let answered = Answered(), isOver = Flag()
        let end = Statement(
            "AuditWriterTests/end", sent: .lease,
            """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND usename = 'attune_app' AND query LIKE 'INSERT INTO audit%'
            """)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                while !isOver.isSet {
                    _ = try await held.here.superuser.query(end())
                    try await Task.sleep(for: .milliseconds(15))
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { readers in
                for reader in 0..<20 {
                    readers.addTask {
                        for number in 0..<20 {
                            let request = Request(id: held.gate.newID(), door: "test", operation: "getClient")
                            let actor = TestClinic.actor(roles[(reader + number) % roles.count])
                            if let seen = try? await held.look(by: .trusted(actor), request: request) {
                                #expect(seen == [TestClinic.robin])
                                answered.add(request.id)
                            }
                        }
                    }
                }
                try await readers.waitForAll()
            }
            isOver.set()
            try await group.waitForAll()
        }
        let requests = Statement(
            "AuditWriterTests/requests", sent: .lease, "SELECT request_id FROM clinic.audit WHERE operation = 'getClient'")
        let rows = try await held.here.superuser.query(requests()).values(UUID.self)
        #expect(Set(rows).count == rows.count)
        #expect(answered.requests.isSubset(of: Set(rows)))
        #expect(!answered.requests.isEmpty)
        try await held.here.sealAll()
        #expect(try await held.here.verify().count == 0)
        await held.close()
    }
}

/// Who was answered so far.
private final class Answered: Sendable {
    private let ids = Mutex<Set<UUID>>([])
    func add(_ id: UUID) { ids.withLock { _ = $0.insert(id) } }
    var requests: Set<UUID> { ids.withLock { $0 } }
}
