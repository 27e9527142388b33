import Allocation
import Testing

@Suite("What best means")
struct ModeTests {
    @Test(
        "raise the lowest: the worst fit is as good as can be, and then the sum, against trying every way",
        arguments: [false, true])
    func raised(laminar: Bool) throws {
        for seed in 0..<600 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 5, laminar: laminar)
            let problem = try small.problem()
            let cover = try problem.covered(inOrder: Array(0..<small.clients))
            let members = (0..<small.clients).filter { cover.therapistOf[$0] >= 0 }
            let chosen = try problem.placed(members, mode: .raiseLowest).map(Int.init)
            var best = (-1, -1)
            small.everyWay { way in
                guard (0..<small.clients).allSatisfy({ (way[$0] >= 0) == members.contains($0) }) else { return }
                let lowest = members.map { small.fits[$0][way[$0]] ?? 0 }.min() ?? 0
                if (lowest, small.fit(way)) > best { best = (lowest, small.fit(way)) }
            }
            let lowest = members.map { small.fits[$0][chosen[$0]] ?? 0 }.min() ?? 0
            #expect((lowest, small.fit(chosen)) == best, "seed \(seed)")
        }
    }

    /// By definition: both would rather have each other, and the therapist's caps allow it once somebody worse has left, or nobody.
    private func envious(_ small: Small, _ chosen: [Int]) -> Int {
        var pairs = 0
        for client in 0..<small.clients {
            for therapist in 0..<small.therapists {
                guard let fit = small.fits[client][therapist] else { continue }
                if chosen[client] >= 0, fit <= small.fits[client][chosen[client]] ?? 0 { continue }
                let leaving =
                    [-1] + (0..<small.clients).filter { chosen[$0] == therapist && (small.fits[$0][therapist] ?? 0) < fit }
                let works = leaving.contains { other in
                    var changed = chosen
                    if other >= 0 { changed[other] = -1 }
                    changed[client] = therapist
                    return small.isWithinCaps(changed)
                }
                if works { pairs += 1 }
            }
        }
        return pairs
    }

    @Test("the stable way leaves no justified envy, and the report counts envy as the definition does", arguments: [false, true])
    func stable(laminar: Bool) throws {
        for seed in 0..<600 {
            var dice = Dice(seed)
            let small = Small.random(&dice, most: 7, laminar: laminar)
            let problem = try small.problem()
            let everybody = Array(0..<small.clients)
            let settled = try problem.placed(everybody, mode: .stable)
            #expect(small.isWithinCaps(settled.map(Int.init)), "seed \(seed)")
            #expect(envious(small, settled.map(Int.init)) == 0, "seed \(seed)")
            #expect(try problem.report(on: settled, members: everybody).enviousPairs == 0, "seed \(seed)")
            let best = try problem.allocated().therapistOf
            let report = try problem.report(on: best, members: everybody)
            #expect(report.enviousPairs == envious(small, best.map(Int.init)), "seed \(seed)")
            #expect(report.totalFit == small.fit(best.map(Int.init)), "seed \(seed)")
        }
    }

    @Test("the report says what the plan is worth")
    func report() throws {
        let problem = try AllocationProblem(
            costs: CostTable(clients: 2, therapists: 2, fits: [1_000, 900, 950, 100]), places: [1, 1])
        let best = try problem.report(on: [1, 0], members: [0, 1])
        #expect(best.totalFit == 1_850 && best.lowestFit == 900 && best.tenthPercentileFit == 900)
        #expect(best.enviousPairs == 1 && best.priceOfStability == 750 && best.utilisationGini == 0)
        let half = try problem.report(on: [0, -1], members: [0, 1])
        #expect(half.utilisationGini == 5_000 && half.placed == 1)
    }
}
