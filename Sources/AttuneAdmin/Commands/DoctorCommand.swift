internal import ArgumentParser

/// `attune doctor`: is everything well, and if not, what to type.
struct DoctorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check the machine, the database and the configuration, and name each fix.",
        discussion: """
            Changes nothing. Exits with 0 when all is well or only warned about, 69
            when the database cannot be reached, and 1 for anything else.

            Examples:
              attune doctor
              attune doctor --data-dir /var/lib/attune --json
            """)
    @OptionGroup(title: "Where") var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let settings = try await options.settings(in: shell)
        let findings = await Examination(settings: settings, shell: shell).run()
        if json {
            let document = JSON.object([
                ("ok", .bool(!findings.contains { $0.state == .wrong })), ("version", .string(Version.number)),
                ("checks", .array(findings.map(\.json))),
            ])
            shell.print(document.text(indented: shell.output.width != nil))
        } else {
            for finding in findings { shell.output.write(finding.lines(coloured: shell.output.isColoured)) }
        }
        let wrong = findings.filter { $0.state == .wrong }
        if let first = wrong.first {
            throw Failure(
                "doctor.found", "\(wrong.count == 1 ? "One thing is" : "\(wrong.count) things are") wrong.", next: first.fix,
                exit: wrong.contains { $0.code == "database" } ? .databaseUnreachable : .failed)
        }
    }
}

/// One thing that was looked at.
struct Finding: Sendable, Equatable {
    enum State: String, Sendable { case well, warning, wrong }

    let code: String
    let state: State
    let what: String
    /// What to type, for anything that is not well.
    let fix: String?

    static func well(_ code: String, _ what: String) -> Finding { Finding(code: code, state: .well, what: what, fix: nil) }
    static func warning(_ code: String, _ what: String, fix: String?) -> Finding {
        Finding(code: code, state: .warning, what: what, fix: fix)
    }
    static func wrong(_ code: String, _ what: String, fix: String?) -> Finding {
        Finding(code: code, state: .wrong, what: what, fix: fix)
    }

    func lines(coloured: Bool) -> String {
        let mark =
            switch state {
            case .well: coloured ? "\u{1B}[32m✓\u{1B}[0m" : "ok     "
            case .warning: coloured ? "\u{1B}[33m!\u{1B}[0m" : "warning"
            case .wrong: coloured ? "\u{1B}[31m✗\u{1B}[0m" : "wrong  "
            }
        return "\(mark) \(what)\n" + (fix.map { "\(coloured ? "" : "       ")  Fix: \($0)\n" } ?? "")
    }

    var json: JSON {
        .object([("check", .string(code)), ("state", .string(state.rawValue)), ("what", .string(what)), ("fix", .text(fix))])
    }
}
