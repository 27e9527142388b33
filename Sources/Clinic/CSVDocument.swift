/// A CSV file as read: its rows, and what could not be read.
///
/// Strict RFC 4180, with what spreadsheets really write: a UTF-8 byte order mark, lines that end in CRLF, LF or CR,
/// `,` `;` or tab between cells (found in the first line, or named by Excel's `sep=;`), quotes and line ends within quoted cells.
/// A row with an error is left out and reported; the rows around it are kept. Cells are as written, not trimmed; empty lines
/// are skipped.
public struct CSVDocument: Hashable, Sendable {
    /// One row and where its cells begin.
    public struct Row: Hashable, Sendable {
        /// The line on which the row begins.
        public let line: Int
        public let cells: [String]
        /// The line on which each cell begins: they differ after a cell that holds line ends.
        public let lines: [Int]
    }

    public let delimiter: UInt8
    /// In the order of the file, the header among them.
    public let rows: [Row]
    /// In the order of the file.
    public let problems: [CSVProblem]

    /// Never fails: a file that is too large, or empty, has no rows and one problem.
    /// - Complexity: O(bytes), one pass.
    public init(_ bytes: [UInt8], limits: CSVLimits = CSVLimits()) {
        guard bytes.count <= limits.bytes else {
            let message = "The file has \(bytes.count) bytes; at most \(limits.bytes) are read. Split it, or remove columns."
            self.init(problem: CSVProblem(line: 1, column: 0, code: "csv.too_large", message: message))
            return
        }
        let isUTF16 = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
        guard !isUTF16 else {
            let message = "The file is UTF-16. Save it as \"CSV UTF-8\" and try again."
            self.init(problem: CSVProblem(line: 1, column: 0, code: "csv.not_utf8", message: message))
            return
        }
        let prologue = CSVPrologue(of: bytes)
        var scanner = CSVScanner(bytes, from: prologue, limits: limits)
        scanner.scan()
        guard !scanner.rows.isEmpty || !scanner.problems.isEmpty else {
            let message = "The file is empty. Its first line must name the columns."
            self.init(problem: CSVProblem(line: 1, column: 0, code: "csv.empty", message: message))
            return
        }
        self.init(delimiter: prologue.delimiter, rows: scanner.rows, problems: scanner.problems)
    }

    private init(problem: CSVProblem) {
        self.init(delimiter: UInt8(ascii: ","), rows: [], problems: [problem])
    }

    private init(delimiter: UInt8, rows: [Row], problems: [CSVProblem]) {
        self.delimiter = delimiter
        self.rows = rows
        self.problems = problems
    }
}

/// What comes before the rows: byte order mark, Excel's `sep=` line, and the delimiter that the first line shows.
struct CSVPrologue {
    private(set) var delimiter = UInt8(ascii: ",")
    /// Where the rows begin, and on which line.
    private(set) var offset = 0
    private(set) var line = 1

    init(of bytes: [UInt8]) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        let rest = bytes[offset...]
        let declared = Array("sep=".utf8)
        if rest.starts(with: declared), rest.count >= 5, Self.isLineEnd(rest, at: offset + 5) {
            delimiter = bytes[offset + 4]
            offset += 5
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "\r") { offset += 1 }
            if offset < bytes.count, bytes[offset] == UInt8(ascii: "\n") { offset += 1 }
            line = 2
        } else {
            delimiter = Self.commonest(in: rest)
        }
    }

    private static func isLineEnd(_ bytes: ArraySlice<UInt8>, at index: Int) -> Bool {
        guard index < bytes.endIndex else { return true }
        return bytes[index] == UInt8(ascii: "\r") || bytes[index] == UInt8(ascii: "\n")
    }

    /// The candidate that the first line holds most often outside quotes; a comma when none is there, and in a tie.
    private static func commonest(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        var counts = [0, 0, 0]
        var quoted = false
        var lineIsEmpty = true
        for byte in bytes {
            if byte == UInt8(ascii: "\"") {
                quoted.toggle()
                lineIsEmpty = false
            }
            if quoted { continue }
            if byte == UInt8(ascii: "\r") || byte == UInt8(ascii: "\n") {
                if lineIsEmpty { continue }
                break
            }
            lineIsEmpty = false
            if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
        }
        let most = counts.max() ?? 0
        return candidates[counts.firstIndex(of: most) ?? 0]
    }
}
