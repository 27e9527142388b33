import Access
import Allocation
import Appointments
import Clients
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("The waiting list, allocated as a whole")
struct PlanTests {
    static let settings = PlanSettings(service: ReferralClinic.service)

    /// Five people who ask for the same, triaged, the urgent one last in the file; Amara has two places, Tomasz one.
    static func list() async throws -> (here: ReferralClinic, ids: [String: Referral.ID]) {
        let here = try await ReferralClinic.open()
        let csv =
            "reference,received_on,source,full_name,email,email_may_write,concerns,must,wish,consent_matching,safety_flag\n"
            + "P1,2026-11-02,self,Elo Test,,,C-PTSD,,,yes,no\n" + "P2,2026-11-03,self,Bram Test,,,C-PTSD,,,yes,no\n"
            + "P3,2026-11-04,self,Ida Test,,,C-PTSD,,,yes,no\n" + "P4,2026-11-05,self,Uwe Test,,,C-PTSD,,,yes,no\n"
            + "P5,2026-11-06,self,Kim Test,,,C-PTSD,,,yes,no\n"
        let file = ReferralFile(Array(csv.utf8), rules: try IntakeTests.rules())
        let done = try await here.clinic.act(as: .intake) { act in
            try await act.importReferrals(file, zone: ReferralClinic.zone)
        }
        var ids: [String: Referral.ID] = [:]
        for (row, added) in zip(file.rows, done.added) { ids[row.referral.sourceKey ?? ""] = added.referral.id }
        for (key, id) in ids { try await here.triage(id, key == "P5" ? .urgent : .routine) }
        try await here.change("UPDATE therapist SET capacity = 2, intense_capacity = 1 WHERE id = $1", ReferralClinic.amara)
        try await here.change("UPDATE therapist SET capacity = 1, intense_capacity = 1 WHERE id = $1", ReferralClinic.tomasz)
        return (here, ids)
    }

    @Test("as many as there are places are placed by urgency and wait, each at an hour of their own, and nothing is held")
    func plan() async throws {
        let (here, ids) = try await Self.list()
        let plan = try await here.plan()
        #expect(
            plan.reference.hasPrefix("W-") && plan.status == .draft && plan.proof.certificate == "valid" && plan.proof.isProven)
        #expect(plan.lines.count == 5 && plan.placed.count == 3)
        // The urgent one came last and has waited most against her target; then who came first.
        #expect(plan.lines.map(\.referral) == ["P5", "P1", "P2", "P3", "P4"].compactMap { ids[$0] })
        #expect(plan.waiting.map(\.referral) == ["P3", "P4"].compactMap { ids[$0] })
        #expect(plan.waiting.allSatisfy { $0.waits == .noPlace && $0.unavailable.isEmpty == false })
        let hours = plan.placed.compactMap(\.seat)
        #expect(Set(hours.map { "\($0.therapist.uuid) \($0.start)" }).count == 3)
        #expect(hours.count { $0.therapist == ReferralClinic.amara } == 2)
        #expect(plan.proof.totalFit == hours.reduce(0) { $0 + $1.score })
        #expect(try await here.number("SELECT count(*) FROM caseload_place") == 0)
        #expect(try await here.number("SELECT count(*) FROM appointment") == 0)
        #expect(try await here.number("SELECT count(*) FROM proposal") == 0)
        #expect(try await here.moves(of: plan).isEmpty)
        await here.close()
    }

    @Test("a coordinator pins, forbids and leaves out, and the rest is solved anew around it")
    func edits() async throws {
        let (here, ids) = try await Self.list()
        let plan = try await here.plan()
        let (p1, p4, p5) = (try #require(ids["P1"]), try #require(ids["P4"]), try #require(ids["P5"]))
        let edited = try await here.solve(
            plan, [.pin(p4, to: ReferralClinic.amara), .leave(p5), .forbid(p1, ReferralClinic.amara)])
        #expect(edited.version > plan.version && edited.edits.count == 3)
        func seat(_ id: Referral.ID) -> PlanSeat? { edited.lines.first { $0.referral == id }?.seat }
        #expect(seat(p4)?.therapist == ReferralClinic.amara && edited.lines.first?.referral == p4)
        #expect(seat(p5) == nil && edited.lines.last?.waits == .leftOut)
        #expect(seat(p1)?.therapist == ReferralClinic.tomasz)
        #expect(edited.placed.count == 3)
        // Solved again as it is: the same plan.
        let again = try await here.solve(edited, nil)
        #expect(again.lines == edited.lines)
        // Taken back: the first one again, but for who waited longer meanwhile.
        let back = try await here.solve(again, [])
        #expect(back.placed.map(\.referral) == plan.placed.map(\.referral))
        #expect(try await here.planRefusal { _ = try await here.solve(plan, [], version: plan.version) } == .stale)
        await here.close()
    }

    @Test("edits that cannot be met are refused with what to do, and the draft stays as it was")
    func refusedEdits() async throws {
        let (here, ids) = try await Self.list()
        let plan = try await here.plan()
        let all = ["P1", "P2", "P3"].compactMap { ids[$0] }
        let one = try #require(all.first)
        let reference = try #require(plan.lines.first { $0.referral == one }?.reference)
        #expect(
            try await here.planRefusal { _ = try await here.solve(plan, all.map { .pin($0, to: ReferralClinic.tomasz) }) }
                == .pinsTooMany(therapist: "tomasz"))
        #expect(
            try await here.planRefusal { _ = try await here.solve(plan, [.pin(one, to: ReferralClinic.tomasz), .leave(one)]) }
                == .contradictory(referral: reference))
        #expect(
            try await here.planRefusal {
                _ = try await here.solve(
                    plan, [.pin(one, to: ReferralClinic.tomasz), .forbid(one, ReferralClinic.tomasz)])
            } == .contradictory(referral: reference))
        let nobody = Referral.ID(TestClinic.id(211))
        #expect(
            try await here.planRefusal { _ = try await here.solve(plan, [.leave(nobody)]) }
                == .notInPlan(referral: nobody.uuid.text))
        #expect(try await here.read(plan) == plan)
        await here.close()
    }

    @Test("what is applied is exactly the plan: a proposal for each seat, with its hour, place and reasons, and once only")
    func apply() async throws {
        let (here, _) = try await Self.list()
        let plan = try await here.plan()
        let applied = try await here.apply(plan)
        #expect(applied.status == .applied && applied.lines.map(\.seat) == plan.lines.map(\.seat))
        for line in applied.placed {
            let proposal = try await here.clinic.reader(as: .intake).proposal(try #require(line.proposal))
            #expect(
                proposal.status == .proposed && proposal.therapist == line.seat?.therapist && proposal.score == line.seat?.score)
            #expect(
                try await here.number(
                    "SELECT count(*) FROM appointment WHERE id = $1 AND lower(during) = $2", proposal.appointment,
                    line.seat?.start) == 1)
            let replay = try await here.clinic.reader(as: .operator).replay(proposal.id, zones: here.zones)
            #expect(replay.verdict == .same)
        }
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 3)
        #expect(try await here.planRefusal { _ = try await here.apply(plan) } == .ended(status: "applied"))
        #expect(try await here.number("SELECT count(*) FROM proposal") == 3)
        // Those who were left waiting are still there, and are what the next plan is about.
        let next = try await here.plan()
        #expect(next.lines.count == 2 && next.placed.isEmpty)
        #expect(try await here.planRefusal { _ = try await here.apply(next) } == .nothingToApply)
        await here.close()
    }

    @Test("when the list, the team or an hour has moved, nothing at all is proposed, and the refusal says what moved")
    func moved() async throws {
        let (here, ids) = try await Self.list()
        let plan = try await here.plan()
        let p1 = try #require(ids["P1"]), p5 = try #require(ids["P5"])
        func reference(_ id: Referral.ID) -> String { plan.lines.first { $0.referral == id }?.reference ?? "" }
        func refused() async throws -> PlanMoves? {
            guard case .moved(let moves) = try await here.planRefusal({ _ = try await here.apply(plan) }) else { return nil }
            #expect(try await here.number("SELECT count(*) FROM proposal") == 0)
            #expect(try await here.moves(of: plan) == moves)
            return moves
        }
        try await here.triage(p1, .soon)
        #expect(try await refused() == PlanMoves(changed: [reference(p1)]))
        try await here.triage(p1, .routine)
        #expect(try await here.moves(of: plan).isEmpty)

        try await here.change("UPDATE therapist SET capacity = 3 WHERE id = $1", ReferralClinic.amara)
        #expect(try await refused() == PlanMoves(team: ["amara"]))
        try await here.change("UPDATE therapist SET capacity = 2 WHERE id = $1", ReferralClinic.amara)

        let more = try await here.importFile()
        let k2 = try #require(more["K2"])
        try await here.triage(k2)
        #expect(try await refused()?.arrived.count == 1)
        try await here.clinic.act(as: .intake) { act in
            _ = try await act.triageReferral(k2, TriageDecision(.needsInformation, reason: "Waits for a letter"))
        }
        #expect(try await here.moves(of: plan).isEmpty)

        let seat = try #require(plan.lines.first { $0.referral == p5 }?.seat)
        let zones = here.zones
        try await here.clinic.act(as: .operator) { act in
            _ = try await act.bookAppointment(
                NewAppointment(
                    therapist: seat.therapist, client: Client.ID(TestClinic.robin), service: ReferralClinic.service,
                    start: .instant(seat.start, zone: ReferralClinic.zone), format: .online), zones: zones)
        }
        #expect(try await refused() == PlanMoves(hours: [reference(p5)]))
        // Solved anew it is exact again, and another hour is found.
        let solved = try await here.solve(plan, nil)
        #expect(solved.lines.first { $0.referral == p5 }?.seat?.start != seat.start)
        #expect(try await here.apply(solved).status == .applied)
        await here.close()
    }

    @Test("a referral with a flag is in no plan, and one that is flagged after it was made stops it")
    func flagged() async throws {
        let (here, ids) = try await Self.list()
        let p5 = try #require(ids["P5"])
        let plan = try await here.plan()
        try await here.clinic.act(as: .intake) { act in
            _ = try await act.triageReferral(p5, TriageDecision(.safetyHold, reason: "Said something on the phone"))
        }
        guard case .moved(let moves) = try await here.planRefusal({ _ = try await here.apply(plan) }) else {
            Issue.record("a plan with a flagged referral was applied")
            return
        }
        #expect(moves.gone.count == 1)
        let next = try await here.plan()
        #expect(!next.lines.contains { $0.referral == p5 })
        await here.close()
    }

    @Test(
        "two who must not meet never get the same therapist, and the plan reads as if she were full",
        arguments: AllocationMode.allCases)
    func keptApart(mode: AllocationMode) async throws {
        let (here, ids) = try await Self.list()
        try await here.change("UPDATE therapist SET capacity = 5, intense_capacity = 5")
        let (p1, p2) = (try #require(ids["P1"]), try #require(ids["P2"]))
        let open = try await here.plan(mode)
        #expect(open.placed.count == 5)
        try await here.keepApart(p1, p2)
        let kept = try await here.plan(mode)
        func seat(_ id: Referral.ID) -> PlanSeat? { kept.lines.first { $0.referral == id }?.seat }
        #expect(kept.placed.count == 5 && kept.proof.certificate == "valid")
        #expect(seat(p1)?.therapist != seat(p2)?.therapist)

        // With one therapist alone, the less urgent of the two waits, and reads like anybody for whom there was no place.
        try await here.change("UPDATE therapist SET capacity = 0, intense_capacity = 0 WHERE id = $1", ReferralClinic.tomasz)
        let alone = try await here.plan(mode)
        #expect(alone.waiting.map(\.referral) == [p2])
        #expect(alone.waiting.first?.waits == .noPlace)
        try await here.change("UPDATE kept_apart SET during = tstzrange(lower(during), now())")
        try await here.change("UPDATE therapist SET capacity = 1, intense_capacity = 1 WHERE id = $1", ReferralClinic.amara)
        let full = try await here.plan(mode)
        let capacity = try #require(full.lines.first { $0.referral == p2 })
        let relation = try #require(alone.waiting.first)
        #expect(
            capacity.waits == relation.waits && capacity.unavailable == relation.unavailable
                && capacity.matches == relation.matches)
        #expect(try await here.apply(alone.status == .draft ? try await here.plan(mode) : full).placed.count == 1)
        await here.close()
    }

    @Test("one room at a site: no two are planned into it at one time, and what is planned can be held")
    func rooms() async throws {
        let (here, _) = try await Self.list()
        try await here.change("UPDATE therapist SET capacity = 5, intense_capacity = 5, formats = '{in_person}'")
        try await here.change("DELETE FROM room WHERE code = 'green'")
        let plan = try await here.plan()
        #expect(plan.placed.count == 5 && Set(plan.placed.compactMap(\.seat?.start)).count == 5)
        #expect(try await here.apply(plan).placed.allSatisfy { $0.proposal != nil })
        await here.close()
    }

    @Test("hours that are too few leave the less urgent waiting, whatever the caseload says")
    func hours() async throws {
        let (here, ids) = try await Self.list()
        try await here.change("UPDATE therapist SET capacity = 5, intense_capacity = 5")
        // One hour of Amara's a week in the next two weeks of the horizon, and none of Tomasz's.
        try await here.change("DELETE FROM weekly_hours WHERE therapist_id = $1", ReferralClinic.tomasz)
        try await here.change(
            "DELETE FROM weekly_hours WHERE therapist_id = $1 AND NOT (weekday = 2 AND starts = '09:00')", ReferralClinic.amara)
        try await here.change("UPDATE weekly_hours SET ends = '10:00'")
        try await here.change("UPDATE service SET horizon_days = 14")
        let plan = try await here.plan()
        #expect((1...3).contains(plan.placed.count))
        #expect(plan.placed.map(\.referral) == Array(["P5", "P1", "P2"].compactMap { ids[$0] }.prefix(plan.placed.count)))
        #expect(plan.therapists.first { $0.slug == "amara" }?.places == plan.placed.count)
        #expect(try await here.apply(plan).status == .applied)
        await here.close()
    }

    @Test("of two who apply one plan at once, and of two overlapping plans, one goes through, and nothing is overfilled")
    func race() async throws {
        let (here, _) = try await Self.list()
        let plans = [try await here.plan(), try await here.plan()]
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for plan in plans + plans {
                group.addTask {
                    do {
                        _ = try await here.apply(plan)
                        return "ok"
                    } catch let refusal as PlanRefusal { return refusal.code }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "ok" } == 1)
        #expect(Set(outcomes).isSubset(of: ["ok", "allocation.ended", "allocation.moved"]))
        #expect(try await here.number("SELECT count(*) FROM proposal") == 3)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 3)
        await here.close()
    }

    @Test("two plans of one moment are the same to the byte, and their people in the order of priority")
    func deterministic() async throws {
        let (here, _) = try await Self.list()
        let zones = here.zones
        let inputs = try await here.clinic.reader(as: .intake).planInputs(Self.settings, zones: zones)
        let one = try inputs.solved(.utilitarian, edits: [])
        let shuffled = PlanInputs(
            people: inputs.people, team: inputs.team.reversed(), apart: inputs.apart, hours: inputs.hours, sites: inputs.sites,
            policy: inputs.policy, asOf: inputs.asOf)
        let other = try shuffled.solved(.utilitarian, edits: [])
        #expect(one.lines.map(\.seat) == other.lines.map(\.seat))
        #expect(zip(inputs.people, inputs.people.dropFirst()).allSatisfy { $0.priority >= $1.priority })
        await here.close()
    }

    @Test("a plan is the intake's: a therapist and the front desk find none, and make none")
    func roles() async throws {
        let (here, _) = try await Self.list()
        let plan = try await here.plan()
        for role in [Role.therapist, .frontDesk] {
            #expect(
                try await here.planRefusal { _ = try await here.clinic.reader(as: role).allocationPlan(plan.id) } == .notFound)
            #expect(try await here.clinic.reader(as: role).allocationPlans().isEmpty)
            let zones = here.zones
            #expect(
                try await here.refusal {
                    _ = try await here.clinic.act(as: role) { act in try await act.makePlan(Self.settings, zones: zones) }
                } == .notByThisRole)
        }
        let listed = try await here.clinic.reader(as: .lead).allocationPlans()
        #expect(listed.map(\.id) == [plan.id] && listed.first?.placed == 3 && listed.first?.waiting == 2)
        #expect(try await here.clinic.reader(as: .lead).findPlan(plan.reference.lowercased()) == plan.id)
        let away = try await here.clinic.act(as: .intake) { act in try await act.discardPlan(plan.id) }
        #expect(away.status == .discarded)
        #expect(try await here.planRefusal { _ = try await here.apply(plan) } == .ended(status: "discarded"))
        await here.close()
    }
}

extension ReferralClinic {
    func plan(_ mode: AllocationMode = .utilitarian) async throws -> AllocationPlan {
        let zones = zones
        return try await clinic.act(as: .intake) { act in
            try await act.makePlan(PlanSettings(service: Self.service, mode: mode), zones: zones)
        }
    }

    func solve(_ plan: AllocationPlan, _ edits: [PlanEdit]?, version: Int? = nil) async throws -> AllocationPlan {
        let zones = zones
        return try await clinic.act(as: .intake) { act in
            try await act.solvePlan(plan.id, edits: edits, version: version, zones: zones)
        }
    }

    func apply(_ plan: AllocationPlan) async throws -> AllocationPlan {
        let zones = zones
        return try await clinic.act(as: .intake) { act in try await act.applyPlan(plan.id, zones: zones) }
    }

    func read(_ plan: AllocationPlan) async throws -> AllocationPlan {
        try await clinic.reader(as: .intake).allocationPlan(plan.id)
    }

    func moves(of plan: AllocationPlan) async throws -> PlanMoves {
        let zones = zones
        return try await clinic.reader(as: .intake).moves(of: plan.id, zones: zones)
    }

    func keepApart(_ one: Referral.ID, _ other: Referral.ID) async throws {
        let reader = clinic.reader(as: .intake)
        let clients = [try await reader.referral(one).referral.client, try await reader.referral(other).referral.client]
        try await change(
            """
            INSERT INTO kept_apart (id, one_id, other_id, kind)
            SELECT gen_random_uuid(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'former_partner'
            """, clients[0], clients[1])
    }

    func planRefusal(_ body: () async throws -> Void) async throws -> PlanRefusal? {
        do {
            try await body()
            return nil
        } catch let refusal as PlanRefusal { return refusal }
    }
}
