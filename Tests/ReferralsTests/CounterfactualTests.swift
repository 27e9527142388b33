import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("Counterfactuals keep what they promise")
struct CounterfactualTests {
    /// The wants after a change, read from its code alone: not from what the ranking made of it.
    private static func applying(_ code: String, to wants: ReferralWants) -> ReferralWants? {
        var wants = wants
        let parts = code.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts[0], parts.count > 1 ? parts[1] : "") {
        case ("times", let part):
            guard let times = wants.times, let more = WeekTimes(code: part) else { return nil }
            wants.times = .must(times.value.union(more))
        case ("format", let word):
            guard let format = SessionFormat(rawValue: word) else { return nil }
            wants.formats.append(format)
        case ("gender", _):
            guard let gender = wants.gender else { return nil }
            wants.gender = .wish(gender.value, importance: 3)
        case ("modality", let name):
            guard let index = wants.modalities.firstIndex(where: { $0.value == name }) else { return nil }
            wants.modalities[index] = .wish(name, importance: 3)
        case ("payment", _): (wants.funding, wants.feeCeilingCents) = (nil, nil)
        default: return nil
        }
        return wants
    }

    @Test("in 400 random teams each change, made for real, puts the therapist first whom it names, with that score and that hour")
    func kept() throws {
        var told = 0
        var kinds: Set<Substring> = []
        for seed in 1...400 {
            var random = SeededNumbers(seed: UInt64(seed))
            let team = try Invented.team(Invented.randomTeam(Int.random(in: 4...30, using: &random), &random))
            var wants = try Invented.randomNeed(of: team.candidates, &random).wants
            if Bool.random(using: &random) { wants.times = .must(.every(.evening)) }
            if Bool.random(using: &random) { wants.gender = .must("woman") }
            if Bool.random(using: &random) { wants.formats = [.online] }
            if Bool.random(using: &random) { wants.modalities = [.must("emdr")] }
            if Bool.random(using: &random) { wants.funding = "cvap" }
            if Bool.random(using: &random) { wants.feeCeilingCents = 10_000 }
            let need = try Invented.need(wants, keptApart: Set(team.candidates.prefix(1).map(\.id)))
            let ranking = team.rank(need)
            let first = ranking.matches(limit: 1).first
            for promise in ranking.counterfactuals(limit: 10) {
                let changed = try #require(Self.applying(promise.change, to: wants), "seed \(seed): \(promise.change)")
                let then = try #require(
                    team.rank(need.wanting(changed)).matches(limit: 1).first, "seed \(seed): \(promise.change)")
                #expect(then.therapist == promise.therapist, "seed \(seed): \(promise.change)")
                #expect(then.score == promise.score && then.opening?.start == promise.start, "seed \(seed): \(promise.change)")
                // And it is worth asking for: somebody else, or a week sooner.
                let sooner = (first?.opening?.start).map { $0.microseconds - promise.start.microseconds >= 7 * 86_400_000_000 }
                #expect(first?.therapist != promise.therapist || sooner == true, "seed \(seed): \(promise.change)")
                #expect(!need.keptApart.contains(promise.therapist), "seed \(seed)")
                told += 1
                kinds.insert(promise.change.prefix { $0 != ":" })
            }
        }
        #expect(told > 100, "\(told)")
        #expect(kinds == ["times", "format", "gender", "modality", "payment"])
    }
}
