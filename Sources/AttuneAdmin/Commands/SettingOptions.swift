internal import ArgumentParser

/// The options that every command which needs the configuration takes.
struct SettingOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"), completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Option(help: ArgumentHelp("Where Attune keeps its data (data_dir).", valueName: "dir"), completion: .directory)
    var dataDir: String?

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp("Set any key for this run; `attune config keys` lists them.", valueName: "key=value"),
        completion: .list(SettingKeys.all.filter { !$0.isSecret }.map { $0.name + "=" }))
    var set: [String] = []

    /// - Parameter extra: settings that the command itself has options for.
    func resolve(_ extra: [ResolvedSettings.Flag] = [], in shell: Shell) async throws -> ResolvedSettings {
        var flags = try set.map { text throws(ConfigurationProblem) in try Self.flag(text) }
        if let dataDir { flags.append(.init(key: SettingKeys.dataDirectory.row, text: dataDir, option: "--data-dir")) }
        let resolved = try await ResolvedSettings(flags: flags + extra, configFlag: config, shell: shell)
        for variable in resolved.strangeVariables {
            let near = variable.near.map { " Did you mean \($0)?" } ?? ""
            shell.say("warning: nothing reads the variable \(variable.name).\(near)")
        }
        return resolved
    }

    func settings(_ extra: [ResolvedSettings.Flag] = [], in shell: Shell) async throws -> Settings {
        try Settings(await resolve(extra, in: shell), shell: shell)
    }

    private static func flag(_ text: String) throws(ConfigurationProblem) -> ResolvedSettings.Flag {
        guard let equals = text.firstIndex(of: "=") else { throw .notAssignment(text) }
        let name = String(text[..<equals])
        guard let key = SettingKeys.all.first(where: { $0.name == name }) else {
            throw .unknownKey(name, near: NearestName.of(name, in: SettingKeys.all.map(\.name)), place: .flag("--set"))
        }
        guard !key.isSecret else { throw .secretOnCommandLine(key) }
        return .init(key: key, text: String(text[text.index(after: equals)...]), option: "--set \(name)")
    }
}
