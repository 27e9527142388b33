/// A mail address that can be put into a header or an SMTP command as it stands: printable ASCII, nothing quoted, no white space.
public struct EmailAddress: Hashable, Sendable, CustomStringConvertible {
    public let text: String

    /// Nil unless it is `local@domain` (RFC 5321 dot-atoms): local part up to 64 bytes, whole up to 254.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].utf8.count <= 64 else { return nil }
        let marks = Set("!#$%&'*+-/=?^_`{|}~".utf8)
        func isWord(_ byte: UInt8) -> Bool { (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) }
        func dotted(_ part: Substring, _ allowed: (UInt8) -> Bool) -> Bool {
            part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(allowed) }
        }
        guard dotted(Substring(parts[0]), { isWord($0) || marks.contains($0) }),
            dotted(Substring(parts[1]), { isWord($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        self.text = String(text)
    }

    /// What follows the @.
    public var domain: String { String(text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...]) }
    public var description: String { text }
}
