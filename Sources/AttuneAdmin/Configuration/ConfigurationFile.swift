internal import SystemPackage
internal import Yams

/// The configuration file: where it is found, what it may say, and on which line it says it.
struct ConfigurationFile: Sendable {
    let path: FilePath
    /// The line of each key, counted from 1.
    let lines: [String: Int]

    /// The first of these that exists: `--config`, `ATTUNE_CONFIG`, `./attune.yaml`, `$XDG_CONFIG_HOME/attune/attune.yaml`
    /// (`~/.config/…`), `/etc/attune/attune.yaml`. One that was named must exist; the others may all be missing.
    static func find(flag: String?, in shell: Shell) throws(ConfigurationProblem) -> FilePath? {
        if let named = flag ?? shell.environment["ATTUNE_CONFIG"], !named.isEmpty {
            let path = shell.absolute(FilePath(named))
            guard shell.isFile(path) else {
                throw .fileMissing(path: path.string, by: flag == nil ? "ATTUNE_CONFIG" : "--config")
            }
            return path
        }
        let home = FilePath(shell.environment["HOME"] ?? "/")
        let user = shell.environment["XDG_CONFIG_HOME"].map { FilePath($0) } ?? home.appending(".config")
        return [shell.currentDirectory.appending("attune.yaml"), user.appending("attune/attune.yaml"), "/etc/attune/attune.yaml"]
            .first(where: shell.isFile)
    }

    /// Reads which keys the file has, and where.
    /// - Throws: the first key that the table does not have, or text that is not YAML, with its line.
    init(at path: FilePath, text: String) throws(ConfigurationProblem) {
        self.path = path
        var lines: [String: Int] = [:]
        do {
            guard let root = try Yams.compose(yaml: text) else {
                self.lines = [:]  // Nothing but comments, as the file comes.
                return
            }
            try Self.collect(root, below: [], into: &lines, path: path.string)
        } catch let problem as ConfigurationProblem {
            throw problem
        } catch let error as YamlError {
            throw Self.problem(error, path: path.string)
        } catch {
            throw .notYAML(path: path.string, line: nil, reason: "it could not be read")
        }
        self.lines = lines
    }

    private static func collect(_ node: Node, below group: [String], into lines: inout [String: Int], path: String) throws {
        let name = group.joined(separator: ".")
        guard case .mapping(let mapping) = node else {
            guard !group.isEmpty else {
                throw ConfigurationProblem.notYAML(path: path, line: node.mark?.line, reason: "it must be a list of `key: value`")
            }
            guard let row = SettingKeys.all.first(where: { $0.name == name }) else {
                let isGroup = SettingKeys.all.contains { $0.name.hasPrefix(name + ".") }
                if isGroup, node.scalar?.string.isEmpty == true { return }  // `http:` with every key below it commented out.
                throw ConfigurationProblem.unknownKey(
                    name, near: nearest(name), place: .line(path: path, line: lines[name] ?? node.mark?.line))
            }
            guard case .scalar = node else {
                throw ConfigurationProblem.wrongValue(key: row, place: .line(path: path, line: lines[name] ?? node.mark?.line))
            }
            return
        }
        for (key, value) in mapping {
            guard let word = key.string else {
                throw ConfigurationProblem.notYAML(path: path, line: key.mark?.line, reason: "a key must be a word")
            }
            let path = path
            lines[(group + [word]).joined(separator: ".")] = key.mark?.line
            try collect(value, below: group + [word], into: &lines, path: path)
        }
    }

    private static func nearest(_ name: String) -> String? { NearestName.of(name, in: SettingKeys.all.map(\.name)) }

    private static func problem(_ error: YamlError, path: String) -> ConfigurationProblem {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _), .composer(_, let problem, let mark, _):
            .notYAML(path: path, line: mark.line, reason: problem)
        case .duplicatedKeysInMapping(let keys, let context):
            .notYAML(path: path, line: context.mark.line, reason: "\(keys.sorted().joined(separator: ", ")) is there twice")
        default: .notYAML(path: path, line: nil, reason: "it is not YAML")
        }
    }
}
