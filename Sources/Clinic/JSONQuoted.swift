extension String {
    /// Appends `text` as a JSON string (RFC 8259), quotes and all.
    /// - Parameters:
    ///   - shortensAll: `\b` and `\f` as well, as PostgreSQL prints a `jsonb`; otherwise they are `\u0008` and `\u000c`.
    ///   - isEscaped: which scalars are written as `\u` with four digits, unless they have a shorter form; none above U+FFFF.
    @inlinable
    public mutating func append(
        quotedAsJSON text: String, shortensAll: Bool = false,
        escaping isEscaped: (Unicode.Scalar) -> Bool = { $0.value < 0x20 }
    ) {
        self += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": self += "\\\""
            case "\\": self += "\\\\"
            case "\n": self += "\\n"
            case "\r": self += "\\r"
            case "\t": self += "\\t"
            case "\u{8}" where shortensAll: self += "\\b"
            case "\u{C}" where shortensAll: self += "\\f"
            case _ where isEscaped(scalar):
                let hex = String(scalar.value, radix: 16)
                self += "\\u" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex
            default: unicodeScalars.append(scalar)
            }
        }
        self += "\""
    }
}
