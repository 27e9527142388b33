/// Who goes to whom: as many as possible, and among all such ways one of least cost. With the prices that prove it.
public struct Allocation: Hashable, Sendable {
    /// By client; -1 waits.
    public let therapistOf: [Int32]
    public let placed: Int
    /// The sum of the costs of those who are placed.
    public let cost: Int64
    public let certificate: Certificate

    public init(therapistOf: [Int32], placed: Int, cost: Int64, certificate: Certificate) {
        self.therapistOf = therapistOf
        self.placed = placed
        self.cost = cost
        self.certificate = certificate
    }

    /// The sum of the fits of those who are placed, where costs are fits.
    public var fit: Int64 { Int64(placed) * Int64(CostTable.highestFit) - cost }
}

/// Dual prices: what a place costs, and what a client would pay. They prove that nothing better exists, whoever checks
/// (``AllocationProblem/faults(in:among:)``).
public struct Certificate: Hashable, Sendable {
    /// By class, then therapist, at least 0: what a client of that class pays for a place there.
    public var prices: [[Int64]]
    /// By client: cost and price together of the best choice; 0 for who is not to be placed.
    public var clientPrices: [Int64]
    /// What leaving a client to wait counts as; nil if nobody waits. So much that no sum of better fits is worth one place.
    public var waitingCost: Int64?
}

extension AllocationProblem {
    /// Places as many as possible, and among all such ways takes one of least cost. Exact.
    /// - Parameters:
    ///   - members: the clients to be placed; nil for all. In a fixed order, the answer is the same to the byte.
    ///   - known: prices of an answer to nearly the same problem, to begin with; they change how long it takes, not the cost.
    /// - Throws: `costsSpanTooMuch` where 64 bits would not hold the sums.
    public func allocated(among members: [Int]? = nil, known: Certificate? = nil) throws(AllocationError) -> Allocation {
        let members = members ?? Array(0..<clients)
        var cover: Coverage?
        if costs.forbids || classes > 1 || caps[0].reduce(0, { $0 + Int($1) }) < members.count {
            cover = try covered(inOrder: members)
        }
        return try allocated(members, cover: cover, known: known)
    }

    /// - Parameter cover: of exactly these members; nil if all can certainly be placed.
    func allocated(_ members: [Int], cover: Coverage?, known: Certificate?) throws(AllocationError) -> Allocation {
        let waits = cover.map { !$0.waiting.isEmpty } ?? false
        let crowded = cover.map { cover in Set(cover.crowds.flatMap { $0.therapists[0] }).map(Int.init).sorted() } ?? []
        let penalty = waits ? penaltyForWaiting : nil
        let names = members.map { Int32(truncatingIfNeeded: $0) }
        let answer = try flow(names, penalty: penalty, crowded: crowded, known: known?.prices.first)
        return allocation(from: answer, members: members, penalty: penalty)
    }

    /// A path of moves that places one more visits each node once, and each step changes the cost by the spread at most: so this is
    /// more than any such path can save, and whoever can be placed is.
    var penaltyForWaiting: Int64 { Int64(therapists * classes + 2) * max(1, costs.spread) + 1 }

    private func flow(
        _ members: [Int32], penalty: Int64?, crowded: [Int], known: [Int64]?
    ) throws(AllocationError) -> FlowAnswer {
        let width = costs.stride
        var answer: FlowAnswer?
        switch costs.store {
        case .narrow(let rows):
            answer = rows.withUnsafeBufferPointer { rows -> FlowAnswer? in
                // SAFETY: a Swift array's storage outlives this closure; an empty one is never read, as there is no client.
                guard let base = rows.baseAddress else { return nil }
                return run(NarrowRows<UInt16>(rows: base, stride: width), members, penalty, crowded, known)
                    ?? run(WideRows<UInt16>(rows: base, stride: width), members, penalty, crowded, known)
            }
        case .wide(let rows):
            answer = rows.withUnsafeBufferPointer { rows -> FlowAnswer? in
                guard let base = rows.baseAddress else { return nil }
                return run(NarrowRows<UInt32>(rows: base, stride: width), members, penalty, crowded, known)
                    ?? run(WideRows<UInt32>(rows: base, stride: width), members, penalty, crowded, known)
            }
        case .sparse(let sparse):
            answer = sparse.starts.withUnsafeBufferPointer { starts in
                sparse.therapists.withUnsafeBufferPointer { therapists in
                    sparse.costs.withUnsafeBufferPointer { costs -> FlowAnswer? in
                        guard let starts = starts.baseAddress, let therapists = therapists.baseAddress,
                            let costs = costs.baseAddress
                        else { return nil }
                        let rows = SparseRows(starts: starts, therapists: therapists, costs: costs)
                        return run(rows, members, penalty, crowded, known)
                    }
                }
            }
        }
        if let answer { return answer }
        guard members.isEmpty || therapists == 0 || caps[0].allSatisfy({ $0 == 0 }) || costs.isEmpty else {
            throw .costsSpanTooMuch
        }
        return FlowAnswer(
            therapistOf: Array(repeating: -1, count: clients),
            prices: Array(repeating: Array(repeating: 0, count: therapists), count: classes))
    }

    private func run<Rows: FlowRows>(
        _ rows: Rows, _ members: [Int32], _ penalty: Int64?, _ crowded: [Int], _ known: [Int64]?
    ) -> FlowAnswer? {
        guard Int64(Rows.limit) / 4 > max(costs.spread, penalty ?? 0), let spread = Rows.Price(exactly: costs.spread) else {
            return nil
        }
        let bench = penalty.flatMap { Rows.Price(exactly: $0) }
        let engine = FlowEngine(problem: self, rows: rows, members: members, width: costs.stride, benchCost: bench)
        return engine.solve(spread: spread, crowded: crowded, known: known)
    }

    private func allocation(from answer: FlowAnswer, members: [Int], penalty: Int64?) -> Allocation {
        var total: Int64 = 0, placed = 0
        var mine = [Int64](repeating: 0, count: clients)
        let waitingCost = penalty.map { $0 + costs.base }
        var most: Int64 = 0
        for client in members {
            let j = Int(answer.therapistOf[client])
            if j >= 0, let cost = costs.cost(client, j) {
                total += cost
                placed += 1
                mine[client] = cost + answer.prices[Int(classOf[client])][j]
            } else {
                mine[client] = waitingCost ?? 0
            }
            most = max(most, mine[client] - costs.base)
        }
        // Who has no place to give has any price: high enough that nobody would rather be there.
        var prices = answer.prices
        for j in 0..<therapists where caps[0][j] == 0 {
            for t in 0..<classes { prices[t][j] = most }
        }
        return Allocation(
            therapistOf: answer.therapistOf, placed: placed, cost: total,
            certificate: Certificate(prices: prices, clientPrices: mine, waitingCost: waitingCost))
    }
}

extension CostTable {
    /// No pair is allowed.
    var isEmpty: Bool {
        for client in 0..<clients {
            var any = false
            forEachAllowed(client) { _, _ in any = true }
            if any { return false }
        }
        return true
    }
}
