import HTTPTypes

/// A strong validator: the row's version, as `"7"`.
struct EntityTag: Sendable, Equatable, CustomStringConvertible {
    let version: Int

    init(_ version: Int) { self.version = version }

    var description: String { "\"\(version)\"" }

    /// Whether a list such as `"7", "8"` or `*` names this tag. Weak tags never match: If-Match compares strongly (RFC 9110, 13.1.1).
    func isNamed(in list: String) -> Bool {
        for entry in list.split(separator: ",") {
            let tag = entry.drop { $0 == " " || $0 == "\t" }
            let trimmed = tag.reversed().drop { $0 == " " || $0 == "\t" }.reversed()
            if String(trimmed) == description || String(trimmed) == "*" { return true }
        }
        return false
    }
}

/// What a request demands of the version of the thing that it changes.
enum Precondition: Sendable {
    case version(Int)
    case any

    /// - Throws: 428 without If-Match; 412 for a form that cannot be one of ours.
    init(_ fields: HTTPFields) throws(Problem) {
        guard let value = fields[.ifMatch] else { throw .preconditionRequired }
        if value == "*" {
            self = .any
            return
        }
        guard value.utf8.count <= 22, value.hasPrefix("\""), value.hasSuffix("\""),
            let version = Int(value.dropFirst().dropLast()), version >= 0, EntityTag(version).description == value
        else { throw .stale }
        self = .version(version)
    }

    /// The version that must still be there; nil where any will do.
    var expected: Int? {
        switch self {
        case .version(let version): version
        case .any: nil
        }
    }
}
