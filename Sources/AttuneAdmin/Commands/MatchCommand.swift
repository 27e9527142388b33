internal import ArgumentParser

/// `attune match …`: what ranking goes by, and whole lists at once.
struct MatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match", abstract: "The waiting list allocated as a whole; what matching goes by.",
        discussion: """
            Examples:
              attune match plan
              attune match edit W-101 --pin R-2041=amara-okafor
              attune match apply W-101
              attune match policy show
              attune match policy diff matching.yaml
              attune match solve fits.txt
              attune match solve assign100.txt --format orlib --json
            """,
        subcommands: [
            MatchPlan.self, MatchPlans.self, MatchShow.self, MatchEdit.self, MatchApply.self, MatchDiscard.self,
            MatchPolicyCommand.self, MatchSolve.self,
        ])
}
