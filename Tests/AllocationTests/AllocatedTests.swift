import Allocation
import Testing

@Suite("Placing as many as possible, at the greatest fit")
struct AllocatedTests {
    @Test("small lists agree with trying every way there is", arguments: [false, true])
    func bruteForce(laminar: Bool) throws {
        for seed in 0..<1_500 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 5, laminar: laminar)
            let problem = try small.problem()
            let answer = try problem.allocated()
            var best = (placed: -1, fit: 0)
            small.everyWay { chosen in
                let placed = chosen.count { $0 >= 0 }, fit = small.fit(chosen)
                if (placed, fit) > best { best = (placed, fit) }
            }
            #expect(answer.placed == best.placed && answer.fit == Int64(best.fit), "seed \(seed)")
            #expect(problem.faults(in: answer).isEmpty, "seed \(seed): \(problem.faults(in: answer))")
        }
    }

    @Test("lists of eight by eight agree with a table over all sets of clients")
    func eight() throws {
        for seed in 0..<200 {
            var dice = Dice(seed)
            let fits = (0..<8).map { _ in (0..<8).map { _ in dice.below(5) == 0 ? nil : dice.below(30) as Int? } }
            let small = Small(fits: fits, places: (0..<8).map { _ in dice.below(3) })
            let problem = try small.problem()
            let answer = try problem.allocated()
            // best[set]: the greatest fit that places exactly this set with the therapists so far.
            var best = [Int](repeating: -1, count: 256)
            best[0] = 0
            for therapist in 0..<8 {
                for _ in 0..<small.places[therapist] {
                    var next = best
                    for set in 0..<256 where best[set] >= 0 {
                        for client in 0..<8 where set >> client & 1 == 0 {
                            if let fit = fits[client][therapist] {
                                next[set | 1 << client] = max(next[set | 1 << client], best[set] + fit)
                            }
                        }
                    }
                    best = next
                }
            }
            let top = (0..<256).filter { best[$0] >= 0 }.map { ($0.nonzeroBitCount, best[$0]) }.max { $0 < $1 } ?? (0, 0)
            #expect(answer.placed == top.0 && answer.fit == Int64(top.1), "seed \(seed)")
            #expect(problem.faults(in: answer).isEmpty, "seed \(seed)")
        }
    }

    @Test("costs of any sign and span, dense or as a list of pairs, give one answer")
    func costs() throws {
        for seed in 0..<300 {
            var dice = Dice(seed)
            let clients = 1 + dice.below(30), therapists = 1 + dice.below(30)
            let span = [10, 60_000, 3_000_000, 60_000_000, 4_000_000_000][dice.below(5)]
            let density = 1 + dice.below(10)
            let costs: [Int?] = (0..<clients * therapists).map { _ in dice.below(10) < density ? dice.below(span) - span / 2 : nil
            }
            let places = (0..<therapists).map { _ in dice.below(3) }
            let arcs = costs.enumerated().compactMap { index, cost in
                cost.map { CostArc(client: index / therapists, therapist: index % therapists, cost: $0) }
            }
            let dense = try AllocationProblem(
                costs: CostTable(clients: clients, therapists: therapists, costs: costs), places: places)
            let sparse = try AllocationProblem(
                costs: CostTable(clients: clients, therapists: therapists, arcs: arcs.shuffled(using: &dice)), places: places)
            let one = try dense.allocated(), other = try sparse.allocated()
            #expect(one.placed == other.placed && one.cost == other.cost, "seed \(seed)")
            #expect(dense.faults(in: one).isEmpty && sparse.faults(in: other).isEmpty, "seed \(seed): \(dense.faults(in: one))")
        }
    }

    @Test("hundreds of clients, crowded and with caps within caps, are proven optimal")
    func proven() throws {
        for seed in 0..<40 {
            var dice = Dice(seed)
            let clients = 50 + dice.below(300), therapists = 5 + dice.below(40), forbidden = dice.below(3) * 4
            let appeal = (0..<therapists).map { _ in dice.below(6_001) }
            let fits: [Int?] = (0..<clients * therapists).map { index in
                dice.below(10) < forbidden ? nil : min(10_000, max(0, appeal[index % therapists] + dice.below(6_001) - 2_000))
            }
            let places = (0..<therapists).map { _ in dice.below(2 * clients / therapists + 2) }
            let problem = try AllocationProblem(
                costs: CostTable(clients: clients, therapists: therapists, fits: fits), places: places,
                inner: seed % 2 == 0
                    ? [] : [(parent: 0, caps: places.map { $0 * 6 / 10 }), (parent: 1, caps: places.map { $0 / 5 })],
                classOf: seed % 2 == 0 ? [] : (0..<clients).map { _ in dice.below(3) })
            let answer = try problem.allocated()
            #expect(problem.faults(in: answer).isEmpty, "seed \(seed): \(problem.faults(in: answer))")
            let again = try problem.allocated(known: answer.certificate)
            #expect(again.cost == answer.cost && again.placed == answer.placed, "seed \(seed)")
            #expect(problem.faults(in: again).isEmpty, "seed \(seed)")
        }
    }

    @Test("ties, equal rows and the worst case of the Hungarian method stay exact")
    func ties() throws {
        for (name, fit) in [
            ("equal", { (_: Int, _: Int) in 5_000 }), ("product", { ($0 + 1) * ($1 + 1) % 10_001 }),
            ("Machol-Wien", { ($0 + 1) * ($1 + 1) }), ("two values", { ($0 * 7 + $1 * 3) % 2 }),
        ] as [(String, (Int, Int) -> Int)] {
            let problem = try AllocationProblem(
                costs: CostTable(clients: 90, therapists: 90, fits: (0..<8_100).map { fit($0 / 90, $0 % 90) }),
                places: Array(repeating: 1, count: 90))
            let answer = try problem.allocated()
            #expect(answer.placed == 90, "\(name)")
            #expect(problem.faults(in: answer).isEmpty, "\(name)")
        }
    }

    @Test("nobody, nowhere, and no places are answers too")
    func nothing() throws {
        for (clients, therapists, places) in [(0, 0, []), (0, 2, [1, 1]), (3, 0, []), (3, 2, [0, 0])] {
            let problem = try AllocationProblem(
                costs: CostTable(
                    clients: clients, therapists: therapists, fits: Array(repeating: 7, count: clients * therapists)),
                places: places)
            let answer = try problem.allocated()
            #expect(answer.placed == 0 && answer.cost == 0)
            #expect(answer.therapistOf == Array(repeating: -1, count: clients))
            #expect(problem.faults(in: answer).isEmpty)
        }
    }
}
