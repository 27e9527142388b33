internal import Clinic

internal import struct Foundation.UUID

/// A leaf of the log as it is stored.
struct StoredLeaf: Sendable, Hashable {
    var seq: Int
    var row: UUID
    var xid: Int64
    var hash: [UInt8]
}

/// Goes through the log once, leaf by leaf, and finds what is not as it was. Pure, and as large as one checkpoint's rows however long the
/// log is.
struct AuditInspection: Sendable {
    private let key: [UInt8]
    private let signer: SigningKey
    private let exported: AuditCheckpoint?
    /// How many rows the first checkpoint covers: they may be from before there were seals.
    private let founding: Int

    private var log = MerkleLog()
    private var due: [StoredCheckpoint] = []
    private var lastSize = 0
    private var lastLeaf: StoredLeaf?
    /// Rows out of the log's order since the last checkpoint: told only when its root is wrong, because a dump restored elsewhere
    /// counts its transactions anew.
    private var misplaced: [StoredLeaf] = []

    private(set) var findings: [AuditFinding] = []
    private(set) var count = 0
    private(set) var checkpoints = 0
    private(set) var newest: AuditCheckpoint?

    /// How many findings are kept; all are counted.
    static let kept = 1_000
    /// Of leaves that are gone; more than that and the log is not looked at further.
    private static let widestGap = 1_000_000

    init(key: [UInt8], signer: SigningKey, exported: AuditCheckpoint?, founding: StoredCheckpoint?) {
        self.key = key
        self.signer = signer
        self.exported = exported
        // A first checkpoint that is not ours vouches for nothing.
        self.founding =
            founding.map { $0.checkpoint.previous == 0 && $0.checkpoint.isSigned(by: signer) ? $0.checkpoint.size : 0 } ?? 0
        if let exported, !exported.isSigned(by: signer) { find(.init(.forged, place: exported.size)) }
    }

    var size: Int { log.size }

    /// Checkpoints come by size, each before the leaf that completes it.
    mutating func take(_ checkpoint: StoredCheckpoint) {
        checkpoints += 1
        let said = checkpoint.checkpoint
        if !said.isSigned(by: signer) {
            find(.init(.forged, place: said.size))
        } else {
            newest = said
        }
        if said.previous != lastSize { find(.init(.missing, place: said.previous)) }
        lastSize = said.size
        due.append(checkpoint)
    }

    /// - Parameter row: nil when the log names a row that is gone.
    mutating func take(_ leaf: StoredLeaf, _ row: AuditRow?) {
        if leaf.seq != log.size {
            find(.init(.gap, place: log.size))
            for _ in 0..<min(max(0, leaf.seq - log.size), Self.widestGap) { advance([UInt8](repeating: 0, count: 32)) }
        }
        if let row {
            let isFounding = row.mac == nil && leaf.seq < founding
            if !isFounding, row.mac == nil {
                find(.init(.inserted, row: row.id, place: leaf.seq))
            } else if !(isFounding || row.isSealed(by: key)) || row.leaf != leaf.hash || row.xid != leaf.xid {
                find(.init(.changed, row: row.id, place: leaf.seq))
            }
        } else {
            find(.init(.deleted, row: leaf.row, place: leaf.seq))
        }
        if let lastLeaf, !lastLeaf.isBefore(leaf) { misplaced.append(leaf) }
        lastLeaf = leaf
        advance(leaf.hash)
    }

    /// A row that no leaf names.
    /// - Parameter isLate: whether it should be in the log by now.
    mutating func takeOutside(_ row: AuditRow, isLate: Bool) {
        if !row.isSealed(by: key) {
            find(.init(.inserted, row: row.id))
        } else if isLate {
            find(.init(.unsealed, row: row.id))
        }
    }

    /// There is nothing more.
    mutating func finish() {
        for checkpoint in due { find(.init(.truncated, place: checkpoint.checkpoint.size)) }
        if let exported, exported.size > log.size { find(.init(.truncated, place: exported.size)) }
        if log.size > lastSize { find(.init(.unsigned, place: lastSize)) }
    }

    private mutating func advance(_ hash: [UInt8]) {
        log.append(hash)
        if let exported, exported.size == log.size, exported.root != log.root { find(.init(.rewritten, place: log.size)) }
        while let next = due.first, next.checkpoint.size <= log.size {
            due.removeFirst()
            if next.checkpoint.size == log.size, next.checkpoint.root == log.root {
                if next.peaks != log.peaks { find(.init(.forged, place: next.checkpoint.size)) }
            } else {
                find(.init(.reordered, place: next.checkpoint.size))
                for leaf in misplaced { find(.init(.reordered, row: leaf.row, place: leaf.seq)) }
                // From here on by what was signed, so that what comes after is judged by itself.
                if let signed = next.log(signedBy: signer), signed.size == log.size { log = signed }
            }
            misplaced = []
        }
    }

    private mutating func find(_ finding: AuditFinding) {
        count += 1
        if findings.count < Self.kept { findings.append(finding) }
    }
}

extension StoredLeaf {
    /// Whether this one comes first in the order of the log: by transaction, then by id as PostgreSQL orders it.
    fileprivate func isBefore(_ other: StoredLeaf) -> Bool {
        guard xid == other.xid else { return xid < other.xid }
        return withUnsafeBytes(of: row.uuid) { one in withUnsafeBytes(of: other.row.uuid) { one.lexicographicallyPrecedes($0) } }
    }
}
