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
