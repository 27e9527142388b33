import Access
import Appointments
import Clients
import Clinic
import Database
import Messages
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("After the first sessions, on a real server")
struct CareFlowTests {
    @Test("a question opens with the first session, is due by the database's clock, and is asked again of whoever is unsure")
    func check() async throws {
        let here = try await ReferralClinic.open()
        let (id, proposal) = try await here.begun()
        let intake = here.clinic.reader(as: .intake)
        #expect(try await intake.earlyChecks().isEmpty)
        #expect(try await here.number("SELECT count(*) FROM early_check WHERE referral_id = $1", id) == 1)
        // Nine days ago the first session took place.
        try await here.change("UPDATE early_check SET asked_at = NULL")
        try await here.past(proposal.client, [9])
        let first = try #require(await intake.earlyChecks().first)
        #expect(first.sessions == 1 && !first.isDue && first.therapist == ReferralClinic.amara && first.answer == nil)
        #expect(try await intake.earlyChecks(onlyDue: true).isEmpty)
        // A third session makes it due at once, before two weeks are over.
        try await here.past(proposal.client, [5, 1])
        let due = try await intake.earlyChecks(onlyDue: true)
        #expect(due.map(\.id) == [first.id] && due.first?.sessions == 3)
        #expect(try await here.clinic.reader(as: .therapist).earlyChecks().map(\.id) == [first.id])
        #expect(try await here.clinic.reader(as: .therapist, therapist: TestClinic.tomasz).earlyChecks().isEmpty)
        #expect(try await here.clinic.reader(as: .frontDesk).earlyChecks().isEmpty)

        let unsure = try await here.clinic.act(as: .therapist) { act in
            try await act.answerEarlyCheck(first.id, .unsure, note: "Quiet in the second session")
        }
        #expect(unsure.answer == .unsure && unsure.note == "Quiet in the second session" && !unsure.isDue)
        #expect(try await intake.earlyChecks(onlyDue: true).isEmpty)
        #expect(try await intake.earlyChecks().map(\.id) == [first.id])
        // What was said is not a lead's before she opens the file: by the policy, and by the key.
        let leads = try await here.clinic.reader(as: .lead).earlyCheck(first.id)
        #expect(leads.answer == .unsure && leads.note == nil)
        #expect(SealedColumn.earlyCheckNote.keyClass == .clinical && SealedColumn.rematchReason.keyClass == .clinical)
        try await here.change("UPDATE early_check SET answered_at = now() - interval '15 days'")
        #expect(try await intake.earlyChecks(onlyDue: true).map(\.id) == [first.id])
        // What the client says to intake is not hers to read.
        _ = try await here.clinic.act(as: .intake) { act in
            try await act.answerEarlyCheck(first.id, .change, note: "Would rather see a woman of her age")
        }
        let hidden = try await here.refusal { _ = try await here.clinic.reader(as: .therapist).earlyCheck(first.id) }
        #expect(hidden == .checkNotFound)
        let again = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in try await act.answerEarlyCheck(first.id, .goingWell) }
        }
        #expect(again == .checkAnswered)
        #expect(try await intake.earlyChecks().isEmpty)
        // Nothing happened by itself.
        #expect(try await intake.referral(id).referral.standing.status == .completed)
        await here.close()
    }

    @Test("the client is asked in neutral words where writing is safe, and not at all where it is not")
    func asked() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let (_, proposal) = try await here.begun()
        try await here.past(proposal.client, [15])
        let check = try #require(await here.clinic.reader(as: .intake).earlyChecks(onlyDue: true).first)
        let outcome = try await here.clinic.act(as: .therapist) { act in try await act.askEarlyCheck(check.id, zones: zones) }
        guard case .queued = outcome else { return #expect(Bool(false), "\(outcome)") }
        let told: StaticString = """
            SELECT count(*) FROM message WHERE about_id = $1 AND kind = 'check_in' AND status = 'queued'
               AND subject !~* 'therap|clinic|counsel|session|amara'
            """
        #expect(try await here.number(told, check.id) == 1)
        #expect(try await here.clinic.reader(as: .intake).earlyCheck(check.id).askedAt != nil)
        // Asked twice, told once.
        _ = try await here.clinic.act(as: .intake) { act in try await act.askEarlyCheck(check.id, zones: zones) }
        #expect(try await here.number(told, check.id) == 1)
        try await here.change("UPDATE contact_point SET may_write = false")
        let unsafe = try await here.clinic.act(as: .intake) { act in try await act.askEarlyCheck(check.id, zones: zones) }
        #expect(unsafe == .withheld(.noSafeContact))
        await here.close()
    }

    @Test(
        "matched again at once: care, place and sessions end together, the referral is open as it was, and she is offered no more"
    )
    func rematchNow() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let (id, proposal) = try await here.begun()
        let before = try await here.clinic.reader(as: .intake).referral(id)
        let arrived = before.referral.receivedAt
        let notHers = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in try await act.rematch(id, care: .endsNow, zones: zones) }
        }
        #expect(notHers == .notByThisRole)
        try await here.clinic.act(as: .intake) { act in
            _ = try await act.rematch(id, care: .endsNow, reason: "It did not click", zones: zones)
        }
        let folder = try await here.clinic.reader(as: .intake).referral(id)
        #expect(
            folder.referral.standing
                == ReferralStanding(status: .active, safetyHold: false, urgency: .soon, matchingConsent: true))
        #expect(folder.referral.receivedAt == arrived && folder.concerns == before.concerns && folder.needs == before.needs)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'taken'") == 0)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'booked'") == 0)
        let care: StaticString =
            "SELECT count(*) FROM care_relationship WHERE client_id = $1 AND kind = 'primary' AND during @> now()"
        #expect(try await here.number(care, proposal.client) == 0)
        let ranking = try await here.matches(id).ranking
        #expect(ranking.exclusion(of: ReferralClinic.amara)?.all == [.declined])
        #expect(ranking.matches().map(\.therapist) == [ReferralClinic.tomasz])
        // She sees that her proposal was accepted once, and nothing more.
        let hers = try await here.clinic.reader(as: .therapist).proposal(proposal.id)
        #expect(hers.status == .accepted && hers.declineCode == nil && hers.declineReason == nil)
        #expect(try await here.refusal { _ = try await here.clinic.reader(as: .therapist).referral(id) } == .notFound)
        #expect(try await here.clinic.reader(as: .intake).endedProposals().map(\.proposal.id) == [proposal.id])
        let second = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in try await act.rematch(id, care: .endsNow, zones: zones) }
        }
        #expect(second == .nothingToRematch)
        let next = try await here.next(proposal.id)
        #expect(next.therapist == ReferralClinic.tomasz)
        await here.close()
    }

    @Test("or when the next one begins: until then nothing changes for her, and then all of it in that transaction")
    func rematchLater() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        let (id, proposal) = try await here.begun()
        try await here.clinic.act(as: .lead) { act in _ = try await act.rematch(id, care: .untilNext, zones: zones) }
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'taken'") == 1)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'booked'") == 1)
        #expect(try await here.clinic.reader(as: .therapist).referral(id).referral.id == id)
        let next = try await here.next(proposal.id)
        _ = try await here.clinic.act(as: .therapist, therapist: TestClinic.tomasz) { act in
            try await act.acceptByTherapist(next.id, zones: zones)
        }
        _ = try await here.clinic.act(as: .intake) { act in try await act.acceptByClient(next.id, zones: zones) }
        let mine: StaticString = """
            SELECT count(*) FROM care_relationship
             WHERE client_id = $1 AND therapist_id = $2 AND kind = 'primary' AND during @> clock_timestamp()
            """
        #expect(try await here.number(mine, proposal.client, ReferralClinic.amara) == 0)
        #expect(try await here.number(mine, proposal.client, ReferralClinic.tomasz) == 1)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'taken'") == 1)
        #expect(try await here.number("SELECT count(*) FROM appointment WHERE status = 'booked'") == 1)
        #expect(try await here.number("SELECT count(*) FROM rematch WHERE ended_at IS NULL") == 0)
        let audit: StaticString =
            "SELECT count(*) FROM audit WHERE client_id = $1 AND action IN ('referral.rematched', 'care.ended')"
        #expect(try await here.number(audit, proposal.client) == 2)
        // Both were asked for; both may be matched again, and neither therapist is offered then.
        try await here.clinic.act(as: .intake) { act in _ = try await act.rematch(id, care: .endsNow, zones: zones) }
        #expect(try await here.matches(id).ranking.count == 0)
        await here.close()
    }

    @Test("only a completed referral is matched again, whatever else is true of it, and no triage opens it")
    func statuses() throws {
        for status in ReferralStatus.allCases {
            #expect(status.afterRematch == (status == .completed ? .active : nil))
            #expect(status != .completed || status.next.isEmpty)
        }
        #expect(EarlyCheck.Answer.allCases.filter(\.isOpen) == [.unsure])
    }
}

extension ReferralClinic {
    /// A referral whose client has accepted Amara.
    func begun() async throws -> (Referral.ID, Proposal) {
        let zones = zones
        try await change("UPDATE service SET notice_hours = 72")
        let id = try await triaged()
        let proposal = try await propose(id)
        _ = try await clinic.act(as: .therapist) { act in try await act.acceptByTherapist(proposal.id, zones: zones) }
        let done = try await clinic.act(as: .intake) { act in try await act.acceptByClient(proposal.id, zones: zones) }
        return (id, done.proposal)
    }

    /// Sessions with Amara that took place so many days ago. Nobody may say since when she cares, so its owner does.
    func past(_ client: Client.ID, _ days: [Int]) async throws {
        for day in days {
            try await clinic.database.owner.script(
                """
                BEGIN; SELECT act_as('operator', '\(TestClinic.id(99))', NULL);
                UPDATE early_check SET since = now() - interval '90 days';
                INSERT INTO appointment (id, therapist_id, client_id, service_id, format, during, zone, promised_start, status)
                SELECT gen_random_uuid(), '\(TestClinic.amara)', '\(client.uuid)', '\(TestClinic.session)', 'online',
                       tstzrange(s, s + interval '50 minutes'), 'UTC', s AT TIME ZONE 'UTC', 'fulfilled'
                  FROM (SELECT now() - interval '\(day) days') AS start (s); COMMIT;
                """)
        }
    }
}
