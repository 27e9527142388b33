internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

struct ReferralsScore: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "score", abstract: "Keep a questionnaire's answers or total beside a referral.",
        discussion: """
            PHQ-9, GAD-7, PCL-5 and ITQ, by their published rules. Answers come from
            standard input, since everybody on this machine could read an argument: a
            total alone, or all answers with spaces between and - for one left open.
            A score sets no urgency and no rank. The ninth item of the PHQ-9, answered
            with 1 or more, is a safety hold.

            Examples:
              echo 14 | attune referrals score R-2041 --instrument phq9
              attune referrals score R-2041 --instrument itq < answers.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(help: "phq9, gad7, pcl5 or itq.", completion: .list(Instrument.allCases.map(\.rawValue))) var instrument: String
    @Option(help: "When it was filled in, such as 2026-11-20; today by default.") var takenOn: String?

    func validate() throws {
        if Instrument(rawValue: instrument) == nil { throw ValidationError("--instrument is phq9, gad7, pcl5 or itq.") }
        if let takenOn, (try? LocalDate(takenOn)) == nil { throw ValidationError("--taken-on is a day such as 2026-11-20.") }
    }

    func run(in shell: Shell) async throws {
        guard let text = shell.readInput() else {
            throw Failure(
                "referrals.no_answers", "No answers were piped in.",
                next: "echo 14 | attune referrals score \(name) --instrument phq9")
        }
        guard let instrument = Instrument(rawValue: instrument) else { return }
        let entry = try InstrumentEntry(instrument, text: text)
        let day = try takenOn.map { try LocalDate($0) }
        let (added, crisis) = try await options.with(shell) { clinic in
            let crisis = clinic.crisisText.text(in: clinic.language)
            let rules = try clinic.clinicRules()
            return try await clinic.act("referrals.score") { [name] act in
                let today = rules.local(of: try await act.now).date
                let added = try await act.addAssessment(
                    NewAssessment(entry, takenOn: day ?? today), to: try await act.referralOrRefuse(name), today: today)
                return (added, crisis)
            }
        }
        if entry.safetyFlag != nil {
            shell.say("On a safety hold: a person must look at it today, and nothing is matched meanwhile.\n\(crisis)")
        } else if entry.leavesSafetyOpen {
            shell.say("The answer to the last item is not known. Ask the client whether they are safe.")
        }
        options.print([added], revealed: true, in: shell)
    }
}

struct ReferralsScores: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "scores", abstract: "Show the questionnaires of a referral.",
        discussion: """
            Screens, not diagnoses. Sums and patterns are shown only with --reveal.

            Examples:
              attune referrals scores R-2041
              attune referrals scores R-2041 --reveal --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Flag(help: "Show sums, bands and patterns. On record.") var reveal = false

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("referrals.scores") { [name, reveal] act in
                let id = try await act.referralOrRefuse(name)
                let found = try await act.assessments(of: id)
                let folder = try await act.referral(id)
                try await act.record(
                    "referral.scores_read", subject: id.uuid, client: folder.referral.client.uuid,
                    details: ["revealed": String(reveal)])
                return found
            }
        }
        options.print(found, revealed: reveal, in: shell)
    }
}

extension ClinicOptions {
    fileprivate func print(_ found: [Assessment], revealed: Bool, in shell: Shell) {
        let rows = found.map { one in
            let score = revealed ? one.score : nil
            return [
                one.instrument.title, one.takenOn.description, one.enteredAs,
                score?.sums.map { "\($0.code) \($0.words)" }.joined(separator: ", ") ?? "", score?.words ?? "",
            ]
        }
        let document = JSON.array(
            found.map { one in
                let score = revealed ? one.score : nil
                return .object([
                    ("id", .string(one.id.uuid.text)), ("instrument", .string(one.instrument.rawValue)),
                    ("taken_on", .string(one.takenOn.description)), ("entered_as", .string(one.enteredAs)),
                    (
                        "sums",
                        .array((score?.sums ?? []).map { .object([("code", .string($0.code)), ("value", .string($0.words))]) })
                    ),
                    (
                        "findings",
                        .array(
                            (score?.findings ?? []).map {
                                .object([("code", .string($0.code)), ("met", $0.isMet.map { .bool($0) } ?? .null)])
                            })
                    ),
                    ("band", .text(score?.band)), ("words", .text(score?.words)),
                ])
            })
        print(Table(["instrument", "taken on", "entered by", "sums", "pattern"], rows), json: document, in: shell)
    }
}

extension InstrumentScore.Sum {
    /// `14 of 27`, or `12 to 15 of 27` where answers are missing.
    fileprivate var words: String {
        let value = possible.count == 1 ? "\(possible.lowerBound)" : "\(possible.lowerBound) to \(possible.upperBound)"
        return "\(value) of \(highest)"
    }
}
