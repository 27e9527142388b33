/// PostgreSQL's `numeric`: decimal digits, exact, with their scale (`1.50` keeps its zero). No arithmetic: money is computed by `Clinic.Money`.
public struct Numeric: Hashable, Sendable, CustomStringConvertible {
    /// `-12.50`, `0`, `NaN`, `Infinity`, `-Infinity`, as PostgreSQL writes it.
    public let description: String

    public static let nan = Numeric(trusted: "NaN")

    /// - Parameter text: an optional minus, digits, and optionally a point and digits; or `NaN`, `Infinity`, `-Infinity`.
    ///   Nil otherwise, and beyond PostgreSQL's own limits (131,072 digits before the point, 16,383 after it).
    public init?(_ text: String) {
        if ["NaN", "Infinity", "-Infinity"].contains(text) {
            description = text
            return
        }
        let unsigned = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = unsigned.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else { return nil }
        let whole = parts[0].drop { $0 == "0" }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard whole.count <= 131_072, fraction.count <= 16_383 else { return nil }
        let isZero = whole.isEmpty && fraction.allSatisfy { $0 == "0" }
        description =
            (text.hasPrefix("-") && !isZero ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : "." + fraction)
    }

    public init(_ value: Int) { description = String(value) }

    private init(trusted text: String) { description = text }
}

/// `numeric_send`: a count of base-10,000 digits, the weight of the first, a sign, the scale shown, then the digits.
extension Numeric: DatabaseValue {
    public static var databaseType: UInt32 { ObjectID.numeric }
    public static var arrayType: UInt32 { 1231 }
    public static func accepts(_ databaseType: UInt32) -> Bool { databaseType == ObjectID.numeric }

    private static let signs: [(name: String, code: UInt16)] = [
        ("NaN", 0xC000), ("Infinity", 0xD000), ("-Infinity", 0xF000),
    ]

    public func encode(into bytes: inout [UInt8]) {
        if let special = Self.signs.first(where: { $0.name == description }) {
            for word in [0, 0, special.code, 0] as [UInt16] { bytes.append(bigEndian: word) }
            return
        }
        let negative = description.hasPrefix("-")
        let parts = description.utf8.drop { $0 == 45 }.split(separator: 46, maxSplits: 1)
        var whole = parts[0].map { UInt16($0 - 48) }
        var fraction = parts.count == 2 ? parts[1].map { UInt16($0 - 48) } : []
        let scale = fraction.count
        whole.insert(contentsOf: repeatElement(0, count: (4 - whole.count % 4) % 4), at: 0)
        fraction.append(contentsOf: repeatElement(0, count: (4 - fraction.count % 4) % 4))
        let decimals = whole + fraction
        var digits = stride(from: 0, to: decimals.count, by: 4).map { index in
            decimals[index..<index + 4].reduce(0) { $0 * 10 + $1 }
        }
        var weight = whole.count / 4 - 1
        while digits.first == 0 {
            digits.removeFirst()
            weight -= 1
        }
        while digits.last == 0 { digits.removeLast() }
        bytes.append(bigEndian: Int16(truncatingIfNeeded: digits.count))
        bytes.append(bigEndian: Int16(truncatingIfNeeded: digits.isEmpty ? 0 : weight))
        bytes.append(bigEndian: UInt16(negative ? 0x4000 : 0))
        bytes.append(bigEndian: UInt16(truncatingIfNeeded: scale))
        for digit in digits { bytes.append(bigEndian: digit) }
    }

    public static func decode(_ bytes: UnsafeRawBufferPointer) throws(ValueError) -> Numeric {
        var reader = BytesReader(bytes)
        let count = Int(try reader.integer(Int16.self))
        let weight = Int(try reader.integer(Int16.self))
        let sign = try reader.integer(UInt16.self)
        let scale = Int(try reader.integer(UInt16.self))
        if let special = signs.first(where: { $0.code == sign }) { return Numeric(trusted: special.name) }
        guard sign == 0 || sign == 0x4000, count >= 0, scale <= 16_383 else { throw .wrongLength }
        var digits: [UInt16] = []
        for _ in 0..<count {
            let digit = try reader.integer(UInt16.self)
            guard digit < 10_000 else { throw .outOfRange(.init("a digit beyond 9999")) }
            digits.append(digit)
        }
        guard reader.isAtEnd else { throw .wrongLength }
        return Numeric(trusted: (sign == 0x4000 ? "-" : "") + text(digits, weight: weight, scale: scale))
    }

    /// The digit of weight `w` counts 10,000 to the power of `w`.
    private static func text(_ digits: [UInt16], weight: Int, scale: Int) -> String {
        func group(_ place: Int) -> String {
            let index = weight - place
            let digit = digits.indices.contains(index) ? digits[index] : 0
            let plain = String(digit)
            return String(repeating: "0", count: 4 - plain.count) + plain
        }
        let whole = weight < 0 ? "0" : stride(from: weight, through: 0, by: -1).map(group).joined()
        let trimmed = whole.drop { $0 == "0" }
        let fraction = stride(from: -1, through: -((scale + 3) / 4), by: -1).map(group).joined().prefix(scale)
        return (trimmed.isEmpty ? "0" : String(trimmed)) + (scale > 0 ? "." + fraction : "")
    }
}
