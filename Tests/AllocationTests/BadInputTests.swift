import Allocation
import Testing

@Suite("Numbers that no allocation can be made from")
struct BadInputTests {
    @Test("each is refused by name; nothing wraps and nothing traps")
    func refused() throws {
        let costs = try CostTable(clients: 1, therapists: 1, fits: [5])
        #expect(throws: AllocationError.badFit(client: 0, therapist: 0, value: 10_001)) {
            try CostTable(clients: 1, therapists: 1, fits: [10_001])
        }
        #expect(throws: AllocationError.badFit(client: 0, therapist: 0, value: -1)) {
            try CostTable(clients: 1, therapists: 1, fits: [-1])
        }
        #expect(throws: AllocationError.badCost(client: 0, therapist: 0, value: Int.max)) {
            try CostTable(clients: 1, therapists: 1, costs: [Int.max])
        }
        #expect(throws: AllocationError.badCost(client: 0, therapist: 0, value: Int.min)) {
            try CostTable(clients: 1, therapists: 1, costs: [Int.min])
        }
        #expect(throws: AllocationError.badCost(client: 0, therapist: 0, value: Int.min)) {
            try CostTable(clients: 1, therapists: 1, arcs: [CostArc(client: 0, therapist: 0, cost: Int.min)])
        }
        #expect(throws: AllocationError.self) { try CostTable(clients: Int.max, therapists: Int.max, fits: []) }
        #expect(throws: AllocationError.self) { try CostTable(clients: -1, therapists: -1, fits: [1]) }
        #expect(throws: AllocationError.wrongCount(of: "fits", expected: 1, found: 0)) {
            try CostTable(clients: 1, therapists: 1, fits: [])
        }
        #expect(throws: AllocationError.badPlaces(therapist: 0, value: -1)) { try AllocationProblem(costs: costs, places: [-1]) }
        #expect(throws: AllocationError.badPlaces(therapist: 0, value: Int.max)) {
            try AllocationProblem(costs: costs, places: [Int.max])
        }
        #expect(throws: AllocationError.badClasses) { try AllocationProblem(costs: costs, places: [1], inner: [(1, [1])]) }
        #expect(throws: AllocationError.unknown("class", 1)) { try AllocationProblem(costs: costs, places: [1], classOf: [1]) }
        #expect(throws: AllocationError.repeated(client: 0, therapist: 0)) {
            try CostTable(
                clients: 1, therapists: 1,
                arcs: [CostArc(client: 0, therapist: 0, cost: 1), CostArc(client: 0, therapist: 0, cost: 2)])
        }
        #expect(throws: AllocationError.unknown("row", 7)) {
            try CostTable(clients: 1, therapists: 1, arcs: [CostArc(client: 7, therapist: 0, cost: 1)])
        }
        let limit = CostTable.limit
        #expect(throws: AllocationError.tooLarge(pairs: 50_000 * 50_008, limit: limit)) {
            try FitTableMaker(clients: 50_000, therapists: 50_000)
        }
        #expect(throws: AllocationError.tooLarge(pairs: 1 << 40, limit: limit)) {
            try FitTableMaker(clients: 1 << 40, therapists: 1)
        }
    }

    @Test("the widest costs that are taken are still added up exactly")
    func widest() throws {
        let costs: [Int?] = [-2_000_000_000, 2_000_000_000, nil, 2_000_000_000, -2_000_000_000, nil, 0, 1, -1]
        let problem = try AllocationProblem(
            costs: CostTable(clients: 3, therapists: 3, costs: costs), places: [2_000_000_000, 1, 1])
        let answer = try problem.allocated()
        #expect(answer.cost == -4_000_000_001 && answer.placed == 3)
        #expect(problem.faults(in: answer).isEmpty)
    }
}
