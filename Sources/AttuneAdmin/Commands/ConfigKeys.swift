internal import ArgumentParser

/// `attune config keys`: the table of everything that can be set.
struct ConfigKeys: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys", abstract: "List every setting with its variable, default and meaning.",
        discussion: """
            Examples:
              attune config keys
              attune config keys --json
            """)
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        if json {
            let rows = SettingKeys.all.map { key in
                JSON.object([
                    ("key", .string(key.name)), ("variable", .string(key.variable)), ("default", .text(key.fallback)),
                    ("absence", .text(key.absence)), ("expects", .string(key.expects)), ("secret", .bool(key.isSecret)),
                    ("doc", .string(key.doc)),
                ])
            }
            shell.print(JSON.array(rows).text(indented: shell.output.width != nil))
        } else {
            let table = Table(
                ["key", "variable", "default", "meaning"],
                SettingKeys.all.map { [$0.name, $0.variable, $0.fallback ?? "–", $0.doc] })
            shell.output.write(table.text(width: shell.output.width, coloured: shell.output.isColoured))
        }
    }
}
