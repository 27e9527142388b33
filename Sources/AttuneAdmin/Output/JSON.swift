internal import Clinic

/// A JSON value whose members keep their order, for `--json`.
enum JSON: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    /// A number that is written already, such as `0.25`.
    case number(String)
    case string(String)
    case array([JSON])
    case object([(String, JSON)])

    /// RFC 8259 text. Indented by two spaces for a person, one line for a program.
    func text(indented: Bool) -> String {
        var out = ""
        write(into: &out, indent: indented ? 0 : nil)
        return out
    }

    private func write(into out: inout String, indent: Int?) {
        switch self {
        case .null: out += "null"
        case .bool(let value): out += value ? "true" : "false"
        case .int(let value): out += String(value)
        case .number(let text): out += text
        case .string(let value): Self.write(value, into: &out)
        case .array(let values):
            Self.write(values.map { ("", $0) }, between: ("[", "]"), named: false, into: &out, indent: indent)
        case .object(let members):
            Self.write(members, between: ("{", "}"), named: true, into: &out, indent: indent)
        }
    }

    private static func write(
        _ members: [(String, JSON)], between marks: (String, String), named: Bool, into out: inout String, indent: Int?
    ) {
        out += marks.0
        for (index, member) in members.enumerated() {
            if index > 0 { out += "," }
            if let indent { out += "\n" + String(repeating: "  ", count: indent + 1) }
            if named {
                write(member.0, into: &out)
                out += indent == nil ? ":" : ": "
            }
            member.1.write(into: &out, indent: indent.map { $0 + 1 })
        }
        if let indent, !members.isEmpty { out += "\n" + String(repeating: "  ", count: indent) }
        out += marks.1
    }

    /// Nothing in it does anything to the terminal that shows it.
    private static func write(_ string: String, into out: inout String) {
        out.append(quotedAsJSON: string, escaping: \.isHidden)
    }

    static func == (one: JSON, other: JSON) -> Bool { one.text(indented: false) == other.text(indented: false) }
}

extension JSON {
    /// A text, or null.
    static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}
