import Allocation
import Testing

@Suite("Pairs of the same list who must not share a therapist")
struct ConflictTests {
    @Test("small lists agree with trying every way there is")
    func bruteForce() throws {
        for seed in 0..<800 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 5, laminar: seed % 3 == 0)
            guard small.clients > 1 else { continue }
            let pairs = (0..<1 + dice.below(4)).map { _ in ConflictPair(dice.below(small.clients), dice.below(small.clients)) }
                .filter { $0.one != $0.other }
            let order = Array(0..<small.clients).shuffled(using: &dice)
            let answer = try small.problem().allocatedByPriority(order, apart: pairs)
            var best = (word: 0, fit: 0)
            small.everyWay { chosen in
                guard pairs.allSatisfy({ chosen[$0.one] < 0 || chosen[$0.one] != chosen[$0.other] }) else { return }
                let word = order.reduce(0) { $0 << 1 | (chosen[$1] >= 0 ? 1 : 0) }
                if (word, small.fit(chosen)) > best { best = (word, small.fit(chosen)) }
            }
            let word = order.reduce(0) { $0 << 1 | (answer.therapistOf[$1] >= 0 ? 1 : 0) }
            #expect(answer.gap == nil, "seed \(seed)")
            #expect(word == best.word && small.fit(answer.therapistOf.map(Int.init)) == best.fit, "seed \(seed)")
            for pair in pairs {
                #expect(answer.therapistOf[pair.one] < 0 || answer.therapistOf[pair.one] != answer.therapistOf[pair.other])
            }
        }
    }

    @Test("fifty pairs among three hundred clients are kept apart exactly; a limit of one gives an answer and its gap")
    func many() throws {
        var dice = Dice(4)
        let fits: [Int?] = (0..<300 * 40).map { _ in dice.below(10_001) }
        let problem = try AllocationProblem(
            costs: CostTable(clients: 300, therapists: 40, fits: fits), places: Array(repeating: 8, count: 40))
        let pairs = (0..<50).map { ConflictPair(2 * $0, 2 * $0 + 1) }
        let order = Array(0..<300)
        let free = try problem.allocatedByPriority(order).allocation
        // Those who do meet, so that there is something to do.
        let meeting = (0..<300).flatMap { one in (one + 1..<300).map { (one, $0) } }
            .filter { free.therapistOf[$0.0] == free.therapistOf[$0.1] }.prefix(12).map { ConflictPair($0.0, $0.1) }
        let exact = try problem.allocatedByPriority(order, apart: pairs + meeting)
        #expect(exact.gap == nil && exact.placed == 300)
        #expect(exact.cost >= free.cost)
        for pair in pairs + meeting { #expect(exact.therapistOf[pair.one] != exact.therapistOf[pair.other]) }
        let hasty = try problem.allocatedByPriority(order, apart: pairs + meeting, limit: 1)
        #expect(hasty.gap == .people(atMost: 300))
        for pair in pairs + meeting {
            #expect(hasty.therapistOf[pair.one] < 0 || hasty.therapistOf[pair.one] != hasty.therapistOf[pair.other])
        }
    }
}
