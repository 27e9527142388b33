import struct Foundation.UUID
import typealias Foundation.uuid_t

/// The text of a UUID as RFC 9562 prints it, in lower case. Foundation prints capitals and reads loosely.
enum UUIDText {
    static func append(_ id: UUID, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: id.uuid) { raw in
            for index in 0..<16 {
                if index == 4 || index == 6 || index == 8 || index == 10 { bytes.append(UInt8(ascii: "-")) }
                bytes.append(hex(raw[index] >> 4))
                bytes.append(hex(raw[index] & 15))
            }
        }
    }

    static func string(_ id: UUID) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        append(id, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads exactly 8-4-4-4-12 hexadecimal digits of either case; nil for anything else.
    static func parse<Text: Collection>(_ text: Text) -> UUID? where Text.Element == UInt8 {
        guard text.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        var digits = 0
        for (index, byte) in text.enumerated() {
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            guard let digit = value(byte) else { return nil }
            if digits < 16 { high = high << 4 | digit } else { low = low << 4 | digit }
            digits += 1
        }
        var raw: uuid_t = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &raw) {
            $0.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        return UUID(uuid: raw)
    }

    static func parse(_ text: some StringProtocol) -> UUID? { parse(Array(text.utf8)) }

    @inline(__always)
    static func hex(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 48 + nibble : 87 + nibble }

    private static func value(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - 48)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - 87)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - 55)
        default: nil
        }
    }
}
