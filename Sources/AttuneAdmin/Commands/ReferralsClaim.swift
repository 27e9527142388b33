internal import ArgumentParser
internal import Clinic
internal import Referrals

/// `attune referrals claim`: "I am on this one".
struct ReferralsClaim: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "Say that you are on a referral; colleagues see it.",
        discussion: """
            Nothing is blocked by it, and it ends by itself (clinic.claim_minutes); claim
            again to prolong it. A colleague's is taken over with --take-over: both see
            by whom.

            Examples:
              attune referrals claim R-2041
              attune referrals claim R-2041 --take-over
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Flag(help: "Also where a colleague is on it; they see it.") var takeOver = false

    func run(in shell: Shell) async throws {
        let claim = try await options.with(shell) { clinic in
            let minutes = clinic.settings.clinic.claimMinutes
            do {
                return try await clinic.act("referrals.claim") { [name, takeOver] act in
                    let id = try await act.referralOrRefuse(name)
                    let holder = takeOver ? try await act.claim(of: id)?.by : nil
                    return try await act.claimReferral(id, minutes: minutes, takingOverFrom: holder)
                }
            } catch let claimed as ClaimedByAnother {
                throw Failure(claimed, next: "attune referrals claim \(name) --take-over")
            }
        }
        options.print(
            Table(["referral", "on it", "until"], [[name, claim.text, claim.until.description]]), json: claim.json, in: shell)
    }
}

/// `attune referrals release`.
struct ReferralsRelease: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Let a referral that you have claimed go.",
        discussion: """
            Examples:
              attune referrals release R-2041
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            do {
                try await clinic.act("referrals.release") { [name] act in
                    try await act.releaseReferral(try await act.referralOrRefuse(name))
                }
            } catch let claimed as ClaimedByAnother {
                throw Failure(claimed, next: "attune referrals list")
            }
        }
        if options.json { shell.print(JSON.object([("released", .string(name))]).text(indented: false)) }
        shell.say("Released.")
    }
}

extension ReferralClaim {
    var json: JSON {
        .object([
            ("by", .string(by.text)), ("as", .string(role)), ("name", .string(name)), ("since", .string(since.description)),
            ("until", .string(until.description)),
            ("taken_from", takenFrom.map { .object([("by", .string($0.id.text)), ("name", .string($0.name))]) } ?? .null),
        ])
    }
}

extension Failure {
    /// Whoever asks at the server's own terminal may know who it is.
    fileprivate init(_ claimed: ClaimedByAnother, next: String) {
        self.init(
            claimed.code, claimed.message, why: "\(claimed.claim.text), until \(claimed.claim.until).", next: next,
            exit: .conflict)
    }
}
