import Allocation
import Testing

@Suite("The checker of certificates")
struct CertificateTests {
    private func example() throws -> AllocationProblem {
        try AllocationProblem(
            costs: CostTable(clients: 3, therapists: 2, fits: [9_000, 100, 8_000, 50, 7_000, nil]), places: [1, 1])
    }

    @Test("a valid answer has no faults; every tampering with it has one")
    func tampering() throws {
        let problem = try example()
        let answer = try problem.allocated()
        #expect(problem.faults(in: answer).isEmpty)
        #expect(answer.placed == 2 && answer.fit == 8_100 || answer.fit == 9_050)
        let proof = answer.certificate
        func changed(
            _ therapistOf: [Int32]? = nil, placed: Int? = nil, cost: Int64? = nil, _ edit: (inout Certificate) -> Void = { _ in }
        ) -> Allocation {
            var certificate = proof
            edit(&certificate)
            return Allocation(
                therapistOf: therapistOf ?? answer.therapistOf, placed: placed ?? answer.placed, cost: cost ?? answer.cost,
                certificate: certificate)
        }
        let wrong: [Allocation] = [
            changed(placed: 3), changed(cost: answer.cost - 1), changed([-1, -1, 1]), changed([0, 0, -1]), changed([0]),
            changed([0, 1, 5]),
            changed([1, 0, -1]), changed([-1, 0, -1], placed: 1, cost: 2_000), changed { $0.waitingCost = nil },
            changed { $0.waitingCost = 10_000 }, changed { $0.prices[0][0] -= 1 }, changed { $0.prices[0][0] += 1 },
            changed { $0.prices[0][1] = -1 }, changed { $0.clientPrices[0] += 1 }, changed { $0.clientPrices[1] -= 1 },
            changed { $0.prices = [] }, changed { $0.clientPrices = [] },
        ]
        for (index, one) in wrong.enumerated() { #expect(!problem.faults(in: one).isEmpty, "tampering \(index)") }
    }

    @Test("an answer that swaps two clients for the worse is refused, whatever prices it brings")
    func swapped() throws {
        for seed in 0..<200 {
            var dice = Dice(seed)
            let fits = (0..<36).map { _ in dice.below(1_000) as Int? }
            let problem = try AllocationProblem(
                costs: CostTable(clients: 6, therapists: 6, fits: fits), places: Array(repeating: 1, count: 6))
            let answer = try problem.allocated()
            var swapped = answer.therapistOf
            swapped.swapAt(dice.below(3), 3 + dice.below(3))
            let cost = swapped.enumerated().reduce(Int64(0)) { $0 + (problem.costs.cost($1.offset, Int($1.element)) ?? 0) }
            let worse = Allocation(therapistOf: swapped, placed: 6, cost: cost, certificate: answer.certificate)
            #expect(problem.faults(in: worse).isEmpty == (cost == answer.cost), "seed \(seed)")
        }
    }

    @Test("who was not to be placed must not be")
    func uninvited() throws {
        let problem = try example()
        let answer = try problem.allocated()
        #expect(problem.faults(in: answer, among: [2]).contains { if case .placedUninvited = $0 { true } else { false } })
    }
}
