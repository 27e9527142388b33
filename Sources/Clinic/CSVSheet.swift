/// A column that a reader of CSV wants.
public struct CSVColumn: Hashable, Sendable {
    /// The name by which code and messages know it: `given_name`.
    public let name: String
    /// Other headers that mean the same in practice systems' exports: `First Name`. Case, spaces, `_`, `-` and `.` do not matter.
    public let aliases: [String]
    /// A file without this column is refused. An empty cell in it is the domain's affair.
    public let isRequired: Bool

    public init(_ name: String, aliases: [String] = [], required: Bool = false) {
        self.name = name
        self.aliases = aliases
        isRequired = required
    }

    /// A header's form for comparison: letters and digits only, in lower case.
    static func key(_ header: String) -> String { header.lowercased().filter { $0.isLetter || $0.isNumber } }
}

/// A CSV file under known columns: rows whose cells are asked for by name.
public struct CSVSheet: Hashable, Sendable {
    /// In the order of the file; only rows with as many cells as the header. None when the header was refused.
    public let rows: [CSVRow]
    /// Why rows, or the whole file, were refused; in the order of the file.
    public let problems: [CSVProblem]
    /// What was ignored: columns that nobody asked for, with the nearest one that is known.
    public let notes: [CSVProblem]
}

extension CSVDocument {
    /// Reads the first row as the header and the others by it.
    ///
    /// A required column that is missing, or one that is there twice, refuses the file: nothing is guessed about which was meant.
    public func sheet(_ columns: [CSVColumn]) -> CSVSheet {
        // A problem on or before the first good row may be the header itself, and then that row is data.
        guard let header = rows.first, !problems.contains(where: { $0.line <= header.line }) else {
            return CSVSheet(rows: [], problems: problems, notes: [])
        }
        var names: [String: String] = [:]
        for column in columns { for alias in [column.name] + column.aliases { names[CSVColumn.key(alias)] = column.name } }
        let headerProblems = HeaderReading(header, names: names, columns: columns)
        guard headerProblems.refusals.isEmpty else {
            return CSVSheet(rows: [], problems: headerProblems.refusals, notes: headerProblems.notes)
        }
        var found: [CSVRow] = []
        var refused = problems
        for row in rows.dropFirst() {
            // Spreadsheets write their unused rows as delimiters alone.
            if row.cells.allSatisfy({ $0.allSatisfy(\.isWhitespace) }) { continue }
            if row.cells.count == header.cells.count {
                found.append(CSVRow(row: row, index: headerProblems.index))
            } else {
                let counts = "This row has \(row.cells.count) cells and the header has \(header.cells.count)."
                let message = counts + " Is a delimiter missing, or a quote?"
                refused.append(CSVProblem(line: row.line, column: 0, code: "csv.cell_count", message: message))
            }
        }
        refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
        return CSVSheet(rows: found, problems: refused, notes: headerProblems.notes)
    }
}

/// Which column each wanted name is, and what is wrong with the header. Messages count columns rather than repeat them:
/// in a file without a header they would be somebody's name.
private struct HeaderReading {
    var index: [String: Int] = [:]
    var refusals: [CSVProblem] = []
    var notes: [CSVProblem] = []

    init(_ header: CSVDocument.Row, names: [String: String], columns: [CSVColumn]) {
        for (position, title) in header.cells.enumerated() {
            let column = position + 1
            let key = CSVColumn.key(title)
            if let name = names[key] {
                if let first = index[name] {
                    let message = "Columns \(first + 1) and \(column) both mean \(name). Keep one of them."
                    refusals.append(
                        CSVProblem(line: header.line, column: column, name: name, code: "csv.duplicate_column", message: message))
                }
                index[name] = index[name] ?? position
            } else if !key.isEmpty {
                let meant = nearest(to: key, among: names.keys.sorted()).flatMap { names[$0] }
                let message = "Column \(column) is not one that is read" + (meant.map { "; was \($0) meant?" } ?? ".")
                notes.append(CSVProblem(line: header.line, column: column, code: "csv.unknown_column", message: message))
            }
        }
        for column in columns where column.isRequired && index[column.name] == nil {
            let message = "The column \(column.name) is missing. The first line must name the columns."
            refusals.append(
                CSVProblem(line: header.line, column: 0, name: column.name, code: "csv.missing_column", message: message))
        }
    }
}

/// One row, by column name.
public struct CSVRow: Hashable, Sendable {
    private let row: CSVDocument.Row
    private let index: [String: Int]

    init(row: CSVDocument.Row, index: [String: Int]) {
        self.row = row
        self.index = index
    }

    /// The line on which the row begins, from 1.
    public var line: Int { row.line }

    /// The cell as written; `nil` when the file has no such column.
    public func cell(_ name: String) -> String? { index[name].map { row.cells[$0] } }

    /// The cell without white space around it and without a spreadsheet's formula guard; `nil` when it is empty, or the
    /// column is absent.
    public func text(_ name: String) -> String? {
        guard let cell = cell(name) else { return nil }
        let text = CSVFormulaGuard.removed(from: cell.trimmingWhitespace())
        return text.isEmpty ? nil : text
    }

    /// A problem with one cell, at its line and column. The message must not repeat the cell.
    public func problem(_ name: String, code: String, _ message: String) -> CSVProblem {
        guard let position = index[name] else {
            return CSVProblem(line: line, column: 0, name: name, code: code, message: message)
        }
        return CSVProblem(line: row.lines[position], column: position + 1, name: name, code: code, message: message)
    }
}
