public import Clinic
internal import Database

/// A signed statement of how many rows the audit's log had at a moment, and their root: whoever keeps a copy elsewhere can tell whether
/// anything below was changed, even by somebody who owns the database and all its copies.
///
/// ```text
/// attune audit checkpoint 1
/// size 1200
/// previous 1134
/// at 2026-11-23T04:00:00.000000Z
/// root 5f0c…          SHA-256, hexadecimal
/// key 9bQk…           Ed25519, base64url; which key signed, not whom to trust
/// signature hm3x…     of the six lines above, base64url
/// ```
public struct AuditCheckpoint: Sendable, Hashable {
    public let size: Int
    /// The size of the one before; 0 for the first.
    public let previous: Int
    public let at: Instant
    /// SHA-256: 32 bytes.
    public let root: [UInt8]
    let key: [UInt8]
    let signature: [UInt8]

    static func signed(_ log: MerkleLog, previous: Int, at: Instant, by key: SigningKey) -> AuditCheckpoint {
        let unsigned = AuditCheckpoint(
            size: log.size, previous: previous, at: at, root: log.root, key: key.publicKey, signature: [])
        return AuditCheckpoint(
            size: log.size, previous: previous, at: at, root: log.root, key: key.publicKey,
            signature: key.sign(unsigned.statement.utf8))
    }

    init(size: Int, previous: Int, at: Instant, root: [UInt8], key: [UInt8], signature: [UInt8]) {
        (self.size, self.previous, self.at, self.root) = (size, previous, at, root)
        (self.key, self.signature) = (key, signature)
    }

    /// What is signed.
    private var statement: String {
        """
        attune audit checkpoint 1
        size \(size)
        previous \(previous)
        at \(at)
        root \(root.hex)
        key \(Secrets.base64url(key))

        """
    }

    /// The file's text, which ``init(text:)`` reads back.
    public var text: String { statement + "signature \(Secrets.base64url(signature))\n" }

    /// Nil for what is no checkpoint. Does not say whether the signature holds.
    public init?(text: String) {
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 7 else { return nil }
        func value(_ line: Int, _ name: String) -> Substring? {
            lines[line].hasPrefix(name + " ") ? lines[line].dropFirst(name.count + 1) : nil
        }
        guard let size = value(1, "size").flatMap({ Int($0) }), let previous = value(2, "previous").flatMap({ Int($0) }),
            let at = value(3, "at").flatMap({ try? Instant(rfc3339: String($0)) }),
            let root = value(4, "root").flatMap({ Self.bytes(hex: $0) }),
            let key = value(5, "key").flatMap({ Secrets.bytes(base64url: $0) }),
            let signature = value(6, "signature").flatMap({ Secrets.bytes(base64url: $0) })
        else { return nil }
        self.init(size: size, previous: previous, at: at, root: root, key: key, signature: signature)
        // One spelling: what was read is what was signed.
        guard lines.joined(separator: "\n") + "\n" == self.text else { return nil }
    }

    /// Whether this key signed exactly this.
    func isSigned(by signer: SigningKey) -> Bool {
        key == signer.publicKey && signer.verifies(signature, of: statement.utf8)
    }

    private static func bytes(hex text: Substring) -> [UInt8]? {
        let digits = text.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard text.utf8.count == 64, digits.count == 64 else { return nil }
        return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}

/// A checkpoint as the database keeps it: with what appending needs.
struct StoredCheckpoint: Sendable {
    let checkpoint: AuditCheckpoint
    let peaks: [[UInt8]]

    /// - Parameter key: of the clinic; the row does not say who signed it.
    static func read(_ row: inout RowReader, key: SigningKey) throws(DatabaseError) -> StoredCheckpoint {
        let size: Int = try row.next()
        let previous: Int = try row.next()
        let at: Instant = try row.next()
        let root: [UInt8] = try row.next()
        let peaks: [[UInt8]] = try row.next()
        return StoredCheckpoint(
            checkpoint: AuditCheckpoint(
                size: size, previous: previous, at: at, root: root, key: key.publicKey, signature: try row.next()),
            peaks: peaks)
    }

    /// The log up to here; nil when the row was tampered with.
    func log(signedBy key: SigningKey) -> MerkleLog? {
        guard checkpoint.isSigned(by: key), let log = MerkleLog(size: checkpoint.size, peaks: peaks), log.root == checkpoint.root
        else { return nil }
        return log
    }
}
