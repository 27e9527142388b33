import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("Ranking")
struct RankingTests {
    @Test("does not depend on the order of its input, to the byte, over 150 random teams")
    func permutation() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        for _ in 0..<150 {
            let candidates = Invented.randomTeam(Int.random(in: 0...40, using: &random), &random)
            let need = try Invented.randomNeed(of: candidates, &random)
            let one = try Invented.team(candidates).rank(need)
            let other = try Invented.team(candidates.shuffled(using: &random)).rank(need)
            #expect(one.inputHash == other.inputHash, "seed \(seed)")
            #expect(one.matches(limit: .max) == other.matches(limit: .max), "seed \(seed)")
            #expect(one.exclusions() == other.exclusions(), "seed \(seed)")
            #expect(one.exclusions(withFacts: false).map(\.texts) == one.exclusions().map(\.texts), "seed \(seed)")
            let bytes = [one, other].map { ranking in
                ranking.matches().first.flatMap { ranking.explanation(of: $0.therapist)?.value.text }
            }
            #expect(bytes[0] == bytes[1], "seed \(seed)")
        }
    }

    @Test("a team with other facts about some is the team laid out anew, to the byte, and the one before is untouched")
    func replaced() throws {
        for seed in UInt64(1)...60 {
            var random = SeededNumbers(seed: seed)
            let before = Invented.randomTeam(20, &random)
            let need = try Invented.randomNeed(of: before, &random)
            let team = try Invented.team(before)
            let hash = team.rank(need).inputHash
            let others = zip(before, Invented.randomTeam(20, &random)).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
                .map { $0.taking(factsOf: $1) }
            let patched = try #require(try team.replacing(others))
            let places = Dictionary(others.map { ($0.id, $0) }) { first, _ in first }
            let anew = try Invented.team(before.map { places[$0.id] ?? $0 })
            #expect(patched.digest == anew.digest && patched.candidates == anew.candidates, "seed \(seed)")
            #expect(patched.rank(need).inputHash == anew.rank(need).inputHash, "seed \(seed)")
            #expect(patched.rank(need).matches(limit: .max) == anew.rank(need).matches(limit: .max), "seed \(seed)")
            #expect(patched.rank(need).exclusions() == anew.rank(need).exclusions(), "seed \(seed)")
            #expect(patched.rank(need).counterfactuals() == anew.rank(need).counterfactuals(), "seed \(seed)")
            #expect(team.rank(need).inputHash == hash, "seed \(seed)")
            #expect(try team.replacing([Invented.candidate(Invented.amara)])?.count == nil, "nobody of that id")
        }
    }

    @Test("tells those who were not ranked page by page, each once and in the same order, and how many by rule")
    func exclusionPages() throws {
        for seed in UInt64(1)...20 {
            var random = SeededNumbers(seed: seed)
            let candidates = Invented.randomTeam(40, &random)
            let ranking = try Invented.team(candidates).rank(try Invented.randomNeed(of: candidates, &random))
            for audience in [Audience.staff, .mayKnowRelations] {
                let all = ranking.exclusions(for: audience)
                var pages: [Exclusion] = []
                while true {
                    let page = ranking.exclusions(for: audience, after: pages.last?.therapist, limit: 7)
                    pages += page
                    if page.count < 7 { break }
                }
                #expect(pages == all, "seed \(seed)")
                let counts = ranking.exclusionsByRule(for: audience)
                #expect(counts.reduce(0) { $0 + $1.count } == all.count, "seed \(seed)")
                for one in counts { #expect(all.count { $0.first == one.rule } == one.count, "seed \(seed)") }
            }
            #expect(ranking.exclusions(limit: 0).isEmpty)
        }
    }

    @Test("contributions sum exactly to the score, in 0...10,000, best first, and everybody is ranked or excluded with a reason")
    func sums() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        for _ in 0..<150 {
            let candidates = Invented.randomTeam(30, &random)
            let ranking = try Invented.team(candidates).rank(try Invented.randomNeed(of: candidates, &random))
            let matches = ranking.matches(limit: .max)
            for match in matches {
                #expect(match.contributions.reduce(0) { $0 + $1.points } == match.score, "seed \(seed)")
                #expect(match.contributions.allSatisfy { $0.points == $0.weight * $0.level / 10_000 }, "seed \(seed)")
                #expect((0...10_000).contains(match.score), "seed \(seed)")
                #expect(match.opening != nil, "seed \(seed)")
            }
            #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.score >= $1.score }, "seed \(seed)")
            let excluded = ranking.exclusions(for: .mayKnowRelations)
            #expect(matches.count + excluded.count == candidates.count, "seed \(seed)")
            #expect(excluded.allSatisfy { $0.first == $0.all.first && $0.texts.count == $0.all.count && !$0.facts.isEmpty })
        }
    }

    @Test("verified evidence comes before declared, and both before none, when all else is equal")
    func evidence() throws {
        let team = try Invented.team([
            Invented.candidate(Invented.amara, level: 1), Invented.candidate(Invented.tomasz, level: 3),
            Invented.candidate(Invented.noor, concept: "grief", level: 4),
        ])
        let ranking = team.rank(try Invented.need())
        #expect(ranking.matches().map(\.therapist) == [Invented.tomasz, Invented.amara])
        #expect(ranking.exclusion(of: Invented.noor)?.all == [.evidence, .fitFloor])
    }

    @Test("high-intensity work asks for verified evidence and a place within the sub-cap")
    func intensity() throws {
        let full = Candidate.Caseload(capacity: 10, taken: 5, intenseCapacity: 3, intenseTaken: 3)
        let base = Invented.candidate(Invented.tomasz)
        let busy = Candidate(
            id: base.id, credentials: base.credentials, specialties: base.specialties, clientKinds: base.clientKinds,
            languages: base.languages, formats: base.formats, caseload: full, openings: base.openings)
        let ranking = try Invented.team([Invented.candidate(Invented.amara, level: 1), busy]).rank(try Invented.need(high: true))
        #expect(ranking.exclusion(of: Invented.amara)?.first == .evidence)
        #expect(ranking.exclusion(of: Invented.tomasz)?.all == [.place])
        #expect(ranking.count == 0)
    }

    @Test("evidence that has expired counts as declared, and so does everything beyond five focus concepts")
    func focus() throws {
        let team = try Invented.team([])
        let codes = Invented.concepts.codes.prefix(6)
        let counted = team.counted(codes.map { .init(concept: $0, level: 3, isFocus: true) })
        #expect(counted.filter { $0.level == 3 }.count == 5)
        #expect(counted.filter { $0.level == 1 }.count == 1)
        let old = team.counted([.init(concept: "cptsd", level: 4, isFocus: true, expires: Invented.today.adding(days: -1))])
        #expect(old.map(\.level) == [1])
        #expect(team.counted([.init(concept: "cptsd", level: 4, isFocus: true, expires: Invented.today)]).map(\.level) == [4])
        #expect(team.counted([.init(concept: "cptsd", level: 4)]).map(\.level) == [1])
    }

    @Test("a credential that ends before the first session excludes, one that lasts until that day does not")
    func credential() throws {
        let ranking = try Invented.team([
            Invented.candidate(Invented.amara, expires: Invented.today.adding(days: 4)),
            Invented.candidate(Invented.tomasz, expires: Invented.today.adding(days: 5)),
        ]).rank(try Invented.need())
        #expect(ranking.exclusion(of: Invented.amara)?.all == [.credential])
        #expect(ranking.matches().map(\.therapist) == [Invented.tomasz])
    }

    @Test("a must excludes, a wish only counts, and what nobody knows counts as half")
    func wishes() throws {
        let candidates = [
            Invented.candidate(Invented.amara, gender: "woman"), Invented.candidate(Invented.tomasz, gender: "man"),
            Invented.candidate(Invented.noor),
        ]
        let must = try Invented.team(candidates).rank(try Invented.need(ReferralWants(gender: .must("woman"))))
        #expect(must.matches().map(\.therapist) == [Invented.amara])
        let wish = try Invented.team(candidates).rank(try Invented.need(ReferralWants(gender: .wish("woman"))))
        let levels = Dictionary(uniqueKeysWithValues: wish.matches().map { ($0.therapist, $0.contributions[1].level) })
        #expect(levels == [Invented.amara: 10_000, Invented.tomasz: 0, Invented.noor: 5000])
        #expect(wish.match(of: Invented.tomasz)?.unmet == ["gender"])
    }

    @Test("the weeks of waiting cost as the policy says: the first most, none below zero")
    func waiting() throws {
        let team = try Invented.team([])
        let day: Int64 = 86_400_000_000
        let levels = [0, 7, 14, 21, 700].map { team.timeLevel(Invented.now.microseconds + $0 * day) }
        #expect(levels == [10_000, 7500, 6500, 5500, 0])
    }

    @Test("a counterfactual names the smallest change that would put somebody else first")
    func counterfactuals() throws {
        let candidates = [
            Invented.candidate(Invented.amara, level: 1, openings: [Invented.opening(4, 10)]),
            Invented.candidate(Invented.tomasz, level: 3, openings: [Invented.opening(6, 18)]),
        ]
        let wants = ReferralWants(times: .must(WeekTimes.every(.morning)))
        let ranking = try Invented.team(candidates).rank(try Invented.need(wants))
        #expect(ranking.matches().map(\.therapist) == [Invented.amara])
        #expect(ranking.exclusion(of: Invented.tomasz)?.all == [.opening])
        let found = ranking.counterfactuals()
        #expect(found.map(\.change) == ["times:thursday_evening"])
        #expect(found.first?.therapist == Invented.tomasz)
        #expect(found.first?.text == "If thursday evening were possible, another therapist would be first.")
    }

    @Test("a therapist kept apart reads exactly like one without a place, and no counterfactual gives her away")
    func keptApart() throws {
        let full = Invented.candidate(Invented.amara, taken: 10)
        let free = Invented.candidate(Invented.amara)
        let other = Invented.candidate(Invented.tomasz, level: 2)
        let wants = ReferralWants(times: .must(WeekTimes.every(.morning)))
        let hidden = try Invented.team([free, other]).rank(try Invented.need(wants, keptApart: [Invented.amara]))
        let plain = try Invented.team([full, other]).rank(try Invented.need(wants))
        #expect(hidden.exclusions() == plain.exclusions())
        #expect(hidden.exclusions().map(\.first) == [.place])
        #expect(hidden.counterfactuals() == plain.counterfactuals())
        #expect(hidden.exclusions(for: .mayKnowRelations).map(\.first) == [.keptApart])
        let stored = hidden.explanation(of: Invented.tomasz)?.value.text ?? ""
        #expect(!stored.isEmpty && !stored.contains("kept"))
    }

    @Test("the tie hash is SipHash-2-4: the vector of its authors for eight bytes")
    func sipHash() {
        // Key 00 01 … 0f, message 00 01 … 07 (Appendix A of the paper and its reference vectors).
        var hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
        hash.absorb(0x0706_0504_0302_0100)
        #expect(hash.finish(bytes: 8) == 0x93f5_f579_9a93_2462)
    }

    @Test("therapists alike in everything are not ordered by their ids, and two referrals order them differently")
    func ties() throws {
        let team = try Invented.team((1...40).map { Invented.candidate(Therapist.ID(id($0))) })
        let one = team.rank(try Invented.need()).matches(limit: 40).map(\.therapist)
        let other = team.rank(
            try MatchNeed(
                referral: Referral.ID(id(13)), standing: Invented.rankable, concerns: [("cptsd", 1)], jurisdiction: "CA-BC",
                clientKind: "adult")
        ).matches(limit: 40).map(\.therapist)
        #expect(one != one.sorted() && one != other && Set(one) == Set(other))
    }

    @Test("more than 63 codes of one kind is an error with a name, not a wrong answer")
    func tooManyCodes() {
        let candidates = (0..<70).map { Invented.candidate(Therapist.ID(id($0)), modalities: ["m\($0)"]) }
        #expect(throws: TeamError.tooManyCodes(of: "modalities")) { try Invented.team(candidates) }
    }
}

extension Candidate {
    fileprivate func taking(factsOf other: Candidate) -> Candidate {
        Candidate(
            id: id, credentials: other.credentials, specialties: other.specialties, clientKinds: other.clientKinds,
            languages: other.languages, formats: other.formats, modalities: other.modalities, funding: other.funding,
            feeCents: other.feeCents, slidingFeeCents: other.slidingFeeCents, gender: other.gender, caseload: other.caseload,
            lastAssigned: other.lastAssigned, openings: other.openings)
    }
}
