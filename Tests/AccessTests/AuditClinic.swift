import Clinic
import Database
import TestKit

import struct Foundation.UUID

@testable import Access

/// A clinic whose audit is sealed, and a superuser who tampers with it.
struct AuditClinic: Sendable {
    let clinic: TestClinic
    let superuser: Database

    static func open() async throws -> AuditClinic {
        let clinic = try await TestClinic.open()
        let server = try await TestServer.shared.started()
        var configuration = server.configuration(PrivateServer.superuser, clinic.database.name)
        configuration.lanes = 1
        return AuditClinic(clinic: clinic, superuser: try await Database.start(configuration, logger: quiet))
    }

    func close() async {
        await superuser.close()
        await clinic.close()
    }

    var sealer: AuditSealer { AuditSealer(gate: clinic.gate, worker: TestClinic.actor(.worker), logger: quiet) }

    /// Seals until nothing waits. The oldest running transaction may be of another test's database: transactions are the server's.
    func sealAll() async throws {
        while true {
            try await sealer.seal()
            if try await sealer.waiting().count == 0 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// Some looks of every kind, by several people, in a transaction each.
    func write(_ count: Int) async throws {
        let people: [Role] = [.lead, .therapist, .intake, .frontDesk]
        for number in 0..<count {
            try await clinic.act(as: people[number % 4]) { act in
                switch number % 3 {
                case 0: try await act.record("client.read", subject: TestClinic.robin, client: TestClinic.robin)
                case 1: try await act.record("client.listed", clients: [TestClinic.robin, TestClinic.sam, TestClinic.noor])
                default:
                    try await act.record(
                        AuditEntry(
                            "referral.read", subject: TestClinic.id(77), client: TestClinic.sam, through: .cover,
                            details: ["number": String(number)]))
                    try await act.record("service.saved", subject: TestClinic.session)
                }
            }
        }
    }

    func verify(against exported: AuditCheckpoint? = nil, patience: Duration = .seconds(600)) async throws -> AuditReport {
        try await AuditVerifier(
            gate: clinic.gate, credential: .trusted(TestClinic.actor(.operator)),
            policy: Policy("audit.verify", allow: [.operator]),
            batch: 16
        ).verify(against: exported, patience: patience)
    }

    func export() async throws -> AuditCheckpoint {
        try await clinic.act(as: .operator) { act in try await act.exportCheckpoint() }
    }

    /// As somebody who owns the machine: no trigger, no row-level security.
    func tamper(_ sql: String) async throws {
        try await superuser.script("BEGIN; SET LOCAL session_replication_role = replica; \(sql); COMMIT")
    }
}

/// The log as it is stored, in memory.
struct AuditModel: Sendable {
    var leaves: [StoredLeaf]
    var rows: [UUID: AuditRow]
    var checkpoints: [StoredCheckpoint]
    var outside: [AuditRow] = []

    static let signer = SigningKey(seed: TestClinic.keys.sign)

    init(_ here: AuditClinic) async throws {
        let signer = try Self.needed()
        let reader = here.clinic.reader(as: .operator)
        var rows: [UUID: AuditRow] = [:]
        leaves = try await reader.query(SQL.auditLog(0, 100_000)).map { row throws(DatabaseError) in
            let leaf = StoredLeaf(seq: try row.next(), row: try row.next(), xid: try row.next(), hash: try row.next())
            if let found = try AuditRow.read(&row) { rows[found.id] = found }
            return leaf
        }
        self.rows = rows
        checkpoints = try await reader.query(SQL.auditCheckpoints(0, Int.max, 100_000)).map { row throws(DatabaseError) in
            try StoredCheckpoint.read(&row, key: signer)
        }
    }

    /// The same rows, sealed anew in checkpoints of so many.
    mutating func seal(every count: Int, mac: [UInt8] = TestClinic.keys.audit, by signer: SigningKey) {
        var log = MerkleLog()
        var previous = 0
        checkpoints = []
        for index in leaves.indices {
            if var row = rows[leaves[index].row] {
                row.mac = row.seal(mac)
                rows[row.id] = row
                leaves[index].hash = row.leaf
            }
            leaves[index].seq = index
            log.append(leaves[index].hash)
            guard log.size % count == 0 || log.size == leaves.count else { continue }
            checkpoints.append(
                StoredCheckpoint(
                    checkpoint: .signed(log, previous: previous, at: Instant(microseconds: Int64(log.size)), by: signer),
                    peaks: log.peaks))
            previous = log.size
        }
    }

    func inspect(against exported: AuditCheckpoint?) throws -> [AuditFinding] {
        var inspection = AuditInspection(
            key: TestClinic.keys.audit, signer: try Self.needed(), exported: exported, founding: checkpoints.first)
        for checkpoint in checkpoints { inspection.take(checkpoint) }
        for leaf in leaves { inspection.take(leaf, rows[leaf.row]) }
        for row in outside { inspection.takeOutside(row, isLate: false) }
        inspection.finish()
        return inspection.findings
    }

    static func needed() throws -> SigningKey {
        guard let signer else { throw AuditLogError.noKey }
        return signer
    }
}

/// The same numbers in each run, from a seed that a failing test prints (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
