internal import Clinic
internal import Database
public import Logging

internal import struct Foundation.UUID

/// The worker that orders the audit's rows into a Merkle log and signs its root: when a thousand wait, or the first has waited a minute.
/// As many as there are servers may run at once: one appends, the others look again later.
///
/// It writes no audit rows of its own, which would need sealing for ever; the checkpoint is the record.
public struct AuditSealer: Sendable {
    /// How many rows a checkpoint covers at most, but for the first one, which covers all that came before.
    public static let most = 1_000
    /// How long a row may wait for the log before `/readyz` says so.
    public static let patience = Duration.seconds(120)

    private let gate: Gate
    private let worker: Actor
    private let interval: Duration
    private let logger: Logger
    private static let policy = Policy("audit.seal", allow: [.worker])

    /// - Parameters:
    ///   - worker: an actor of the role `worker`.
    ///   - interval: between two looks.
    public init(gate: Gate, worker: Actor, interval: Duration = .seconds(5), logger: Logger) {
        self.gate = gate
        self.worker = worker
        self.interval = interval
        self.logger = logger
    }

    /// Returns when its task is cancelled. A round that fails is logged and tried again at the next.
    public func run() async {
        await Rounds.run(every: interval, orSay: "the audit could not be sealed", logger) {
            let waiting = try await waiting()
            if waiting.count >= Self.most || waiting.since >= .seconds(60) { while try await seal() == Self.most {} }
        }
    }

    /// How many rows wait for the log, 1000 at most, and how long the first of them has.
    public func waiting() async throws -> (count: Int, since: Duration) {
        try await gate.reader(.trusted(worker), Self.policy).query(SQL.auditsWaiting()).one { row in
            (count: try row.next(), since: .seconds(max(0, try row.next(Double.self))))
        }
    }

    /// One checkpoint.
    /// - Returns: how many rows it added; 0 when none waited, or another sealer was at it.
    /// - Throws: ``AuditLogError``; `DatabaseError`.
    @discardableResult
    public func seal() async throws -> Int {
        guard let key = SigningKey(seed: gate.keys.sign) else { throw AuditLogError.noKey }
        let signIn = SignIn.statement(for: .trusted(worker))
        return try await gate.database.transaction { transaction in
            var answers = try await transaction.queries(
                [signIn, SQL.lockAuditLog(), SQL.lastAuditCheckpoint(), SQL.auditsToSeal(Self.most)])
            guard try answers[1].value(Bool.self) else { return 0 }
            let last = try answers[2].first { row throws(DatabaseError) in try StoredCheckpoint.read(&row, key: key) }
            // What does not verify is not built upon: the checkpoint after it would vouch for it.
            guard var log = last.map({ $0.log(signedBy: key) }) ?? MerkleLog() else { throw AuditLogError.checkpointTampered }
            let previous = log.size
            var sealedAt: Instant?
            while true {
                let (rows, now) = try Self.rows(answers[answers.count - 1])
                guard let now else { break }
                sealedAt = now
                report(rows.filter { !$0.isSealed(by: gate.keys.audit) && (previous > 0 || $0.mac != nil) })
                let leaves = rows.map(\.leaf)
                let start = log.size
                for leaf in leaves { log.append(leaf) }
                try transaction.enqueue(SQL.addAuditLeaves(start, rows.map(\.id), rows.map(\.xid), leaves))
                // The first covers all that was there before there were seals, however much that is.
                guard previous == 0, rows.count == Self.most else { break }
                answers = try await transaction.queries([SQL.auditsToSeal(Self.most)])
            }
            guard let sealedAt else { return 0 }
            let checkpoint = AuditCheckpoint.signed(log, previous: previous, at: sealedAt, by: key)
            try transaction.enqueue(
                SQL.addAuditCheckpoint(
                    log.size, previous, checkpoint.at, checkpoint.root, log.peaks, checkpoint.signature))
            return log.size - previous
        }
    }

    /// Rows that do not say what they said when they were written are sealed as they are, so that nothing more happens to them; whoever
    /// reads the log learns it now, and `attune audit verify` tells which.
    private func report(_ rows: [AuditRow]) {
        for row in rows {
            logger.critical(
                "an audit row was tampered with before it was sealed", metadata: ["row": "\(row.id.text)"])
        }
    }

    private static func rows(_ answer: ResultSet) throws -> ([AuditRow], Instant?) {
        var now: Instant?
        let rows = try answer.map { row throws(DatabaseError) -> AuditRow? in
            let found = try AuditRow.read(&row)
            now = try row.next()
            return found
        }
        return (rows.compactMap { $0 }, now)
    }
}
