extension Unicode.Scalar {
    /// Whether this does something to whoever reads it instead of being read: a control character (C0 but for tab and the ends of lines, DEL,
    /// C1), which a terminal obeys, or one that overrides the direction of writing (U+202A to U+202E, U+2066 to U+2069), which makes a line
    /// say what it does not (CVE-2021-42574). Marks that right-to-left names need (U+200E, U+200F) are not among them.
    public var isHidden: Bool {
        switch value {
        case 0x09, 0x0A, 0x0D: false
        case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}

extension String {
    /// Whether any of its scalars is hidden.
    public var hasHiddenCharacters: Bool { unicodeScalars.contains(where: \.isHidden) }

    /// The text without its hidden characters.
    public var withoutHiddenCharacters: String { String(UnicodeScalarView(unicodeScalars.filter { !$0.isHidden })) }
}
