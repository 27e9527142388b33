import Clinic

/// Reads one JSON document, strictly (RFC 8259): nothing after it, no duplicate names, no comments, no lone surrogates, no NUL, and
/// no character that is obeyed instead of read.
///
/// Foundation's decoder takes the last of two equal names, rounds large integers and recurses as deeply as it is told to;
/// each of these has been a way to make two programs read one request differently.
struct JSONReader {
    /// What a document may cost.
    struct Limits: Sendable {
        /// Levels of arrays and objects; the outermost is the first.
        var depth = 32
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var at = 0
    private var path: [Step] = []

    private enum Step {
        case name(String)
        case index(Int)
    }

    /// - Throws: ``JSONError`` with the place of the first fault.
    static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) -> JSON {
        var reader = JSONReader(bytes: bytes, limits: limits)
        reader.skipSpace()
        guard reader.at < bytes.count else { throw reader.fault(.empty) }
        let value = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.at == bytes.count else { throw reader.fault(.trailing) }
        return value
    }

    private init(bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    // MARK: Values

    private mutating func value(depth: Int) throws(JSONError) -> JSON {
        guard at < bytes.count else { throw fault(.incomplete) }
        switch bytes[at] {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw fault(.unexpected)
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSON {
        guard depth <= limits.depth else { throw fault(.tooDeep(limits.depth)) }
        at += 1
        var members: [JSON.Member] = []
        var seen: Set<String> = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            guard at < bytes.count else { throw fault(.incomplete) }
            guard bytes[at] == UInt8(ascii: "\"") else { throw fault(.unexpected) }
            let start = at
            let name = try string()
            path.append(.name(name))
            guard seen.insert(name).inserted else {
                at = start
                throw fault(.duplicateName)
            }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fault(at < bytes.count ? .unexpected : .incomplete) }
            skipSpace()
            members.append(JSON.Member(name: name, value: try value(depth: depth)))
            path.removeLast()
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw fault(at < bytes.count ? .unexpected : .incomplete) }
        }
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSON {
        guard depth <= limits.depth else { throw fault(.tooDeep(limits.depth)) }
        at += 1
        var items: [JSON] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array([]) }
        while true {
            path.append(.index(items.count))
            skipSpace()
            items.append(try value(depth: depth))
            path.removeLast()
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { throw fault(at < bytes.count ? .unexpected : .incomplete) }
        }
    }

    private mutating func word(_ text: StaticString, _ meaning: JSON) throws(JSONError) -> JSON {
        for offset in 0..<text.utf8CodeUnitCount {
            guard at + offset < bytes.count else { throw fault(.incomplete) }
            guard bytes[at + offset] == text.utf8Start[offset] else { throw fault(.unexpected) }
        }
        at += text.utf8CodeUnitCount
        return meaning
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> JSON {
        let start = at
        _ = take(UInt8(ascii: "-"))
        if take(UInt8(ascii: "0")) {
            if at < bytes.count, isDigit(bytes[at]) { throw fault(.unexpected) }
        } else {
            try digits()
        }
        if take(UInt8(ascii: ".")) { try digits() }
        if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits()
        }
        let spelling = String(decoding: bytes[start..<at], as: UTF8.self)
        if let exact = Int64(spelling) { return .integer(exact) }
        return exactInteger(spelling).map(JSON.integer) ?? .decimal(spelling)
    }

    private mutating func digits() throws(JSONError) {
        let start = at
        while at < bytes.count, isDigit(bytes[at]) { at += 1 }
        guard at > start else { throw fault(at < bytes.count ? .unexpected : .incomplete) }
    }

    /// `1.50e1` is 15: moves the point instead of going through `Double`, which has only 53 bits.
    /// - Returns: nil for what is no whole number, and for what is spelled at such length that nobody means one.
    private func exactInteger(_ spelling: String) -> Int64? {
        guard spelling.utf8.count <= 64 else { return nil }
        var digits = ""
        var afterPoint = 0
        var exponent = ""
        var part = 0
        for character in spelling.lowercased() {
            switch character {
            case ".": part = 1
            case "e": part = 2
            default:
                if part == 2 { exponent.append(character) } else { digits.append(character) }
                if part == 1 { afterPoint += 1 }
            }
        }
        var shift = -afterPoint
        if !exponent.isEmpty {
            guard let power = Int(exponent), (-64...64).contains(power) else { return nil }
            shift += power
        }
        while shift < 0, digits.hasSuffix("0"), digits.count > 1 {
            digits.removeLast()
            shift += 1
        }
        if digits == "0" || digits == "-0" { return 0 }
        guard shift >= 0 else { return nil }
        return Int64(digits + String(repeating: "0", count: shift))
    }

    // MARK: Text

    private mutating func string() throws(JSONError) -> String {
        let opening = at
        at += 1
        var start = at
        var unescaped: [UInt8] = []
        while true {
            guard at < bytes.count else { throw fault(.incomplete) }
            let byte = bytes[at]
            if byte == UInt8(ascii: "\"") { break }
            if byte < 0x20 { throw fault(.controlCharacter) }
            if byte == UInt8(ascii: "\\") {
                unescaped.append(contentsOf: bytes[start..<at])
                try escape(into: &unescaped)
                start = at
            } else {
                at += 1
            }
        }
        let text: String?
        if unescaped.isEmpty {
            text = String(validating: bytes[start..<at], as: UTF8.self)
        } else {
            unescaped.append(contentsOf: bytes[start..<at])
            text = String(validating: unescaped, as: UTF8.self)
        }
        guard let text else {
            at = opening
            throw fault(.notUTF8)
        }
        if text.hasHiddenCharacters {
            at = opening
            throw fault(.hiddenCharacter)
        }
        at += 1
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        at += 1
        guard at < bytes.count else { throw fault(.incomplete) }
        let letter = bytes[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let scalar = try escapedScalar()
            // PostgreSQL's text cannot hold it, and no name or note needs it.
            guard scalar.value != 0 else { throw fault(.nul) }
            text.append(contentsOf: String(scalar).utf8)
        default:
            at -= 1
            throw fault(.unexpected)
        }
    }

    private mutating func escapedScalar() throws(JSONError) -> Unicode.Scalar {
        let first = try hexUnit()
        if let scalar = Unicode.Scalar(UInt32(first)) { return scalar }
        guard (0xD800..<0xDC00).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw fault(.loneSurrogate)
        }
        let second = try hexUnit()
        guard (0xDC00..<0xE000).contains(second) else { throw fault(.loneSurrogate) }
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
        guard let scalar = Unicode.Scalar(value) else { throw fault(.loneSurrogate) }
        return scalar
    }

    private mutating func hexUnit() throws(JSONError) -> UInt16 {
        guard at + 4 <= bytes.count else { throw fault(.incomplete) }
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[at])).hexDigitValue, bytes[at] < 0x80 else {
                throw fault(.unexpected)
            }
            unit = unit << 4 | UInt16(digit)
            at += 1
        }
        return unit
    }

    // MARK: Places

    private mutating func skipSpace() {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            default: return
            }
        }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at += 1
        return true
    }

    private func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") }

    private func fault(_ reason: JSONError.Reason) -> JSONError {
        var line = 1
        var column = 1
        for byte in bytes.prefix(at) {
            if byte == 0x0A {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        var pointer = JSONPointer()
        for step in path {
            switch step {
            case .name(let name): pointer = pointer.appending(name)
            case .index(let index): pointer = pointer.appending(index)
            }
        }
        return JSONError(reason: reason, pointer: pointer, line: line, column: column)
    }
}
