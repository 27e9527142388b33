import Clinic

/// Writes CSV as RFC 4180 has it, for the reader's tests: UTF-8, CRLF, cells quoted where they must be.
struct CSVWriter {
    private let delimiter: UInt8
    private let guardsFormulas: Bool
    private(set) var bytes: [UInt8]

    /// - Parameters:
    ///   - byteOrderMark: Excel takes a file without one for the machine's own code page.
    ///   - guardsFormulas: a cell that a spreadsheet would run (`=…`, `+…`), or that looks guarded, gets an apostrophe before it.
    init(delimiter: UInt8 = UInt8(ascii: ","), byteOrderMark: Bool = false, guardsFormulas: Bool = true) {
        self.delimiter = delimiter
        self.guardsFormulas = guardsFormulas
        bytes = byteOrderMark ? [0xEF, 0xBB, 0xBF] : []
    }

    /// Appends one row. A row of one empty cell is written as `""`, since an empty line is no row.
    mutating func append(_ cells: [String]) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(delimiter) }
            write(guardsFormulas ? Self.guarded(cell) : cell, alone: cells.count == 1)
        }
        bytes.append(contentsOf: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
    }

    private static func guarded(_ cell: String) -> String {
        CSVFormulaGuard.removed(from: "'" + cell) == cell ? "'" + cell : cell
    }

    private mutating func write(_ cell: String, alone: Bool) {
        // All delimiters, so that a reader that looks for the commonest one is not misled; and what a reader takes for
        // something else at the start of a file: Excel's `sep=;`, a byte order mark.
        let special = Array(",;\t\"\r\n".utf8) + [delimiter]
        let isFirst = bytes.isEmpty || bytes == [0xEF, 0xBB, 0xBF]
        let isMistakable = isFirst && (cell.hasPrefix("sep=") || cell.unicodeScalars.first == "\u{FEFF}")
        let needsQuotes = cell.utf8.contains(where: special.contains) || (alone && cell.isEmpty) || isMistakable
        guard needsQuotes else { return bytes.append(contentsOf: cell.utf8) }
        bytes.append(UInt8(ascii: "\""))
        for byte in cell.utf8 {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
