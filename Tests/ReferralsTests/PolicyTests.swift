import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("The policy in force, on a real server")
struct PolicyTests {
    static let today = (try? LocalDate("2026-11-23")) ?? Invented.today

    static func adopt(_ text: String, replacing number: Int, as role: Role = .lead, in here: ReferralClinic) async throws
        -> PolicyInForce
    {
        let file = try MatchingPolicyFile.parse(text)
        return try await here.clinic.act(as: role) { act in
            try await act.adoptPolicy(file, replacing: number, today: today)
        }
    }

    static func refusal(_ body: () async throws -> Void) async throws -> PolicyRefusal? {
        do {
            try await body()
            return nil
        } catch let refusal as PolicyRefusal { return refusal }
    }

    @Test("Attune's own ranks until the lead adopts another, which then ranks at every door, with its audit row")
    func adoption() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        #expect(try await here.clinic.reader(as: .intake).policyInForce() == .own)
        #expect(try await here.matches(id).ranking.team.policy == .standard)
        let text = try PolicyFileTests.changed(("clinical_fit: 4000", "clinical_fit: 3000"), ("access: 1000", "access: 2000"))
        let adopted = try await Self.adopt(text, replacing: 0, in: here)
        #expect(adopted.adoption?.role == "lead" && adopted.policy.weights[0] == 3000)
        #expect(try await here.clinic.reader(as: .therapist).policyInForce() == adopted)
        #expect(try await here.matches(id).ranking.team.policy == adopted.policy)
        let proposal = try await here.propose(id)
        #expect(proposal.policyVersion == "2026-12.1")
        // Whoever is next comes by the same policy.
        _ = try await here.clinic.act(as: .therapist) { act in
            try await act.declineProposal(proposal.id, ProposalDecline(.caseload))
        }
        #expect(try await here.next(proposal.id).policyVersion == "2026-12.1")
        #expect(
            try await here.number(
                "SELECT count(*) FROM audit WHERE action = 'policy.adopted' AND details ->> 'version' = '2026-12.1' AND role = 'lead'"
            ) == 1)
        await here.close()
    }

    @Test("what was used once is never changed: not by adoption, not by hand, and not under Attune's own version")
    func immutable() async throws {
        let here = try await ReferralClinic.open()
        let first = try PolicyFileTests.changed()
        let adopted = try await Self.adopt(first, replacing: 0, in: here)
        let other = try PolicyFileTests.changed(("fit_floor: 2000", "fit_floor: 2500"))
        #expect(
            try await Self.refusal { _ = try await Self.adopt(other, replacing: adopted.number, in: here) }
                == .versionUsed("2026-12.1"))
        let own = try PolicyFileTests.changed(("fit_floor: 2000", "fit_floor: 2500"), version: "2026-11.1")
        #expect(
            try await Self.refusal { _ = try await Self.adopt(own, replacing: adopted.number, in: here) }
                == .versionUsed("2026-11.1"))
        for statement in [
            "UPDATE matching_policy SET version = 'x'" as StaticString, "DELETE FROM matching_policy", "TRUNCATE matching_policy",
        ] {
            await #expect(throws: DatabaseError.self) { try await here.change(statement) }
        }
        // Row-level security hides the rows from their owner; what goes past it meets the trigger.
        await #expect(throws: DatabaseError.self) {
            try await here.clinic.database.owner.query(
                Statement("PolicyTests/truncate", sent: .lease, "TRUNCATE matching_policy")())
        }
        #expect(try await here.clinic.reader(as: .intake).policyHistory() == [adopted])
        await here.close()
    }

    @Test("without a clinician's name and date, or with one ahead of today, nothing is adopted; nor by intake")
    func signed() async throws {
        let here = try await ReferralClinic.open()
        let unsigned = try PolicyFileTests.shipped()
        #expect(try await Self.refusal { _ = try await Self.adopt(unsigned, replacing: 0, in: here) } == .notSignedOff)
        let ahead = try PolicyFileTests.changed(("2026-01-05", "2026-11-24"))
        #expect(try await Self.refusal { _ = try await Self.adopt(ahead, replacing: 0, in: here) } == .signedAhead)
        let right = try PolicyFileTests.changed()
        for role in [Role.intake, .therapist, .frontDesk, .worker] {
            await #expect(throws: DatabaseError.self) { _ = try await Self.adopt(right, replacing: 0, as: role, in: here) }
        }
        #expect(try await here.clinic.reader(as: .intake).policyInForce() == .own)
        await here.close()
    }

    @Test("of those who adopt at once, one does and the others hear that it moved")
    func race() async throws {
        let here = try await ReferralClinic.open()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<6 {
                group.addTask {
                    let text = try PolicyFileTests.changed(version: "race-\(number)")
                    let refusal = try await Self.refusal { _ = try await Self.adopt(text, replacing: 0, in: here) }
                    return refusal?.code ?? "ok"
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.sorted() == Array(repeating: "matching_policy.stale", count: 5) + ["ok"])
        await here.close()
    }

    @Test(
        "a comparison names whose first choice moves and by what, on decisions and on those who wait; an unchanged one moves nobody"
    )
    func diff() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        // Amara leads by her evidence; Tomasz has all of his places free.
        try await here.change(
            "INSERT INTO caseload_place (id, therapist_id, place, client_id, status) VALUES (gen_random_uuid(), $1, 3, $2, 'taken')",
            ReferralClinic.amara, TestClinic.noor)
        _ = try await here.propose(id)
        let same = try MatchingPolicyFile.parse(try PolicyFileTests.changed()).policy
        let still = try await here.clinic.act(as: .lead) { act in try await act.comparePolicy(same) }
        #expect(still.examined == 1 && still.moves.isEmpty && still.unreadable == 0)
        let load = try MatchingPolicyFile.parse(
            try PolicyFileTests.changed(("clinical_fit: 4000", "clinical_fit: 0"), ("load_headroom: 500", "load_headroom: 4500"))
        ).policy
        let moved = try await here.clinic.act(as: .lead) { act in try await act.comparePolicy(load) }
        let move = try #require(moved.moves.first)
        #expect(move.before == ReferralClinic.amara && move.after == ReferralClinic.tomasz)
        #expect(moved.slugs == [ReferralClinic.amara: "amara", ReferralClinic.tomasz: "tomasz"])
        guard case .factor(let factor, let shift) = move.cause else { return #expect(Bool(false), "\(move.cause)") }
        #expect([.clinicalFit, .loadHeadroom].contains(factor) && shift > 0)
        let floor = try MatchingPolicyFile.parse(
            try PolicyFileTests.changed(("fit_floor: 2000", "fit_floor: 9500"))
        ).policy
        let nobody = try await here.clinic.act(as: .lead) { act in try await act.comparePolicy(floor) }
        #expect(nobody.moves.map(\.cause) == [.nowExcluded([.fitFloor])] && nobody.moves[0].after == nil)
        #expect(nobody.causes.map(\.code) == ["fit_below_floor"])
        let zones = here.zones
        let waiting = try await here.clinic.act(as: .lead) { act in
            try await act.comparePolicyOnWaiting(load, service: ReferralClinic.service, zones: zones)
        }
        #expect(waiting.examined == 1 && waiting.moves.map(\.before) == [ReferralClinic.amara])
        let audit: StaticString =
            "SELECT count(*) FROM audit WHERE action = 'referral.compared' AND (client_id IS NOT NULL OR clients IS NOT NULL)"
        #expect(try await here.number(audit) == 4)
        await here.close()
    }
}
