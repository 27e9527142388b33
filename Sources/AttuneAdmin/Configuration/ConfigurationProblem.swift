/// Why a configuration is refused. Names the key, its place, and the nearest right one; never the value, which may be a secret.
enum ConfigurationProblem: Error, Equatable {
    case fileMissing(path: String, by: String)
    case fileUnreadable(path: String)
    case notYAML(path: String, line: Int?, reason: String)
    case unknownKey(String, near: String?, place: Place)
    case wrongValue(key: SettingKey, place: Place)
    case notAssignment(String)
    case secretOnCommandLine(SettingKey)
    case missing(SettingKey, because: String)

    /// Where a setting was said.
    enum Place: Equatable {
        case flag(String)
        case variable(String)
        case line(path: String, line: Int?)
        case fallback

        var words: String {
            switch self {
            case .flag(let name): name
            case .variable(let name): "the variable \(name)"
            case .line(let path, let line): line.map { "\(path), line \($0)" } ?? path
            case .fallback: "the default"
            }
        }
    }

    /// What happened, why, and what to do next.
    var failure: Failure {
        switch self {
        case .fileMissing(let path, let by):
            Failure(
                "config.file_missing", "There is no file \(path), which \(by) names.", next: "attune config example > \(path)")
        case .fileUnreadable(let path):
            Failure(
                "config.file_unreadable", "\(path) cannot be read.", why: "Its permissions, or its size above 1 MiB, forbid it.")
        case .notYAML(let path, let line, let reason):
            Failure("config.not_yaml", "\(Place.line(path: path, line: line).words): this is not valid YAML.", why: reason + ".")
        case .unknownKey(let name, let near, let place):
            Failure(
                "config.unknown_key", "\(place.words): there is no setting “\(name)”.", why: near.map { "Did you mean \($0)?" },
                next: "attune config keys")
        case .wrongValue(let key, let place):
            Failure("config.wrong_value", "\(place.words): \(key.name) must be \(key.expects).", next: "attune config explain")
        case .notAssignment(let text):
            Failure("config.not_assignment", "--set needs key=value.", why: "“\(text)” has no “=”.", next: "attune config keys")
        case .secretOnCommandLine(let key):
            Failure(
                "config.secret_in_arguments", "\(key.name) is a secret and cannot be set by a flag.",
                why: "Every user of this machine can read a process's arguments.", next: "export \(key.variable)=…")
        case .missing(let key, let because):
            Failure("config.missing", "\(key.name) is not set, but \(because).", next: "export \(key.variable)=…")
        }
    }
}

extension SettingKey: Equatable {
    public static func == (one: SettingKey, other: SettingKey) -> Bool { one.name == other.name }
}
