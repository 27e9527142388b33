import Access
import Appointments
import Clinic
import Contention
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("Proposals, on a real server")
struct ProposalTests {
    @Test("declining frees the place and the hour at once, and the therapist is not offered again")
    func decline() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        let no = try await here.clinic.act(as: .therapist) { act in
            try await act.declineProposal(proposal.id, ProposalDecline(.fit, words: "Works with teens now"))
        }
        #expect(no.status == .declined && no.declineReason == "Works with teens now")
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status <> 'released'") == 0)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status <> 'cancelled'") == 0)
        let matches = try await here.matches(id)
        #expect(matches.ranking.exclusion(of: ReferralClinic.amara)?.all == [.declined])
        #expect(try await here.refusal { _ = try await here.propose(id) } == .notAMatch)
        let next = try await here.propose(id, ReferralClinic.tomasz)
        #expect(next.status == .proposed)
        let second = try await here.refusal { _ = try await here.propose(id, ReferralClinic.tomasz) }
        #expect(second == .alreadyProposed)
        // What was declined reads to her as gone, like anything else that is not hers.
        #expect(try await here.refusal { _ = try await here.clinic.reader(as: .therapist).referral(id) } == .notFound)
        await here.close()
    }

    @Test("what nobody answers in time gives its place and hour back, by the sweep or when somebody needs them")
    func expiry() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let first = try await here.propose(id)
        try await here.runOut()
        let zones = here.zones
        let late = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in try await act.acceptByTherapist(first.id, zones: zones) }
        }
        #expect(late == .proposalExpired)
        // Nobody has swept: the next proposal finds the place and the hour free all the same.
        let second = try await here.propose(id)
        #expect(second.status == .proposed)
        #expect(try await here.clinic.reader(as: .intake).proposal(first.id).status == .expired)
        try await here.runOut()
        let swept = try await here.clinic.act(as: .worker) { act in try await act.expireProposals() }
        #expect(swept == 1)
        #expect(try await here.clinic.act(as: .worker) { act in try await act.expireProposals() } == 0)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 0)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'proposed'") == 0)
        await here.close()
    }

    @Test("a relation, a full caseload and a lost race are refused in the same words, and the matches read the same")
    func keptApart() async throws {
        let here = try await ReferralClinic.open()
        let ids = try await here.importFile()
        let one = try #require(ids["K1"]), two = try #require(ids["K2"])
        try await here.triage(one)
        try await here.triage(two)
        let client = try await here.clinic.reader(as: .intake).referral(one).referral.client
        // Robin is Amara's client; the two must never meet.
        try await here.change(
            """
            INSERT INTO kept_apart (id, one_id, other_id, kind)
            SELECT gen_random_uuid(), least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), 'former_partner'
            """, client, TestClinic.robin)
        let apart = try await here.matches(one).ranking
        #expect(apart.matches().map(\.therapist) == [ReferralClinic.tomasz])
        let relation = try await here.refusal { _ = try await here.propose(one) }
        try await here.change("UPDATE therapist SET capacity = 0, intense_capacity = 0 WHERE id = $1", ReferralClinic.amara)
        let full = try await here.matches(two).ranking
        let capacity = try await here.refusal { _ = try await here.propose(two) }
        #expect(relation == .notAvailable && capacity == relation)
        #expect(apart.exclusions() == full.exclusions())
        await here.close()
    }

    @Test("two coordinators who propose one referral at once: one succeeds, the other hears that there is a proposal")
    func sameReferral() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for therapist in [ReferralClinic.amara, ReferralClinic.tomasz] {
                group.addTask {
                    do {
                        _ = try await here.propose(id, therapist)
                        return "ok"
                    } catch let refusal as ReferralRefusal { return refusal.code }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.sorted() == ["ok", "proposal.already_open"])
        await here.close()
    }

    @Test(
        "2,000 contended proposals on eight places over eight connections: no place, no share of heavy work and no hour is overfilled"
    )
    func contention() async throws {
        let contention = try await Contention.open(connections: 8)
        let count = try await contention.run(2000)
        #expect(count.attempts == 2000)
        #expect(Set(count.outcomes.keys) == ["ok", "proposal.not_available", "withdrawn"])
        // Both happened: places were full most of the time, and given back and taken again all along.
        #expect((count.outcomes["ok"] ?? 0) > 50 && (count.outcomes["proposal.not_available"] ?? 0) > 1000, "\(count.outcomes)")
        #expect(count.placesHeld >= count.outcomes["ok"] ?? 0 && count.hoursHeld >= count.outcomes["ok"] ?? 0)
        #expect(count.fullest == 4 && count.looks > 1)
        #expect(count.overPlaces == 0 && count.overIntense == 0 && count.overHours == 0 && count.orphans == 0)
        await contention.close()
    }

    @Test("while places are given back all the time, nobody's caseload is overfilled and every place and hour has its proposal")
    func churn() async throws {
        let here = try await ReferralClinic.open()
        let ids = try await crowd(here, 240)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in 0..<8 {
                group.addTask {
                    for index in stride(from: lane, to: ids.count, by: 8) {
                        do {
                            let therapist = index % 3 == 0 ? ReferralClinic.tomasz : ReferralClinic.amara
                            let proposal = try await here.propose(ids[index], therapist)
                            guard index % 30 > 0 else { continue }
                            _ = try await here.clinic.act(as: .intake) { act in try await act.withdrawProposal(proposal.id) }
                        } catch ReferralRefusal.notAvailable {}
                    }
                }
            }
            try await group.waitForAll()
        }
        let places = try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'")
        #expect(places <= 8)
        #expect(try await here.number("SELECT count(*) FROM proposal WHERE status = 'proposed'") == places)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'proposed'") == places)
        #expect(try await here.number("SELECT count(*) FROM proposal WHERE status = 'withdrawn'") > 20)
        await here.close()
    }

    /// Triaged referrals of as many clients.
    private func crowd(_ here: ReferralClinic, _ count: Int) async throws -> [Referral.ID] {
        try await here.change(
            "INSERT INTO client (id, full_name) SELECT gen_random_uuid(), 'Crowd ' || n FROM generate_series(1, $1::bigint) AS n",
            count)
        try await here.clinic.giveKeys()
        try await here.change(
            """
            INSERT INTO referral (id, client_id, source, received_at, status, urgency, matching_consent)
            SELECT gen_random_uuid(), id, 'self', now(), 'active', 'soon', true FROM client WHERE full_name LIKE 'Crowd %'
            """)
        try await here.change(
            "INSERT INTO referral_concern (referral_id, concept_code, weight) SELECT id, 'cptsd', 1000 FROM referral")
        return try await here.clinic.act(as: .operator) { act in
            try await act.record("test.counted")
            return try await act.query(Statement("ReferralsTests/crowd", sent: .lease, "SELECT id FROM referral ORDER BY id")())
                .values(Referral.ID.self)
        }
    }
}
