import Clinic
import Referrals

/// Request bodies about referrals.
enum ReferralForms {
    private static let words = Schema.list(.text(1...200, .visible), 0...20)
    private static let short = Schema.text(1...200, .visible).orNull

    static let schema = Schema.object(
        "NewReferral",
        [
            .required("source", .word(ReferralSource.allCases.map(\.rawValue)).described("Who asks.")),
            .optional(
                "reference", Schema.text(1...120, .visible).orNull.described("The referrer's own number; it may come once.")),
            .optional("received_on", Schema.date.orNull.described("Today, where there is none.")),
            .optional("client", Schema.uuid.orNull.described("Somebody who is a client already; then no name is needed.")),
            .optional("full_name", short), .optional("preferred_name", short),
            .optional("pronouns", .text(1...100, .visible).orNull),
            .optional("birth_date", Schema.date.orNull), .optional("kind", .word(ClientKind.words)),
            .optional("language", .text(2...12, .language)), .optional("jurisdiction", .text(5...5, .jurisdiction)),
            .optional("email", Schema.text(3...320, .visible).orNull.described("Nothing is sent unless it may be.")),
            .optional("email_may_write", .boolean), .optional("phone", .text(3...40, .visible).orNull),
            .optional("phone_may_call", .boolean), .optional("phone_may_voicemail", .boolean),
            .optional("phone_may_write", .boolean),
            .optional("safe_from", Schema.text(5...5, .time).orNull), .optional("safe_until", Schema.text(5...5, .time).orNull),
            .optional("sender_label", .text(1...100, .visible).orNull),
            .optional("concerns", words.described("Concept codes or the client's own words, the most pressing first.")),
            .optional(
                "patterns", Schema.list(.text(1...62, .code), 0...6).described("Relationship patterns of the questionnaire.")),
            .optional("must", words.described("What excludes a therapist: gender=woman, format=online, evenings.")),
            .optional("wish", words.described("What would be good.")), .optional("funding", short),
            .optional("fee_ceiling_cents", .integer(0...10_000_000).orNull),
            .optional("intensity", .word(Referral.Intensity.allCases.map(\.rawValue))),
            .optional("consent_matching", .boolean), .optional("consent_messages", .boolean),
            .optional("safety_flag", Schema.boolean.described("Somebody may be in danger: a person looks first.")),
            .optional("narrative", .text(1...8_000, .visible).orNull),
        ])

    static let example = JSON.object([
        .init(name: "source", value: .string("self")), .init(name: "full_name", value: .string("Robin Example")),
        .init(name: "language", value: .string("en")), .init(name: "concerns", value: .array([.string("anxiety")])),
        .init(name: "must", value: .array([.string("format=online")])), .init(name: "consent_matching", value: .bool(true)),
    ])

    /// The form that a row of CSV makes too; the domain checks both in one place.
    static func parse(_ body: Fields) throws(Problem) -> ReferralForm {
        var form = ReferralForm()
        form.reference = try body.textIfAny("reference")
        form.receivedOn = try body.textIfAny("received_on")
        form.source = try body.textIfAny("source")
        form.fullName = try body.textIfAny("full_name")
        form.preferredName = try body.textIfAny("preferred_name")
        form.pronouns = try body.textIfAny("pronouns")
        form.birthDate = try body.textIfAny("birth_date")
        form.kind = try body.textIfAny("kind")
        form.language = try body.textIfAny("language")
        form.jurisdiction = try body.textIfAny("jurisdiction")
        form.email = try body.textIfAny("email")
        form.emailMayWrite = try answer(body, "email_may_write")
        form.phone = try body.textIfAny("phone")
        form.phoneMayCall = try answer(body, "phone_may_call")
        form.phoneMayVoicemail = try answer(body, "phone_may_voicemail")
        form.phoneMayWrite = try answer(body, "phone_may_write")
        form.safeFrom = try body.textIfAny("safe_from")
        form.safeUntil = try body.textIfAny("safe_until")
        form.senderLabel = try body.textIfAny("sender_label")
        form.concerns = try body.texts("concerns")
        form.patterns = try body.texts("patterns")
        form.must = try body.texts("must")
        form.wish = try body.texts("wish")
        form.funding = try body.textIfAny("funding")
        form.feeCeiling = try body.integerIfAny("fee_ceiling_cents").map { "\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)" }
        form.intensity = try body.textIfAny("intensity")
        form.consentMatching = try answer(body, "consent_matching")
        form.consentMessages = try answer(body, "consent_messages")
        form.safetyFlag = try answer(body, "safety_flag")
        form.narrative = try body.textIfAny("narrative")
        return form
    }

    private static func answer(_ body: Fields, _ name: String) throws(Problem) -> String? {
        guard body.has(name) else { return nil }
        return try body.flag(name) ? "yes" : "no"
    }

    static func problem(_ unusable: UnusableReferral) -> Problem {
        .invalid(
            unusable.problems.map { problem in
                let name = problem.field == "fee_ceiling" ? "fee_ceiling_cents" : problem.field
                return Fault(JSONPointer().appending(name), problem.code, problem.message)
            })
    }

    // MARK: Triage

    static let triageSchema = Schema.object(
        "Triage",
        [
            .required("outcome", .word(["urgent", "soon", "routine", "safety_hold", "needs_information"])),
            .required("reason", .text(3...2_000, .visible)),
            .optional("intensity", .word(Referral.Intensity.allCases.map(\.rawValue))),
        ])
    static let triageExample = JSON.object([
        .init(name: "outcome", value: .string("soon")), .init(name: "reason", value: .string("Sleeps badly since the accident")),
    ])

    static func triage(_ body: Fields) throws -> TriageDecision {
        let outcome: TriageDecision.Outcome
        switch try body.text("outcome") {
        case "safety_hold": outcome = .safetyHold
        case "needs_information": outcome = .needsInformation
        case let word:
            guard let urgency = Urgency(rawValue: word) else {
                throw body.refuse("outcome", "not_one_of", "Send one of the documented words.")
            }
            outcome = .urgency(urgency)
        }
        return try TriageDecision(outcome, reason: try body.text("reason"), intensity: try body.wordIfAny("intensity"))
    }

    // MARK: Proposals

    static let proposalSchema = Schema.object(
        "NewProposal",
        [
            .required("therapist", .uuid),
            .optional("service", Schema.uuid.orNull.described("What a first session is; the clinic's own where there is none.")),
            .optional("start", Schema.instant.orNull.described("The match's own opening where there is none.")),
            .optional("format", Schema.word(SessionFormat.words).orNull), .optional("answer_within_hours", .integer(1...336)),
            .optional("override_reason", Schema.text(3...2_000, .visible).orNull.described("Why not the first match.")),
        ])
    static let proposalExample = JSON.object([
        .init(name: "therapist", value: .string("01931f0e-6f00-7000-8000-000000000001")),
        .init(name: "answer_within_hours", value: .integer(72)),
    ])

    static let acceptSchema = Schema.object("Acceptance", [.optional("by", .word(["therapist", "client"]))])
    static let acceptExample = JSON.object([.init(name: "by", value: .string("therapist"))])
    static let declineSchema = Schema.object(
        "Decline",
        [
            .optional(
                "by", Schema.word(ProposalSide.allCases.map(\.rawValue)).described("Whose no; theirs whose answer is due.")),
            .optional(
                "code",
                Schema.word(DeclineCode.allCases.map(\.rawValue)).described(
                    "`other` where there is none. A client's is fit, hours or other. A relation is told as `caseload`.")),
            .optional(
                "reason", Schema.text(3...2_000, .visible).orNull.described("In words; needed with a therapist's `other`.")),
        ])
    static let declineExample = JSON.object([
        .init(name: "code", value: .string("hours")), .init(name: "reason", value: .string("Evenings only")),
    ])

    static func decline(_ body: Fields) throws(Problem) -> ProposalDecline {
        ProposalDecline(
            try body.wordIfAny("code") ?? .other, words: try body.textIfAny("reason"), by: try body.wordIfAny("by"))
    }

    static let nextSchema = Schema.object(
        "NextProposal",
        [
            .optional(
                "therapist",
                Schema.uuid.orNull.described("Whom you saw as the next: refused when somebody else comes first by now.")),
            .optional("service", Schema.uuid.orNull.described("What a first session is; the clinic's own where there is none.")),
            .optional("start", Schema.instant.orNull.described("The match's own opening where there is none.")),
            .optional("format", Schema.word(SessionFormat.words).orNull), .optional("answer_within_hours", .integer(1...336)),
        ])
    static let hourSchema = Schema.object("ProposedHour", [.required("start", AppointmentWire.startSchema)])
    static let hourExample = JSON.object([.init(name: "start", value: .string("2026-12-02T19:00:00Z"))])
    static let nextExample = JSON.object([.init(name: "answer_within_hours", value: .integer(72))])
}
