internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

struct ReferralsClose: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "Close a referral, with how it ended.",
        discussion: """
            What is proposed in it is taken back. That care began, was matched again or
            referred on by attune referrals out is noted by itself.

            Examples:
              attune referrals close R-2041 --outcome no_contact
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (R-2041), the referrer's number, or id.") var name: String
    @Option(
        help: "declined_by_client, no_contact, no_place, referred_on, withdrawn or other.", transform: Arguments.word)
    var outcome: ReferralOutcome

    func run(in shell: Shell) async throws {
        let version = try await options.with(shell) { clinic in
            try await clinic.act("referrals.close") { [name, outcome] act in
                try await act.closeReferral(try await act.referralOrRefuse(name), outcome)
            }
        }
        options.print(
            Table(["field", "value"], [["referral", name], ["outcome", outcome.rawValue], ["version", String(version)]]),
            json: .object([
                ("referral", .string(name)), ("outcome", .string(outcome.rawValue)), ("version", .int(version)),
            ]), in: shell)
    }
}

struct ReferralsOutcomes: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "outcomes", abstract: "How matching went over a span of time.",
        discussion: """
            Counts of 1 to 10 are hidden (–), and so is what would give one away by
            subtraction. Caseloads are as they are now.

            Examples:
              attune referrals outcomes --from 2026-01-01 --to 2027-01-01
              attune referrals outcomes --from 2026-10-01 --to 2027-01-01 --json
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var asked: AuditSpan

    func run(in shell: Shell) async throws {
        let report = try await options.with(shell) { clinic in
            let rules = try clinic.clinicRules()
            let (from, until) = (try asked.start(rules), try asked.end(rules))
            return try await clinic.act("referrals.outcomes") { act in
                let end: Instant
                if let until { end = until } else { end = try await act.now }
                let span: TimeRange
                do { span = try TimeRange(start: from ?? end - .hours(24 * 365), end: end) } catch {
                    throw Failure("report.span", "--to must be after --from.", next: "attune referrals outcomes --help")
                }
                let report = try await act.matchingReport(over: span)
                try await act.record("report.read", details: ["report": "matching"])
                return report
            }
        }
        options.print(Table(["figure", "value"], report.rows), json: report.json, in: shell)
    }
}

extension MatchingReport {
    fileprivate var rows: [[String]] {
        func number(_ value: Int?) -> String { value.map(String.init) ?? "–" }
        func share(_ value: Int?) -> String {
            value.map { "\($0 / 100).\($0 % 100 / 10) %" } ?? "–"
        }
        var rows: [[String]] = []
        for level in levels {
            rows.append(["\(level.urgency.rawValue): began", number(level.began)])
            rows.append([
                "\(level.urgency.rawValue): days, median and 95th percentile",
                "\(number(level.medianDays)), \(number(level.p95Days))",
            ])
            rows.append(["\(level.urgency.rawValue): within \(WaitTargets.words(level.targetHours))", share(level.withinTarget)])
        }
        rows += outcomes.map { ["ended: \($0.code)", number($0.count)] }
        rows += declines.map { ["declined: \($0.code)", number($0.count)] }
        rows += groups.map { group in
            [
                "\(group.attribute.rawValue) \(group.code): began, median days, median fit, declined",
                "\(number(group.began)), \(number(group.medianDays)), \(number(group.medianFit)), \(share(group.declineShare))",
            ]
        }
        return rows + [
            ["proposals declined", share(declineShare)], ["not the first match", share(overrideShare)],
            ["matched again", share(rematchShare)], ["first sessions attended", share(attendedShare)],
            ["least fit", number(leastFit)], ["10th percentile of fit", number(tenthFit)],
            ["wishes met", share(preferenceCoverage)], ["high-intensity work", share(intenseShare)],
            ["unevenness of caseloads (Gini)", share(utilisationGini)],
        ]
    }

    fileprivate var json: JSON {
        func number(_ value: Int?) -> JSON { value.map(JSON.int) ?? .null }
        func counts(_ counts: [Count]) -> JSON { .object(counts.map { ($0.code, number($0.count)) }) }
        return .object([
            ("from", .string(span.start.description)), ("until", .string(span.end.description)),
            (
                "levels",
                .array(
                    levels.map {
                        .object([
                            ("urgency", .string($0.urgency.rawValue)), ("began", number($0.began)),
                            ("median_days", number($0.medianDays)), ("p95_days", number($0.p95Days)),
                            ("target_hours", .int($0.targetHours)), ("within_target", number($0.withinTarget)),
                        ])
                    })
            ),
            ("began", number(began)), ("outcomes", counts(outcomes)), ("ended", number(ended)), ("declines", counts(declines)),
            ("declined", number(declined)), ("decline_share", number(declineShare)), ("override_share", number(overrideShare)),
            ("rematch_share", number(rematchShare)), ("attended_share", number(attendedShare)), ("least_fit", number(leastFit)),
            ("tenth_fit", number(tenthFit)), ("preference_coverage", number(preferenceCoverage)),
            (
                "groups",
                .array(
                    groups.map {
                        .object([
                            ("attribute", .string($0.attribute.rawValue)), ("code", .string($0.code)),
                            ("began", number($0.began)),
                            ("median_days", number($0.medianDays)), ("median_fit", number($0.medianFit)),
                            ("decline_share", number($0.declineShare)),
                        ])
                    })
            ),
            ("intense_share", number(intenseShare)),
            ("utilisation_gini", number(utilisationGini)),
        ])
    }
}
