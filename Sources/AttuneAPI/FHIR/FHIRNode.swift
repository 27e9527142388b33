/// A place in a FHIR resource, named as FHIRPath names it: `Bundle.entry[1].resource.status`.
struct FHIRNode {
    let json: JSON
    let path: String

    subscript(_ name: String) -> FHIRNode? { json[name].map { FHIRNode(json: $0, path: "\(path).\(name)") } }

    /// The items of a list; one that is not there has none.
    func items(_ name: String) -> [FHIRNode] {
        guard let node = self[name], case .array(let items) = node.json else { return [] }
        return items.enumerated().map { FHIRNode(json: $1, path: "\(node.path)[\($0)]") }
    }

    func text(_ name: String) -> String? {
        if case .string(let text)? = json[name] { text } else { nil }
    }

    var names: [String] {
        if case .object(let members) = json { members.map(\.name) } else { [] }
    }
}

/// Something wrong with a bundle, by its FHIRPath. Never repeats what stood there.
public struct FHIRFault: Sendable, Hashable {
    /// `Bundle.entry[1].resource.status`
    public let expression: String
    /// `fhir.unknown_element`; retired, never renamed.
    public let code: String
    /// What is wrong, then what to do.
    public let message: String
}

/// Collects what is wrong while a bundle is read, so that all of it is told at once.
struct FHIRFaults {
    private(set) var all: [FHIRFault] = []

    mutating func add(_ path: String, _ code: String, _ message: String) {
        all.append(FHIRFault(expression: path, code: "fhir.\(code)", message: message))
    }

    /// An element that changes what the others mean and is not understood: who goes on regardless would say the opposite of what was sent.
    mutating func refuseModifiers(_ node: FHIRNode) {
        if node["modifierExtension"] != nil {
            add(
                "\(node.path).modifierExtension", "unknown_modifier",
                "This changes the meaning of what it stands in, and is not understood here. Send the resource without it, or write to the clinic."
            )
        }
        if node["implicitRules"] != nil {
            add(
                "\(node.path).implicitRules", "unknown_modifier",
                "These rules are not known here. Send the resource without them.")
        }
        for name in node.names where name != "modifierExtension" && name != "extension" {
            guard let inner = node[name] else { continue }
            if case .object = inner.json { refuseModifiers(inner) }
            for item in node.items(name) { if case .object = item.json { refuseModifiers(item) } }
        }
    }
}
