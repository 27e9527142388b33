internal import Foundation

/// Values as few bytes, for what is kept in great numbers: whole numbers take as many bytes as they need, and a text that was written
/// before is a number. What a ``PackedReader`` reads back is what was written, in the same order.
struct PackedWriter {
    private(set) var bytes: [UInt8] = []
    private var known: [String: Int] = [:]

    /// Zigzag, so that small negative numbers are short too; then seven bits a byte, the lowest first (LEB128).
    mutating func write(_ value: Int) {
        var rest = UInt64(bitPattern: Int64(value) << 1 ^ Int64(value) >> 63)
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
    mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }
    mutating func write(_ value: UUID) { withUnsafeBytes(of: value.uuid) { bytes.append(contentsOf: $0) } }
    mutating func write(_ value: String) {
        if let place = known[value] { return write(place + 1) }
        known[value] = known.count
        write(0)
        write(value.utf8.count)
        bytes += Array(value.utf8)
    }
    mutating func write<Value>(_ value: Value?, _ body: (inout PackedWriter, Value) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }
    mutating func write<Items: Collection>(_ items: Items, _ body: (inout PackedWriter, Items.Element) -> Void) {
        write(items.count)
        for item in items { body(&self, item) }
    }
}

/// What a ``PackedWriter`` wrote. Bytes of anybody else's making end in an error, never in a trap or a huge allocation.
struct PackedReader {
    /// They are not what a writer of this form wrote.
    struct Damaged: Error {}

    private let bytes: [UInt8]
    private var place = 0
    private var known: [String] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    private mutating func byte() throws(Damaged) -> UInt8 {
        guard place < bytes.count else { throw Damaged() }
        defer { place += 1 }
        return bytes[place]
    }

    mutating func int() throws(Damaged) -> Int {
        var value: UInt64 = 0, shift: UInt64 = 0
        while true {
            let next = try byte()
            guard shift < 63 || shift == 63 && next <= 1 else { throw Damaged() }
            value |= UInt64(next & 0x7F) << shift
            if next & 0x80 == 0 { break }
            shift += 7
        }
        return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
    }
    mutating func bool() throws(Damaged) -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw Damaged()
        }
    }
    mutating func uuid() throws(Damaged) -> UUID {
        guard bytes.count - place >= 16 else { throw Damaged() }
        defer { place += 16 }
        return bytes[place..<place + 16].withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
    mutating func string() throws(Damaged) -> String {
        let number = try int()
        if number > 0 {
            guard number <= known.count else { throw Damaged() }
            return known[number - 1]
        }
        let length = try int()
        guard length >= 0, length <= bytes.count - place,
            let text = String(validating: bytes[place..<place + length], as: UTF8.self)
        else { throw Damaged() }
        place += length
        known.append(text)
        return text
    }
    mutating func optional<Value>(
        _ body: (inout PackedReader) throws(Damaged) -> Value
    ) throws(Damaged) -> Value? {
        try bool() ? try body(&self) : nil
    }
    mutating func list<Value>(_ body: (inout PackedReader) throws(Damaged) -> Value) throws(Damaged) -> [Value] {
        let count = try int()
        // Every item takes a byte at least.
        guard count >= 0, count <= bytes.count - place else { throw Damaged() }
        var items: [Value] = []
        for _ in 0..<count { items.append(try body(&self)) }
        return items
    }
}
