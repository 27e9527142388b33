internal import ArgumentParser

/// `attune config …`
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "See and check the configuration.",
        discussion: """
            A flag beats an ATTUNE_* variable, a variable beats the file, the file
            beats the default. The file is --config, ATTUNE_CONFIG, ./attune.yaml,
            ~/.config/attune/attune.yaml or /etc/attune/attune.yaml: the first there is.

            Examples:
              attune config explain
              attune config check --config /etc/attune/attune.yaml
              attune config example
            """,
        subcommands: [ConfigExplain.self, ConfigCheck.self, ConfigKeys.self, ConfigExample.self])
}
