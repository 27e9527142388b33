import Access
import Clinic
import HTTPTypes
import Referrals

extension RouteTable {
    /// What a referral's questionnaires say: for a person to read, and for no ranking.
    static var assessments: [Route] {
        [
            Route(
                method: .get, path: "/v1/referrals/{id}/assessments", operation: "listAssessments", tag: "referrals",
                summary: "Questionnaires that a referral came with, scored by their published rules",
                notes:
                    "Screens, not diagnoses. No score sets an urgency or a rank. A missing answer is never guessed: sums are ranges then, and "
                    + "what it leaves open is null. The look is recorded.",
                door: .bearer(Policies.readReferrals), parameters: [.id("The referral's id.")],
                answers: [.init(status: .ok, summary: "The latest first.", schema: AssessmentWire.listSchema)]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let found = try await look.assessments(of: id)
                    let folder = try await look.referral(id)
                    try await look.record("referral.scores_read", subject: id.uuid, client: folder.referral.client.uuid)
                    return Reply.json { writer in
                        writer.object { writer in
                            writer.key("data")
                            writer.array(found) { AssessmentWire.write($1, into: &$0) }
                        }
                    }
                }
            },
            Route(
                method: .post, path: "/v1/referrals/{id}/assessments", operation: "addAssessment", tag: "referrals",
                summary: "Write a questionnaire's answers, or its total, down beside a referral",
                notes:
                    "It changes no urgency and no rank. The ninth item of the PHQ-9, answered with 1 or more, is a safety hold.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: AssessmentWire.newSchema, example: AssessmentWire.example),
                answers: [.init(status: .created, summary: "Kept.", schema: AssessmentWire.addedSchema)], traits: [.idempotent]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let entry = try AssessmentWire.entry(exchange.body)
                let taken = try exchange.body.dateIfAny("taken_on")
                let (zone, zones) = (exchange.services.configuration.clinic.zone, exchange.services.zones)
                return try await exchange.act { act in
                    let today = try zones.rules(zone).local(of: try await act.now).date
                    let added = try await act.addAssessment(NewAssessment(entry, takenOn: taken ?? today), to: id, today: today)
                    let language = try await act.referral(id).language
                    let crisis = exchange.services.configuration.clinic.crisis.text(in: language)
                    return Reply.json(.created) { AssessmentWire.write(added, crisis: crisis, into: &$0) }
                }
            },
        ]
    }
}

/// Questionnaires as JSON.
enum AssessmentWire {
    /// - Parameter crisis: told where the entry raised a flag; nil for a look at it later.
    static func write(_ assessment: Assessment, crisis: String? = nil, into writer: inout JSONWriter) {
        writer.object { writer in
            if let crisis {
                writer.member("crisis_text", assessment.entry?.safetyFlag == nil ? nil : crisis)
            }
            writer.member("id", assessment.id)
            writer.member("instrument", assessment.instrument.rawValue)
            writer.member("taken_on", assessment.takenOn.description)
            writer.member("entered_by", assessment.enteredBy)
            writer.member("entered_as", assessment.enteredAs)
            writer.member("entered_at", assessment.enteredAt)
            writer.key("answers")
            if case .answers(_, let answers)? = assessment.entry {
                writer.array(answers) { writer, answer in
                    if let answer { writer.value(answer) } else { writer.null() }
                }
            } else {
                writer.null()
            }
            writer.key("score")
            if let score = assessment.score { write(score, into: &writer) } else { writer.null() }
        }
    }

    private static func write(_ score: InstrumentScore, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.key("sums")
            writer.array(score.sums) { writer, sum in
                writer.object { writer in
                    writer.member("code", sum.code)
                    writer.member("lowest", sum.possible.lowerBound)
                    writer.member("highest", sum.possible.upperBound)
                    writer.member("of", sum.highest)
                }
            }
            writer.key("findings")
            writer.array(score.findings) { writer, finding in
                writer.object { writer in
                    writer.member("code", finding.code)
                    writer.key("met")
                    if let isMet = finding.isMet { writer.value(isMet) } else { writer.null() }
                }
            }
            writer.member("band", score.band)
            writer.key("unanswered")
            if let unanswered = score.unanswered { writer.value(unanswered) } else { writer.null() }
            writer.member("words", score.words)
        }
    }

    /// - Throws: 422 where it is neither a total nor answers of that instrument.
    static func entry(_ body: Fields) throws -> InstrumentEntry {
        let instrument: Instrument = try body.word("instrument")
        let total = try body.integerIfAny("total")
        let answers = try body.integersOrNull("answers")
        switch (answers, total) {
        case (let answers?, nil): return try InstrumentEntry(instrument, answers: answers)
        case (nil, let total?): return try InstrumentEntry(instrument, total: total)
        case (nil, nil): throw AssessmentRefusal.nothingAnswered
        default: throw AssessmentRefusal.oneOfTwo
        }
    }

    static let newSchema = Schema.object(
        "NewAssessment",
        [
            .required("instrument", .word(Instrument.allCases.map(\.rawValue))),
            .optional(
                "answers",
                Schema.list(.integer(0...4).orNull, 1...20).orNull.described(
                    "One for each item, in its order; null for one left open.")),
            .optional("total", Schema.integer(0...80).orNull.described("Where only that is known; not for the ITQ.")),
            .optional("taken_on", Schema.date.orNull.described("When it was filled in; today, where there is none.")),
        ])
    static let example = JSON.object([
        .init(name: "instrument", value: .string("gad7")),
        .init(name: "answers", value: .array([1, 2, 0, 1, 1, 2, 0].map { .integer($0) })),
    ])

    private static let scoreSchema = Schema.object(
        "InstrumentScore",
        [
            .required(
                "sums",
                .list(
                    .object(
                        "InstrumentSum",
                        [
                            .required("code", .word(["total", "ptsd", "dso"])),
                            .required("lowest", Schema.integer(0...80).described("As it is, or with missing answers at 0.")),
                            .required("highest", Schema.integer(0...80).described("The same, unless answers are missing.")),
                            .required("of", .integer(0...80)),
                        ]))),
            .required(
                "findings",
                .list(
                    .object(
                        "InstrumentFinding",
                        [
                            .required("code", .text(1...40)),
                            .required("met", Schema.boolean.orNull.described("Null where missing answers leave it open.")),
                        ]))),
            .required("band", Schema.text(1...40).orNull.described("The published range or pattern.")),
            .required("unanswered", Schema.integer(0...20).orNull.described("Null where only a total is known.")),
            .required("words", Schema.text(1...200).described("What may be said: consistent with, never has.")),
        ])

    static let schema = Schema.object("Assessment", members)
    static let addedSchema = Schema.object("AddedAssessment", members + [.required("crisis_text", ReferralWire.crisis)])

    private static let members: [Schema.Member] =
        [
            .required("id", .uuid), .required("instrument", .word(Instrument.allCases.map(\.rawValue))),
            .required("taken_on", .date), .required("entered_by", .uuid), .required("entered_as", .text(1...40)),
            .required("entered_at", .instant),
            .required(
                "answers",
                Schema.list(.integer(0...4).orNull, 0...20).orNull.described(
                    "Null where only a total is known, and for a lead who has not opened the file.")),
            .required("score", scoreSchema.orNull),
        ]
    static let listSchema = Schema.object("Assessments", [.required("data", .list(schema, 0...200))])
}

extension Fields {
    /// Whole numbers with holes; nil where the member is not there.
    func integersOrNull(_ name: String) throws(Problem) -> [Int?]? {
        guard has(name), case .array(let items)? = json[name] else { return nil }
        return try items.enumerated().map { index, item throws(Problem) in
            if item == .null { return nil }
            guard case .integer(let number) = item, let int = Int(exactly: number) else {
                throw .invalid([Fault(pointer.appending(name).appending(index), "wrong_form", "Send a whole number or null.")])
            }
            return int
        }
    }
}
