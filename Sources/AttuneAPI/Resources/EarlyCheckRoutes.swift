import Access
import Clinic
import HTTPTypes
import Messages
import Referrals
import Therapists

/// How it goes after the first sessions, and matching again without blame.
extension RouteTable {
    static var earlyChecks: [Route] {
        [
            Route(
                method: .get, path: "/v1/early-checks", operation: "listEarlyChecks", tag: "referrals",
                summary: "Who is to be asked how it is going, what is due first",
                notes:
                    "It opens with the first session that took place, and is due after the third or two weeks after the first. The look is "
                    + "recorded.", door: .bearer(Policies.earlyChecks),
                parameters: [
                    .query("therapist", .uuid, "Hers only."), .query("due", .boolean, "Only those that are due."), .limit,
                    .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("EarlyChecks", of: EarlyCheckWire.schema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let after = try page.afterInstantAndID.map { (dueAt: $0.0, id: EarlyCheck.ID($0.1)) }
                let therapist: Therapist.ID? = exchange.queryID("therapist")
                let due = exchange.query["due"] == .bool(true)
                return try await exchange.look { look in
                    let rows = try await look.earlyChecks(of: therapist, onlyDue: due, after: after, limit: page.limit + 1)
                    try await look.record("early_check.listed", clients: rows.prefix(page.limit).map(\.client.uuid))
                    return exchange.list(rows, page, cursor: { Page.cursor($0.dueAt ?? .epoch, $0.id.uuid) }) {
                        EarlyCheckWire.write($1, into: &$0)
                    }
                }
            },
            Route(
                method: .post, path: "/v1/early-checks/{id}/answer", operation: "answerEarlyCheck", tag: "referrals",
                summary: "Write down how it is going",
                notes: "Nothing follows by itself. What somebody else writes down is not the therapist's to read.",
                door: .bearer(Policies.earlyChecks), parameters: [.id("The question's id.")],
                body: .init(schema: EarlyCheckWire.answerSchema, example: EarlyCheckWire.answerExample),
                answers: [.init(status: .ok, summary: "Written down.", schema: EarlyCheckWire.schema)],
                problems: [(.conflict, "It is answered already.")], traits: [.idempotent]
            ) { exchange in
                let id: EarlyCheck.ID = try exchange.pathID()
                let body = try exchange.body
                let answer: EarlyCheck.Answer = try body.word("answer")
                let note = try body.textIfAny("note")
                return try await exchange.act { act in
                    let check = try await act.answerEarlyCheck(id, answer, note: note)
                    return Reply.json { EarlyCheckWire.write(check, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/early-checks/{id}/ask", operation: "askEarlyCheck", tag: "referrals",
                summary: "Ask the client by a message, where that is safe",
                notes: "In neutral words. `withheld` says why nothing is sent: then a person asks.",
                door: .bearer(Policies.earlyChecks), parameters: [.id("The question's id.")],
                answers: [.init(status: .ok, summary: "Queued, or not.", schema: EarlyCheckWire.askedSchema)],
                problems: [(.conflict, "It is answered already.")], traits: [.idempotent]
            ) { exchange in
                let id: EarlyCheck.ID = try exchange.pathID()
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let outcome = try await act.askEarlyCheck(id, zones: zones)
                    return Reply.json { EarlyCheckWire.write(outcome, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/referrals/{id}/rematch", operation: "rematchReferral", tag: "referrals",
                summary: "Match a client again, without blame",
                notes:
                    "The referral is open once more, its wait counted from its first arrival, and this therapist is not offered for it; she "
                    + "is told no reason.", door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: EarlyCheckWire.rematchSchema, example: EarlyCheckWire.rematchExample),
                answers: [.init(status: .ok, summary: "Open again.", schema: ReferralWire.fileSchema)],
                problems: [(.conflict, "Nobody began to see this client by this referral.")], traits: [.ifMatch]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let body = try exchange.body
                let care: RematchCare = try body.word("care")
                let reason = try body.textIfAny("reason")
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    try await act.rematch(id, care: care, reason: reason, version: version, zones: zones)
                    return ReferralWire.reply(try await act.referral(id), at: try exchange.moment(try await act.now))
                }
            },
        ]
    }
}

/// Early checks as JSON.
enum EarlyCheckWire {
    static func write(_ check: EarlyCheck, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", check.id)
            writer.member("client", check.client)
            writer.member("therapist", check.therapist)
            writer.member("referral", check.referral)
            writer.member("sessions", check.sessions)
            writer.member("due_at", check.dueAt)
            writer.member("due", check.isDue)
            writer.member("asked_at", check.askedAt)
            writer.member("answer", check.answer?.rawValue)
            writer.member("note", check.note)
            writer.member("answered_as", check.answeredAs)
            writer.member("answered_at", check.answeredAt)
        }
    }

    static func write(_ outcome: MessageOutcome, into writer: inout JSONWriter) {
        writer.object { writer in
            switch outcome {
            case .queued(_, let at):
                writer.member("queued", true)
                writer.member("leaves_at", at)
                writer.member("withheld", nil as String?)
            case .withheld(let reason):
                writer.member("queued", false)
                writer.member("leaves_at", nil as Instant?)
                writer.member("withheld", reason.rawValue)
            case .nothingToTell:
                writer.member("queued", false)
                writer.member("leaves_at", nil as Instant?)
                writer.member("withheld", nil as String?)
            }
        }
    }

    static let schema = Schema.object(
        "EarlyCheck",
        [
            .required("id", .uuid), .required("client", .uuid), .required("therapist", .uuid), .required("referral", .uuid),
            .required("sessions", Schema.integer(0...3).described("That took place; three at most are counted.")),
            .required("due_at", Schema.instant.orNull), .required("due", .boolean), .required("asked_at", Schema.instant.orNull),
            .required("answer", Schema.word(EarlyCheck.Answer.allCases.map(\.rawValue)).orNull),
            .required(
                "note",
                Schema.text(0...2_000).orNull.described("Null where there is none, and for a lead who has not opened the file.")),
            .required("answered_as", .text(1...40).orNull), .required("answered_at", Schema.instant.orNull),
        ])

    static let askedSchema = Schema.object(
        "EarlyCheckAsked",
        [
            .required("queued", .boolean), .required("leaves_at", Schema.instant.orNull),
            .required("withheld", Schema.word(MessageOutcome.Withheld.allCases.map(\.rawValue)).orNull),
        ])

    static let answerSchema = Schema.object(
        "EarlyCheckAnswer",
        [
            .required("answer", .word(EarlyCheck.Answer.allCases.map(\.rawValue))),
            .optional("note", Schema.text(3...2_000, .visible).orNull.described("What they said.")),
        ])
    static let answerExample = JSON.object([.init(name: "answer", value: .string("going_well"))])

    static let rematchSchema = Schema.object(
        "Rematch",
        [
            .required(
                "care",
                Schema.word(RematchCare.allCases.map(\.rawValue)).described(
                    "`ends_now`: sessions ahead are cancelled. `until_next`: it goes on until the next therapist's begins.")),
            .optional("reason", Schema.text(3...2_000, .visible).orNull.described("For intake; none is needed.")),
        ])
    static let rematchExample = JSON.object([.init(name: "care", value: .string("until_next"))])
}
