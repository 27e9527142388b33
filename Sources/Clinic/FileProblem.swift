/// Something wrong in a file that a person wrote, and where. The words name keys and codes, never what a value holds.
public struct FileProblem: Error, Hashable, Sendable {
    /// From 1, as an editor counts.
    public let line: Int
    /// From 1, in characters.
    public let column: Int
    /// Where in the file's structure: `therapists[2].hours[0].from`; empty for the file itself.
    public let path: String
    /// For programs: retired, never renamed.
    public let code: String
    /// For people: what is wrong, then what to do.
    public let message: String

    public init(line: Int, column: Int, path: String, code: String, message: String) {
        self.line = line
        self.column = column
        self.path = path
        self.code = code
        self.message = message
    }
}

extension FileProblem: CustomStringConvertible {
    /// `line 12, column 9, therapists[2].hours[0].from: …`
    public var description: String { "line \(line), column \(column)" + (path.isEmpty ? "" : ", \(path)") + ": \(message)" }
}

/// Why a file was refused: everything that is wrong with it, in its order, so that it can be put right in one go.
public struct FileRefusal: Refusal, Hashable {
    /// Never empty.
    public let problems: [FileProblem]

    public init(_ problems: [FileProblem]) {
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    public var kind: RefusalKind { .invalid }
    public var code: String { "file.invalid" }
    public var message: String {
        let count = problems.count == 1 ? "There is 1 problem" : "There are \(problems.count) problems"
        return "\(count) in the file, and nothing was changed. " + (problems.first.map { "The first: \($0)" } ?? "")
    }
}
