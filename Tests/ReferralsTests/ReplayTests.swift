import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@testable import Referrals

@Suite("What a decision rested on")
struct MatchFactsTests {
    @Test(
        "kept and read again, it ranks to the same bytes; in any order of what came in, and on many threads at once, over 100 teams"
    )
    func roundTrip() async throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        for _ in 0..<100 {
            let candidates = Invented.randomTeam(Int.random(in: 1...25, using: &random), &random)
            let need = try Invented.randomNeed(of: candidates, &random)
            let shuffled = candidates.shuffled(using: &random).map { Invented.shuffled($0, &random) }
            let first = try Invented.team(candidates).rank(need)
            let kept = MatchFacts(try Invented.team(shuffled).rank(need)).packed
            #expect(kept == MatchFacts(first).packed, "seed \(seed)")
            let wanted = Invented.bytes(first)
            let found = try await withThrowingTaskGroup(of: (hash: String, bytes: [String]).self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        let again = try MatchFacts(packed: kept).ranking()
                        return (again.inputHash, Invented.bytes(again))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(found.allSatisfy { $0.hash == first.inputHash && $0.bytes == wanted }, "seed \(seed)")
        }
    }

    @Test("damaged bytes are an error: each prefix, each flipped bit, and noise, without a trap")
    func damaged() throws {
        var random = SeededNumbers(seed: 4)
        let candidates = Invented.randomTeam(3, &random)
        let ranking = try Invented.team(candidates).rank(try Invented.randomNeed(of: candidates, &random))
        let bytes = MatchFacts(ranking).packed
        for length in 0..<bytes.count {
            #expect(throws: PackedReader.Damaged.self) { try MatchFacts(packed: Array(bytes.prefix(length))) }
        }
        var readable = 0
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 1 << UInt8(index % 8)
            // What can still be read is another input, and its hash says so.
            if let facts = try? MatchFacts(packed: changed), (try? facts.ranking())?.inputHash == ranking.inputHash {
                readable += 1
            }
        }
        #expect(readable == 0)
        for _ in 0..<2000 {
            let noise = (0..<Int.random(in: 0...80, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            _ = try? MatchFacts(packed: [2] + noise)
        }
    }
}

extension Invented {
    static func shuffled(_ one: Candidate, _ random: inout SeededNumbers) -> Candidate {
        Candidate(
            id: one.id, credentials: one.credentials.shuffled(using: &random),
            specialties: one.specialties.shuffled(using: &random),
            clientKinds: one.clientKinds.shuffled(using: &random), languages: one.languages.shuffled(using: &random),
            formats: one.formats.shuffled(using: &random), modalities: one.modalities.shuffled(using: &random),
            funding: one.funding.shuffled(using: &random), feeCents: one.feeCents, gender: one.gender, caseload: one.caseload,
            lastAssigned: one.lastAssigned, openings: one.openings.shuffled(using: &random))
    }

    /// Every explanation that a ranking can give, as it would be stored.
    static func bytes(_ ranking: Ranking) -> [String] {
        ranking.matches(limit: .max).compactMap { ranking.explanation(of: $0.therapist, decidedBy: "intake x")?.value.text }
    }
}

@Suite("Making a decision again, on a real server")
struct ReplayTests {
    @Test(
        "the same bytes come out of what was kept, after the team, the policy and the calendar have changed; and where she stands now"
    )
    func replay() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        let zones = here.zones
        let reader = here.clinic.reader(as: .intake)
        let first = try await reader.replay(proposal.id, zones: zones)
        #expect(first.verdict == .same && first.then?.rank == 1 && first.then?.score == proposal.score)
        #expect(first.underPresentPolicy == first.then)

        try await here.change("UPDATE specialty SET level = 1 WHERE therapist_id = $1", ReferralClinic.amara)
        _ = try await PolicyTests.adopt(
            try PolicyFileTests.changed(
                ("required_level: declared", "required_level: certified"),
                ("required_level_high_intensity: trained", "required_level_high_intensity: certified")),
            replacing: 0, in: here)
        let later = try await reader.replay(proposal.id, zones: zones)
        #expect(later.verdict == .same && later.then == first.then)
        #expect(later.underPresentPolicy?.policyVersion == "2026-12.1" && later.underPresentPolicy?.rank == 1)
        guard case .stands(let today) = later.today else { return #expect(Bool(false), "\(later.today)") }
        #expect(today.rank == nil && today.rules == [.evidence] && today.because.first?.contains("certified") == true)

        try await here.clinic.act(as: .lead) { act in
            _ = try await act.triageReferral(id, TriageDecision(.safetyHold, reason: "The GP called"))
        }
        let held = try await reader.replay(proposal.id, zones: zones)
        #expect(held.verdict == .same)
        guard case .notRanked(let code, _) = held.today else { return #expect(Bool(false), "\(held.today)") }
        #expect(code == "referral.on_safety_hold")
        await here.close()
    }

    @Test("second of two is told what puts her there")
    func second() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id, ReferralClinic.tomasz)
        let replay = try await here.clinic.reader(as: .intake).replay(proposal.id, zones: here.zones)
        #expect(replay.verdict == .same && replay.then?.rank == 2)
        #expect(
            replay.then?.because.first?.contains("Clinical fit") == true
                && replay.then?.because.first?.contains("behind the first") == true)
        await here.close()
    }

    @Test("an explanation that somebody changed is found, with the place; what cannot be opened is said to be so")
    func tampered() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        let owner = here.clinic.database.owner
        _ = try await owner.query(
            Statement(
                "ReplayTests/tamper", sent: .lease,
                "UPDATE proposal SET explanation = replace(explanation::text, '\"rank\":1', '\"rank\":3')::json")())
        let reader = here.clinic.reader(as: .intake)
        guard case .different(let place, let stored, let again) = try await reader.replay(proposal.id, zones: here.zones).verdict
        else {
            return #expect(Bool(false))
        }
        #expect(place > 0 && stored.hasPrefix("3,") && again.hasPrefix("1,"))
        await here.close()
    }

    @Test("what it rested on has no name in it, is sealed for the client, and no therapist reads it")
    func kept() async throws {
        let here = try await ReferralClinic.open()
        let id = try await here.triaged()
        let proposal = try await here.propose(id)
        let size: StaticString = "SELECT octet_length(facts)::int8 FROM match_input"
        #expect(try await here.number(size) > 500)
        let text: StaticString =
            "SELECT count(*) FROM match_input WHERE position('cptsd'::bytea IN facts) > 0 OR position('CA-BC'::bytea IN facts) > 0"
        #expect(try await here.number(text) == 0)
        let count = Statement("ReplayTests/count", sent: .lane, "SELECT count(*) FROM match_input")
        for (role, seen) in [(Role.therapist, 0), (.frontDesk, 0), (.worker, 0), (.intake, 1), (.lead, 1)] {
            let found = try await here.clinic.reader(as: role).query(count()).value(Int.self)
            #expect(found == seen, "\(role)")
        }
        await #expect(throws: DatabaseError.self) { try await here.change("UPDATE match_input SET facts = facts || '\\x00'") }
        await #expect(throws: DatabaseError.self) { try await here.change("DELETE FROM match_input") }
        _ = proposal
        await here.close()
    }
}
