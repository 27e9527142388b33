/// The state machine behind ``CSVDocument``: bytes in, rows and problems out.
struct CSVScanner {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let limits: CSVLimits
    private var offset: Int
    private var line: Int
    private(set) var rows: [CSVDocument.Row] = []
    private(set) var problems: [CSVProblem] = []

    private var cells: [String] = []
    private var lines: [Int] = []
    private var rowIsGood = true
    private var stopped = false

    private static let quote = UInt8(ascii: "\"")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let lineFeed = UInt8(ascii: "\n")

    init(_ bytes: [UInt8], from prologue: CSVPrologue, limits: CSVLimits) {
        self.bytes = bytes
        self.delimiter = prologue.delimiter
        self.limits = limits
        offset = prologue.offset
        line = prologue.line
    }

    mutating func scan() {
        while offset < bytes.count, !stopped { readRow() }
    }

    private mutating func readRow() {
        let start = line
        let startOffset = offset
        cells.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
        rowIsGood = true
        repeat {
            if offset < bytes.count, bytes[offset] == Self.quote { readQuotedCell() } else { readPlainCell() }
        } while passDelimiter()
        let isBlank = cells == [""] && (offset == startOffset || bytes[startOffset] != Self.quote)
        passLineEnd()
        guard rowIsGood, !stopped, !isBlank else { return }
        if rows.count > limits.rows {  // the header is not counted
            let message = "The file has more than \(limits.rows) rows; those from here on were not read. Split it."
            report(start, 0, "csv.too_many_rows", message)
            stopped = true
            return
        }
        rows.append(CSVDocument.Row(line: start, cells: cells, lines: lines))
    }

    /// Up to the delimiter or the line's end. A quote inside is an error: RFC 4180 has it only around a cell.
    private mutating func readPlainCell() {
        let start = offset
        while offset < bytes.count, !atCellEnd() {
            if bytes[offset] == Self.quote, rowIsGood {
                fail(
                    "csv.stray_quote",
                    "A quote stands inside a cell that does not begin with one. Quote the cell and double the quotes in it.")
            }
            offset += 1
        }
        append(bytes[start..<offset], line: line)
    }

    /// From the opening quote to the closing one; `""` within is one quote.
    private mutating func readQuotedCell() {
        let startLine = line
        var text: [UInt8] = []
        offset += 1
        var segment = offset
        while true {
            guard offset < bytes.count else {
                report(
                    startLine, cells.count + 1, "csv.unclosed_quote",
                    "A quote opens here and never closes, so nothing from this row on was read. Close it, or remove it.")
                rowIsGood = false
                stopped = true
                return
            }
            let byte = bytes[offset]
            if byte == Self.quote {
                text.append(contentsOf: bytes[segment..<offset])
                offset += 1
                guard offset < bytes.count, bytes[offset] == Self.quote else { break }
                segment = offset
            } else if isLineEnd(byte) {
                countLine()
                continue
            }
            offset += 1
        }
        append(text[...], line: startLine)
        if offset < bytes.count, !atCellEnd() {
            fail(
                "csv.text_after_quote",
                "Text follows the closing quote of a cell. Put it inside, and double any quote that belongs to the text.",
                line, cells.count)
            while offset < bytes.count, !atCellEnd() { offset += 1 }
        }
    }

    private mutating func append(_ cell: ArraySlice<UInt8>, line start: Int) {
        let column = cells.count + 1
        if cell.count > limits.cellBytes {
            fail("csv.cell_too_large", "This cell has more than \(limits.cellBytes) bytes. Shorten it.", start, column)
        }
        if cell.contains(0) {
            let message = "This cell holds a NUL character, which no text has. Export the file again as CSV UTF-8."
            fail("csv.nul", message, start, column)
        }
        let text = String(validating: cell, as: UTF8.self)
        if text == nil {
            let message = "This cell is not UTF-8. Save the file as \"CSV UTF-8\" and try again."
            fail("csv.not_utf8", message, start, column)
        }
        if let text, !cell.contains(0), text.hasHiddenCharacters {
            let message =
                "This cell holds a control character, or one that turns the direction of writing. Remove it and try again."
            fail("csv.hidden_character", message, start, column)
        }
        guard column <= limits.columns else {
            return fail("csv.too_many_columns", "This row has more than \(limits.columns) cells.", start, column)
        }
        cells.append(text ?? "")
        lines.append(start)
    }

    private func isLineEnd(_ byte: UInt8) -> Bool { byte == Self.carriageReturn || byte == Self.lineFeed }

    private func atCellEnd() -> Bool { bytes[offset] == delimiter || isLineEnd(bytes[offset]) }

    private mutating func passDelimiter() -> Bool {
        guard !stopped, offset < bytes.count, bytes[offset] == delimiter else { return false }
        offset += 1
        return true
    }

    private mutating func passLineEnd() {
        if offset < bytes.count, isLineEnd(bytes[offset]) { countLine() }
    }

    /// Steps over one line end: CRLF is one.
    private mutating func countLine() {
        let isPair = bytes[offset] == Self.carriageReturn && offset + 1 < bytes.count && bytes[offset + 1] == Self.lineFeed
        offset += isPair ? 2 : 1
        line += 1
    }

    /// The first error of a row stands for it: what follows is often its echo.
    private mutating func fail(_ code: String, _ message: String, _ line: Int? = nil, _ column: Int? = nil) {
        if rowIsGood { report(line ?? self.line, column ?? cells.count + 1, code, message) }
        rowIsGood = false
    }

    private mutating func report(_ line: Int, _ column: Int, _ code: String, _ message: String) {
        problems.append(CSVProblem(line: line, column: column, code: code, message: message))
        if problems.count >= limits.problems { stopped = true }
    }
}
