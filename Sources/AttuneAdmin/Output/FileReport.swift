internal import Clinic

/// What is wrong with a file that a person wrote: every problem with its line, and the first as the refusal.
enum FileReport {
    static func reading<T>(_ name: String, _ read: () throws -> T) throws -> T {
        do { return try read() } catch let refusal as FileRefusal {
            let lines = refusal.problems.prefix(50).map { "\(name): \($0.description)" }
            throw Failure(refusal.code, "\(name) was not read; nothing was changed.", why: lines.joined(separator: "\n  "))
        }
    }

    static func lines(_ problems: [CSVProblem], in name: String) -> String {
        problems.map { "\(name), line \($0.line)\($0.column > 0 ? ", column \($0.column)" : ""): \($0.message)\n" }.joined()
    }

    /// Ends a command that kept the good rows with 1 when others were refused: a script must not take a part for the whole.
    static func conclude(_ problems: [CSVProblem], of name: String, kept: Int, onlyChecked: Bool) throws {
        guard !problems.isEmpty else { return }
        let count = problems.count == 1 ? "1 problem" : "\(problems.count) problems"
        if onlyChecked {
            throw Failure(
                "import.problems", "\(name) has \(count). Nothing was changed.",
                next: "correct those lines, then the same command",
                exit: .failed)
        }
        throw Failure(
            "import.partly_done",
            kept == 0 ? "\(name) has \(count); nothing was stored." : "\(name) has \(count); the other rows are stored.",
            why: kept == 0 ? nil : "Reading a row again that is stored changes nothing.",
            next: "correct those lines, then the same command", exit: .failed)
    }

    static func json(_ problems: [CSVProblem]) -> JSON {
        .array(
            problems.map {
                .object([
                    ("line", .int($0.line)), ("column", .int($0.column)), ("field", .text($0.name)), ("code", .string($0.code)),
                    ("message", .string($0.message)),
                ])
            })
    }
}
