internal import Clinic
internal import Referrals

/// A referral's form as a person types it: `name: answer`, one to a line, in any order.
struct FormText {
    private var answers: [String: (text: String, line: Int)] = [:]

    /// - Throws: a `Failure` that names every line which cannot be read, and never what an answer says.
    init(_ text: String) throws {
        var names: [String: String] = [:]
        for column in ReferralFile.columns {
            for alias in [column.name] + column.aliases { names[Self.key(alias)] = column.name }
        }
        var wrong: [String] = []
        var current: String?
        for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
            let number = index + 1
            let content = line.trimmingWhitespace()
            if content.isEmpty || line.first == "#" { continue }
            if line.first?.isWhitespace == true {
                if let current {
                    answers[current]?.text += "\n" + content
                } else {
                    wrong.append("line \(number): no answer to go on with.")
                }
                continue
            }
            guard let colon = line.firstIndex(of: ":") else {
                wrong.append(
                    "line \(number): no colon. Write “language: fr”, or begin with a space to go on with the line before.")
                continue
            }
            let key = Self.key(String(line[..<colon]))
            current = names[key]
            guard let name = current else {
                let meant =
                    nearest(to: key, among: names.keys.sorted()).flatMap { names[$0] }.map { " Did you mean \($0)?" } ?? ""
                wrong.append("line \(number): this name is not known.\(meant)")
                continue
            }
            if let before = answers[name] { wrong.append("line \(number): \(name) is on line \(before.line) already.") }
            answers[name] = (line[line.index(after: colon)...].trimmingWhitespace(), number)
        }
        if wrong.isEmpty, !answers.contains(where: { !$0.value.text.isEmpty }) { wrong = ["The form is empty."] }
        guard wrong.isEmpty else { throw Self.failure(wrong) }
    }

    /// nil where nothing was written.
    func answer(_ name: String) -> String? { answers[name].flatMap { $0.text.isEmpty ? nil : $0.text } }

    /// Where an answer begins; 0 for one that is missing.
    func line(of name: String) -> Int { answers[name]?.line ?? 0 }

    func refusal(_ problems: [IntakeProblem]) -> Failure {
        Self.failure(
            problems.map { problem in
                let line = line(of: problem.field)
                return "\(line > 0 ? "line \(line)" : "missing") (\(problem.field)): \(problem.message)"
            })
    }

    private static func failure(_ lines: [String]) -> Failure {
        Failure(
            "referrals.form", "The form was not read; nothing was stored.", why: lines.joined(separator: "\n  "),
            next: "correct these lines, then the same command")
    }

    /// Case, spaces and marks do not matter: `Full name` is `full_name`.
    private static func key(_ name: String) -> String { name.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// Every name, with what is asked where that is not plain.
    static let empty =
        """
        # One answer to a line; leave out what you do not know. A line that begins with a space goes on with the answer before it.
        # Lists: anxiety; sleep. Yes or no: yes, no. Days: 2026-12-01. What does not say yes is not safe, and nothing is sent.

        """
        + ReferralFile.columns.map { $0.name + ":" }.joined(separator: "\n") + "\n"
}
