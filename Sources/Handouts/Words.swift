internal import Clinic

/// Plain string helpers of the importer. No regular expressions: these rules are read by clinicians, and must stay readable.
extension StringProtocol {
    /// Lower case, curly quotes made straight, so that one list of words finds every spelling of them.
    var folded: String {
        String(lowercased().map { $0 == "’" || $0 == "‘" ? "'" : $0 == "“" || $0 == "”" ? "\"" : $0 })
    }

    /// Runs of letters, digits, apostrophes and hyphens, folded.
    var words: [String] {
        folded.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "-") }.map(String.init)
    }

    /// Whether a word or phrase occurs, at word boundaries, in already folded text. A phrase that ends with `*` matches beginnings.
    func mentions(_ phrase: String) -> Bool { occurrences(of: phrase) > 0 }

    /// How often it occurs; see `mentions`.
    func occurrences(of phrase: String) -> Int {
        let open = phrase.hasSuffix("*")
        let needle = Array((open ? String(phrase.dropLast()) : phrase).utf8)
        let hay = Array(self.utf8)
        guard !needle.isEmpty, hay.count >= needle.count else { return 0 }
        func isWord(_ byte: UInt8) -> Bool {
            byte >= 128 || byte == 39 || (48...57).contains(byte) || (97...122).contains(byte) || (65...90).contains(byte)
        }
        var count = 0
        var index = 0
        while index + needle.count <= hay.count {
            if hay[index] == needle[0], hay[index..<index + needle.count].elementsEqual(needle),
                index == 0 || !isWord(hay[index - 1]),
                open || index + needle.count == hay.count || !isWord(hay[index + needle.count])
            {
                count += 1
                index += needle.count
            } else {
                index += 1
            }
        }
        return count
    }

    func mentionsAny(_ phrases: [String]) -> Bool { phrases.contains { mentions($0) } }

    func replacing(_ old: String, by new: String) -> String {
        var result = ""
        var rest = self[...]
        while let start = rest.firstRange(of: old) {
            result += rest[..<start.lowerBound] + new
            rest = rest[start.upperBound...]
        }
        return result + rest
    }

    /// `Emotional Flooding → Shutdown` becomes `emotional-flooding-shutdown`.
    var slug: String {
        folded.split { !($0.isLetter || $0.isNumber) && $0 != "'" }.map { $0.filter { $0 != "'" } }.joined(separator: "-")
    }

    /// Backslashes before what CommonMark would read as markup, so that plain text stays itself.
    var markdownEscaped: String {
        var out = ""
        var atStart = true
        for character in self {
            if "\\`*_[]<>&~|#".contains(character) || (atStart && "-+=".contains(character)) { out += "\\" }
            // "1." and "1)" at the start of a line would begin a list.
            if "." == character || ")" == character, !out.isEmpty, out.allSatisfy(\.isNumber) { out += "\\" }
            out.append(character)
            atStart = false
        }
        return out
    }
}

/// Sentences of a paragraph, in order; joined by spaces they are the paragraph again.
///
/// A sentence ends at `.`, `?`, `!` or `…` and the quotes and brackets that follow, before white space and anything but a lower-case letter.
func sentences(of paragraph: some StringProtocol) -> [String] {
    let text = Array(paragraph)
    var found: [String] = []
    var start = 0, index = 0
    while index < text.count {
        if ".?!…".contains(text[index]) {
            var end = index + 1
            while end < text.count, ".?!…\"”’')]*_".contains(text[end]) { end += 1 }
            var next = end
            while next < text.count, text[next].isWhitespace { next += 1 }
            let isAbbreviation = text[index] == "." && endsInAbbreviation(text[start...index])
            if next == text.count || (next > end && !text[next].isLowercase && !isAbbreviation) {
                found.append(String(text[start..<end]).trimmingWhitespace())
                start = next
            }
            index = max(next, index + 1)
        } else {
            index += 1
        }
    }
    if start < text.count {
        let rest = String(text[start...]).trimmingWhitespace()
        if !rest.isEmpty { found.append(rest) }
    }
    return found
}

/// Looks at its last word alone, and at no more of that than an abbreviation has: a text may have a point after each letter.
private func endsInAbbreviation(_ text: ArraySlice<Character>) -> Bool {
    let end = text.suffix(longestAbbreviation + 1)
    let word = end.lastIndex(of: " ").map { end[($0 + 1)...] } ?? end
    return word.count <= longestAbbreviation && abbreviations.contains(String(word).folded)
}

private let abbreviations: Set<String> = ["e.g.", "i.e.", "dr.", "mr.", "mrs.", "ms.", "st.", "vs.", "etc.", "m.", "mme."]
private let longestAbbreviation = abbreviations.map(\.count).max() ?? 0
