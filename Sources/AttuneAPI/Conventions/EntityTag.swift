import Clinic
import HTTPTypes

/// A strong validator: the row's version, as `"7"`.
struct EntityTag: Sendable, Equatable, CustomStringConvertible {
    let version: Int

    init(_ version: Int) { self.version = version }

    var description: String { "\"\(version)\"" }

    /// Whether a list of `If-None-Match` such as `"7", W/"8"` or `*` names this tag. Compared weakly (RFC 9110, 13.1.2): a proxy that
    /// compresses has made it a weak one.
    func isNamed(in list: String) -> Bool {
        list.split(separator: ",").contains { entry in
            let tag = String(entry).trimmingWhitespace()
            return tag == "*" || tag == description || tag == "W/" + description
        }
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
