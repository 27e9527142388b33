import Clinic

import struct Foundation.UUID

/// Writes JSON straight into bytes: members in the order in which they are written, UUIDs in lower case, times in UTC.
///
/// Foundation's encoder took sixteen times as long for one row and shuffled the members (ARCHITECTURE.md, "JSON").
struct JSONWriter {
    private(set) var bytes: [UInt8] = []
    /// True when the next value or member is not the first of its container.
    private var needsComma = false

    init(capacity: Int = 512) { bytes.reserveCapacity(capacity) }

    static func write(capacity: Int = 512, _ body: (inout JSONWriter) throws -> Void) rethrows -> [UInt8] {
        var writer = JSONWriter(capacity: capacity)
        try body(&writer)
        return writer.bytes
    }

    // MARK: Containers

    mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        comma()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        try members(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    mutating func array<Items: Sequence>(
        _ items: Items, _ each: (inout JSONWriter, Items.Element) throws -> Void
    ) rethrows {
        comma()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        for item in items { try each(&self, item) }
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// A name that the program spells itself: plain ASCII that needs no escape.
    mutating func key(_ name: StaticString) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    /// A name that is only known at run time.
    mutating func key(named name: String) {
        value(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: Values

    mutating func null() {
        comma()
        bytes.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
        needsComma = true
    }

    mutating func value(_ flag: Bool) {
        comma()
        bytes.append(contentsOf: flag ? [0x74, 0x72, 0x75, 0x65] : [0x66, 0x61, 0x6C, 0x73, 0x65])
        needsComma = true
    }

    mutating func value(_ number: Int64) {
        comma()
        digits(of: number)
        needsComma = true
    }

    mutating func value(_ number: Int) { value(Int64(number)) }
    mutating func value(_ number: Int32) { value(Int64(number)) }
    mutating func value(_ number: Int16) { value(Int64(number)) }

    mutating func value(_ text: String) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        escape(text)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func value(_ id: UUID) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        UUIDText.append(id, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    mutating func value<Entity>(_ id: TypedID<Entity>) { value(id.uuid) }

    /// JSON that already is JSON, such as a `jsonb` column.
    mutating func raw(_ json: String) {
        comma()
        bytes.append(contentsOf: json.utf8)
        needsComma = true
    }

    mutating func value(_ json: JSON) {
        switch json {
        case .null: null()
        case .bool(let flag): value(flag)
        case .integer(let number): value(number)
        case .decimal(let spelling): raw(spelling)
        case .string(let text): value(text)
        case .array(let items): array(items) { writer, item in writer.value(item) }
        case .object(let members):
            object { writer in
                for member in members {
                    writer.key(named: member.name)
                    writer.value(member.value)
                }
            }
        }
    }

    // MARK: Helpers

    @inline(__always)
    mutating func comma() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    /// Between quotes, for values whose text is plain ASCII, such as times.
    mutating func quoted(_ body: (inout [UInt8]) -> Void) {
        comma()
        bytes.append(UInt8(ascii: "\""))
        body(&bytes)
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func digits(of number: Int64) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func escape(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            var index = 0
            while index < utf8.count {
                defer { index += 1 }
                let byte = utf8[index]
                guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
                bytes.append(contentsOf: utf8[start..<index])
                start = index + 1
                bytes.append(UInt8(ascii: "\\"))
                switch byte {
                case 0x22, 0x5C: bytes.append(byte)
                case 0x0A: bytes.append(UInt8(ascii: "n"))
                case 0x0D: bytes.append(UInt8(ascii: "r"))
                case 0x09: bytes.append(UInt8(ascii: "t"))
                default:
                    bytes.append(contentsOf: [0x75, 0x30, 0x30])
                    bytes.append(UUIDText.hex(byte >> 4))
                    bytes.append(UUIDText.hex(byte & 15))
                }
            }
            bytes.append(contentsOf: utf8[start...])
        }
    }
}
