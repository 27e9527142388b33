import Allocation

/// SplitMix64 (Steele and others, 2014): the same numbers on every machine, from a seed that a failing test prints.
struct Dice: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: Int) { state = UInt64(truncatingIfNeeded: seed) }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

/// A small problem as plain lists, for the slow and obvious ways of solving it.
struct Small {
    var fits: [[Int?]]
    var places: [Int]
    var inner: [(parent: Int, caps: [Int])] = []
    var classOf: [Int] = []

    var clients: Int { fits.count }
    var therapists: Int { places.count }

    func problem() throws -> AllocationProblem {
        try AllocationProblem(
            costs: CostTable(clients: clients, therapists: therapists, fits: fits.flatMap { $0 }), places: places, inner: inner,
            classOf: classOf)
    }

    /// Forbidden pairs, ties, zero places and caps within caps, all often.
    static func random(_ dice: inout Dice, most: Int, laminar: Bool) -> Small {
        let clients = dice.below(most + 1), therapists = 1 + dice.below(most)
        let range = [2, 5, 100, 10_001][dice.below(4)], forbidden = dice.below(4)
        var small = Small(
            fits: (0..<clients).map { _ in (0..<therapists).map { _ in dice.below(4) < forbidden ? nil : dice.below(range) } },
            places: (0..<therapists).map { _ in dice.below(4) })
        guard laminar else { return small }
        small.inner = [(parent: 0, caps: (0..<therapists).map { _ in dice.below(3) })]
        if dice.below(2) == 0 { small.inner.append((parent: dice.below(2), caps: (0..<therapists).map { _ in dice.below(3) })) }
        small.classOf = (0..<clients).map { _ in dice.below(small.inner.count + 1) }
        return small
    }

    /// Whether nobody has more than they can take, counting every client up through the classes.
    func isWithinCaps(_ chosen: [Int]) -> Bool {
        var used = Array(repeating: places.map { _ in 0 }, count: inner.count + 1)
        for (client, therapist) in chosen.enumerated() where therapist >= 0 {
            var level = classOf.isEmpty ? 0 : classOf[client]
            while true {
                used[level][therapist] += 1
                if level == 0 { break }
                level = inner[level - 1].parent
            }
        }
        return used.indices.allSatisfy { level in
            let caps = level == 0 ? places : inner[level - 1].caps
            return caps.indices.allSatisfy { used[level][$0] <= caps[$0] }
        }
    }

    /// Every way there is: each client with each allowed therapist or none.
    func everyWay(_ body: ([Int]) -> Void) {
        var chosen = Array(repeating: -1, count: clients)
        func go(_ client: Int) {
            guard client < clients else {
                body(chosen)
                return
            }
            for therapist in -1..<therapists where therapist < 0 || fits[client][therapist] != nil {
                chosen[client] = therapist
                if isWithinCaps(chosen) { go(client + 1) }
            }
            chosen[client] = -1
        }
        go(0)
    }

    func fit(_ chosen: [Int]) -> Int {
        chosen.enumerated().reduce(0) { $0 + ($1.element < 0 ? 0 : (fits[$1.offset][$1.element] ?? 0)) }
    }
}
