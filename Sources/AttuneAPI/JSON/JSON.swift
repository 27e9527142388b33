/// A JSON value as it came in a request body, with its members in the order in which they were sent.
///
/// A value that exists is sound: its text is UTF-8 without NUL, its objects have no duplicate names, and it is at most
/// ``JSONReader/Limits/depth`` levels deep.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number with an exact value in `Int64`, however it was spelled: `3`, `3.0` and `30e-1` are one value.
    case integer(Int64)
    /// Any other number, as it was spelled. Nothing here rounds.
    case decimal(String)
    case string(String)
    case array([JSON])
    case object([Member])

    struct Member: Sendable, Equatable {
        let name: String
        let value: JSON
    }

    /// The member's value; nil when there is none or when this is no object.
    subscript(_ name: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// What a person calls a value of this kind: `text`, `a whole number`, …
    var kind: String {
        switch self {
        case .null: "null"
        case .bool: "true or false"
        case .integer: "a whole number"
        case .decimal: "a number"
        case .string: "text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// Where in a document something is, as a JSON Pointer (RFC 6901): `/contact_points/0/value`; the whole document is "".
struct JSONPointer: Sendable, Hashable, CustomStringConvertible {
    private(set) var description: String

    init(_ text: String = "") { description = text }

    /// - Parameter name: of whatever length; a pointer is for a person, and shows as much of it as she can recognise it by.
    func appending(_ name: String) -> JSONPointer {
        let name =
            name.utf8.count > 240 ? name.unicodeScalars.prefix(60).reduce(into: "") { $0.unicodeScalars.append($1) } + "…" : name
        guard name.utf8.contains(where: { $0 == UInt8(ascii: "~") || $0 == UInt8(ascii: "/") }) else {
            return JSONPointer(description + "/" + name)
        }
        var escaped = ""
        for character in name.unicodeScalars {
            switch character {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return JSONPointer(description + "/" + escaped)
    }

    func appending(_ index: Int) -> JSONPointer { JSONPointer(description + "/" + String(index)) }
}
