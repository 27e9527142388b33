import Access
import Clinic
import TestKit
import Testing

@testable import Referrals

@Suite("Claims: who is on a referral just now")
struct ClaimTests {
    @Test("of two coordinators at once one wins, and the other hears by whom; both boards show it")
    func race() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let outcomes = try await withThrowingTaskGroup(of: Result<ReferralClaim, ClaimedByAnother>.self) { group in
            for role in [Role.intake, .lead] {
                group.addTask {
                    do {
                        return .success(try await here.clinic.act(as: role) { act in try await act.claimReferral(id) })
                    } catch let claimed as ClaimedByAnother { return .failure(claimed) }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let won = outcomes.compactMap { try? $0.get() }
        #expect(won.count == 1)
        let claim = try #require(won.first)
        for case .failure(let claimed) in outcomes { #expect(claimed.claim == claim) }
        for role in [Role.intake, .lead, .operator] {
            let row = try await here.clinic.reader(as: role).referralBoard().first { $0.referral.id == id }
            #expect(row?.claim == claim, "\(role)")
        }
        await here.close()
    }

    @Test("a therapist is not told who is on it, and claims nothing")
    func therapist() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        _ = try await here.propose(id)
        try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(id) }
        let row = try await here.clinic.reader(as: .therapist).referralBoard().first { $0.referral.id == id }
        #expect(row != nil && row?.claim == nil)
        let refused = try await here.refusal {
            try await here.clinic.act(as: .therapist) { act in _ = try await act.claimReferral(id) }
        }
        #expect(refused == .notByThisRole)
        await here.close()
    }

    @Test("is taken over openly, from the one whom the taker saw and from nobody else")
    func takeOver() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let intake = TestClinic.actor(.intake).id, lead = TestClinic.actor(.lead).id
        try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(id) }
        let taken = try await here.clinic.act(as: .lead) { act in try await act.claimReferral(id, takingOverFrom: intake) }
        #expect(taken.by == lead && taken.takenFrom == ReferralClaim.Predecessor(id: intake, name: "intake"))
        #expect(taken.text == "lead (took over from intake)")
        // The operator still sees intake there, and must look again.
        await #expect(throws: ClaimedByAnother(claim: taken)) {
            try await here.clinic.act(as: .operator) { act in _ = try await act.claimReferral(id, takingOverFrom: intake) }
        }
        await #expect(throws: ClaimedByAnother(claim: taken)) {
            try await here.clinic.act(as: .intake) { act in try await act.releaseReferral(id) }
        }
        try await here.clinic.act(as: .lead) { act in try await act.releaseReferral(id) }
        try await here.clinic.act(as: .lead) { act in try await act.releaseReferral(id) }
        let none = try await here.clinic.reader(as: .lead).claim(of: id)
        #expect(none == nil)
        await here.close()
    }

    @Test("lasts longer when it is claimed again, ends by the database's clock, and then is anybody's")
    func ends() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let first = try await here.clinic.act(as: .intake) { act in try await act.claimReferral(id, minutes: 30) }
        #expect(first.until == first.since + .minutes(30))
        let longer = try await here.clinic.act(as: .intake) { act in try await act.claimReferral(id, minutes: 60) }
        #expect(longer.since == first.since && longer.until > first.until)
        try await here.change(
            "UPDATE referral_claim SET claimed_at = claimed_at - interval '2 days', ends_at = now(), claimed_by = actor_id(), claimed_as = actor_role()"
        )
        let over = try await here.clinic.reader(as: .intake).claim(of: id)
        #expect(over == nil)
        let next = try await here.clinic.act(as: .lead) { act in try await act.claimReferral(id) }
        #expect(next.takenFrom == nil && next.name == "lead")
        await here.close()
    }

    @Test("blocks nobody: whoever has not claimed it triages and proposes all the same")
    func informs() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        try await here.clinic.act(as: .lead) { act in _ = try await act.claimReferral(id) }
        try await here.triage(id, .urgent)
        let proposal = try await here.propose(id)
        #expect(proposal.status == .proposed)
        await here.close()
    }

    @Test("is not for a closed referral, nor for one that is not there")
    func closed() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        try await here.clinic.act(as: .intake) { act in _ = try await act.closeReferral(id, .withdrawn) }
        let closed = try await here.refusal {
            try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(id) }
        }
        #expect(closed == .closed)
        let absent = try await here.refusal {
            try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(Referral.ID(TestClinic.id(99))) }
        }
        #expect(absent == .notFound)
        await here.close()
    }

    @Test("the board's stamp changes with a claim, a triage and nothing else; `mine` shows what one has claimed")
    func stamp() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let reader = here.clinic.reader(as: .intake)
        var stamps = [try await reader.boardStamp()]
        #expect(try await reader.boardStamp() == stamps[0])
        try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(id) }
        stamps.append(try await reader.boardStamp())
        let (mine, theirs) = (
            try await reader.referralBoard(BoardFilter(onlyMine: true)),
            try await here.clinic.reader(as: .lead).referralBoard(BoardFilter(onlyMine: true))
        )
        #expect(mine.map(\.referral.id) == [id] && theirs.isEmpty)
        try await here.triage(id, .urgent)
        stamps.append(try await reader.boardStamp())
        try await here.clinic.act(as: .intake) { act in try await act.releaseReferral(id) }
        stamps.append(try await reader.boardStamp())
        #expect(Set(stamps).count == 4)
        await here.close()
    }

    @Test("row-level security alone keeps a claim in its owner's name, and short")
    func rowSecurity() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let attempts: [StaticString] = [
            """
            INSERT INTO referral_claim (referral_id, claimed_by, claimed_as, name, ends_at)
            SELECT id, client_id, 'operator', 'x', now() + interval '1 hour' FROM referral
            """,
            """
            INSERT INTO referral_claim (referral_id, claimed_by, claimed_as, name, ends_at)
            SELECT id, actor_id(), 'lead', 'x', now() + interval '1 hour' FROM referral
            """,
            """
            INSERT INTO referral_claim (referral_id, claimed_by, claimed_as, name, ends_at)
            SELECT id, actor_id(), 'operator', 'x', now() + interval '13 hours' FROM referral
            """,
        ]
        for sql in attempts {
            await #expect(throws: (any Error).self, "\(sql)") { try await here.change(sql) }
        }
        try await here.clinic.act(as: .intake) { act in _ = try await act.claimReferral(id) }
        try await here.change("DELETE FROM referral_claim")
        let kept = try await here.clinic.reader(as: .lead).claim(of: id)
        #expect(kept?.role == "intake")
        await here.close()
    }
}
