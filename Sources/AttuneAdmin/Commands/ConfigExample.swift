internal import ArgumentParser

/// `attune config example`: the commented file to start from.
struct ConfigExample: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "example", abstract: "Print a commented configuration file with every default.",
        discussion: """
            Examples:
              attune config example
            """)

    func run(in shell: Shell) async throws { shell.output.write(ExampleFile.text) }
}
