import Access
import Clients
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("Consent to matching that comes later, and that ends")
struct MatchingConsentTests {
    private static func rules(_ here: ReferralClinic) throws -> ZoneRules { try here.zones.rules(ReferralClinic.zone) }

    private static func record(_ here: ReferralClinic, _ id: Referral.ID, _ consent: MatchingConsent) async throws {
        let rules = try rules(here)
        _ = try await here.clinic.act(as: .intake) { act in try await act.recordConsent(consent, to: id, rules: rules) }
    }

    private static func withdraw(_ here: ReferralClinic, _ id: Referral.ID) async throws -> WithdrawnConsent {
        try await here.clinic.act(as: .intake) { act in try await act.withdrawConsent(to: id) }
    }

    @Test("a referral without consent is ranked once it is recorded, with its basis, its day and who assessed it, and on record")
    func recorded() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged("K4")
        #expect(try await here.refusal { _ = try await here.matches(id) } == .noConsent)
        let before = try await here.clinic.reader(as: .intake).referral(id)
        #expect(before.consent == nil && !before.referral.standing.matchingConsent)
        try await Self.record(here, id, MatchingConsent(.matureMinor))
        let after = try await here.clinic.reader(as: .intake).referral(id)
        #expect(after.referral.standing.matchingConsent && after.referral.version > before.referral.version)
        #expect(after.consent?.basis == .matureMinor && after.consent?.assessor != nil && after.consent?.expiresAt == nil)
        #expect(try await here.matches(id).ranking.matches().isEmpty == false)
        let audit: StaticString = """
            SELECT count(*) FROM audit WHERE client_id = $1 AND action IN ('referral.consent_recorded', 'consent.given')
            """
        #expect(try await here.number(audit, after.referral.client) == 2)
        await here.close()
    }

    @Test("withdrawing it takes the referral out of ranking, ends what is proposed, says so, and may be repeated")
    func withdrawn() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged("K1")
        let proposal = try await here.propose(id)
        let done = try await Self.withdraw(here, id)
        #expect(done.ended == [proposal.id])
        #expect(try await here.refusal { _ = try await here.matches(id) } == .noConsent)
        #expect(try await here.clinic.reader(as: .intake).proposal(proposal.id).status == .withdrawn)
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 0)
        let folder = try await here.clinic.reader(as: .intake).referral(id)
        #expect(folder.consent?.revokedAt != nil && !folder.referral.standing.matchingConsent)
        #expect(try await Self.withdraw(here, id).ended.isEmpty)
        // And it may come back.
        try await Self.record(here, id, MatchingConsent(.written))
        #expect(try await here.matches(id).ranking.matches().isEmpty == false)
        await here.close()
    }

    @Test("a consent that is revoked on the client's file, or whose last day has passed, stops the ranking by itself")
    func ends() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged("K2")
        let client = try await here.clinic.reader(as: .intake).referral(id).referral.client
        try await here.clinic.act(as: .frontDesk) { act in try await act.revokeConsent(.matching, by: client) }
        #expect(try await here.refusal { _ = try await here.matches(id) } == .noConsent)
        let today = try Self.rules(here).local(of: try await here.clinic.reader(as: .intake).now).date
        try await Self.record(here, id, MatchingConsent(.verbal, on: today.adding(days: -3), until: today))
        #expect(try await here.matches(id).ranking.matches().isEmpty == false)
        let board = try await here.clinic.reader(as: .intake).referralBoard()
        #expect(board.first { $0.referral.id == id }?.referral.standing.matchingConsent == true)
        try await here.change(
            "UPDATE consent SET expires_at = now() - interval '1 second' WHERE client_id = $1 AND revoked_at IS NULL", client)
        #expect(try await here.refusal { _ = try await here.propose(id) } == .noConsent)
        let later = try await here.clinic.reader(as: .intake).referralBoard()
        #expect(later.first { $0.referral.id == id }?.referral.standing.matchingConsent == false)
        await here.close()
    }

    @Test("a second referral of the client rests on a newer consent, and so does the first; both end with it")
    func together() async throws {
        let here = try await ReferralClinic.open()
        let first = try await here.triaged("K1")
        let client = try await here.clinic.reader(as: .intake).referral(first).referral.client
        let second = Referral.ID(TestClinic.id(211))
        try await here.change(
            "INSERT INTO referral (id, client_id, source, received_at, status, urgency) VALUES ($1, $2, 'physician', now(), 'active', 'soon')",
            second, client)
        try await Self.record(here, second, MatchingConsent(.guardian))
        let folders = (
            try await here.clinic.reader(as: .intake).referral(first), try await here.clinic.reader(as: .intake).referral(second)
        )
        #expect(folders.0.consent?.basis == .guardian && folders.0.consent == folders.1.consent)
        #expect(folders.0.referral.standing.isRankable && folders.1.referral.standing.isRankable)
        _ = try await Self.withdraw(here, second)
        #expect(try await here.refusal { _ = try await here.matches(first) } == .noConsent)
        await here.close()
    }

    @Test("a day that has not come, an end that has passed, another's version, a closed referral and other roles are refused")
    func refused() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged("K4")
        let rules = try Self.rules(here)
        let today = rules.local(of: try await here.clinic.reader(as: .intake).now).date
        for wrong in [
            MatchingConsent(.own, on: today.adding(days: 1)), MatchingConsent(.own, until: today.adding(days: -1)),
        ] {
            guard case .invalid(let field, _) = try await here.refusal({ try await Self.record(here, id, wrong) }) else {
                Issue.record("taken")
                continue
            }
            #expect(["given_on", "until"].contains(field))
        }
        let stale = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.recordConsent(MatchingConsent(.own), to: id, version: 99, rules: rules)
            }
        }
        #expect(stale == .stale)
        let therapists = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist) { act in
                try await act.recordConsent(MatchingConsent(.own), to: id, rules: rules)
            }
        }
        #expect(therapists == .notByThisRole)
        try await here.clinic.act(as: .intake) { act in _ = try await act.closeReferral(id, .withdrawn) }
        #expect(try await here.refusal { try await Self.record(here, id, MatchingConsent(.own)) } == .closed)
        await here.close()
    }

    @Test("the database takes no proposal without it, whatever asks")
    func referee() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged("K1")
        let proposal = try await here.propose(id)
        _ = try await Self.withdraw(here, id)
        let copy: StaticString = """
            INSERT INTO proposal (id, referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version,
                                  input_hash, explanation, decided_by, decided_as)
            SELECT gen_random_uuid(), referral_id, client_id, therapist_id, appointment_id, place_id, expires_at, score, policy_version,
                   input_hash, explanation, decided_by, decided_as FROM proposal WHERE id = $1
            """
        do {
            try await here.change(copy, proposal.id)
            Issue.record("it was taken")
        } catch let error as DatabaseError { #expect(error.constraint == "proposal_consented") }
        await here.close()
    }
}
