import Access
import Appointments
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("A referral's life, on a real server")
struct StoryTests {
    @Test("from a file to a first session: ranked, proposed, accepted twice, booked in a room, told, in care, and complete")
    func story() async throws {
        let here = try await ReferralClinic.open()
        let zones = here.zones
        // Far enough ahead that there is a safe hour to tell of it: run in the evening, tomorrow's nine o'clock has none.
        try await here.change("UPDATE service SET notice_hours = 72")
        let id = try await here.triaged()

        let matches = try await here.matches(id)
        #expect(matches.ranking.matches().map(\.therapist) == [ReferralClinic.amara, ReferralClinic.tomasz])
        let opening = try #require(matches.ranking.matches().first?.opening)
        #expect(opening.format == .inPerson && opening.local.time.hour < 12)

        let proposal = try await here.propose(id, reason: nil)
        #expect(proposal.status == .proposed && proposal.policyVersion == MatchingPolicy.standard.version)
        #expect(proposal.explanation.hasPrefix("{\"policy_version\":\"2026-11.1\",\"input_hash\":\"\(proposal.inputHash)\""))
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 1)

        let waiting = try await here.clinic.reader(as: .therapist).openProposals(of: ReferralClinic.amara)
        #expect(waiting.map(\.id) == [proposal.id])
        let yes = try await here.clinic.act(as: .therapist) { act in try await act.acceptByTherapist(proposal.id, zones: zones) }
        #expect(yes.status == .therapistAccepted)
        let done = try await here.clinic.act(as: .intake) { act in try await act.acceptByClient(proposal.id, zones: zones) }
        #expect(done.proposal.status == .accepted)
        #expect(
            done.appointment.status == .booked && done.appointment.room != nil && done.appointment.time.start == opening.start)

        let folder = try await here.clinic.reader(as: .intake).referral(id)
        #expect(folder.referral.standing.status == .completed && folder.proposals.map(\.status) == [.accepted])
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'taken' AND held_until IS NULL") == 1)
        let care: StaticString =
            "SELECT count(*) FROM care_relationship WHERE client_id = $1 AND kind = 'primary' AND upper_inf(during)"
        #expect(try await here.number(care, folder.referral.client) == 1)
        // The client wrote the form herself and said that writing is safe: told of the booking, and to be reminded.
        let told: StaticString =
            "SELECT count(*) FROM message WHERE client_id = $1 AND status = 'queued' AND subject !~* 'therap|clinic|counsel'"
        #expect(try await here.number(told, folder.referral.client) >= 1)
        let audit: StaticString = """
            SELECT count(DISTINCT action) FROM audit WHERE client_id = $1 AND action IN ('referral.received', 'referral.triaged',
                'proposal.made', 'proposal.therapist_accepted', 'proposal.accepted', 'appointment.held', 'appointment.booked',
                'referral.completed')
            """
        #expect(try await here.number(audit, folder.referral.client) == 8)
        // What is complete is neither ranked nor proposed again.
        #expect(try await here.refusal { _ = try await here.propose(id) } == .closed)
        await here.close()
    }

    @Test("a file read twice adds nothing the second time, and says which lines it knew")
    func importTwice() async throws {
        let here = try await ReferralClinic.open()
        let first = try await here.importFile()
        #expect(first.keys.sorted() == ["K1", "K2", "K3", "K4"])
        let clients = try await here.number("SELECT count(*) FROM client")
        let file = try ReferralClinic.file()
        let again = try await here.clinic.act(as: .intake) { act in try await act.importReferrals(file, zone: ReferralClinic.zone)
        }
        #expect(again.added.isEmpty && again.known == [2, 3, 4, 5])
        #expect(try await here.number("SELECT count(*) FROM client") == clients)
        #expect(try await here.number("SELECT count(*) FROM referral") == 4)
        let other = ReferralClinic.csv.replacing("K2,2026-11-03,physician", with: "K1,2026-11-03,school")
        let taken = ReferralFile(
            Array(other.split(separator: "\n").prefix(3).joined(separator: "\n").utf8), rules: try IntakeTests.rules())
        #expect(taken.problems.map(\.code) == ["referral.duplicate_in_file"])
        await here.close()
    }

    @Test("two imports of one file at once add it once")
    func importRace() async throws {
        let here = try await ReferralClinic.open()
        let file = try ReferralClinic.file()
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    try await here.clinic.act(as: .intake) { act in
                        try await act.importReferrals(file, zone: ReferralClinic.zone).added.count
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 0, 0, 4])
        #expect(try await here.number("SELECT count(*) FROM client WHERE full_name LIKE '%Test' AND birth_date IS NULL") == 7)
        await here.close()
    }

    @Test("what is flagged is neither ranked nor proposed until a person lifts the flag; without consent neither is anybody")
    func flagged() async throws {
        let here = try await ReferralClinic.open()
        let ids = try await here.importFile()
        let flagged = try #require(ids["K3"]), unasked = try #require(ids["K4"])
        #expect(try await here.refusal { _ = try await here.matches(flagged) } == .onSafetyHold)
        #expect(try await here.refusal { _ = try await here.propose(flagged) } == .onSafetyHold)
        #expect(try await here.refusal { _ = try await here.matches(try #require(ids["K1"])) } == .notTriaged)
        try await here.triage(unasked)
        #expect(try await here.refusal { _ = try await here.propose(unasked) } == .noConsent)
        let board = try await here.clinic.reader(as: .intake).referralBoard()
        #expect(board.first?.referral.id == flagged)
        try await here.triage(flagged, .urgent)
        #expect(try await here.clinic.reader(as: .intake).referral(flagged).referral.standing.isRankable)
        await here.close()
    }

    @Test("a referral that goes back on hold takes its open proposal with it")
    func holdWithdraws() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        try await here.clinic.act(as: .lead) { act in
            _ = try await act.triageReferral(id, TriageDecision(.safetyHold, reason: "The GP called"))
        }
        let folder = try await here.clinic.reader(as: .intake).referral(id)
        #expect(folder.referral.standing.safetyHold && folder.proposals.map(\.status) == [.withdrawn])
        let zones = here.zones
        let answer = try await here.refusal {
            _ = try await here.clinic.act(as: .lead) { act in try await act.acceptByTherapist(proposal.id, zones: zones) }
        }
        #expect(answer == .proposalEnded(status: "withdrawn"))
        #expect(try await here.number("SELECT count(*) FROM caseload_place WHERE status = 'held'") == 0)
        await here.close()
    }

    @Test("front desk sees no referral, a therapist only what is hers, and a stale version changes nothing")
    func access() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        #expect(try await here.clinic.reader(as: .frontDesk).referralBoard().isEmpty)
        #expect(try await here.refusal { _ = try await here.clinic.reader(as: .frontDesk).referral(id) } == .notFound)
        #expect(try await here.clinic.reader(as: .therapist).referral(id).referral.id == id)
        let other = here.clinic.reader(as: .therapist, therapist: TestClinic.tomasz)
        #expect(try await here.refusal { _ = try await other.referral(id) } == .notFound)
        let zones = here.zones
        let stranger = try await here.refusal {
            _ = try await here.clinic.act(as: .therapist, therapist: TestClinic.tomasz) { act in
                try await act.acceptByTherapist(proposal.id, zones: zones)
            }
        }
        #expect(stranger == .proposalNotFound)
        let tooSoon = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in try await act.acceptByClient(proposal.id, zones: zones) }
        }
        #expect(tooSoon == .therapistFirst)
        let stale = try await here.refusal {
            _ = try await here.clinic.act(as: .intake) { act in
                try await act.triageReferral(id, TriageDecision(.urgency(.urgent), reason: "Worse"), version: 1)
            }
        }
        #expect(stale == .stale)
        await here.close()
    }

    @Test("the board pages through everything once, holds first and then by due date")
    func board() async throws {
        let here = try await ReferralClinic.open()
        let ids = try await here.importFile()
        try await here.triage(try #require(ids["K1"]), .routine)
        try await here.triage(try #require(ids["K2"]), .urgent)
        let reader = here.clinic.reader(as: .intake)
        var seen: [BoardRow] = []
        var cursor: BoardCursor?
        for _ in 0..<6 {
            let page = try await reader.referralBoard(after: cursor, limit: 1)
            guard let row = page.first else { break }
            seen.append(row)
            cursor = row.cursor
        }
        #expect(seen.map(\.referral.sourceKey) == ["K3", "K4", "K2", "K1"])
        #expect(seen.map(\.referral.id) == (try await reader.referralBoard()).map(\.referral.id))
        #expect(try await reader.findReferral("K2") == ids["K2"])
        await here.close()
    }
}
