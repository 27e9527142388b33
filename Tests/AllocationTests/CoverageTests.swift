import Allocation
import Testing

@Suite("Who gets a place, by priority")
struct CoverageTests {
    @Test(
        "the best set in order of priority, and as many people as possible, against trying every way", arguments: [false, true])
    func exhaustive(laminar: Bool) throws {
        for seed in 0..<1_500 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 5, laminar: laminar)
            let order = Array(0..<small.clients).shuffled(using: &dice)
            let problem = try small.problem()
            let cover = try problem.covered(inOrder: order)
            // As a word: the most urgent client is the highest bit.
            var best = 0, most = 0
            small.everyWay { chosen in
                let word = order.reduce(0) { $0 << 1 | (chosen[$1] >= 0 ? 1 : 0) }
                best = max(best, word)
                most = max(most, chosen.count { $0 >= 0 })
            }
            let word = order.reduce(0) { $0 << 1 | (cover.therapistOf[$1] >= 0 ? 1 : 0) }
            #expect(word == best && cover.placed == most, "seed \(seed)")
            #expect(small.isWithinCaps(cover.therapistOf.map(Int.init)), "seed \(seed)")
            #expect(cover.waiting.map(\.client) == order.filter { cover.therapistOf[$0] < 0 }, "seed \(seed)")
            #expect(problem.faults(in: cover, order: order).isEmpty, "seed \(seed): \(problem.faults(in: cover, order: order))")

            let both = try problem.allocatedByPriority(order)
            #expect(both.allocation.therapistOf.map { $0 >= 0 } == cover.therapistOf.map { $0 >= 0 }, "seed \(seed)")
            var fit = -1
            small.everyWay { chosen in
                if zip(chosen, cover.therapistOf).allSatisfy({ ($0 >= 0) == ($1 >= 0) }) { fit = max(fit, small.fit(chosen)) }
            }
            #expect(both.allocation.fit == Int64(max(0, fit)), "seed \(seed)")
        }
    }

    @Test("a certificate that lists too few therapists, or names a less urgent client, is refused")
    func tampering() throws {
        let problem = try AllocationProblem(
            costs: CostTable(clients: 3, therapists: 2, fits: [1, 1, 1, nil, 1, 1]), places: [1, 1])
        let cover = try problem.covered(inOrder: [0, 1, 2])
        #expect(cover.waiting.map(\.client) == [2] && cover.waiting.map(\.crowd) == [0])
        #expect(problem.faults(in: cover, order: [0, 1, 2]).isEmpty)
        #expect(problem.faults(in: cover, order: [2, 0, 1]).contains(.lessUrgent(client: 1, than: 2)))
        let more = try AllocationProblem(costs: problem.costs, places: [1, 2])
        #expect(more.faults(in: cover, order: [0, 1, 2]).contains(.room(therapist: 1, capClass: 0)))
    }

    @Test("a place more never takes one from anybody")
    func morePlaces() throws {
        for seed in 0..<300 {
            var dice = Dice(seed)
            var small = Small.random(&dice, most: 8, laminar: false)
            let order = Array(0..<small.clients).shuffled(using: &dice)
            let before = try small.problem().covered(inOrder: order)
            small.places[dice.below(small.therapists)] += 1
            let after = try small.problem().covered(inOrder: order)
            for client in order where before.therapistOf[client] >= 0 { #expect(after.therapistOf[client] >= 0, "seed \(seed)") }
        }
    }
}
