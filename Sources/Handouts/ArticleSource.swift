internal import Clinic

/// The text of an article exactly as it arrived, proven to be text. Nothing in Attune changes it afterwards.
public struct ArticleSource: Hashable, Sendable {
    /// How the text is written.
    public enum Format: String, Sendable, CaseIterable {
        case plain, markdown
    }

    /// 256 KiB: some 40,000 words, twenty times a long article, and small enough that no Markdown of this size is slow.
    public static let maximumBytes = 262_144

    /// Verbatim, a byte order mark and CRLF included.
    public let text: String
    public let format: Format
    /// Of the bytes as they arrived; 32 bytes.
    public let sha256: [UInt8]

    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - format: what the author says it is; `nil` looks for a Markdown heading, link or emphasis.
    /// - Throws: `ArticleRefusal` when it is too large, not UTF-8, holds a NUL, holds no letter, or nests too deeply.
    public init(bytes: [UInt8], format: Format? = nil) throws(ArticleRefusal) {
        guard bytes.count <= Self.maximumBytes else { throw .tooLarge(bytes: bytes.count) }
        if let offset = bytes.firstIndex(of: 0) { throw .containsNUL(offset: offset) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        guard text.contains(where: \.isLetter) else { throw .empty }
        let lines = Self.lines(of: text)
        let format = format ?? (Self.looksLikeMarkdown(lines) ? .markdown : .plain)
        if format == .markdown, let line = MarkdownDepth.firstExcess(in: lines) { throw .tooDeep(line: line) }
        self.text = text
        self.format = format
        sha256 = Secrets.sha256(bytes)
    }

    /// Lines without their ends (LF, CRLF or CR) and without a leading byte order mark.
    var lines: [String] { Self.lines(of: text) }

    private static func lines(of text: String) -> [String] {
        let body = text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
        // "\r\n" is one Character, so each of the three ends is one element here.
        return body.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }.map(String.init)
    }

    private static func looksLikeMarkdown(_ lines: [String]) -> Bool {
        lines.contains { line in
            let start = line.drop { $0 == "#" }
            let isHeading = start.count < line.count && line.count - start.count <= 6 && start.first == " "
            return isHeading || line.contains("](") || line.contains("**")
        }
    }
}

/// Finds Markdown that would make a parser nest or backtrack without end. cmark-gfm 0.29.0.gfm.6, Debian 12's, has quadratic cases
/// (CVE-2022-39209, CVE-2023-22483 to 22486, CVE-2023-24824, CVE-2023-26485): a limit on each line closes them all.
enum MarkdownDepth {
    static let quoteMarks = 16, run = 64, brackets = 400

    /// The number, from 1, of the first line past a limit.
    static func firstExcess(in lines: [String]) -> Int? {
        for (index, line) in lines.enumerated() {
            let bytes = Array(line.utf8)
            var marks = 0, openers = 0, runLength = 0
            var previous: UInt8 = 0
            var leading = true
            for byte in bytes {
                let isMark =
                    byte == UInt8(ascii: ">") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "*")
                    || byte == UInt8(ascii: "+")
                if leading, isMark { marks += 1 } else if byte != UInt8(ascii: " "), byte != 9 { leading = false }
                if special.contains(byte) { openers += 1 }
                runLength = byte == previous ? runLength + 1 : 1
                previous = byte
                if runLength > run, special.contains(byte) { return index + 1 }
            }
            let isRule = bytes.allSatisfy { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: " ") }
            if !isRule, marks > quoteMarks { return index + 1 }
            if openers > max(brackets, bytes.count / 8) || openers > 4 * brackets { return index + 1 }
        }
        return nil
    }

    private static let special: Set<UInt8> = Set("[]<>*_`!~|\\(".utf8)
}
