import Access
import Allocation
import Appointments
import Clinic
import HTTPTypes
import Referrals

/// The waiting list allocated as a whole: a plan that a coordinator makes, edits, and puts into effect as it stands.
extension RouteTable {
    static var allocations: [Route] {
        [
            Route(
                method: .get, path: "/v1/allocations", operation: "listAllocations", tag: "referrals",
                summary: "Plans for the waiting list, the newest first", door: .bearer(Policies.intake),
                parameters: [
                    .query("status", .word(AllocationPlan.Status.allCases.map(\.rawValue)), "Only these."), .limit, .cursor,
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Allocations", of: AllocationWire.summarySchema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let before = try page.afterInstantAndID.map { (createdAt: $0.0, id: AllocationPlan.ID($0.1)) }
                let statuses = exchange.text("status").flatMap(AllocationPlan.Status.init(rawValue:)).map { [$0] } ?? []
                let rows = try await exchange.reader().allocationPlans(statuses, before: before, limit: page.limit + 1)
                return exchange.list(rows, page, cursor: { Page.cursor($0.createdAt, $0.id.uuid) }) {
                    AllocationWire.write($1, into: &$0)
                }
            },
            Route(
                method: .post, path: "/v1/allocations", operation: "planAllocation", tag: "referrals",
                summary: "Allocate everybody who waits: a dry run",
                notes:
                    "Who gets a place by how long they waited over the target of their urgency, as many as possible; then with whom, at the "
                    + "greatest fit; then when. Nothing is held and nobody is told until the plan is applied.",
                door: .bearer(Policies.intake),
                body: .init(schema: AllocationWire.formSchema, example: AllocationWire.formExample, required: false),
                answers: [.init(status: .created, summary: "Planned.", schema: AllocationWire.schema, location: true)],
                problems: [(.conflict, "Nobody waits who could be given a therapist, or an edit cannot be met.")],
                traits: [.idempotent]
            ) { exchange in
                let body = exchange.json.map { Fields($0) }
                let mode: AllocationMode = try body?.wordIfAny("mode") ?? .utilitarian
                let urgency: Urgency? = try body?.wordIfAny("urgency")
                let asked: Service.ID? = try body?.idIfAny("service")
                let hours = try body?.integerIfAny("answer_within_hours") ?? 72
                let edits = try body.map { body throws(Problem) in try AllocationWire.edits(body) } ?? []
                let (settings, zones) = (exchange.services.configuration.clinic, exchange.services.zones)
                return try await exchange.act { act in
                    let service = try await settings.firstSession(asked, act)
                    let plan = try await act.makePlan(
                        PlanSettings(service: service, mode: mode, urgency: urgency, answerHours: hours), edits: edits,
                        zones: zones)
                    return try AllocationWire.reply(plan, .created, zones)
                        .located("/v1/allocations/\(UUIDText.string(plan.id.uuid))")
                }
            },
            Route(
                method: .get, path: "/v1/allocations/{id}", operation: "readAllocation", tag: "referrals",
                summary: "One plan, as it was solved last", notes: "The look is recorded.", door: .bearer(Policies.intake),
                parameters: [.id("The plan's id.")],
                answers: [.init(status: .ok, summary: "The plan.", schema: AllocationWire.schema)], traits: [.conditional]
            ) { exchange in
                let id: AllocationPlan.ID = try exchange.pathID()
                let zones = exchange.services.zones
                return try await exchange.look { look in
                    let plan = try await look.allocationPlan(id)
                    try await look.record(
                        "allocation.read", clients: plan.lines.map(\.client.uuid), details: ["plan": UUIDText.string(id.uuid)])
                    return try AllocationWire.reply(plan, .ok, zones)
                }
            },
            Route(
                method: .get, path: "/v1/allocations/{id}/moves", operation: "listAllocationMoves", tag: "referrals",
                summary: "What is no longer as it was when the plan was solved",
                notes: "Empty lists: it can be applied. The look is recorded.", door: .bearer(Policies.intake),
                parameters: [.id("The plan's id.")],
                answers: [.init(status: .ok, summary: "What moved.", schema: AllocationWire.movesSchema)]
            ) { exchange in
                let id: AllocationPlan.ID = try exchange.pathID()
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let moves = try await act.moves(of: id, zones: zones)
                    let plan = try await act.allocationPlan(id)
                    try await act.record(
                        "allocation.read", clients: plan.lines.map(\.client.uuid), details: ["plan": UUIDText.string(id.uuid)])
                    return AllocationWire.reply(moves)
                }
            },
            Route(
                method: .post, path: "/v1/allocations/{id}/solve", operation: "solveAllocation", tag: "referrals",
                summary: "Pin, forbid or leave out, and solve the rest anew",
                notes:
                    "On the clinic of this moment. The edits are all that the plan then has; without them it keeps those it has.",
                door: .bearer(Policies.intake), parameters: [.id("The plan's id.")],
                body: .init(schema: AllocationWire.solveSchema, example: AllocationWire.solveExample, required: false),
                answers: [.init(status: .ok, summary: "Solved.", schema: AllocationWire.schema)],
                problems: [(.conflict, "The plan has ended, or an edit cannot be met.")], traits: [.ifMatch]
            ) { exchange in
                let id: AllocationPlan.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let body = exchange.json.map { Fields($0) }
                let mode: AllocationMode? = try body?.wordIfAny("mode")
                let edits =
                    body?.has("edits") == true ? try body.map { body throws(Problem) in try AllocationWire.edits(body) } : nil
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    let plan = try await act.solvePlan(id, edits: edits, mode: mode, version: version, zones: zones)
                    return try AllocationWire.reply(plan, .ok, zones)
                }
            },
            Route(
                method: .post, path: "/v1/allocations/{id}/apply", operation: "applyAllocation", tag: "referrals",
                summary: "Propose exactly what the plan has, or nothing",
                notes:
                    "All proposals in one transaction, each with its place and hour. When the list, the team or an hour has moved since, nothing "
                    + "is proposed, and the problem says what moved.", door: .bearer(Policies.intake),
                parameters: [.id("The plan's id.")],
                answers: [.init(status: .ok, summary: "Proposed.", schema: AllocationWire.schema)],
                problems: [(.conflict, "Something moved, the plan places nobody, or it has ended.")], traits: [.ifMatch]
            ) { exchange in
                let id: AllocationPlan.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    try AllocationWire.reply(try await act.applyPlan(id, version: version, zones: zones), .ok, zones)
                }
            },
            Route(
                method: .post, path: "/v1/allocations/{id}/discard", operation: "discardAllocation", tag: "referrals",
                summary: "Put a plan away", door: .bearer(Policies.intake), parameters: [.id("The plan's id.")],
                answers: [.init(status: .ok, summary: "Put away.", schema: AllocationWire.schema)],
                problems: [(.conflict, "The plan has ended.")], traits: [.ifMatch]
            ) { exchange in
                let id: AllocationPlan.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let zones = exchange.services.zones
                return try await exchange.act { act in
                    try AllocationWire.reply(try await act.discardPlan(id, version: version), .ok, zones)
                }
            },
        ]
    }
}
