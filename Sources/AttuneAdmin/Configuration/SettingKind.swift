internal import Clinic
internal import SystemPackage

/// How the text of a setting is read: one parser for every source, so that a flag, a variable and a line of the file agree.
struct SettingKind<Value: Sendable>: Sendable {
    /// Completes the sentence "… must be …".
    let expects: String
    let choices: [String]
    /// nil when the text is not a valid value.
    let parse: @Sendable (String) -> Value?

    init(_ expects: String, choices: [String] = [], parse: @escaping @Sendable (String) -> Value?) {
        self.expects = expects
        self.choices = choices
        self.parse = parse
    }
}

extension SettingKind where Value == String {
    /// Any text of 1 to 500 characters on one line.
    static var text: Self {
        SettingKind("one line of text, at most 500 characters") { text in
            text.isEmpty || text.count > 500 || text.contains(where: \.isNewline) || text.contains("\0") ? nil : text
        }
    }

    /// Up to 4,000 characters on one line, whose meaning is checked where they are used.
    static var secretText: Self {
        SettingKind("one line of at most 4,000 characters") { text in
            text.isEmpty || text.count > 4_000 || text.contains(where: \.isNewline) || text.contains("\0") ? nil : text
        }
    }

    /// A name in PostgreSQL that needs no quotes.
    static var identifier: Self {
        SettingKind("a name of small letters, digits and underscores") { text in
            let shaped = text.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
            return shaped && text.first?.isNumber == false && text.utf8.count <= 63 ? text : nil
        }
    }

    /// `http://` or `https://`, a host, and no trailing slash.
    static var webAddress: Self {
        SettingKind("an address such as https://attune.example.org, without a slash at its end") { text in
            guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
            let host = text.dropFirst(scheme.count)
            return host.isEmpty || host.hasSuffix("/") || host.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
                ? nil : text
        }
    }

    /// `America/Vancouver`, as the system's zone database names it. That the zone exists is checked where its rules are read.
    static var zone: Self {
        SettingKind("a time zone such as America/Vancouver") { text in
            let shaped = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/_-+".contains($0)) }
            return shaped && text.first?.isLetter == true && (text.contains("/") || text == "UTC") ? text : nil
        }
    }

    /// A language tag: `en`, `fr`, `pt-BR`.
    static var language: Self {
        SettingKind("a language such as en or fr-CA") { Language($0) == nil ? nil : $0 }
    }

    /// A mail address without a display name.
    static var mailAddress: Self {
        SettingKind("a mail address such as office@example.org") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, parts[1].contains(".") else { return nil }
            return text.contains(where: { $0.isWhitespace || "<>,;\"".contains($0) }) ? nil : text
        }
    }
}

extension SettingKind where Value == Int {
    static func whole(_ range: ClosedRange<Int>) -> Self {
        SettingKind("a whole number from \(range.lowerBound) to \(range.upperBound)") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }
}

extension SettingKind where Value == FilePath {
    /// An absolute path, one below the home directory (`~/…`), or one relative to where the command runs.
    static var path: Self {
        SettingKind("a path") { text in text.isEmpty || text.contains("\0") ? nil : FilePath(text) }
    }
}

extension SettingKind where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    static var choice: Self {
        let words = Value.allCases.map(\.rawValue)
        return SettingKind("one of " + words.joined(separator: ", "), choices: words) { Value(rawValue: $0) }
    }
}
