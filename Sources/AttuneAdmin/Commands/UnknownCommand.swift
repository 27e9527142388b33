internal import ArgumentParser

/// "There is no command …. Did you mean …?", which ArgumentParser says for options only.
enum UnknownCommand {
    /// - Returns: nil when every word that should be a command is one.
    static func failure(in arguments: [String]) -> Failure? {
        var command: any ParsableCommand.Type = AttuneCommand.self
        var path = ["attune"]
        for word in arguments {
            let subcommands = command.configuration.subcommands
            if subcommands.isEmpty || word.hasPrefix("-") || word == "help" { return nil }
            guard let next = subcommands.first(where: { ([$0._commandName] + $0.configuration.aliases).contains(word) }) else {
                let near = NearestName.of(
                    word, in: subcommands.flatMap { [$0._commandName] + $0.configuration.aliases })
                return Failure(
                    "command.unknown", "There is no command “\((path + [word]).joined(separator: " "))”.",
                    why: near.map { "Did you mean “\((path + [$0]).joined(separator: " "))”?" },
                    next: path.joined(separator: " ") + " --help")
            }
            command = next
            path.append(word)
        }
        return nil
    }
}
