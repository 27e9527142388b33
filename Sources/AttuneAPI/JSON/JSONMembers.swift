import Clinic

import struct Foundation.UUID

// `member` writes a name and its value; an absent optional is written as null, so that every answer of a kind has the same names.

extension JSONWriter {
    mutating func member(_ name: StaticString, _ value: String) {
        key(name)
        self.value(value)
    }
    mutating func member(_ name: StaticString, _ value: Bool) {
        key(name)
        self.value(value)
    }
    mutating func member(_ name: StaticString, _ value: Int) {
        key(name)
        self.value(value)
    }
    mutating func member(_ name: StaticString, _ value: Int64) {
        key(name)
        self.value(value)
    }
    mutating func member(_ name: StaticString, _ value: UUID) {
        key(name)
        self.value(value)
    }
    mutating func member<Entity>(_ name: StaticString, _ value: TypedID<Entity>) {
        key(name)
        self.value(value.uuid)
    }
    mutating func member(_ name: StaticString, _ value: Instant) {
        key(name)
        self.value(value)
    }
    mutating func member(_ name: StaticString, _ value: LocalDate) {
        key(name)
        self.value(value.description)
    }

    mutating func member(_ name: StaticString, _ value: String?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }
    mutating func member(_ name: StaticString, _ value: Int?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }
    mutating func member(_ name: StaticString, _ value: UUID?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }
    mutating func member<Entity>(_ name: StaticString, _ value: TypedID<Entity>?) {
        key(name)
        if let value { self.value(value.uuid) } else { null() }
    }
    mutating func member(_ name: StaticString, _ value: Instant?) {
        key(name)
        if let value { self.value(value) } else { null() }
    }
    mutating func member(_ name: StaticString, _ value: LocalDate?) {
        key(name)
        if let value { self.value(value.description) } else { null() }
    }
    mutating func member(_ name: StaticString, _ values: [String]) {
        key(name)
        array(values) { $0.value($1) }
    }

    mutating func value(_ instant: Instant) { quoted { WireInstant.append(instant, to: &$0) } }
}

/// Instants as the API writes them: RFC 3339 in UTC, `2026-12-01T19:00:00Z`, with a fraction only where there is one.
enum WireInstant {
    /// PostgreSQL's own range, so that every accepted time can be stored: years 1 to 9999.
    static let range = Instant(microseconds: -62_135_596_800_000_000)...Instant(microseconds: 253_402_300_799_999_999)

    static func parse(_ text: String) -> Instant? {
        guard let instant = try? Instant(rfc3339: text), range.contains(instant) else { return nil }
        return instant
    }

    static func append(_ instant: Instant, to bytes: inout [UInt8]) {
        guard range.contains(instant) else { return bytes.append(contentsOf: instant.description.utf8) }
        let perDay: Int64 = 86_400_000_000
        let dayNumber = instant.microseconds >= 0 ? instant.microseconds / perDay : (instant.microseconds - perDay + 1) / perDay
        let ofDay = instant.microseconds - dayNumber * perDay
        // Days to a civil date after Howard Hinnant's chrono algorithms; years start in March so that leap days come last.
        let shifted = dayNumber + 719_468
        let era = shifted >= 0 ? shifted / 146_097 : (shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let seconds = ofDay / 1_000_000
        two(year / 100, &bytes)
        two(year % 100, &bytes)
        bytes.append(UInt8(ascii: "-"))
        two(month, &bytes)
        bytes.append(UInt8(ascii: "-"))
        two(dayOfYear - (153 * marchMonth + 2) / 5 + 1, &bytes)
        bytes.append(UInt8(ascii: "T"))
        two(seconds / 3_600, &bytes)
        bytes.append(UInt8(ascii: ":"))
        two(seconds / 60 % 60, &bytes)
        bytes.append(UInt8(ascii: ":"))
        two(seconds % 60, &bytes)
        let fraction = ofDay % 1_000_000
        if fraction != 0 {
            bytes.append(UInt8(ascii: "."))
            two(fraction / 10_000, &bytes)
            two(fraction / 100 % 100, &bytes)
            two(fraction % 100, &bytes)
        }
        bytes.append(UInt8(ascii: "Z"))
    }

    static func string(_ instant: Instant) -> String {
        var bytes: [UInt8] = []
        append(instant, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @inline(__always)
    private static func two(_ number: Int64, _ bytes: inout [UInt8]) {
        bytes.append(UInt8(truncatingIfNeeded: 48 + number / 10))
        bytes.append(UInt8(truncatingIfNeeded: 48 + number % 10))
    }
}
