internal import Access
internal import ArgumentParser
internal import Clinic
internal import Messages
internal import Referrals

internal import struct Foundation.UUID

/// `attune care checks …`: how it is going, asked after the first sessions.
struct CareChecks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checks", abstract: "How it is going after the first sessions: list, ask, answer.",
        discussion: """
            A question opens with the first session that took place, and is due after
            the third, or two weeks after the first.

            Examples:
              attune care checks
              attune care checks ask 01890a5d-ac96-774b-bcce-b302099a8057
              attune care checks answer 01890a5d-ac96-774b-bcce-b302099a8057 --answer going_well
            """,
        subcommands: [CareChecksList.self, CareChecksAsk.self, CareChecksAnswer.self], defaultSubcommand: CareChecksList.self)
}

struct CareChecksList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List open questions, what is due first at the top.",
        discussion: """
            Examples:
              attune care checks list --due
              attune care checks list --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Only those that are due.") var due = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("checks.list") { [due] act in
                let found = try await act.earlyChecks(onlyDue: due, limit: 200)
                try await act.record("early_check.listed", clients: found.map(\.client.uuid))
                return found
            }
        }
        let rows = found.map {
            [
                $0.id.uuid.text, $0.client.uuid.text, $0.therapist.uuid.text, String($0.sessions), $0.dueAt?.description ?? "",
                $0.isDue ? "due" : "",
            ]
        }
        options.print(
            Table(["check", "client", "therapist", "sessions", "due", ""], rows), json: .array(found.map(\.json)), in: shell)
    }
}

struct CareChecksAsk: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask the client by a message, in neutral words, where that is safe.",
        discussion: """
            Where it is not, nothing is sent, and it says why: then a person asks.

            Examples:
              attune care checks ask 01890a5d-ac96-774b-bcce-b302099a8057
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune care checks.", transform: Arguments.id) var id: UUID

    func run(in shell: Shell) async throws {
        let outcome = try await options.with(shell) { clinic in
            try await clinic.act("checks.ask") { [id, zones = clinic.zones] act in
                try await act.askEarlyCheck(EarlyCheck.ID(id), zones: zones)
            }
        }
        let (word, detail): (String, String) =
            switch outcome {
            case .queued(_, let at): ("queued", at.description)
            case .withheld(let reason): ("withheld", reason.rawValue)
            case .nothingToTell: ("nothing_to_tell", "")
            }
        options.print(
            Table(["outcome", "detail"], [[word, detail]]),
            json: .object([("outcome", .string(word)), ("detail", .string(detail))]), in: shell)
    }
}

struct CareChecksAnswer: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "Write down how it is going.",
        discussion: """
            Nothing follows by itself; for a change see attune referrals rematch.

            Examples:
              attune care checks answer 01890a5d-ac96-774b-bcce-b302099a8057 --answer unsure
            """)
    enum Word: String, CaseIterable, ExpressibleByArgument {
        case goingWell = "going_well"
        case unsure, change
    }
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its id, from attune care checks.", transform: Arguments.id) var id: UUID
    @Option(help: "going_well, unsure or change.") var answer: Word
    @Option(help: "What they said, 3 to 2000 characters; kept encrypted.") var note: String?

    func run(in shell: Shell) async throws {
        guard let word = EarlyCheck.Answer(rawValue: answer.rawValue) else { return }
        let check = try await options.with(shell) { clinic in
            try await clinic.act("checks.answer") { [id, note] act in
                try await act.answerEarlyCheck(EarlyCheck.ID(id), word, note: note)
            }
        }
        options.print(
            Table(["field", "value"], [["check", check.id.uuid.text], ["answer", word.rawValue]]), json: check.json, in: shell)
    }
}

struct ReferralsRematch: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "rematch", abstract: "Match a client again, in one step and without blame.",
        discussion: """
            The referral is open once more, its wait counted from its first arrival, and
            this therapist is not offered for it. She is told no reason.

            Examples:
              attune referrals rematch R-2041 --care until_next
              attune referrals rematch R-2041 --care ends_now
            """)
    enum Care: String, CaseIterable, ExpressibleByArgument {
        case endsNow = "ends_now"
        case untilNext = "until_next"
    }
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "ends_now cancels sessions ahead; until_next lets them be until the next therapist begins.") var care: Care
    @Option(help: "For intake, 3 to 2000 characters; none is needed.") var reason: String?

    func run(in shell: Shell) async throws {
        guard let kept = RematchCare(rawValue: care.rawValue) else { return }
        let version = try await options.with(shell) { clinic in
            try await clinic.act("referrals.rematch") { [name, reason, zones = clinic.zones] act in
                try await act.rematch(try await act.referralOrRefuse(name), care: kept, reason: reason, zones: zones)
            }
        }
        options.print(
            Table(["field", "value"], [["referral", name], ["status", "active"], ["version", String(version)]]),
            json: .object([("referral", .string(name)), ("status", .string("active")), ("version", .int(version))]), in: shell)
    }
}

extension EarlyCheck {
    fileprivate var json: JSON {
        .object([
            ("id", .string(id.uuid.text)), ("client", .string(client.uuid.text)), ("therapist", .string(therapist.uuid.text)),
            ("referral", .string(referral.uuid.text)), ("sessions", .int(sessions)), ("due_at", .text(dueAt?.description)),
            ("due", .bool(isDue)), ("answer", .text(answer?.rawValue)),
        ])
    }
}
