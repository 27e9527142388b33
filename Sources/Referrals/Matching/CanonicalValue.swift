internal import Clinic

/// A value whose text is the same on every machine: JSON with the keys in the order given, whole numbers only.
public indirect enum CanonicalValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case string(String)
    case list([CanonicalValue])
    /// Keys are distinct, in the order in which they are written.
    case object([Pair])

    /// A key and its value.
    public struct Pair: Sendable, Hashable {
        public let key: String
        public let value: CanonicalValue
    }

    static func optional(_ text: String?) -> CanonicalValue { text.map { .string($0) } ?? .null }
    static func strings(_ texts: [String]) -> CanonicalValue { .list(texts.map { .string($0) }) }
    static func fields(_ pairs: KeyValuePairs<String, CanonicalValue>) -> CanonicalValue {
        .object(pairs.map { Pair(key: $0.key, value: $0.value) })
    }

    /// As JSON, without white space; only what JSON asks for is escaped.
    public var text: String {
        var out = ""
        write(to: &out)
        return out
    }

    private func write(to out: inout String) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .int(let value): out += String(value)
        case .string(let value): out.append(quotedAsJSON: value)
        case .list(let values):
            out += "["
            for (index, value) in values.enumerated() {
                if index > 0 { out += "," }
                value.write(to: &out)
            }
            out += "]"
        case .object(let pairs):
            out += "{"
            for (index, pair) in pairs.enumerated() {
                if index > 0 { out += "," }
                out.append(quotedAsJSON: pair.key)
                out += ":"
                pair.value.write(to: &out)
            }
            out += "}"
        }
    }
}
