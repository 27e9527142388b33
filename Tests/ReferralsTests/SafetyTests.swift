import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

@testable import Referrals

@Suite("Safety: a flag is a task for a person", .serialized)
struct SafetyTests {
    private static func tasks(_ clinic: ReferralClinic, _ id: Referral.ID, all: Bool = true) async throws -> [SafetyTask] {
        try await clinic.clinic.reader(as: .intake).safetyTasks(of: id, alsoCleared: all)
    }

    @Test("a flag on arrival opens a task with the clinic's clock; taken once, cleared with a reason, and then triage goes on")
    func story() async throws {
        let clinic = try await ReferralClinic.open()
        let ids = try await clinic.importFile()
        let flagged = try #require(ids["K3"])
        let task = try #require(try await Self.tasks(clinic, flagged).first)
        #expect(task.reason == "flag_ticked" && task.dueAt - task.openedAt == .hours(4))
        #expect(task.acknowledged == nil && !task.isOverdue(at: task.openedAt) && task.isOverdue(at: task.dueAt))

        let taken = try await clinic.clinic.act(as: .intake) { try await $0.acknowledgeSafetyTask(task.id) }
        #expect(taken.acknowledged?.by == TestClinic.actor(.intake).id && !taken.isOverdue(at: task.dueAt))
        await #expect(throws: SafetyRefusal.taken) {
            try await clinic.clinic.act(as: .lead) { try await $0.acknowledgeSafetyTask(task.id) }
        }
        #expect(try await clinic.refusal { _ = try await clinic.matches(flagged) } == .onSafetyHold)

        let cleared = try await clinic.clinic.act(as: .lead) {
            try await $0.clearSafetyTask(task.id, because: "Spoke with her; her sister is there")
        }
        #expect(cleared.cleared?.role == "lead" && cleared.cleared?.by == TestClinic.actor(.lead).id)
        #expect(try await Self.tasks(clinic, flagged).first?.clearedReason == "Spoke with her; her sister is there")
        #expect(try await Self.tasks(clinic, flagged, all: false).isEmpty)
        await #expect(throws: SafetyRefusal.cleared) {
            try await clinic.clinic.act(as: .lead) { try await $0.clearSafetyTask(task.id, because: "Again") }
        }
        let standing = try await clinic.clinic.reader(as: .intake).referral(flagged).referral.standing
        #expect(standing == ReferralStanding(status: .onHold, safetyHold: false, urgency: nil, matchingConsent: true))
        #expect(try await clinic.refusal { _ = try await clinic.matches(flagged) } == .onHold)
        try await clinic.triage(flagged)
        _ = try await clinic.matches(flagged)
        await clinic.close()
    }

    @Test("a triage that names a level clears what is open with its reason; one that asks for information does not")
    func byTriage() async throws {
        let clinic = try await ReferralClinic.open()
        let flagged = try #require(try await clinic.importFile()["K3"])
        try await clinic.clinic.act(as: .intake) { act in
            _ = try await act.triageReferral(flagged, TriageDecision(.needsInformation, reason: "No answer yet"))
        }
        #expect(try await Self.tasks(clinic, flagged, all: false).count == 1)
        try await clinic.triage(flagged, .urgent)
        let done = try await Self.tasks(clinic, flagged)
        #expect(done.map(\.clearedReason) == ["Spoke with the client"])
        await clinic.close()
    }

    @Test("several flags are several tasks, the same one again is none until somebody has taken the first")
    func several() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        let nine = try InstrumentEntry(.phq9, answers: Array(repeating: 0, count: 8) + [2])
        func add() async throws {
            _ = try await clinic.clinic.act(as: .intake) { act in
                try await act.addAssessment(NewAssessment(nine, takenOn: Invented.today), to: id, today: Invented.today)
            }
        }
        try await add()
        try await add()
        let first = try await Self.tasks(clinic, id)
        #expect(first.map(\.reason) == ["flag_phq9_item9"])
        _ = try await clinic.clinic.act(as: .intake) { try await $0.acknowledgeSafetyTask(try #require(first.first?.id)) }
        try await add()
        #expect(try await Self.tasks(clinic, id, all: false).count == 2)
        // Clearing one of two lifts nothing.
        _ = try await clinic.clinic.act(as: .intake) {
            try await $0.clearSafetyTask(try #require(first.first?.id), because: "Spoke")
        }
        #expect(try await clinic.clinic.reader(as: .intake).referral(id).referral.standing.safetyHold)
        await clinic.close()
    }

    @Test("nobody but intake, the lead and an operator takes or clears one, and a therapist sees none but her clients'")
    func roles() async throws {
        let clinic = try await ReferralClinic.open()
        let flagged = try #require(try await clinic.importFile()["K3"])
        let id = try #require(try await Self.tasks(clinic, flagged).first?.id)
        for role in [Role.frontDesk, .therapist, .worker, .integration, .client] {
            await #expect(throws: (any Error).self, "\(role)") {
                try await clinic.clinic.act(as: role) { try await $0.clearSafetyTask(id, because: "I say so") }
            }
        }
        #expect(try await clinic.clinic.reader(as: .therapist).safetyTasks().isEmpty)
        #expect(try await clinic.clinic.reader(as: .frontDesk).safetyTasks().isEmpty)
        await clinic.close()
    }

    @Test(
        "the database itself lifts no hold while a task is open, holds nobody without a task, and proposes nobody who is flagged")
    func guards() async throws {
        let clinic = try await ReferralClinic.open()
        let flagged = try #require(try await clinic.importFile()["K3"])
        func constraint(_ body: () async throws -> Void) async throws -> String? {
            do {
                try await body()
                return nil
            } catch let error as DatabaseError { return error.constraint }
        }
        #expect(
            try await constraint { try await clinic.change("UPDATE referral SET safety_hold = false WHERE id = $1", flagged) }
                == "referral_safety_cleared_first")
        let triaged = try #require(try await clinic.ids()["K1"])
        try await clinic.triage(triaged)
        let proposal = try await clinic.propose(triaged)
        _ = try await clinic.clinic.act(as: .intake) { try await $0.withdrawProposal(proposal.id) }
        try await clinic.change(
            "INSERT INTO safety_task (referral_id, reason, due_at) VALUES ($1, 'flag_words', now())", triaged)
        #expect(
            try await constraint {
                try await clinic.change(
                    """
                    INSERT INTO proposal (id, referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version,
                                          input_hash, explanation, decided_by, decided_as)
                    SELECT gen_random_uuid(), referral_id, client_id, therapist_id, appointment_id, place_id, now(), 1, 'x', '\\x00', '{}',
                           decided_by, 'intake' FROM proposal WHERE id = $1
                    """, proposal.id)
            } == "proposal_not_flagged")
        await clinic.close()
    }

    // MARK: The property

    @Test("over random referrals, flags through every door and acts in any order, nothing flagged is ranked or proposed")
    func neverProposed() async throws {
        let clinic = try await ReferralClinic.open()
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        var held: [Referral.ID] = []
        for number in 0..<24 {
            let door = number % 6
            var form = ReferralForm()
            form.fullName = "Test \(number)"
            form.concerns = ["C-PTSD"]
            form.consentMatching = "yes"
            if door == 1 { form.safetyFlag = ["yes", "?", "see letter"].randomElement(using: &random) }
            if door == 2 {
                form.narrative = ["I want to die", "not safe at home", "envie de mourir"].randomElement(using: &random)
            }
            if door == 3 { form.scores[.phq9] = ["0 0 0 0 0 0 0 0 1", "3 3 3 3 3 3 3 3 2", "26"].randomElement(using: &random) }
            let new = try form.checked(by: IntakeTests.rules()).referral
            let id = try await clinic.clinic.act(as: .intake) { try await $0.addReferral(new, zone: ReferralClinic.zone).id }
            if door == 0 || door > 3 { try await clinic.triage(id) }
            if door == 4 {
                if Bool.random(using: &random) { _ = try? await clinic.propose(id) }
                _ = try await clinic.clinic.act(as: .lead) { act in
                    try await act.addAssessment(
                        NewAssessment(.total(.phq9, 25), takenOn: Invented.today), to: id, today: Invented.today)
                }
            }
            if door == 5 {
                try await clinic.clinic.act(as: .intake) { act in
                    _ = try await act.triageReferral(id, TriageDecision(.safetyHold, reason: "The referrer called"))
                }
            }
            if door != 0 { held.append(id) }
            // What software and people might try, but for clearing.
            for _ in 0..<3 {
                switch Int.random(in: 0..<4, using: &random) {
                case 0: _ = try? await clinic.propose(id)
                case 1: _ = try? await clinic.matches(id)
                case 2:
                    _ = try? await clinic.clinic.act(as: .intake) { act in
                        try await act.triageReferral(id, TriageDecision(.needsInformation, reason: "Asked the referrer"))
                    }
                default:
                    if let task = try await Self.tasks(clinic, id, all: false).first {
                        _ = try? await clinic.clinic.act(as: .intake) { try await $0.acknowledgeSafetyTask(task.id) }
                    }
                }
            }
            if door != 0 {
                #expect(try await clinic.refusal { _ = try await clinic.matches(id) } == .onSafetyHold, "seed \(seed) \(number)")
                #expect(try await clinic.refusal { _ = try await clinic.propose(id) } == .onSafetyHold, "seed \(seed) \(number)")
            }
        }
        let proposed = try await clinic.number(
            """
            SELECT count(*) FROM proposal p
             WHERE p.status IN ('proposed', 'therapist-accepted', 'accepted')
               AND EXISTS (SELECT FROM safety_task t WHERE t.referral_id = p.referral_id AND t.cleared_at IS NULL)
            """)
        #expect(proposed == 0, "seed \(seed)")
        // Nothing was lost on the way: each is ranked once a named person has cleared it and set a level.
        for id in held {
            for task in try await Self.tasks(clinic, id, all: false) {
                _ = try await clinic.clinic.act(as: .lead) { try await $0.clearSafetyTask(task.id, because: "Spoke with them") }
            }
            try await clinic.triage(id)
            _ = try await clinic.matches(id)
        }
        await clinic.close()
    }

    // MARK: Waiting

    @Test("targets are the clinic's: what is due moves with them, and levels that contradict each other are refused whole")
    func targets() async throws {
        let clinic = try await ReferralClinic.open()
        let id = try await clinic.triaged()
        let before = try await clinic.clinic.reader(as: .intake).referral(id)
        #expect(before.targetHours == 336)
        let set = try await clinic.clinic.act(as: .lead) { try await $0.setWaitTargets([.soon: 240, .safety: 2]) }
        #expect(set[.soon] == 240 && set[.routine] == 1008)
        let row = try await clinic.clinic.reader(as: .intake).referralBoard().first { $0.referral.id == id }
        #expect(row?.targetHours == 240 && row?.due == before.referral.receivedAt + .hours(240))
        await #expect(throws: ReferralRefusal.self) {
            try await clinic.clinic.act(as: .lead) { try await $0.setWaitTargets([.urgent: 1000, .safety: 1]) }
        }
        #expect(try await clinic.clinic.reader(as: .intake).waitTargets() == set)
        #expect(
            try await clinic.refusal {
                _ = try await clinic.clinic.act(as: .intake) { try await $0.setWaitTargets([.soon: 24]) }
            } == .notByThisRole)
        await clinic.close()
    }

    @Test("a wait is told in words: how long, of how much, what is left or by how much it is over")
    func words() {
        let standing = ReferralStanding(status: .active, safetyHold: false, urgency: .soon, matchingConsent: true)
        func wait(_ hours: Int, _ status: ReferralStatus = .active) -> ReferralWait {
            let referral = Referral(
                id: Invented.referral, reference: "R-1", sourceKey: nil, client: Client.ID(TestClinic.robin), source: .`self`,
                receivedAt: Invented.now,
                standing: ReferralStanding(
                    status: status, safetyHold: false, urgency: standing.urgency, matchingConsent: true),
                safetyReason: nil, intensity: .standard, kind: "adult", funding: nil, feeCeilingCents: nil, version: 1)
            return ReferralWait(referral, targetHours: 336, at: Invented.now + .hours(hours))
        }
        #expect(wait(3 * 24).words == "waited 3 days, target 14 d: 11 days left" && wait(3 * 24).code == "within")
        #expect(wait(335).words == "waited 13 days, target 14 d: 1 hour left")
        #expect(wait(336).code == "within" && wait(337).code == "over")
        #expect(wait(24 * 16).words == "waited 16 days, target 14 d: over by 2 days")
        #expect(wait(24 * 16, .completed).words == "closed")
        #expect(WaitTargets.hours("7d") == 168 && WaitTargets.hours("36h") == 36)
        for text in ["7", "d", "-1d", "0h", "7w", "99999d"] { #expect(WaitTargets.hours(text) == nil) }
    }
}
