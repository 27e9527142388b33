internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

struct ReferralsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add one referral, read as a form from standard input.",
        discussion: """
            A form has one answer to a line, such as “language: fr”, under the names of a
            CSV file's columns. A line that begins with a space goes on with the answer
            before it. Nothing personal stands on the command line, which
            everybody on this machine could read.

            Examples:
              attune referrals add --form > referral.txt
              attune referrals add < referral.txt
              attune referrals add --client C-1001 --json < referral.txt
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Print an empty form, to be filled in.") var form = false
    @Option(help: "Somebody who is a client already: reference (C-1001) or id. Then the form needs no name.") var client: String?

    func run(in shell: Shell) async throws {
        if form { return shell.output.write(FormText.empty) }
        guard let text = shell.readInput() else {
            throw Failure(
                "referrals.no_form", "No form was piped in.",
                why: "attune referrals add --form > referral.txt makes an empty one.",
                next: "attune referrals add < referral.txt")
        }
        let form = try FormText(text)
        let (added, doubts, crisis) = try await options.with(shell) { [client] clinic in
            let crisis = clinic.crisisText.text(in: clinic.language)
            let rules = try await clinic.intakeRules()
            let zone = try clinic.clinicRules().zone
            try await clinic.loadVocabularyOnce()
            return try await clinic.act("referrals.add") { act in
                var known: Client.ID?
                if let client {
                    known =
                        if let id = UUID(uuidString: client) { Client.ID(id) } else { try await act.client(named: client)?.id }
                    if known == nil { throw ClientRefusal.notFound }
                }
                let checked: CheckedReferral
                do throws(UnusableReferral) {
                    checked = try ReferralForm(reading: form.answer).checked(by: rules, client: known)
                } catch {
                    throw form.refusal(error.problems)
                }
                return (try await act.addReferral(checked.referral, zone: zone), checked.doubts, crisis)
            }
        }
        for doubt in doubts { shell.say("to settle: line \(form.line(of: doubt.field)) (\(doubt.field)): \(doubt.message)") }
        if added.isHeld {
            shell.say("On a safety hold: a person must look at it today, and nothing is matched meanwhile.\n\(crisis)")
        }
        let settle = doubts.map { doubt -> JSON in
            .object([("field", .string(doubt.field)), ("code", .string(doubt.code)), ("message", .string(doubt.message))])
        }
        options.print(
            Table(
                ["field", "value"],
                [["reference", added.reference], ["id", added.id.uuid.text], ["safety hold", added.isHeld ? "yes" : "no"]]),
            json: .object([
                ("reference", .string(added.reference)), ("id", .string(added.id.uuid.text)),
                ("safety_hold", .bool(added.isHeld)), ("version", .int(added.version)), ("doubts", .array(settle)),
            ]), in: shell)
    }
}
