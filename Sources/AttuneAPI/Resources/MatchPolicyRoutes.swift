import Access
import Clinic
import HTTPTypes
import Referrals

extension RouteTable {
    static var matchPolicy: [Route] {
        [
            Route(
                method: .get, path: "/v1/matching/policy", operation: "getMatchingPolicy", tag: "referrals",
                summary: "What ranking goes by now: the clinic's adopted policy, or Attune's own",
                door: .bearer(Policies.readPolicy),
                answers: [.init(status: .ok, summary: "The policy.", schema: MatchPolicyWire.schema)]
            ) { exchange in
                MatchPolicyWire.reply(try await exchange.reader().policyInForce())
            },
            Route(
                method: .post, path: "/v1/matching/policies", operation: "adoptMatchingPolicy", tag: "referrals",
                summary: "Put a signed policy in force",
                notes:
                    "For every ranking from then on. `attune match policy diff` says what it moves. What was adopted once is never changed.",
                door: .bearer(Policies.adoptPolicy),
                body: .init(schema: MatchPolicyWire.newSchema, example: MatchPolicyWire.example),
                answers: [.init(status: .created, summary: "In force.", schema: MatchPolicyWire.schema, location: true)],
                problems: [
                    (.conflict, "Its version was used for other settings."),
                    (.preconditionFailed, "Another policy was adopted since the one that it replaces."),
                ], traits: [.idempotent]
            ) { exchange in
                let body = try exchange.body
                let file: MatchingPolicyFile
                do { file = try MatchingPolicyFile.parse(try body.text("text")) } catch let refusal as FileRefusal {
                    throw MatchPolicyWire.problem(refusal)
                }
                let number = try body.integer("replaces")
                let rules = try exchange.services.zones.rules(exchange.services.configuration.clinic.zone)
                return try await exchange.act { act in
                    let today = rules.local(of: try await act.now).date
                    let adopted = try await act.adoptPolicy(file, replacing: number, today: today)
                    return MatchPolicyWire.reply(adopted, .created).located("/v1/matching/policy")
                }
            },
            Route(
                method: .get, path: "/v1/proposals/{id}/replay", operation: "replayProposal", tag: "referrals",
                summary: "Make a decision again from what it rested on",
                notes:
                    "Whether the stored explanation is the same to the byte, and where the therapist would stand now. The look is recorded.",
                door: .bearer(Policies.intake), parameters: [.id("The proposal's id.")],
                answers: [.init(status: .ok, summary: "What came out.", schema: ReplayWire.schema)]
            ) { exchange in
                let id: Proposal.ID = try exchange.pathID()
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let replay = try await act.replay(id, zones: zones)
                    try await act.record("proposal.replayed", subject: id.uuid, client: replay.proposal.client.uuid)
                    return ReplayWire.reply(replay)
                }
            },
        ]
    }
}

/// A matching policy as JSON.
enum MatchPolicyWire {
    static func reply(_ found: PolicyInForce, _ status: HTTPResponse.Status = .ok) -> Reply {
        let policy = found.policy
        return Reply.json(status, capacity: 8_192) { writer in
            writer.object { writer in
                writer.member("number", found.number)
                writer.member("version", policy.version)
                writer.member("signed_off_by", found.file?.signedOffBy)
                writer.member("signed_off_on", found.file?.signedOffOn?.description)
                writer.member("adopted_by", found.adoption?.by)
                writer.member("adopted_at", found.adoption?.at)
                writer.key("weights")
                writer.object { writer in
                    for factor in Factor.allCases {
                        writer.key(named: factor.code)
                        writer.value(policy.weight(of: factor))
                    }
                }
                writer.key("evidence")
                writer.array(policy.evidence) { $0.value($1) }
                writer.member("broader_share", policy.broaderShare)
                writer.member("focus_limit", policy.focusLimit)
                writer.member("required_level", policy.requiredLevel)
                writer.member("required_level_high_intensity", policy.requiredLevelHighIntensity)
                writer.member("fit_floor", policy.fitFloor)
                writer.member("horizon_days", policy.horizonDays)
                writer.member("first_week_loss", policy.firstWeekLoss)
                writer.member("later_week_loss", policy.laterWeekLoss)
                writer.member("neutral", policy.neutral)
                writer.key("choice_of_times")
                writer.array(policy.choiceOfTimes) { $0.value($1) }
                writer.member("format_step", policy.formatStep)
                writer.member("text", found.file?.text)
            }
        }
    }

    /// Each of the file's faults, with its line.
    static func problem(_ refusal: FileRefusal) -> Problem {
        var problem = Problem.invalid("/text", refusal.code, refusal.message)
        problem.faults = refusal.problems.prefix(50).map { Fault(JSONPointer("/text"), $0.code, $0.description) }
        return problem
    }

    private static let points = Schema.integer(0...10_000)
    static let schema = Schema.object(
        "MatchingPolicy",
        [
            .required("number", Schema.integer(0...Int64(Int32.max)).described("Counts adoptions; 0 for Attune's own.")),
            .required("version", .text(1...40)), .required("signed_off_by", .text(1...200).orNull),
            .required("signed_off_on", Schema.date.orNull), .required("adopted_by", Schema.uuid.orNull),
            .required("adopted_at", Schema.instant.orNull),
            .required("weights", Schema.map(points).described("Basis points by factor; they sum to 10000.")),
            .required("evidence", .list(points, 5...5)), .required("broader_share", points),
            .required("focus_limit", .integer(1...20)), .required("required_level", .integer(0...4)),
            .required("required_level_high_intensity", .integer(0...4)), .required("fit_floor", points),
            .required("horizon_days", .integer(1...366)), .required("first_week_loss", points),
            .required("later_week_loss", points), .required("neutral", points),
            .required("choice_of_times", .list(points, 3...3)),
            .required("format_step", .integer(0...5000)),
            .required("text", Schema.text(0...65_536).orNull.described("The file as it was adopted; null for Attune's own.")),
        ])

    static let newSchema = Schema.object(
        "NewMatchingPolicy",
        [
            .required("text", Schema.text(1...65_536).described("A policy file, YAML, signed off by a clinician.")),
            .required(
                "replaces",
                Schema.integer(0...Int64(Int32.max)).described("The `number` of the policy that it was compared with.")),
        ])

    static let example = JSON.object([
        .init(
            name: "text",
            value: .string(
                """
                version: "2026-12.example"
                signed_off_by: "A. Clinician"
                signed_off_on: 2026-11-20
                weights: {clinical_fit: 4000, preferences: 2500, time_to_first_session: 1500, access: 1000, continuity: 500, load_headroom: 500}
                evidence: {none: 0, declared: 4000, trained: 7000, certified: 9000, proven: 10000}
                broader_share: 6000
                focus_limit: 5
                required_level: declared
                required_level_high_intensity: trained
                fit_floor: 2000
                horizon_days: 42
                first_week_loss: 2500
                later_week_loss: 1000
                neutral: 5000
                choice_of_times: [4000, 7000, 10000]
                format_step: 4000

                """)), .init(name: "replaces", value: .integer(0)),
    ])
}
