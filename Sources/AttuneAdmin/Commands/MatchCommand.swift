internal import ArgumentParser

/// `attune match …`: what ranking goes by, and whole lists at once.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "What matching goes by; many clients to limited places at once.",
        discussion: """
            Examples:
              attune match policy show
              attune match policy diff matching.yaml
              attune match solve fits.txt
              attune match solve assign100.txt --format orlib --json
            """,
        subcommands: [MatchPolicyCommand.self, MatchSolve.self])
}
