internal import Clinic
internal import Database

internal import struct Foundation.UUID

/// What came of looking through the whole audit.
public struct AuditReport: Sendable {
    /// Rows in the log, and rows that wait for it.
    public let sealed: Int, waiting: Int
    public let checkpoints: Int
    /// The newest that the clinic's key signed.
    public let newest: AuditCheckpoint?
    /// How much was found; of `findings`, the first thousand.
    public let count: Int
    public let findings: [AuditFinding]
}

/// Recomputes every row's seal and the whole log, and compares all of it with every checkpoint. Streams: memory stays flat however long the
/// log is, and whoever writes meanwhile is not held up.
public struct AuditVerifier: Sendable {
    private let gate: Gate
    private let credential: Credential
    private let policy: Policy
    private let batch: Int

    /// - Parameter batch: rows read at a time.
    public init(gate: Gate, credential: Credential, policy: Policy, batch: Int = 5_000) {
        self.gate = gate
        self.credential = credential
        self.policy = policy
        self.batch = batch
    }

    /// - Parameters:
    ///   - exported: a checkpoint that was kept elsewhere; without one, nobody can tell whether the end, or everything, was replaced.
    ///   - patience: how long a row may wait for the log.
    ///   - progress: leaves looked at so far, and how many there are.
    public func verify(
        against exported: AuditCheckpoint? = nil, patience: Duration = .seconds(600), progress: (Int, Int) -> Void = { _, _ in }
    ) async throws -> AuditReport {
        guard let signer = SigningKey(seed: gate.keys.sign) else { throw AuditLogError.noKey }
        let reader = gate.reader(credential, policy)
        let first = try await reader.query(SQL.auditCheckpoints(0, Int.max, 1)).first { row throws(DatabaseError) in
            try StoredCheckpoint.read(&row, key: signer)
        }
        let total =
            try await reader.query(SQL.lastAuditCheckpoint()).first { row throws(DatabaseError) in try row.next(Int.self) } ?? 0
        var inspection = AuditInspection(key: gate.keys.audit, signer: signer, exported: exported, founding: first)
        var from = 0
        while true {
            // Leaves commit with their checkpoint, so a checkpoint that these leaves complete is there when it is asked for after them.
            let answers = try await reader.queries([
                SQL.auditLog(from, batch), SQL.auditCheckpoints(from, from + batch, batch),
            ])
            for checkpoint in try Self.checkpoints(answers[1], signer) { inspection.take(checkpoint) }
            let leaves = try answers[0].map { row throws(DatabaseError) in
                let leaf = StoredLeaf(seq: try row.next(), row: try row.next(), xid: try row.next(), hash: try row.next())
                return (leaf, try AuditRow.read(&row))
            }
            for (leaf, row) in leaves { inspection.take(leaf, row) }
            guard let last = leaves.last else { break }
            from = last.0.seq + 1
            progress(from, max(from, total))
        }
        try await takeRest(of: from + batch, by: signer, reader, into: &inspection)
        let waiting = try await takeOutside(reader, patience, into: &inspection)
        inspection.finish()
        let report = AuditReport(
            sealed: inspection.size, waiting: waiting, checkpoints: inspection.checkpoints, newest: inspection.newest,
            count: inspection.count, findings: inspection.findings)
        try await gate.act(credential, policy, Request(id: gate.newID(), door: "cli")) { act in
            try await act.record(
                "audit.verified", details: ["rows": String(report.sealed), "findings": String(report.count)])
        }
        return report
    }

    /// Checkpoints beyond the last leaf: the log was cut off.
    private func takeRest(
        of size: Int, by signer: SigningKey, _ reader: Reader, into inspection: inout AuditInspection
    ) async throws {
        var from = size
        while true {
            let rest = try Self.checkpoints(try await reader.query(SQL.auditCheckpoints(from, Int.max, batch)), signer)
            for checkpoint in rest where checkpoint.checkpoint.size > inspection.size { inspection.take(checkpoint) }
            guard let last = rest.last, rest.count == batch else { return }
            from = last.checkpoint.size
        }
    }

    /// - Returns: how many rows no leaf names.
    private func takeOutside(
        _ reader: Reader, _ patience: Duration, into inspection: inout AuditInspection
    ) async throws -> Int {
        let oldest = try await reader.now - patience
        var after = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        var count = 0
        while true {
            var last: UUID?
            let rows = try await reader.query(SQL.auditsOutsideLog(after, batch)).map { row throws(DatabaseError) in
                last = try row.next()
                return try AuditRow.read(&row)
            }.compactMap { $0 }
            for row in rows { inspection.takeOutside(row, isLate: row.at < oldest) }
            count += rows.count
            guard let last else { return count }
            after = last
        }
    }

    private static func checkpoints(_ answer: ResultSet, _ signer: SigningKey) throws -> [StoredCheckpoint] {
        try answer.map { row throws(DatabaseError) in try StoredCheckpoint.read(&row, key: signer) }
    }
}
