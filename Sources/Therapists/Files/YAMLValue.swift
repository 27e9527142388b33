package import Clinic
internal import Yams

/// One value of a YAML file with its place. Each reading method returns `nil` after reporting why, so a caller goes on and finds the rest.
package struct YAMLValue {
    package let path: String
    private let node: Node
    private let problems: ProblemList

    init(_ node: Node, path: String, problems: ProblemList) {
        self.node = node
        self.path = path
        self.problems = problems
    }

    /// In the file, from 1.
    package var line: Int { node.mark?.line ?? 1 }
    /// In its line, from 1.
    package var column: Int { node.mark?.column ?? 1 }

    /// `nil` where the file says `null`, `~` or nothing.
    package var present: YAMLValue? {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return self }
        return ["", "~", "null"].contains(scalar.string) ? nil : self
    }

    /// Reports a problem at this value's place.
    /// - Parameters:
    ///   - code: for machines: `file.not_a_flag`.
    ///   - message: what is expected here, as a sentence.
    package func fail(_ code: String, _ message: String) {
        problems.add(FileProblem(line: line, column: column, path: path, code: code, message: message))
    }

    /// - Parameter keys: all that may stand here.
    package func mapping(_ keys: [String]) -> YAMLMapping? {
        guard case .mapping(let mapping) = node else {
            fail("file.not_a_mapping", "Keys and values are expected here: \(keys.prefix(3).joined(separator: ", ")) …")
            return nil
        }
        var values: [String: YAMLValue] = [:]
        for (keyNode, value) in mapping {
            let key = keyNode.scalar?.string ?? ""
            let place = path.isEmpty ? key : "\(path).\(key)"
            guard keys.contains(key) else {
                let meant =
                    nearest(to: key, among: keys).map { "Was \($0) meant?" } ?? "Known are: \(keys.joined(separator: ", "))."
                // The key itself is not repeated unless it is near a known one: it may be somebody's name, indented wrongly.
                YAMLValue(keyNode, path: path, problems: problems).fail("file.unknown_key", "This key is not known. \(meant)")
                continue
            }
            values[key] = YAMLValue(value, path: place, problems: problems)
        }
        return YAMLMapping(place: self, values: values)
    }

    /// The pairs of a mapping whose keys are not fixed, in the file's order.
    package func pairs() -> [(key: YAMLValue, value: YAMLValue)] {
        guard case .mapping(let mapping) = node else {
            fail("file.not_a_mapping", "Keys and values are expected here.")
            return []
        }
        return mapping.map { key, value in
            let place = "\(path).\(key.scalar?.string ?? "?")"
            return (YAMLValue(key, path: place, problems: problems), YAMLValue(value, path: place, problems: problems))
        }
    }

    /// The values of a list, in order; reports, and has none, where there is something else.
    package func items() -> [YAMLValue] {
        guard case .sequence(let sequence) = node else {
            fail("file.not_a_list", "A list is expected here: [one, two], or lines that begin with a dash.")
            return []
        }
        return sequence.enumerated().map { YAMLValue($1, path: "\(path)[\($0)]", problems: problems) }
    }

    /// Text of 1 to `longest` characters, without white space around it.
    package func text(longest: Int = 200) -> String? {
        guard let text = scalar()?.trimmingWhitespace() else { return nil }
        guard (1...longest).contains(text.count) else {
            fail("file.text_length", "Text of 1 to \(longest) characters is expected here.")
            return nil
        }
        return text
    }

    /// A whole number within `range`.
    package func whole(_ range: ClosedRange<Int>) -> Int? {
        guard let text = scalar() else { return nil }
        guard let number = Int(text), range.contains(number) else {
            fail("file.not_in_range", "A whole number from \(range.lowerBound) to \(range.upperBound) is expected here.")
            return nil
        }
        return number
    }

    /// `true`, `yes`, `false` or `no`, and no other spelling of them.
    package func flag() -> Bool? {
        switch scalar() {
        case nil: return nil
        case "true", "yes": return true
        case "false", "no": return false
        default:
            fail("file.not_a_flag", "true or false is expected here.")
            return nil
        }
    }

    /// A day as ``LocalDate`` reads it: `2026-03-31`.
    package func date() -> LocalDate? {
        guard let text = scalar() else { return nil }
        guard let date = try? LocalDate(text) else {
            fail("file.no_such_date", "A date such as 2026-03-31 is expected here, and one that exists.")
            return nil
        }
        return date
    }

    /// A time as ``LocalTime`` reads it: `"09:00"`.
    package func time() -> LocalTime? {
        guard let text = scalar() else { return nil }
        guard let time = try? LocalTime(text) else {
            fail("file.no_such_time", "A time such as \"09:00\" is expected here, in quotes.")
            return nil
        }
        return time
    }

    /// One of the raw values, spelt as they are.
    package func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> Choice? where Choice.RawValue == String {
        choice(Choice.allCases.map { ($0.rawValue, $0) })
    }

    /// One of these words, spelt as they are; the nearest is suggested for any other.
    package func choice<Choice>(_ choices: [(word: String, value: Choice)]) -> Choice? {
        guard let text = scalar() else { return nil }
        if let found = choices.first(where: { $0.word == text }) { return found.value }
        let words = choices.map(\.word)
        fail(
            "file.unknown_word",
            Self.didYouMean(text, among: words) ?? "One of these is expected here: \(words.joined(separator: ", ")).")
        return nil
    }

    /// Small letters, digits and `separator`, beginning with a letter or digit: the form of codes and slugs.
    package func code(separator: Character, longest: Int = 63) -> String? {
        guard let text = scalar() else { return nil }
        let parts = text.split(separator: separator, omittingEmptySubsequences: false)
        let allowed = Set("abcdefghijklmnopqrstuvwxyz0123456789")
        guard text.utf8.count <= longest, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(allowed.contains) }) else {
            fail("file.not_a_code", "Small letters, digits and \(separator) are expected here, at most \(longest).")
            return nil
        }
        return text
    }

    static func didYouMean(_ word: String, among words: [String]) -> String? {
        nearest(to: word, among: words).map { "This word is not known. Was \($0) meant?" }
    }

    private func scalar() -> String? {
        guard case .scalar(let scalar) = node else {
            fail("file.not_a_value", "One value is expected here, not a list or keys.")
            return nil
        }
        return scalar.string
    }
}

/// The keys that a mapping holds.
package struct YAMLMapping {
    package let place: YAMLValue
    private let values: [String: YAMLValue]

    init(place: YAMLValue, values: [String: YAMLValue]) {
        self.place = place
        self.values = values
    }

    /// Nil where the file does not have the key.
    package subscript(key: String) -> YAMLValue? { values[key] }

    /// Reports the absence of a key that must be there.
    package func required(_ key: String) -> YAMLValue? {
        if let value = values[key] { return value }
        place.fail("file.missing_key", "The key \(key) is missing here.")
        return nil
    }

    /// The file's `version: 1`, so that a later shape is refused rather than half understood.
    package func checkVersion() {
        guard let version = required("version"), let number = version.whole(1...1_000), number != 1 else { return }
        version.fail("file.newer_version", "This Attune reads version 1 of this file. Is Attune up to date?")
    }
}
