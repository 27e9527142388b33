import Appointments
import Clinic
import HTTPTypes
import Referrals

/// Referrals and proposals as JSON. Never for the front desk: no route that uses these lets it in.
enum ReferralWire {
    /// What the clinic's calendar and clock add to a referral.
    struct Moment: Sendable {
        let now: Instant
        let rules: ZoneRules
        let crisis: CrisisText

        func write(_ wait: ReferralWait, into writer: inout JSONWriter) {
            writer.member("age_days", wait.ageDays)
            writer.member("target_hours", wait.targetHours)
            writer.member("due_on", rules.local(of: wait.due).date.description)
            writer.member("wait", wait.code)
            writer.member("wait_words", wait.words)
        }
    }

    static func write(_ row: BoardRow, at moment: Moment, into writer: inout JSONWriter) {
        writer.object { writer in
            members(row.referral, into: &writer)
            writer.member("client_reference", row.clientReference)
            writer.member("client_name", row.clientName)
            writer.member("due", row.due)
            moment.write(row.wait(at: moment.now), into: &writer)
            writer.key("claim")
            if let claim = row.claim { ClaimWire.write(claim, into: &writer) } else { writer.null() }
        }
    }

    static func reply(_ folder: ReferralFolder, _ status: HTTPResponse.Status = .ok, at moment: Moment) -> Reply {
        Reply.json(status, capacity: 4_096) { writer in
            writer.object { writer in
                members(folder.referral, into: &writer)
                writer.member("client_reference", folder.clientReference)
                writer.member("client_name", folder.clientName)
                writer.member("jurisdiction", folder.jurisdiction)
                writer.member("language", folder.language.code)
                writer.member("zone", folder.zone.name)
                moment.write(folder.wait(at: moment.now), into: &writer)
                writer.member(
                    "crisis_text", folder.referral.standing.safetyHold ? moment.crisis.text(in: folder.language) : nil)
                writer.key("consent")
                ConsentWire.write(folder.consent, into: &writer)
                writer.member("narrative", folder.narrative)
                writer.key("concerns")
                writer.array(folder.concerns) { writer, concern in
                    writer.object { writer in
                        writer.member("concept", concern.concept)
                        writer.member("weight", concern.weight)
                    }
                }
                writer.key("needs")
                writer.array(folder.needs) { writer, need in
                    writer.object { writer in
                        writer.member("kind", need.kind.rawValue)
                        writer.member("value", need.value)
                        writer.member("importance", need.strength.rawValue)
                    }
                }
                writer.key("doubts")
                writer.array(folder.doubts) { writer, doubt in
                    writer.object { writer in
                        writer.member("field", doubt.field)
                        writer.member("code", doubt.code)
                        writer.member("message", doubt.message)
                    }
                }
                writer.key("triages")
                writer.array(folder.triages) { writer, triage in
                    writer.object { writer in
                        writer.member("urgency", triage.urgency?.rawValue)
                        writer.member("safety_hold", triage.safetyHold)
                        writer.member("reason", triage.reason)
                        writer.member("decided_by", triage.decidedBy)
                        writer.member("decided_as", triage.decidedAs)
                        writer.member("decided_at", triage.decidedAt)
                    }
                }
                writer.key("proposals")
                writer.array(folder.proposals) { write($1, into: &$0) }
            }
        }.tagged(folder.referral.version)
    }

    static func reply(_ proposal: Proposal, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply.json(status, capacity: 4_096) { write(proposal, into: &$0) }.tagged(proposal.version)
    }

    static func reply(_ report: ReferralImport, of file: ReferralFile, crisis: String) -> Reply {
        Reply.json(capacity: 8_192) { writer in
            writer.object { writer in
                writer.key("added")
                writer.array(report.added) { writer, added in
                    writer.object { writer in
                        writer.member("line", added.line)
                        writer.member("id", added.referral.id)
                        writer.member("reference", added.referral.reference)
                        writer.member("safety_hold", added.referral.isHeld)
                    }
                }
                writer.key("known")
                writer.array(report.known) { $0.value($1) }
                writer.key("problems")
                writer.array(file.problems + report.problems, write)
                writer.key("doubts")
                writer.array(file.rows.flatMap(\.doubts), write)
                writer.key("notes")
                writer.array(file.notes, write)
                writer.member("crisis_text", report.added.contains(where: \.referral.isHeld) ? crisis : nil)
            }
        }
    }

    private static func write(_ writer: inout JSONWriter, _ problem: CSVProblem) {
        writer.object { writer in
            writer.member("line", problem.line)
            writer.member("column", problem.column)
            writer.member("name", problem.name)
            writer.member("code", problem.code)
            writer.member("message", problem.message)
        }
    }

    private static func members(_ referral: Referral, into writer: inout JSONWriter) {
        writer.member("id", referral.id)
        writer.member("reference", referral.reference)
        writer.member("source_key", referral.sourceKey)
        writer.member("client", referral.client)
        writer.member("source", referral.source.rawValue)
        writer.member("received_at", referral.receivedAt)
        writer.member("status", referral.standing.status.rawValue)
        writer.member("safety_hold", referral.standing.safetyHold)
        writer.member("safety_reason", referral.safetyReason)
        writer.member("urgency", referral.standing.urgency?.rawValue)
        writer.member("matching_consent", referral.standing.matchingConsent)
        writer.member("intensity", referral.intensity.rawValue)
        writer.member("kind", referral.kind)
        writer.member("funding", referral.funding)
        writer.member("fee_ceiling_cents", referral.feeCeilingCents)
        writer.member("version", referral.version)
    }

    static func reply(_ hours: [Slot]) -> Reply {
        Reply.json(capacity: 64 + hours.count * 160) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(hours) { writer, hour in
                    writer.object { writer in
                        writer.member("start", hour.time.start)
                        writer.member("end", hour.time.end)
                        writer.member("local_start", hour.local.description)
                        writer.member("zone", hour.zone.name)
                        writer.member("format", hour.format.rawValue)
                    }
                }
            }
        }
    }

    static func write(_ ended: EndedProposal, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("reference", ended.reference)
            writer.member("ended_at", ended.endedAt)
            writer.key("proposal")
            write(ended.proposal, into: &writer)
        }
    }

    static func write(_ proposal: Proposal, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", proposal.id)
            writer.member("referral", proposal.referral)
            writer.member("client", proposal.client)
            writer.member("therapist", proposal.therapist)
            writer.member("appointment", proposal.appointment)
            writer.member("status", proposal.status.rawValue)
            writer.member("expires_at", proposal.expiresAt)
            writer.member("score", proposal.score)
            writer.member("policy_version", proposal.policyVersion)
            writer.member("input_hash", proposal.inputHash)
            writer.key("explanation")
            writer.raw(proposal.explanation)
            writer.member("override_reason", proposal.overrideReason)
            writer.member("declined_by", proposal.declinedBy?.rawValue)
            writer.member("decline_code", proposal.declineCode?.rawValue)
            writer.member("decline_reason", proposal.declineReason)
            writer.member("decided_by", proposal.decidedBy)
            writer.member("created_at", proposal.createdAt)
            writer.member("version", proposal.version)
        }
    }

    // MARK: Shapes

    private static let version = Schema.integer(1...Int64(Int32.max))

    private static let members: [Schema.Member] = [
        .required("id", .uuid), .required("reference", .text(1...20).described("For people: R-2041.")),
        .required("source_key", .text(1...400).orNull), .required("client", .uuid),
        .required("source", .word(ReferralSource.allCases.map(\.rawValue))), .required("received_at", .instant),
        .required("status", .word(ReferralStatus.allCases.map(\.rawValue))), .required("safety_hold", .boolean),
        .required("safety_reason", .text(0...400).orNull),
        .required("urgency", Schema.word(Urgency.allCases.map(\.rawValue)).orNull),
        .required("matching_consent", .boolean), .required("intensity", .word(Referral.Intensity.allCases.map(\.rawValue))),
        .required("kind", .text(1...40)), .required("funding", .text(0...400).orNull),
        .required("fee_ceiling_cents", .integer(0...2_000_000_000).orNull), .required("version", version),
        .required("client_reference", .text(1...20)), .required("client_name", .text(1...200)),
    ]

    private static let wait: [Schema.Member] = [
        .required("age_days", Schema.integer(0...100_000).described("Whole days since it arrived.")),
        .required(
            "target_hours", Schema.integer(1...8_784).described("Of its urgency; of the first triage, while there was none.")),
        .required("due_on", Schema.date.described("On the clinic's calendar.")),
        .required("wait", .word(["within", "over", "closed"])),
        .required("wait_words", Schema.text(1...200).described("The same for people.")),
    ]
    private static let open: [Schema.Member] = members + wait
    static let crisis = Schema.text(1...500).orNull.described(
        "Whom the client, or whoever wrote this, can reach at once; null where no flag is open.")

    static let rowSchema = Schema.object(
        "ReferralRow",
        open + [
            .required("due", .instant),
            .required("claim", ClaimWire.schema.orNull.described("Who is on it; null: nobody, or not for you to know.")),
        ])

    static let proposalSchema = Schema.object(
        "Proposal",
        [
            .required("id", .uuid), .required("referral", .uuid), .required("client", .uuid), .required("therapist", .uuid),
            .required("appointment", Schema.uuid.described("The hour that is held, and booked once the client accepts.")),
            .required("status", .word(ProposalStatus.allCases.map(\.rawValue))), .required("expires_at", .instant),
            .required("score", .integer(0...10_000)), .required("policy_version", .text(1...100)),
            .required("input_hash", .text(1...128)), .required("explanation", .map(.any)),
            .required("override_reason", .text(0...2_000).orNull),
            .required("declined_by", Schema.word(ProposalSide.allCases.map(\.rawValue)).orNull),
            .required(
                "decline_code",
                Schema.word(DeclineCode.allCases.map(\.rawValue)).orNull.described(
                    "A relation reads `caseload` for those who may not know. Null for a therapist where the client said no.")),
            .required("decline_reason", .text(0...2_000).orNull),
            .required("decided_by", .uuid), .required("created_at", .instant), .required("version", version),
        ])

    static let openSchema = Schema.object("OpenProposals", [.required("data", .list(proposalSchema, 0...100))])
    static let endedSchema = Schema.object(
        "EndedProposal",
        [
            .required("reference", .text(1...20).described("Of the referral: R-2041.")), .required("ended_at", .instant),
            .required("proposal", proposalSchema),
        ])

    static let hoursSchema = Schema.object(
        "Hours",
        [
            .required(
                "data",
                .list(
                    .object(
                        "Hour",
                        [
                            .required("start", .instant), .required("end", .instant),
                            .required("local_start", .text(16...26).described("On the wall clock of `zone`.")),
                            .required("zone", .text(1...64)), .required("format", .word(SessionFormat.words)),
                        ])))
        ])

    static let fileSchema = Schema.object(
        "Referral",
        open + [
            .required("crisis_text", crisis),
            .required("jurisdiction", .text(5...5)), .required("language", .text(2...35)), .required("zone", .text(1...64)),
            .required("consent", ConsentWire.schema),
            .required(
                "narrative",
                Schema.text(0...8_000).orNull.described("Null where there is none, and for a lead who has not opened the file.")),
            .required(
                "concerns",
                .list(.object("Concern", [.required("concept", .text(2...63)), .required("weight", .integer(1...10_000))]))),
            .required(
                "needs",
                .list(
                    .object(
                        "Need",
                        [
                            .required("kind", .word(ReferralNeed.Kind.allCases.map(\.rawValue))),
                            .required("value", .text(0...200)),
                            .required("importance", .word(["must", "wish"])),
                        ]))),
            .required(
                "doubts",
                Schema.list(
                    .object(
                        "Doubt",
                        [
                            .required("field", .text(1...400)), .required("code", .text(1...100)),
                            .required("message", .text(1...2_000)),
                        ])
                ).described("What of its form could not be read for certain, for intake to settle.")),
            .required(
                "triages",
                .list(
                    .object(
                        "TriageRecord",
                        [
                            .required("urgency", Schema.word(Urgency.allCases.map(\.rawValue)).orNull),
                            .required("safety_hold", .boolean),
                            .required(
                                "reason", Schema.text(0...2_000).orNull.described("Null for a lead who has not opened the file.")),
                            .required("decided_by", .uuid), .required("decided_as", .text(1...40)),
                            .required("decided_at", .instant),
                        ]))),
            .required("proposals", .list(proposalSchema)),
        ])

    private static let line = Schema.integer(0...1_000_000_000)
    private static let csvProblems = Schema.list(
        .object(
            "RowProblem",
            [
                .required("line", line), .required("column", line), .required("name", .text(0...200).orNull),
                .required("code", .text(1...100)), .required("message", .text(1...2_000)),
            ]), 0...400_000)

    static let importSchema = Schema.object(
        "ReferralImport",
        [
            .required(
                "added",
                .list(
                    .object(
                        "ImportedReferral",
                        [
                            .required("line", line), .required("id", .uuid), .required("reference", .text(1...20)),
                            .required("safety_hold", .boolean),
                        ]), 0...100_000)),
            .required("known", .list(line, 0...100_000)), .required("problems", csvProblems), .required("doubts", csvProblems),
            .required("notes", csvProblems), .required("crisis_text", crisis),
        ])
}
