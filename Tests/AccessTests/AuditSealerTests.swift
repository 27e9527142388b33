import Clinic
import Database
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

@testable import Access

@Suite("The audit's sealer")
struct AuditSealerTests {
    @Test("seals every row that commits exactly once, while many write, some for long, some in vain, and several seal")
    func concurrent() async throws {
        let here = try await AuditClinic.open()
        let isOver = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // Begins first and ends last: what it wrote has the lowest transaction of all.
                try await here.clinic.act(as: .lead) { act in
                    _ = try await act.query(Self.takeTransaction())
                    try await act.record("client.read", client: TestClinic.robin)
                    while !isOver.isSet { try await Task.sleep(for: .milliseconds(5)) }
                }
            }
            group.addTask {
                try await withThrowingTaskGroup(of: Void.self) { writers in
                    for writer in 0..<3 {
                        writers.addTask {
                            for number in 0..<40 {
                                try? await here.clinic.act(as: .intake) { act in
                                    _ = try await act.query(Self.takeTransaction())
                                    try await act.record("client.read", client: TestClinic.sam)
                                    // Rolled back after its row's transaction has a number.
                                    if (number + writer) % 5 == 0 { throw AuditLogError.nothingSealed }
                                }
                            }
                        }
                    }
                    try await writers.waitForAll()
                }
                isOver.set()
            }
            for _ in 0..<2 {
                group.addTask { while !isOver.isSet { try await here.sealer.seal() } }
            }
            try await group.waitForAll()
        }
        try await here.sealAll()
        let (rows, leaves, numbers) = try await here.superuser.query(Self.counts()).one { row in
            (try row.next(Int.self), try row.next(Int.self), try row.next(Int.self))
        }
        #expect(rows == leaves && rows == numbers && rows >= 97)
        #expect(try await here.verify(against: try await here.export()).count == 0)
        await here.close()
    }

    @Test("lets one of two append, and the other find nothing to do")
    func lock() async throws {
        let here = try await AuditClinic.open()
        try await here.write(3)
        let sealer = here.sealer
        let lock = Statement(
            "AuditSealerTests/lock", sent: .lease,
            "SELECT pg_advisory_xact_lock(hashtextextended('attune audit log ' || current_schema(), 0))::text")
        let sealed = try await here.clinic.act(as: .lead) { act in
            _ = try await act.query(lock())
            try await act.record("test.locked")
            return try await sealer.seal()
        }
        #expect(sealed == 0)
        try await here.sealAll()
        #expect(try await here.verify().count == 0)
        await here.close()
    }

    @Test("goes on after a dump was restored where transactions count from the beginning")
    func restored() async throws {
        let here = try await AuditClinic.open()
        try await here.write(6)
        try await here.sealAll()
        // As if these had been written by a far older server.
        try await here.tamper(
            "UPDATE audit SET xid = (xid::text::bigint + 1000000000000)::text::xid8; UPDATE audit_leaf SET xid = (xid::text::bigint + 1000000000000)::text::xid8"
        )
        try await here.write(6)
        try await here.sealAll()
        let (rows, leaves, _) = try await here.superuser.query(Self.counts()).one { row in
            (try row.next(Int.self), try row.next(Int.self), try row.next(Int.self))
        }
        #expect(rows == leaves)
        await here.close()
    }

    @Test("takes rows from before there were seals into its first checkpoint, and finds such a row anywhere later")
    func founding() async throws {
        let here = try await AuditClinic.open()
        try await here.tamper(
            "ALTER TABLE audit DROP CONSTRAINT audit_sealed; UPDATE audit SET mac = NULL, operation = '', purpose = ''")
        try await here.sealAll()
        #expect(try await here.verify().count == 0)
        try await here.write(3)
        try await here.tamper("UPDATE audit SET mac = NULL WHERE action = 'client.listed'")
        try await here.sealAll()
        let found = try await here.verify()
        #expect(found.findings.map(\.kind) == [.inserted])
        try await here.tamper("UPDATE audit SET role = 'lead' WHERE action = 'clinic.founded'")
        #expect(try await here.verify().findings.map(\.kind).sorted { $0.rawValue < $1.rawValue } == [.changed, .inserted])
        await here.close()
    }

    @Test("builds nothing on a checkpoint that was changed, nor with another key")
    func refuses() async throws {
        let here = try await AuditClinic.open()
        try await here.sealAll()
        try await here.write(3)
        let stranger = Gate(here.clinic.database.app, keys: .random())
        let other = AuditSealer(gate: stranger, worker: TestClinic.actor(.worker), logger: quiet)
        await #expect(throws: AuditLogError.checkpointTampered) { try await other.seal() }
        try await here.tamper("UPDATE audit_checkpoint SET root = sha256(root)")
        await #expect(throws: AuditLogError.checkpointTampered) { try await here.sealer.seal() }
        await here.close()
    }

    @Test("finds its own row that waits for longer than it should, and nobody but the worker may write a leaf")
    func rights() async throws {
        let here = try await AuditClinic.open()
        try await here.sealAll()
        try await here.write(3)
        #expect(try await here.verify(patience: .seconds(-60)).findings.contains { $0.kind == .unsealed })
        #expect(try await here.verify().count == 0)
        let leaf = SQL.addAuditLeaves(900, [TestClinic.id(9)], [Int64(1)], [[UInt8](repeating: 1, count: 32)])
        let checkpoint = SQL.addAuditCheckpoint(
            900, 0, Instant.epoch, [UInt8](repeating: 1, count: 32), [[UInt8](repeating: 1, count: 32)],
            [UInt8](repeating: 1, count: 64))
        for role in Role.allCases where role != .worker {
            for bound in [leaf, checkpoint] {
                await #expect(throws: DatabaseError.self, "\(role)") {
                    try await here.clinic.act(as: role) { act in
                        _ = try await act.query(bound)
                        try await act.record("test.forged")
                    }
                }
            }
        }
        for table in ["audit", "audit_leaf", "audit_checkpoint"] {
            for change in [
                "DELETE FROM \(table)", "TRUNCATE \(table)",
                "UPDATE \(table) SET \(table == "audit_leaf" ? "seq = 1" : "at = now()")",
            ] {
                await #expect(throws: DatabaseError.self) { try await here.superuser.script(change) }
            }
        }
        await here.close()
    }

    private static let takeTransaction = Statement(
        "AuditSealerTests/transaction", sent: .lease, "SELECT pg_current_xact_id()::text")
    private static let counts = Statement(
        "AuditSealerTests/counts", sent: .lease,
        """
        SELECT (SELECT count(*) FROM audit), (SELECT count(*) FROM audit_leaf l JOIN audit a ON a.id = l.audit_id),
               (SELECT coalesce(max(seq) + 1, 0) FROM audit_leaf)
        """)
}

/// Set once, by any task.
final class Flag: Sendable {
    private let value = Mutex(false)
    var isSet: Bool { value.withLock { $0 } }
    func set() { value.withLock { $0 = true } }
}
