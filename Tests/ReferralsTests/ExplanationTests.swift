import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("The explanation record")
struct ExplanationTests {
    @Test("is the same to the byte as the one written down here")
    func golden() throws {
        let team = try Invented.team([
            Invented.candidate(Invented.amara, level: 3, gender: "woman"),
            Invented.candidate(Invented.tomasz, level: 1, gender: "man"),
            Invented.candidate(Invented.noor, gender: "woman", taken: 10),
        ])
        let ranking = team.rank(try Invented.need(ReferralWants(formats: [.online], gender: .wish("woman"))))
        let explanation = try #require(ranking.explanation(of: Invented.amara, decidedBy: "intake"))
        #expect(explanation.value.text == Self.expected.replacing("\n", with: ""))
    }

    @Test("names the hash that it had when all facts were hashed at once, where it was made then")
    func oldForm() throws {
        let candidates = [
            Invented.candidate(Invented.amara, level: 3, gender: "woman"),
            Invented.candidate(Invented.tomasz, level: 1, gender: "man"),
            Invented.candidate(Invented.noor, gender: "woman", taken: 10),
        ]
        let team = try Team(
            candidates, concepts: Invented.concepts, policy: .standard, asOf: Invented.now, today: Invented.today, form: .atOnce)
        let ranking = team.rank(try Invented.need(ReferralWants(formats: [.online], gender: .wish("woman"))))
        #expect(ranking.inputHash == "83402cb490419fbb05b0852200f877ea5c385a969b159565c04fbe9b5a5ed59c")
        let again = try MatchFacts(packed: MatchFacts(ranking).packed)
        #expect(again.form == .atOnce)
        #expect(try again.ranking().inputHash == ranking.inputHash)
    }

    @Test("changes its hash with the policy, the need and any fact, and with nothing else")
    func hash() throws {
        let base = [Invented.candidate(Invented.amara), Invented.candidate(Invented.tomasz)]
        let first = try Invented.team(base).rank(try Invented.need()).inputHash
        #expect(try Invented.team(base.reversed()).rank(try Invented.need()).inputHash == first)
        let other = try MatchingPolicy(
            version: "2",
            weights: [
                .clinicalFit: 4000, .preferences: 2500, .timeToFirstSession: 1500, .access: 1000, .continuity: 500,
                .loadHeadroom: 500,
            ])
        let changed = [
            try Invented.team(base, policy: other).rank(try Invented.need()).inputHash,
            try Invented.team([base[0], Invented.candidate(Invented.tomasz, taken: 3)]).rank(try Invented.need()).inputHash,
            try Invented.team(base).rank(try Invented.need(keptApart: [Invented.noor])).inputHash,
            try Invented.team(base).rank(try Invented.need(high: true)).inputHash,
        ]
        #expect(Set(changed + [first]).count == 5)
    }

    @Test("tells the client nothing about load, figures or anybody else")
    func clientWording() throws {
        let candidate = Invented.candidate(Invented.amara, gender: "man")
        let need = try Invented.need(ReferralWants(gender: .wish("woman")))
        let match = try #require(try Invented.team([candidate]).rank(need).matches().first)
        let wording = ClientWording(match, need: need, candidate: candidate) { _ in "Complex trauma" }
        #expect(
            wording.sentences == [
                "This counsellor works with complex trauma.", "Their training in it has been checked.",
                "A first session online is possible on 2026-11-25 at 10:00, clinic time.",
                "Not everything you hoped for could be found. You can ask for someone else.",
                "You decide. Saying no costs you nothing.",
            ])
    }

    @Test("weights that do not sum to 10,000, and evidence that falls, are refused with what to do")
    func policy() {
        #expect(throws: MatchingPolicyError.weightsDoNotSum(to: 4000)) {
            try MatchingPolicy(version: "x", weights: [.clinicalFit: 4000])
        }
        #expect(throws: MatchingPolicyError.notRising(setting: "evidence", count: 5)) {
            try MatchingPolicy(version: "x", weights: [.clinicalFit: 10_000], evidence: [0, 4000, 3000, 9000, 10_000])
        }
        #expect(throws: MatchingPolicyError.noVersion) { try MatchingPolicy(version: "", weights: [.clinicalFit: 10_000]) }
        #expect(throws: MatchingPolicyError.weightsDoNotSum(to: .max)) {
            try MatchingPolicy(version: "x", weights: [.clinicalFit: .max])
        }
        #expect(MatchingPolicy.standard.weights.reduce(0, +) == 10_000)
    }

    static let expected = #"""
        {"policy_version":"2026-11.1","input_hash":"8d6503347ee4b4d44879707a70255da493bb9d1abf2fd2314351a18fc91682db",
        "as_of":"2026-11-20T16:00:00Z","therapist":"00000000-0000-7000-8000-000000000001","rank":1,"score":7537,
        "start":"2026-11-25T18:00:00Z","format":"online","sliding_place":false,"contributions":[{"factor":"clinical_fit","weight":4000,"level":5400,
        "points":2160,"known":true,"facts":[{"id":"specialty:00000000-0000-7000-8000-000000000001/cptsd","source":"verified",
        "verified_on":"2026-03-01"}],
        "text":"cptsd (60 %): certified or supervised, checked 2026-03-01; attachment_trauma (40 %): nothing on record."},
        {"factor":"preferences","weight":2500,"level":10000,"points":2500,"known":true,"facts":[{"id":"need:gender",
        "source":"client","verified_on":null}],"text":"gender: met."},{"factor":"time_to_first_session","weight":1500,
        "level":8185,"points":1227,"known":true,"facts":[{"id":"opening:2026-11-25T18:00:00Z","source":"calendar",
        "verified_on":"2026-11-20"}],"text":"First session possible on 2026-11-25 at 10:00."},{"factor":"access",
        "weight":1000,"level":10000,"points":1000,"known":true,"facts":[{"id":"opening:2026-11-25T18:00:00Z",
        "source":"calendar","verified_on":"2026-11-20"}],"text":"online, as preferred; three or more suitable times."},
        {"factor":"continuity","weight":500,"level":5000,"points":250,"known":false,"facts":[],
        "text":"No earlier work on record: counted as neutral."},{"factor":"load_headroom","weight":500,"level":8000,
        "points":400,"known":true,"facts":[{"id":"caseload:00000000-0000-7000-8000-000000000001","source":"caseload",
        "verified_on":"2026-11-20"}],"text":"2 of 10 places taken."}],"unmet_preferences":[],
        "excluded":[{"therapist":"00000000-0000-7000-8000-000000000003","first":"no_place","all":["no_place"],
        "texts":["No place for this client at present."],"facts":[{"id":"availability:00000000-0000-7000-8000-000000000003",
        "source":"caseload","verified_on":"2026-11-20"}]}],
        "alternatives":[{"therapist":"00000000-0000-7000-8000-000000000002","rank":2,"score":3837}],"counterfactuals":[],
        "confidence":{"known":9500,"unknown":500},"decided_by":"intake"}
        """#
}
