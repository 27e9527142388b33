/// A language as a BCP 47 tag in its canonical case: `en`, `fr`, `fr-CA`, `zh-Hant`.
public struct Language: Hashable, Sendable, CustomStringConvertible {
    public let code: String

    public static let english = Language(valid: "en")
    public static let french = Language(valid: "fr")

    /// Nil unless the text has the shape of a tag: two or three letters, then subtags of 1 to 8 letters or digits; at most 35 characters.
    public init?(_ text: String) {
        // As nearly every row has it: `en`, `fra`.
        if (2...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x61...0x7A).contains($0) }) {
            code = text
            return
        }
        let parts = text.split(separator: Character("-"), omittingEmptySubsequences: false).map { String($0) }
        guard text.utf8.count <= 35, let primary = parts.first, (2...3).contains(primary.utf8.count),
            primary.utf8.allSatisfy({ $0.isLetter }),
            parts.dropFirst().allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy { $0.isLetter || $0.isDigit } })
        else { return nil }
        // RFC 5646, 2.1.1: language in small letters, script with a capital, region in capitals.
        let rest = parts.dropFirst().map { part in
            switch part.utf8.count {
            case 2: part.uppercased()
            case 4: part.lowercased().capitalisedFirst
            default: part.lowercased()
            }
        }
        code = ([primary.lowercased()] + rest).joined(separator: "-")
    }

    /// `fr` of `fr-CA`: what two people need to share in order to speak.
    public var primary: String { String(code.prefix { $0 != "-" }) }

    public var description: String { code }

    private init(valid code: String) { self.code = code }
}

extension UInt8 {
    fileprivate var isLetter: Bool { (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
}
