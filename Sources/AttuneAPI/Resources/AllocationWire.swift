import Allocation
import Appointments
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// Plans for the waiting list as JSON.
enum AllocationWire {
    static func reply(_ plan: AllocationPlan, _ status: HTTPResponse.Status, _ zones: ZoneCatalogue) throws -> Reply {
        // Each zone's rules once.
        var rules: [ZoneID: ZoneRules] = [:]
        for line in plan.lines where rules[line.zone] == nil { rules[line.zone] = try zones.rules(line.zone) }
        return Reply.json(status, capacity: 2_048 + plan.lines.count * 640) { writer in
            writer.object { writer in
                writer.member("id", plan.id)
                writer.member("reference", plan.reference)
                writer.member("status", plan.status.rawValue)
                writer.member("mode", plan.settings.mode.rawValue)
                writer.member("urgency", plan.settings.urgency?.rawValue)
                writer.member("service", plan.settings.service)
                writer.member("answer_within_hours", plan.settings.answerHours)
                writer.member("policy_version", plan.policyVersion)
                writer.member("as_of", plan.asOf)
                writer.member("placed", plan.placed.count)
                writer.member("waiting", plan.waiting.count)
                writer.key("data")
                writer.array(plan.lines) { writer, line in write(line, rules[line.zone], into: &writer) }
                writer.key("therapists")
                writer.array(plan.therapists) { writer, one in
                    writer.object { writer in
                        writer.member("id", one.id)
                        writer.member("slug", one.slug)
                        writer.member("name", one.name)
                        writer.member("places", one.places)
                        writer.member("intense_places", one.intense)
                        writer.member("placed", plan.lines.count { $0.seat?.therapist == one.id })
                    }
                }
                writer.key("edits")
                writer.array(plan.edits) { writer, edit in
                    writer.object { writer in
                        writer.member("kind", edit.kind.rawValue)
                        writer.member("referral", edit.referral)
                        writer.member("therapist", edit.therapist)
                    }
                }
                writer.key("proof")
                write(plan.proof, into: &writer)
                writer.member("decided_by", plan.decidedBy)
                writer.member("decided_as", plan.decidedAs)
                writer.member("applied_at", plan.appliedAt)
                writer.member("created_at", plan.createdAt)
                writer.member("version", plan.version)
            }
        }.tagged(plan.version)
    }

    private static func write(_ line: PlanLine, _ zone: ZoneRules?, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("place", line.place)
            writer.member("referral", line.referral)
            writer.member("reference", line.reference)
            writer.member("client", line.client)
            writer.member("client_reference", line.clientReference)
            writer.member("urgency", line.urgency.rawValue)
            writer.member("priority", line.priority)
            writer.member("therapist", line.seat?.therapist)
            writer.member("start", line.seat?.start)
            writer.member("local_start", line.seat.flatMap { seat in zone.map { $0.local(of: seat.start).description } })
            writer.member("format", line.seat?.format.rawValue)
            writer.member("score", line.seat?.score)
            writer.member("rank", line.seat?.rank)
            writer.member("matches", line.matches)
            writer.member("waits", line.waits?.rawValue)
            writer.key("unavailable")
            writer.array(line.unavailable) { writer, id in writer.value(UUIDText.string(id.uuid)) }
            writer.member("proposal", line.proposal)
        }
    }

    private static func write(_ proof: PlanProof, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("certificate", proof.certificate)
            writer.member("proven", proof.isProven)
            writer.member("gap", proof.gap)
            writer.member("set_aside", proof.setAside)
            writer.member("total_fit", proof.totalFit)
            writer.member("lowest_fit", proof.lowestFit)
            writer.member("tenth_percentile_fit", proof.tenthFit)
            writer.member("envious_pairs", proof.enviousPairs)
            writer.member("price_of_stability", proof.stabilityPrice)
            writer.member("utilisation_gini", proof.gini)
        }
    }

    static func write(_ plan: PlanSummary, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", plan.id)
            writer.member("reference", plan.reference)
            writer.member("status", plan.status.rawValue)
            writer.member("mode", plan.mode.rawValue)
            writer.member("urgency", plan.urgency?.rawValue)
            writer.member("as_of", plan.asOf)
            writer.member("placed", plan.placed)
            writer.member("waiting", plan.waiting)
            writer.member("decided_as", plan.decidedAs)
            writer.member("created_at", plan.createdAt)
            writer.member("version", plan.version)
        }
    }

    static func reply(_ moves: PlanMoves) -> Reply {
        Reply.json { writer in
            writer.object { writer in
                writer.member("moved", !moves.isEmpty)
                writer.member("text", moves.sentence)
                writer.member("arrived", moves.arrived)
                writer.member("gone", moves.gone)
                writer.member("changed", moves.changed)
                writer.member("therapists", moves.team)
                writer.member("hours", moves.hours)
                writer.member("policy", moves.policy)
            }
        }
    }

    static func edits(_ body: Fields) throws(Problem) -> [PlanEdit] {
        try body.objects("edits").map { edit throws(Problem) in
            let kind: PlanEdit.Kind = try edit.word("kind")
            let referral: Referral.ID = try edit.id("referral")
            switch kind {
            case .leave:
                if edit.has("therapist") {
                    throw edit.refuse("therapist", "not_taken", "Leave this away: nobody is chosen here.")
                }
                return .leave(referral)
            case .pin: return .pin(referral, to: try edit.id("therapist"))
            case .forbid: return .forbid(referral, try edit.id("therapist"))
            }
        }
    }

    private static let modes = AllocationMode.allCases.map(\.rawValue)
    private static let urgencies = Urgency.allCases.map(\.rawValue)
    private static let points = Schema.integer(0...10_000)
    private static let count = Schema.integer(0...1_000_000)

    static let editSchema = Schema.object(
        "AllocationEdit",
        [
            .required("kind", .word(PlanEdit.Kind.allCases.map(\.rawValue))), .required("referral", .uuid),
            .optional("therapist", Schema.uuid.orNull.described("Needed to pin or to forbid.")),
        ])
    static let formSchema = Schema.object(
        "NewAllocation",
        [
            .optional(
                "mode",
                Schema.word(modes).described(
                    "`utilitarian`: the greatest sum of fits. `raise-lowest`: the worst fit as good as can be. `stable`: no client and therapist "
                        + "who would both rather have each other.")),
            .optional(
                "urgency", Schema.word(urgencies).orNull.described("Only this level; everybody who waits where there is none.")),
            .optional("service", Schema.uuid.orNull.described("What a first session is; the clinic's own where there is none.")),
            .optional("answer_within_hours", .integer(1...720)), .optional("edits", .list(editSchema, 0...PlanEdit.limit)),
        ])
    static let formExample = JSON.object([
        .init(name: "mode", value: .string("utilitarian")), .init(name: "urgency", value: .string("urgent")),
    ])
    static let solveSchema = Schema.object(
        "AllocationEdits", [.optional("mode", .word(modes)), .optional("edits", .list(editSchema, 0...PlanEdit.limit))])
    static let solveExample = JSON.object([.init(name: "edits", value: .array([]))])

    private static let lineSchema = Schema.object(
        "AllocationLine",
        [
            .required("place", Schema.integer(1...100_000).described("From 1, the first to be given a place.")),
            .required("referral", .uuid), .required("reference", .text(1...40)), .required("client", .uuid),
            .required("client_reference", .text(1...40)), .required("urgency", .word(urgencies)),
            .required(
                "priority",
                Schema.integer(0...2_147_483_647).described(
                    "Waited over the target of its urgency, in basis points: 10,000 is due now.")),
            .required("therapist", Schema.uuid.orNull), .required("start", Schema.instant.orNull),
            .required("local_start", Schema.text(0...26).orNull.described("On the client's wall clock.")),
            .required("format", Schema.word(SessionFormat.words).orNull), .required("score", points.orNull),
            .required("rank", Schema.integer(1...100_000).orNull.described("Among those who fit this referral.")),
            .required("matches", Schema.integer(0...100_000).described("How many therapists fit.")),
            .required(
                "waits",
                Schema.word(PlanLine.Waits.allCases.map(\.rawValue)).orNull.described(
                    "`no_place`: whoever fits is full with people who are more urgent or have waited longer. `nobody_fits`. `left_out`: by a "
                        + "person.")),
            .required(
                "unavailable",
                Schema.list(.uuid, 0...100_000).described("Who would fit, and has no place or hour for this client.")),
            .required("proposal", Schema.uuid.orNull),
        ])

    static let schema = Schema.object(
        "Allocation",
        [
            .required("id", .uuid), .required("reference", .text(1...40)),
            .required("status", .word(AllocationPlan.Status.allCases.map(\.rawValue))), .required("mode", .word(modes)),
            .required("urgency", Schema.word(urgencies).orNull), .required("service", .uuid),
            .required("answer_within_hours", .integer(1...720)), .required("policy_version", .text(1...100)),
            .required("as_of", .instant), .required("placed", count), .required("waiting", count),
            .required(
                "data",
                Schema.list(lineSchema, 0...2_000).described("In the order of priority; whom a person pinned comes first.")),
            .required(
                "therapists",
                .list(
                    .object(
                        "AllocationTherapist",
                        [
                            .required("id", .uuid), .required("slug", .text(1...200)), .required("name", .text(1...200)),
                            .required(
                                "places", Schema.integer(0...100_000).described("Free, of those for which there is an hour.")),
                            .required("intense_places", .integer(0...100_000)), .required("placed", .integer(0...100_000)),
                        ]), 0...100_000)),
            .required(
                "edits",
                .list(
                    .object(
                        "AllocationEdited",
                        [
                            .required("kind", .word(PlanEdit.Kind.allCases.map(\.rawValue))), .required("referral", .uuid),
                            .required("therapist", Schema.uuid.orNull),
                        ]), 0...PlanEdit.limit)),
            .required(
                "proof",
                .object(
                    "AllocationProof",
                    [
                        .required("certificate", Schema.text(1...500).described("`valid`, or what a separate checker found.")),
                        .required("proven", .boolean), .required("gap", .text(0...500).orNull), .required("set_aside", count),
                        .required("total_fit", Schema.integer(0...20_000_000)), .required("lowest_fit", points.orNull),
                        .required("tenth_percentile_fit", points.orNull), .required("envious_pairs", .integer(0...2_147_483_647)),
                        .required("price_of_stability", Schema.integer(0...20_000_000)), .required("utilisation_gini", points),
                    ])),
            .required("decided_by", .uuid), .required("decided_as", .text(1...40)),
            .required("applied_at", Schema.instant.orNull),
            .required("created_at", .instant), .required("version", .integer(1...2_147_483_647)),
        ])

    static let summarySchema = Schema.object(
        "AllocationSummary",
        [
            .required("id", .uuid), .required("reference", .text(1...40)),
            .required("status", .word(AllocationPlan.Status.allCases.map(\.rawValue))), .required("mode", .word(modes)),
            .required("urgency", Schema.word(urgencies).orNull), .required("as_of", .instant), .required("placed", count),
            .required("waiting", count), .required("decided_as", .text(1...40)), .required("created_at", .instant),
            .required("version", .integer(1...2_147_483_647)),
        ])

    static let movesSchema = Schema.object(
        "AllocationMoves",
        [
            .required("moved", .boolean), .required("text", .text(0...2_000)), .required("arrived", references),
            .required("gone", references), .required("changed", references), .required("therapists", references),
            .required("hours", references), .required("policy", .boolean),
        ])
    private static let references = Schema.list(.text(1...200), 0...100_000)
}
