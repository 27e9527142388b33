import Access
import Clinic
import HTTPTypes
import Referrals

/// How referrals end, and how matching goes.
extension RouteTable {
    static var outcomes: [Route] {
        [
            Route(
                method: .post, path: "/v1/referrals/{id}/close", operation: "closeReferral", tag: "referrals",
                summary: "Close a referral, with how it ended", notes: "What is proposed in it is taken back.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: closeSchema, example: closeExample),
                answers: [.init(status: .ok, summary: "Closed.", schema: ReferralWire.fileSchema)],
                problems: [(.conflict, "It is closed already.")], traits: [.ifMatch]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let outcome: ReferralOutcome = try exchange.body.word("outcome")
                return try await exchange.act { act in
                    try await act.closeReferral(id, outcome, version: version)
                    return ReferralWire.reply(try await act.referral(id), at: try exchange.moment(try await act.now))
                }
            },
            Route(
                method: .get, path: "/v1/reports/matching", operation: "getMatchingReport", tag: "referrals",
                summary: "How matching went over a span of time",
                notes:
                    "Counts of 1 to 10 are null, and so is what would give one away. Shares are basis points; caseloads are as they are now. "
                    + "The look is recorded.", door: .bearer(Policies.reports),
                parameters: [
                    .query("from", .instant, "The first moment.", required: true),
                    .query("until", .instant, "The moment after the last; 1,100 days later at most.", required: true),
                ],
                answers: [.init(status: .ok, summary: "The report.", schema: reportSchema)]
            ) { exchange in
                let span = try exchange.span(days: 1_100)
                return try await exchange.act { act in
                    let report = try await act.matchingReport(over: span)
                    try await act.record("report.read", details: ["report": "matching"])
                    return reply(report)
                }
            },
        ]
    }

    private static func reply(_ report: MatchingReport) -> Reply {
        Reply.json(capacity: 4_096) { writer in
            writer.object { writer in
                writer.member("from", report.span.start)
                writer.member("until", report.span.end)
                writer.key("levels")
                writer.array(report.levels) { writer, level in
                    writer.object { writer in
                        writer.member("urgency", level.urgency.rawValue)
                        writer.member("began", level.began)
                        writer.member("median_days", level.medianDays)
                        writer.member("p95_days", level.p95Days)
                        writer.member("target_hours", level.targetHours)
                        writer.member("within_target", level.withinTarget)
                    }
                }
                writer.member("began", report.began)
                writer.key("outcomes")
                writer.array(report.outcomes, write)
                writer.member("ended", report.ended)
                writer.key("declines")
                writer.array(report.declines, write)
                writer.member("declined", report.declined)
                writer.member("decline_share", report.declineShare)
                writer.member("override_share", report.overrideShare)
                writer.member("rematch_share", report.rematchShare)
                writer.member("attended_share", report.attendedShare)
                writer.member("least_fit", report.leastFit)
                writer.member("tenth_fit", report.tenthFit)
                writer.member("preference_coverage", report.preferenceCoverage)
                writer.key("groups")
                writer.array(report.groups) { writer, group in
                    writer.object { writer in
                        writer.member("attribute", group.attribute.rawValue)
                        writer.member("code", group.code)
                        writer.member("began", group.began)
                        writer.member("median_days", group.medianDays)
                        writer.member("median_fit", group.medianFit)
                        writer.member("decline_share", group.declineShare)
                    }
                }
                writer.member("intense_share", report.intenseShare)
                writer.member("utilisation_gini", report.utilisationGini)
            }
        }
    }

    private static func write(_ writer: inout JSONWriter, _ count: MatchingReport.Count) {
        writer.object { writer in
            writer.member("code", count.code)
            writer.member("count", count.count)
        }
    }

    private static let closeSchema = Schema.object(
        "Closing", [.required("outcome", .word(ReferralOutcome.closings.map(\.rawValue)))])
    private static let closeExample = JSON.object([.init(name: "outcome", value: .string("withdrawn"))])

    private static let number = Schema.integer(0...2_000_000_000).orNull
    private static let share = Schema.integer(0...10_000).orNull
    private static let counts = Schema.list(.object("Count", [.required("code", .text(1...63)), .required("count", number)]))
    private static let reportSchema = Schema.object(
        "MatchingReport",
        [
            .required("from", .instant), .required("until", .instant),
            .required(
                "levels",
                .list(
                    .object(
                        "Level",
                        [
                            .required("urgency", .word(Urgency.allCases.map(\.rawValue))),
                            .required("began", number.described("Who arrived in the span and has a first session.")),
                            .required("median_days", number), .required("p95_days", number),
                            .required("target_hours", .integer(1...8_784)),
                            .required("within_target", share),
                        ]))),
            .required("began", number), .required("outcomes", counts), .required("ended", number), .required("declines", counts),
            .required("declined", number), .required("decline_share", share), .required("override_share", share),
            .required("rematch_share", share), .required("attended_share", share), .required("least_fit", share),
            .required("tenth_fit", share),
            .required(
                "preference_coverage",
                share.described("How much of what clients wished their accepted matches meet, of those who wished something.")),
            .required(
                "groups",
                Schema.list(
                    .object(
                        "Group",
                        [
                            .required("attribute", .word(MatchingReport.Attribute.allCases.map(\.rawValue))),
                            .required("code", .text(1...63)), .required("began", number), .required("median_days", number),
                            .required("median_fit", share), .required("decline_share", share),
                        ])
                ).described("How those of one group fared, by attribute and code.")),
            .required("intense_share", share),
            .required("utilisation_gini", share.described("0: all caseloads alike; 10,000: one has everything.")),
        ])
}
