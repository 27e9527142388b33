extension Schema {
    /// Writes this schema as JSON Schema 2020-12, the dialect of OpenAPI 3.1; shapes with a name become a reference.
    func write(into writer: inout JSONWriter) {
        guard let name else { return writeShape(into: &writer) }
        writer.object { writer in
            if nullable {
                writer.key("oneOf")
                writer.array([true, false]) { writer, isReference in
                    writer.object { writer in
                        if isReference {
                            writer.key("$ref")
                            writer.value("#/components/schemas/\(name)")
                        } else {
                            writer.key("type")
                            writer.value("null")
                        }
                    }
                }
            } else {
                writer.key("$ref")
                writer.value("#/components/schemas/\(name)")
            }
            writeNotes(into: &writer, example: false)
        }
    }

    /// The shape itself, even when it has a name.
    func writeShape(into writer: inout JSONWriter) {
        writer.object { writer in
            switch shape {
            case .any: break
            case .string(let rule):
                writeType("string", into: &writer)
                if let format = rule.format?.format { writer.member("format", format) }
                if let pattern = rule.format?.pattern { writer.member("pattern", pattern) }
                if rule.format?.format == nil, rule.length.upperBound < Int.max {
                    writer.member("minLength", rule.length.lowerBound)
                    writer.member("maxLength", rule.length.upperBound)
                }
            case .integer(let range):
                writeType("integer", into: &writer)
                writer.member("minimum", range.lowerBound)
                writer.member("maximum", range.upperBound)
            case .boolean: writeType("boolean", into: &writer)
            case .word(let words):
                writeType("string", into: &writer)
                writer.key("enum")
                writer.array(words.map(Optional.some) + (nullable ? [nil] : [])) { writer, word in
                    if let word { writer.value(word) } else { writer.null() }
                }
            case .array(let item, let count):
                writeType("array", into: &writer)
                writer.key("items")
                item.write(into: &writer)
                if count.lowerBound > 0 { writer.member("minItems", count.lowerBound) }
                writer.member("maxItems", count.upperBound)
            case .object(let members):
                writeType("object", into: &writer)
                let required = members.filter(\.required).map(\.name)
                if !required.isEmpty {
                    writer.key("required")
                    writer.array(required) { $0.value($1) }
                }
                writer.key("properties")
                writer.object { writer in
                    for member in members {
                        writer.key(named: member.name)
                        member.schema.write(into: &writer)
                    }
                }
                writer.member("additionalProperties", false)
            case .map(let item):
                writeType("object", into: &writer)
                writer.key("additionalProperties")
                item.write(into: &writer)
            }
            writeNotes(into: &writer, example: true)
        }
    }

    private func writeType(_ type: String, into writer: inout JSONWriter) {
        writer.key("type")
        if nullable && name == nil {
            writer.array([type, "null"]) { $0.value($1) }
        } else {
            writer.value(type)
        }
    }

    private func writeNotes(into writer: inout JSONWriter, example withExample: Bool) {
        if let summary { writer.member("description", summary) }
        if withExample, let example {
            writer.key("examples")
            writer.array([example]) { $0.value($1) }
        }
    }

    /// Every named shape in and under this one. Of two that share a name the first: a test sees that there are none.
    func collectNamed(into found: inout [String: Schema]) {
        if let name {
            guard found[name] == nil else { return }
            var plain = self
            plain.nullable = false
            plain.summary = nil
            found[name] = plain
        }
        switch shape {
        case .array(let item, _), .map(let item): item.collectNamed(into: &found)
        case .object(let members): for member in members { member.schema.collectNamed(into: &found) }
        default: break
        }
    }
}
