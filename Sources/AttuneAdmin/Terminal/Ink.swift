/// Text for a terminal: cut and filled to a width, coloured only where that is wanted. Colour never says anything that the words do not.
struct Ink: Sendable {
    enum Style: String, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "31;1"
        case yellow = "33"
        case green = "32"
        case reverse = "7"
    }

    let isColoured: Bool

    func callAsFunction(_ text: String, _ style: Style) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Exactly `width` columns: longer text ends in `…`. A letter counts as one column; control characters become spaces, so that no name can
    /// move the cursor.
    static func fit(_ text: String, _ width: Int) -> String {
        guard width > 0 else { return "" }
        let line = text.map { moves($0) ? " " : $0 }
        if line.count > width { return String(line.prefix(width - 1)) + "…" }
        return String(line) + String(repeating: " ", count: width - line.count)
    }

    /// Control characters, and those that turn the direction of writing.
    private static func moves(_ letter: Character) -> Bool {
        switch letter.unicodeScalars.first?.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, nil: true
        default: false
        }
    }

    /// Lines of at most `width` columns, broken at spaces; a longer word is cut. Later lines begin with `indent` spaces.
    static func wrap(_ text: String, _ width: Int, indent: Int = 0) -> [String] {
        let width = max(width, indent + 8)
        var lines: [String] = [], line = ""
        for word in text.split(separator: " ") {
            var word = String(word)
            while !word.isEmpty {
                let start = lines.isEmpty ? "" : String(repeating: " ", count: indent)
                let lead = line.isEmpty ? start : line + " "
                if lead.count + word.count <= width {
                    line = lead + word
                    word = ""
                } else if line.isEmpty {
                    let head = width - lead.count
                    lines.append(lead + word.prefix(head))
                    word = String(word.dropFirst(head))
                } else {
                    lines.append(line)
                    line = ""
                }
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
