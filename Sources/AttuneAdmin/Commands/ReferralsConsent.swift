internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

/// `attune referrals consent`: the client agrees to be matched, or not any more.
struct ReferralsConsent: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "consent", abstract: "Record that a client agrees to be matched, or not any more.",
        discussion: """
            A referral that came without consent is not ranked until somebody asks the
            client and records it here. Withdrawn, none of the client's referrals is
            ranked, and what is proposed in them ends.

            Examples:
              attune referrals consent R-2041 --basis verbal
              attune referrals consent R-2041 --basis mature_minor --on 2026-11-20 --until 2027-11-20
              attune referrals consent R-2041 --withdraw
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(
        help: "How, or by whose right: \(Consent.Basis.allCases.map(\.rawValue).joined(separator: ", ")).",
        completion: .list(Consent.Basis.allCases.map(\.rawValue)), transform: Arguments.word) var basis: Consent.Basis?
    @Option(help: "The day on which they agreed; today where not given.") var on: String?
    @Option(help: "The last day on which it holds; until withdrawn where not given.") var until: String?
    @Option(help: "Id of who assessed a minor or read the order; you where not given.", transform: Arguments.id)
    var assessor: UUID?
    @Flag(help: "They do not agree any more.") var withdraw = false

    func validate() throws {
        if (basis == nil) == !withdraw { throw ValidationError("Give either --basis or --withdraw.") }
        if withdraw, on != nil || until != nil || assessor != nil {
            throw ValidationError("--on, --until and --assessor go with --basis.")
        }
        _ = try (Self.day(on, "--on"), Self.day(until, "--until"))
    }

    func run(in shell: Shell) async throws {
        if withdraw { return try await withdrawIt(in: shell) }
        guard let basis else { return }
        let new = MatchingConsent(
            basis, on: try Self.day(on, "--on"), until: try Self.day(until, "--until"), assessor: assessor)
        let version = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            return try await clinic.act("referrals.consent") { [name] act in
                try await act.recordConsent(new, to: try await act.referralOrRefuse(name), rules: rules)
            }
        }
        options.print(
            Table(
                ["field", "value"],
                [["referral", name], ["agreed to matching", "yes, \(basis.rawValue)"], ["version", String(version)]]),
            json: .object([
                ("referral", .string(name)), ("matching_consent", .bool(true)), ("basis", .string(basis.rawValue)),
                ("version", .int(version)),
            ]), in: shell)
    }

    private func withdrawIt(in shell: Shell) async throws {
        let done = try await options.with(shell) { clinic in
            try await clinic.act("referrals.consent") { [name] act in
                try await act.withdrawConsent(to: try await act.referralOrRefuse(name))
            }
        }
        if !done.ended.isEmpty {
            shell.say(
                "\(done.ended.count == 1 ? "A proposal was open and has" : "\(done.ended.count) proposals were open and have") ended: tell the therapist that there is nothing to answer."
            )
        }
        options.print(
            Table(
                ["field", "value"],
                [["referral", name], ["agreed to matching", "no"], ["version", String(done.version)]]
                    + done.ended.map { ["proposal ended", $0.uuid.text] }),
            json: .object([
                ("referral", .string(name)), ("matching_consent", .bool(false)),
                ("ended_proposals", .array(done.ended.map { .string($0.uuid.text) })), ("version", .int(done.version)),
            ]), in: shell)
    }

    private static func day(_ text: String?, _ option: String) throws -> LocalDate? {
        guard let text else { return nil }
        guard let date = try? LocalDate(text) else { throw ValidationError("\(option) is a date such as 2026-12-10.") }
        return date
    }
}
