internal import ArgumentParser

/// What this program is.
enum Version {
    static let number = "0.1.0"
    static let line = "attune \(number)"
}

struct VersionCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.",
        discussion: """
            Examples:
              attune version
              attune version --json
            """)
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        shell.print(
            json
                ? JSON.object([("name", .string("attune")), ("version", .string(Version.number))]).text(indented: false)
                : Version.line)
    }
}
