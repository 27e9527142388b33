internal import Clinic

/// Rows for people, or for the next program in a pipe.
struct Table: Sendable {
    let columns: [String]
    var rows: [[String]]

    init(_ columns: [String], _ rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// On a terminal: a header and aligned columns, the widest one shortened to fit. In a pipe: tab-separated values without a
    /// header, with tabs and line breaks inside a value as spaces, so that `cut` and `awk` always see the same columns.
    func text(width: Int?, coloured: Bool) -> String {
        guard let width else {
            return rows.map { $0.map(Self.oneLine).joined(separator: "\t") + "\n" }.joined()
        }
        let cells = rows.map { $0.map(Self.oneLine) }
        var widths = columns.indices.map { column in
            max(columns[column].count, cells.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0)
        }
        let gaps = 2 * (widths.count - 1)
        while widths.reduce(gaps, +) > width, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 12
        {
            widths[widest] = max(12, widths[widest] - (widths.reduce(gaps, +) - width))
        }
        func line(_ row: [String]) -> String {
            let padded = zip(row, widths).map { cell, width in
                let shown = cell.count > width ? cell.prefix(width - 1) + "…" : cell[...]
                return shown + String(repeating: " ", count: width - shown.count)
            }
            let text = padded.joined(separator: "  ")
            return String(text.reversed().drop(while: { $0 == " " }).reversed()) + "\n"
        }
        let header = line(columns.map { $0.uppercased() })
        return (coloured ? "\u{1B}[2m\(header)\u{1B}[0m" : header) + cells.map(line).joined()
    }

    /// What a terminal would obey is shown as U+FFFD: what is stored may be older than the doors that refuse it.
    private static func oneLine(_ cell: String) -> String {
        let line = String(cell.map { $0 == "\t" || $0.isNewline ? " " : $0 })
        return String(String.UnicodeScalarView(line.unicodeScalars.map { $0.isHidden ? "\u{FFFD}" : $0 }))
    }
}
