internal import ArgumentParser
internal import SystemPackage

/// `attune config explain`: each value, and which source it came from.
struct ConfigExplain: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Show every setting's value and where it came from; secrets stay hidden.",
        discussion: """
            Examples:
              attune config explain
              attune config explain --json
              attune config explain --set http.port=9000
            """)
    @OptionGroup var options: SettingOptions
    @Flag(help: "Print JSON.") var json = false

    func run(in shell: Shell) async throws {
        let resolved = try await options.resolve(in: shell)
        if json {
            let rows = resolved.entries.map { entry in
                JSON.object([
                    ("key", .string(entry.key.name)), ("value", .text(Self.shown(entry))), ("source", .string(entry.source)),
                    ("place", .string(entry.place.words)), ("secret", .bool(entry.key.isSecret)),
                ])
            }
            shell.print(
                JSON.object([("file", .text(resolved.file?.string)), ("settings", .array(rows))]).text(
                    indented: shell.output.width != nil))
        } else {
            shell.say("File: \(resolved.file?.string ?? "none found; `attune config example` prints one to start from")")
            let table = Table(
                ["key", "value", "source"],
                resolved.entries.map { [$0.key.name, Self.shown($0) ?? "(\($0.key.absence ?? "not set"))", $0.place.words] })
            shell.output.write(table.text(width: shell.output.width, coloured: shell.output.isColoured))
        }
        _ = try Settings(resolved, shell: shell)
    }

    private static func shown(_ entry: ResolvedSettings.Entry) -> String? {
        entry.key.isSecret && entry.text != nil ? "(hidden)" : entry.text
    }
}

extension ResolvedSettings.Entry {
    /// `flag`, `environment`, `file` or `default`.
    var source: String {
        switch place {
        case .flag: "flag"
        case .variable: "environment"
        case .line: "file"
        case .fallback: "default"
        }
    }
}
