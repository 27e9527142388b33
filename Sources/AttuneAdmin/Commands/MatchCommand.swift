internal import ArgumentParser

/// `attune match …`: what ranking goes by.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "What matching goes by.",
        discussion: """
            Examples:
              attune match policy show
              attune match policy diff matching.yaml
            """,
        subcommands: [MatchPolicyCommand.self])
}
