/// Something in a CSV file that could not be read, and where: the words never repeat what a cell holds.
public struct CSVProblem: Error, Hashable, Sendable {
    /// The line of the file as an editor counts it, from 1. A row that spans lines is named by the line where its cell begins.
    public let line: Int
    /// The cell within its row as a spreadsheet counts it, from 1; 0 where the whole row is meant.
    public let column: Int
    /// The column's name in ``CSVColumn``, where it is known.
    public let name: String?
    /// For programs: retired, never renamed. `csv.unclosed_quote`, `csv.not_utf8`, … or a domain's own.
    public let code: String
    /// For people: what is wrong, then what to do.
    public let message: String

    public init(line: Int, column: Int, name: String? = nil, code: String, message: String) {
        self.line = line
        self.column = column
        self.name = name
        self.code = code
        self.message = message
    }
}

extension CSVProblem: CustomStringConvertible {
    /// `line 7, column 3 (email): …`
    public var description: String {
        let cell = column > 0 ? ", column \(column)" : ""
        return "line \(line)\(cell)\(name.map { " (\($0))" } ?? ""): \(message)"
    }
}

/// How large a file may be before it is refused. Generous for a clinic: the largest export that we know of has 40,000 rows.
public struct CSVLimits: Hashable, Sendable {
    public var bytes = 16 << 20
    public var rows = 100_000
    public var columns = 200
    public var cellBytes = 64 << 10
    /// Problems kept before the reader stops: a file that is no CSV at all has one on each line.
    public var problems = 1_000

    public init() {}
}
