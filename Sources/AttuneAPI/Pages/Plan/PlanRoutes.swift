import Access
import Allocation
import Clinic
import HTTPTypes
import Referrals
import Therapists

/// Plans for the waiting list as pages: made, looked at, changed row by row, and put into effect. Without scripts; the same policy, functions
/// and audit rows as below `/v1/allocations`.
extension RouteTable {
    static var planPages: [Route] {
        [
            Route(
                method: .get, path: "/staff/plans", operation: "seePlans", tag: "staff", summary: "Plans for the waiting list",
                notes: "For intake and the lead.", door: .cookie, answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, _ in BoardPages.reply(try await exchange.plansPage(session)) }
            },
            Route(
                method: .post, path: "/staff/plans", operation: "planByForm", tag: "staff",
                summary: "Allocates everybody who waits",
                door: .cookie, body: BoardDoor.form, answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in try await exchange.makePlan(session, fields) }
            },
            Route(
                method: .get, path: "/staff/plans/{id}", operation: "seePlan", tag: "staff",
                summary: "One plan: who with whom and when, who waits and why, what has moved", notes: "The look is recorded.",
                door: .cookie, parameters: [plan], answers: BoardDoor.looks, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, _ in
                    BoardPages.reply(PlanPage.html(try await exchange.planView(try exchange.pathID(), session)))
                }
            },
            Route(
                method: .post, path: "/staff/plans/{id}/solve", operation: "solveByForm", tag: "staff",
                summary: "Changes one row, or nothing, and solves the plan anew", door: .cookie, parameters: [plan],
                body: BoardDoor.form,
                answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in
                    let zones = exchange.services.zones
                    return try await exchange.changePlan(session, fields) { act, id, version in
                        let edits = try await act.edits(of: id, with: fields)
                        _ = try await act.solvePlan(id, edits: edits, version: version, zones: zones)
                    }
                }
            },
            Route(
                method: .post, path: "/staff/plans/{id}/apply", operation: "applyByForm", tag: "staff",
                summary: "Proposes exactly what the plan has, or nothing", door: .cookie, parameters: [plan],
                body: BoardDoor.form,
                answers: BoardDoor.decisions, problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in
                    let zones = exchange.services.zones
                    return try await exchange.changePlan(session, fields) { act, id, version in
                        _ = try await act.applyPlan(id, version: version, zones: zones)
                    }
                }
            },
            Route(
                method: .post, path: "/staff/plans/{id}/discard", operation: "discardByForm", tag: "staff",
                summary: "Puts a plan away", door: .cookie, parameters: [plan], body: BoardDoor.form,
                answers: BoardDoor.decisions,
                problems: BoardDoor.refusals
            ) { exchange in
                try await exchange.onBoard { session, fields in
                    try await exchange.changePlan(session, fields) { act, id, version in
                        _ = try await act.discardPlan(id, version: version)
                    }
                }
            },
        ]
    }

    private static let plan = BoardDoor.id("The plan's id.")
}

extension Exchange {
    fileprivate func plansPage(_ session: PageSession, _ alert: String? = nil) async throws -> String {
        let zone = try services.zones.rules(services.configuration.clinic.zone)
        let plans = try await services.gate.reader(session.credential, Policies.intake).allocationPlans(limit: 50)
        return PlansPage.html(plans, zone, session.formToken, alert)
    }

    fileprivate func planView(
        _ id: AllocationPlan.ID, _ session: PageSession, _ alert: String? = nil
    ) async throws -> PlanPage.View {
        let zones = services.zones
        return try await services.gate.act(session.credential, Policies.intake, request) { act in
            let plan = try await act.allocationPlan(id)
            try await act.record(
                "allocation.read", clients: plan.lines.map(\.client.uuid), details: ["plan": UUIDText.string(id.uuid)])
            var rules: [ZoneID: ZoneRules] = [:]
            for line in plan.lines where rules[line.zone] == nil { rules[line.zone] = try zones.rules(line.zone) }
            return PlanPage.View(
                plan: plan, moves: try await act.moves(of: id, zones: zones), zones: rules, formToken: session.formToken,
                alert: alert)
        }
    }

    fileprivate func makePlan(_ session: PageSession, _ fields: FormFields) async throws -> Reply {
        let mode = AllocationMode(rawValue: fields["mode"]) ?? .utilitarian
        let urgency = Urgency(rawValue: fields["urgency"])
        let (settings, zones) = (services.configuration.clinic, services.zones)
        do {
            let plan = try await services.gate.act(session.credential, Policies.intake, request) { act in
                let service = try await settings.firstSession(nil, act)
                return try await act.makePlan(PlanSettings(service: service, mode: mode, urgency: urgency), zones: zones)
            }
            return StaffPages.redirect(to: PlanPage.path(plan.id))
        } catch let refusal as PlanRefusal {
            return BoardPages.reply(try await plansPage(session, refusal.message), Problem.status(of: refusal.kind))
        }
    }

    /// Changes a plan, then shows it; or shows it as it is, with why not.
    /// - Parameter body: gets the version that the form was made from; a form without one is as stale as can be.
    fileprivate func changePlan(
        _ session: PageSession, _ fields: FormFields,
        _ body: @escaping @Sendable (Act, AllocationPlan.ID, Int) async throws -> Void
    ) async throws -> Reply {
        let id: AllocationPlan.ID = try pathID()
        let version = Int(fields["version"]) ?? 0
        let alert: String
        let status: HTTPResponse.Status
        do {
            try await services.gate.act(session.credential, Policies.intake, request) { act in try await body(act, id, version) }
            return StaffPages.redirect(to: PlanPage.path(id))
        } catch let refusal as PlanRefusal where refusal != .notFound {
            (alert, status) = (refusal.message, Problem.status(of: refusal.kind))
        }
        return BoardPages.reply(PlanPage.html(try await planView(id, session, alert)), status)
    }
}

extension Act {
    /// A plan's edits after one row's form; as they are where the form names no row.
    fileprivate func edits(of id: AllocationPlan.ID, with fields: FormFields) async throws -> [PlanEdit]? {
        guard let uuid = UUIDText.parse(fields["referral"]) else { return nil }
        let plan = try await allocationPlan(id)
        let referral = Referral.ID(uuid)
        var edits = plan.edits
        // Undone, or said anew: one decision a row, beside those therapists who were ruled out before.
        let slug = fields["therapist"]
        let therapist = plan.therapists.first { $0.slug == slug || $0.name == slug }
        switch fields["kind"] {
        case "free": edits.removeAll { $0.referral == referral }
        case "leave":
            edits.removeAll { $0.referral == referral }
            edits.append(.leave(referral))
        case let kind:
            guard let therapist else { throw PlanRefusal.noSuchTherapist }
            edits.removeAll { $0.referral == referral && ($0.kind != .forbid || $0.therapist == therapist.id) }
            edits.append(kind == "pin" ? .pin(referral, to: therapist.id) : .forbid(referral, therapist.id))
        }
        return edits
    }
}
