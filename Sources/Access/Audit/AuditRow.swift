internal import Clinic
internal import Database

internal import struct Foundation.UUID

/// A row of the audit as it is stored, and what seals it.
struct AuditRow: Sendable, Hashable {
    var id: UUID
    var at: Instant
    var role: String
    var actor: UUID
    var request: UUID
    var door: String
    var operation: String
    var action: String
    var subject: UUID?
    var client: UUID?
    var clients: [UUID]?
    var through: String?
    var purpose: String
    var fields: String?
    /// As PostgreSQL prints a `jsonb`.
    var details: String
    /// Nil in rows from before there were seals.
    var mac: [UInt8]?
    /// The transaction that wrote it; 0 until PostgreSQL has said.
    var xid: Int64

    /// Every column but the seal and the transaction's number, each with its length before it, so that no two rows read alike.
    var body: [UInt8] {
        var bytes = Self.begin
        bytes.reserveCapacity(512)
        Self.add(id, to: &bytes)
        withUnsafeBytes(of: at.microseconds.bigEndian) { Self.add($0, to: &bytes) }
        Self.add(role, to: &bytes)
        Self.add(actor, to: &bytes)
        Self.add(request, to: &bytes)
        Self.add(door, to: &bytes)
        Self.add(operation, to: &bytes)
        Self.add(action, to: &bytes)
        Self.add(subject, to: &bytes)
        Self.add(client, to: &bytes)
        if let clients {
            Self.add(clients.flatMap { id in withUnsafeBytes(of: id.uuid) { Array($0) } }, to: &bytes)
        } else {
            Self.addNull(to: &bytes)
        }
        Self.add(through, to: &bytes)
        Self.add(purpose, to: &bytes)
        Self.add(fields, to: &bytes)
        Self.add(details, to: &bytes)
        return bytes
    }

    func seal(_ key: [UInt8]) -> [UInt8] { Secrets.hmacSHA256(key: key, body) }

    func sealed(by key: [UInt8]) -> AuditRow {
        var row = self
        row.mac = seal(key)
        return row
    }

    /// Whether the row says what it said when it was written. A row without a seal does not.
    func isSealed(by key: [UInt8]) -> Bool { mac.map { Secrets.equal($0, seal(key)) } ?? false }

    /// What the log keeps of the row: all of it, its seal and its transaction's number too.
    var leaf: [UInt8] {
        var bytes = body
        if let mac { Self.add(mac, to: &bytes) } else { Self.addNull(to: &bytes) }
        withUnsafeBytes(of: xid.bigEndian) { Self.add($0, to: &bytes) }
        return MerkleLog.leaf(bytes)
    }

    private static let begin = Array("attune audit row 1".utf8)

    private static func add(_ bytes: some Collection<UInt8>, to body: inout [UInt8]) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: bytes.count).bigEndian) { body.append(contentsOf: $0) }
        body.append(contentsOf: bytes)
    }
    private static func add(_ text: String, to body: inout [UInt8]) { add(text.utf8, to: &body) }
    private static func add(_ id: UUID, to body: inout [UInt8]) { withUnsafeBytes(of: id.uuid) { add($0, to: &body) } }
    private static func add(_ text: String?, to body: inout [UInt8]) {
        if let text { add(text.utf8, to: &body) } else { addNull(to: &body) }
    }
    private static func add(_ id: UUID?, to body: inout [UInt8]) {
        if let id { withUnsafeBytes(of: id.uuid) { add($0, to: &body) } } else { addNull(to: &body) }
    }
    /// A length that nothing has.
    private static func addNull(to body: inout [UInt8]) { body.append(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF]) }
}

extension AuditRow {
    /// The columns of `audits_to_seal.sql`, `audit_log.sql` and `audits_outside_log.sql`; nil where there is no row.
    static func read(_ row: inout RowReader) throws(DatabaseError) -> AuditRow? {
        guard let id: UUID = try row.nextOptional() else { return nil }
        return AuditRow(
            id: id, at: try row.next(), role: try row.next(), actor: try row.next(), request: try row.next(),
            door: try row.next(),
            operation: try row.next(), action: try row.next(), subject: try row.nextOptional(), client: try row.nextOptional(),
            clients: try row.nextOptional(), through: try row.nextOptional(), purpose: try row.next(),
            fields: try row.nextOptional(), details: try row.next(), mac: try row.nextOptional(), xid: try row.next())
    }
}
