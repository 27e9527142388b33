internal import ArgumentParser

/// `attune`: nouns, then verbs.
struct AttuneCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attune",
        abstract: "Scheduling, referrals and handouts for a counselling team.",
        discussion: """
            Start here:
              attune up --demo           a clinic of invented people, to click
              attune doctor              is all well, and if not, what to type

            Then, for instance:
              attune referrals list      who is waiting
              attune config explain      which setting came from where
              attune completion install  names on the Tab key

            Data goes to standard output, talk to standard error. In a pipe, tables
            become tab-separated values; --json is for programs. Names of clients
            are masked unless --reveal is given.

            Exit status:
            \(ExitStatus.allCases.map { "  \($0.rawValue)\($0.rawValue < 10 ? " " : "")  \($0.meaning)" }.joined(separator: "\n"))
            """,
        version: Version.line,
        subcommands: [
            UpCommand.self, DoctorCommand.self, TherapistsCommand.self, ClientsCommand.self, CareCommand.self,
            ReferralsCommand.self, MatchCommand.self, ProposalsCommand.self, ExternalCommand.self, VocabularyCommand.self,
            AppointmentsCommand.self, HoursCommand.self, SlotsCommand.self, ArticlesCommand.self, HandoutsCommand.self,
            MessagesCommand.self, TimeCommand.self, APICommand.self, AccessCommand.self, AuditCommand.self, KeysCommand.self,
            MigrateCommand.self,
            ConfigCommand.self,
            CompletionCommand.self, VersionCommand.self,
        ])
}
