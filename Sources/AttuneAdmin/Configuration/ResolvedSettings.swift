internal import Configuration
internal import SystemPackage
internal import Yams

internal import struct Foundation.Data

/// What every source says, in order of precedence: flag, `ATTUNE_*` variable, file, default.
///
/// Read through swift-configuration, one reader for each source, since a refusal must say which one spoke. Every value
/// travels as text and is parsed by the table, so that a wrong one gets the same sentence from whichever source it came.
struct ResolvedSettings: Sendable {
    /// One key's outcome.
    struct Entry: Sendable {
        let key: SettingKey
        /// nil when no source has it and the table gives no default.
        let text: String?
        let place: ConfigurationProblem.Place
    }

    let entries: [Entry]
    /// The file that was read, if any.
    let file: FilePath?
    /// `ATTUNE_*` variables that no one reads, each with the nearest that someone does. A warning and not a refusal: a container
    /// platform sets `ATTUNE_SERVICE_HOST` and the like by itself for a service that is called attune.
    let strangeVariables: [(name: String, near: String?)]

    /// - Parameter flags: from the command line, by key; options of a command and `--set key=value` alike.
    init(flags: [Flag], configFlag: String?, shell: Shell) async throws(ConfigurationProblem) {
        let path = try ConfigurationFile.find(flag: configFlag, in: shell)
        let file = try path.map { path throws(ConfigurationProblem) in try ConfigurationFile(at: path, text: shell.text(of: path))
        }
        // An empty variable is one that was switched off, as is the custom of shells.
        let variables = shell.environment.filter { $0.key.hasPrefix("ATTUNE_") && !$0.value.isEmpty }
        var sources: [(provider: any ConfigProvider, place: @Sendable (SettingKey) -> ConfigurationProblem.Place)] = []
        let said = Dictionary(flags.map { ($0.key.name, $0) }) { _, last in last }
        sources.append(
            (
                InMemoryProvider(
                    name: "flags",
                    values: .init(
                        uniqueKeysWithValues: said.map {
                            (
                                AbsoluteConfigKey($0.split(separator: ".").map(String.init)),
                                ConfigValue(.string($1.text), isSecret: false)
                            )
                        })),
                { .flag(said[$0.name]?.option ?? "--set") }
            ))
        sources.append(
            (EnvironmentVariablesProvider(environmentVariables: variables).prefixKeys(with: "attune"), { .variable($0.variable) })
        )
        if let file {
            let provider: any ConfigProvider
            do {
                provider = try await FileProvider<YAMLSnapshot>(filePath: file.path)
            } catch {
                if !file.lines.isEmpty { throw .fileUnreadable(path: file.path.string) }
                provider = InMemoryProvider(name: "empty file", values: [:])
            }
            sources.append((provider, { .line(path: file.path.string, line: file.lines[$0.name]) }))
        }
        let readers = sources.map { (reader: ConfigReader(providers: [$0.provider]), place: $0.place) }
        self.file = path
        self.entries = SettingKeys.all.map { key in
            for source in readers {
                if let text = source.reader.string(forKey: ConfigKey(key.name), isSecret: key.isSecret) {
                    return Entry(key: key, text: text, place: source.place(key))
                }
            }
            return Entry(key: key, text: key.fallback, place: .fallback)
        }
        let known = SettingKeys.all.map(\.variable) + SettingKeys.otherVariables
        self.strangeVariables = variables.keys.sorted().filter { !known.contains($0) }.map { ($0, NearestName.of($0, in: known)) }
        for entry in entries {
            if let text = entry.text, !entry.key.accepts(text) { throw .wrongValue(key: entry.key, place: entry.place) }
        }
    }

    /// A setting given on the command line.
    struct Flag: Sendable {
        let key: SettingKey
        let text: String
        /// As the person typed it: `--port`, or `--set http.port`.
        let option: String
    }

    /// The value of a setting, already known to be valid.
    subscript<Value>(_ setting: Setting<Value>) -> Value? {
        entries.first { $0.key == setting.row }?.text.flatMap(setting.parse)
    }
}
