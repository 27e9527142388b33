/// The allowed pairs alone, client by client and therapist by therapist: for tables that are mostly empty.
struct SparseCosts: Sendable {
    /// Where each client's pairs start; one more at the end.
    var starts: [Int]
    var therapists: [Int32]
    /// `UInt32.max` is a pair that was forbidden afterwards.
    var costs: [UInt32]

    func cost(_ client: Int, _ therapist: Int) -> UInt32? {
        position(client, therapist).flatMap { costs[$0] == .max ? nil : costs[$0] }
    }

    mutating func forbid(_ client: Int, _ therapist: Int) {
        if let at = position(client, therapist) { costs[at] = .max }
    }

    private func position(_ client: Int, _ therapist: Int) -> Int? {
        var low = starts[client], high = starts[client + 1]
        while low < high {
            let middle = (low + high) / 2
            if therapists[middle] < therapist { low = middle + 1 } else { high = middle }
        }
        return low < starts[client + 1] && therapists[low] == therapist ? low : nil
    }
}

/// One allowed pair of a list.
public struct CostArc: Hashable, Sendable {
    public let client: Int
    public let therapist: Int
    /// Within ±2,000,000,000.
    public let cost: Int

    public init(client: Int, therapist: Int, cost: Int) {
        self.client = client
        self.therapist = therapist
        self.cost = cost
    }
}

extension CostTable {
    /// From a list of allowed pairs, in any order, each at most once. Stored as a list where most pairs are forbidden.
    public init(clients: Int, therapists: Int, arcs: [CostArc]) throws(AllocationError) {
        guard 0...Int(Int32.max) ~= clients, 0...Int(Int32.max) ~= therapists else {
            throw .tooLarge(pairs: max(clients, therapists), limit: Self.limit)
        }
        var counts = [Int](repeating: 0, count: clients + 1)
        var least = Self.costLimit, most = -Self.costLimit
        for arc in arcs {
            guard 0..<clients ~= arc.client else { throw .unknown("row", arc.client) }
            guard 0..<therapists ~= arc.therapist else { throw .unknown("column", arc.therapist) }
            guard -Self.costLimit...Self.costLimit ~= arc.cost else {
                throw .badCost(client: arc.client, therapist: arc.therapist, value: arc.cost)
            }
            counts[arc.client + 1] += 1
            least = min(least, arc.cost)
            most = max(most, arc.cost)
        }
        if arcs.isEmpty { (least, most) = (0, 0) }
        for client in 0..<clients { counts[client + 1] += counts[client] }
        var next = counts
        var order = [Int](repeating: 0, count: arcs.count)
        for (index, arc) in arcs.enumerated() {
            order[next[arc.client]] = index
            next[arc.client] += 1
        }
        var names: [Int32] = [], costs: [UInt32] = []
        names.reserveCapacity(arcs.count)
        costs.reserveCapacity(arcs.count)
        for client in 0..<clients {
            let mine = order[counts[client]..<counts[client + 1]].sorted { arcs[$0].therapist < arcs[$1].therapist }
            for (place, index) in mine.enumerated() {
                let arc = arcs[index]
                if place > 0, names.last == Int32(arc.therapist) {
                    throw .repeated(client: client, therapist: arc.therapist)
                }
                names.append(Int32(arc.therapist))
                costs.append(UInt32(arc.cost - least))
            }
        }
        let sparse = SparseCosts(starts: counts, therapists: names, costs: costs)
        let isMostlyEmpty = arcs.count < clients * therapists / 8
        self.init(
            clients: clients, therapists: therapists, base: Int64(least), spread: Int64(most - least), store: .sparse(sparse))
        if !isMostlyEmpty, spread < Int64(UInt16.max), (try? Self.check(clients, therapists)) != nil {
            var rows = [UInt16](repeating: .max, count: clients * stride)
            for client in 0..<clients {
                for at in counts[client]..<counts[client + 1] { rows[client * stride + Int(names[at])] = UInt16(costs[at]) }
            }
            store = .narrow(rows)
        }
    }
}
