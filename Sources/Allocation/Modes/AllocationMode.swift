/// What "best" means once it is known who gets a place.
public enum AllocationMode: String, Hashable, Sendable, CaseIterable {
    /// The greatest sum of fits.
    case utilitarian
    /// The worst fit as good as can be, and then the greatest sum.
    case raiseLowest = "raise-lowest"
    /// Nobody and no therapist would both rather have each other (Gale and Shapley 1962); it can leave a place empty that somebody wanted.
    case stable
}

extension AllocationProblem {
    /// Places these clients, all of whom can be placed at once (``covered(inOrder:)``), in the way that the mode asks for.
    /// - Parameter members: the most urgent first, which settles ties of the stable mode.
    public func placed(_ members: [Int], mode: AllocationMode) throws(AllocationError) -> [Int32] {
        switch mode {
        case .utilitarian: try allocated(among: members).therapistOf
        case .raiseLowest: try raisingTheLowest(members).allocated(among: members).therapistOf
        case .stable: stable(members)
        }
    }

    /// The problem without the pairs that cost more than the worst which is needed to place everybody.
    func raisingTheLowest(_ members: [Int]) throws(AllocationError) -> AllocationProblem {
        var distinct = Set<Int64>()
        for client in members { costs.forEachAllowed(client) { _, cost in distinct.insert(cost) } }
        let levels = distinct.sorted()
        let most = try covered(inOrder: members).placed
        var low = 0, high = levels.count - 1
        while low < high {
            let middle = (low + high) / 2
            if try limited(to: levels[middle]).covered(inOrder: members).placed == most {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return levels.isEmpty ? self : limited(to: levels[low])
    }

    func limited(to level: Int64) -> AllocationProblem {
        var limited = self
        limited.costs.forbid(above: level)
        return limited
    }
}

extension CostTable {
    /// Forbids every pair that costs more.
    mutating func forbid(above level: Int64) {
        let most = level - base
        switch store {
        case .narrow(var rows):
            store = .narrow([])
            for index in rows.indices where Int64(rows[index]) > most { rows[index] = .max }
            store = .narrow(rows)
        case .wide(var rows):
            store = .wide([])
            for index in rows.indices where Int64(rows[index]) > most { rows[index] = .max }
            store = .wide(rows)
        case .sparse(var sparse):
            store = .narrow([])
            for index in sparse.costs.indices where Int64(sparse.costs[index]) > most { sparse.costs[index] = .max }
            store = .sparse(sparse)
        }
    }
}
