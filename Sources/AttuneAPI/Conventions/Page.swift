import Clinic

import struct Foundation.UUID
import typealias Foundation.uuid_t

/// Which page of a list is asked for: `limit` rows after `cursor`.
///
/// A cursor is opaque to callers: base64url of a version byte and the last row's key. It says where to go on, never what may be
/// seen, so it needs no signature.
struct Page: Sendable {
    /// 1 to 200.
    let limit: Int
    let after: [UInt8]?

    static let limits: ClosedRange<Int64> = 1...200
    static let usual = 50

    /// The key of lists that are ordered by id.
    var afterID: UUID? {
        get throws(Problem) {
            guard let after else { return nil }
            guard after.count == 16 else { throw Page.badCursor }
            return after.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
        }
    }

    /// The key of lists that are ordered by time, then id.
    var afterInstantAndID: (Instant, UUID)? {
        get throws(Problem) {
            guard let after else { return nil }
            guard after.count == 24 else { throw Page.badCursor }
            let key = after.withUnsafeBytes {
                let micros = Int64(bigEndian: $0.loadUnaligned(as: Int64.self))
                return (Instant(microseconds: micros), UUID(uuid: $0.loadUnaligned(fromByteOffset: 8, as: uuid_t.self)))
            }
            // No row has a time that the database cannot say.
            guard WireInstant.range.contains(key.0) else { throw Page.badCursor }
            return key
        }
    }

    /// The key of the triage board: group, due, id.
    var afterGroupInstantAndID: (Int, Instant, UUID)? {
        get throws(Problem) {
            guard let after else { return nil }
            guard after.count == 25, let group = after.first else { throw Page.badCursor }
            let rest = try Page(limit: limit, after: Array(after.dropFirst())).afterInstantAndID
            return rest.map { (Int(group), $0.0, $0.1) }
        }
    }

    /// The key of lists that are ordered by two short texts.
    var afterPair: (String, String)? {
        get throws(Problem) {
            guard let after else { return nil }
            let parts = after.split(separator: 0, omittingEmptySubsequences: false).map { String(validating: $0, as: UTF8.self) }
            guard parts.count == 2, let one = parts[0], let other = parts[1] else { throw Page.badCursor }
            return (one, other)
        }
    }

    static func cursor(pair one: String, _ other: String) -> String {
        Base64URL.encode([1] + Array(one.utf8) + [0] + Array(other.utf8))
    }

    static func cursor(group: Int, _ instant: Instant, _ id: UUID) -> String {
        Base64URL.encode(
            [1, UInt8(clamping: group)] + withUnsafeBytes(of: instant.microseconds.bigEndian, Array.init) + bytes(id))
    }

    static func cursor(_ id: UUID) -> String { Base64URL.encode([1] + bytes(id)) }

    static func cursor(_ instant: Instant, _ id: UUID) -> String {
        Base64URL.encode([1] + withUnsafeBytes(of: instant.microseconds.bigEndian, Array.init) + bytes(id))
    }

    static func decode(_ text: String) throws(Problem) -> [UInt8] {
        guard let bytes = Base64URL.decode(text), bytes.first == 1 else { throw badCursor }
        return Array(bytes.dropFirst())
    }

    static let badCursor = Problem.invalid(
        "cursor", "not_a_cursor", "Take the cursor from the answer's next link, or leave it out to start at the beginning.")

    private static func bytes(_ id: UUID) -> [UInt8] { withUnsafeBytes(of: id.uuid, Array.init) }
}

/// RFC 4648, section 5, without padding; strict: one text for each byte string.
enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                text.append(alphabet[Int(buffer >> UInt32(bits) & 63)])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(6 - bits) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for letter in text.utf8 {
            guard let value = alphabet.firstIndex(of: letter) else { return nil }
            buffer = (buffer << 6 | UInt32(value)) & 0xFFFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> UInt32(bits)))
            }
        }
        guard encode(bytes) == text else { return nil }
        return bytes
    }
}
