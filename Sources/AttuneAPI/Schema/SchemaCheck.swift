import Clinic

extension Schema {
    /// Adds what is wrong with `value` to `faults`: each with the pointer of its place. At most ``faultLimit`` are reported.
    func check(_ value: JSON, at pointer: JSONPointer = JSONPointer(), into faults: inout [Fault]) {
        guard faults.count < Self.faultLimit else { return }
        if case .null = value, nullable { return }
        switch (shape, value) {
        case (.any, _), (.boolean, .bool):
            break
        case (.string(let rule), .string(let text)):
            check(text, rule, at: pointer, into: &faults)
        case (.integer(let range), .integer(let number)):
            if !range.contains(number) {
                faults.append(Fault(pointer, "out_of_range", "Send a number from \(range.lowerBound) to \(range.upperBound)."))
            }
        case (.word(let words), .string(let text)):
            guard !words.contains(text) else { break }
            let guess = nearest(to: text, among: words).map { " Did you mean \($0)?" } ?? ""
            faults.append(
                Fault(pointer, "not_one_of", "Send one of: \(words.joined(separator: ", ")).\(guess)"))
        case (.array(let item, let count), .array(let items)):
            if !count.contains(items.count) {
                faults.append(Fault(pointer, "wrong_count", "Send \(count.lowerBound) to \(count.upperBound) entries."))
            }
            for (index, entry) in items.enumerated().prefix(count.upperBound) {
                item.check(entry, at: pointer.appending(index), into: &faults)
            }
        case (.object(let members), .object(let sent)):
            check(sent, against: members, at: pointer, into: &faults)
        case (.map(let item), .object(let sent)):
            for entry in sent { item.check(entry.value, at: pointer.appending(entry.name), into: &faults) }
        default:
            faults.append(Fault(pointer, "wrong_type", "Send \(expectation) here, not \(value.kind)."))
        }
    }

    static let faultLimit = 50

    private func check(_ text: String, _ rule: Text, at pointer: JSONPointer, into faults: inout [Fault]) {
        if let format = rule.format, !format.accepts(text) {
            faults.append(Fault(pointer, "wrong_form", format.hint))
            return
        }
        let length = text.unicodeScalars.count
        if length < rule.length.lowerBound {
            let least = rule.length.lowerBound
            faults.append(
                Fault(pointer, "too_short", least == 1 ? "This may not be empty." : "Write at least \(least) characters."))
        } else if length > rule.length.upperBound {
            faults.append(Fault(pointer, "too_long", "Write at most \(rule.length.upperBound) characters; these are \(length)."))
        }
    }

    private func check(
        _ sent: [JSON.Member], against members: [Member], at pointer: JSONPointer, into faults: inout [Fault]
    ) {
        for entry in sent where !members.contains(where: { $0.name == entry.name }) {
            guard faults.count < Self.faultLimit else { return }
            let guess = nearest(to: entry.name, among: members.map(\.name)).map { " Did you mean \($0)?" } ?? ""
            let known = guess.isEmpty ? " Known here: \(members.map(\.name).joined(separator: ", "))." : guess
            faults.append(Fault(pointer.appending(entry.name), "unknown_field", "This name is not known.\(known)"))
        }
        for member in members {
            if let entry = sent.first(where: { $0.name == member.name }) {
                member.schema.check(entry.value, at: pointer.appending(member.name), into: &faults)
            } else if member.required {
                faults.append(
                    Fault(pointer.appending(member.name), "missing", "This is required. Send \(member.schema.expectation)."))
            }
        }
    }

    /// `text`, `a whole number`, `one of: …`.
    private var expectation: String {
        switch shape {
        case .string(let rule): rule.format == nil ? "text" : "text"
        case .integer: "a whole number"
        case .boolean: "true or false"
        case .word(let words): "one of: " + words.joined(separator: ", ")
        case .array: "a list"
        case .object, .map: "an object"
        case .any: "any value"
        }
    }
}

/// One thing that is wrong with a request: an entry of `errors` in a problem document.
struct Fault: Sendable, Equatable {
    let pointer: JSONPointer
    let code: String
    let message: String

    init(_ pointer: JSONPointer, _ code: String, _ message: String) {
        self.pointer = pointer
        self.code = code
        self.message = message
    }
}
