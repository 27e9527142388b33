/// Two clients who must not have the same therapist.
public struct ConflictPair: Hashable, Sendable {
    public let one: Int
    public let other: Int

    public init(_ one: Int, _ other: Int) {
        self.one = one
        self.other = other
    }
}

/// The two stages with pairs kept apart, and how far from the best this can be.
public struct ConflictFreeAllocation: Sendable {
    /// By client; -1 waits.
    public let therapistOf: [Int32]
    public let cost: Int64
    public let placed: Int
    /// nil: proven best. Otherwise what a better answer could have at most.
    public let gap: Gap?
    /// Problems that were solved on the way.
    public let solved: Int

    /// What a better answer could have, at most.
    public enum Gap: Hashable, Sendable {
        /// The same people, at a cost lower by no more than this.
        case cost(Int64)
        /// Somebody more urgent might be placed; at most this many people in all.
        case people(atMost: Int)
    }
}

extension AllocationProblem {
    /// The two stages with pairs kept apart: by priority the best set of people that can be placed so, and the greatest fit for it.
    ///
    /// With such pairs the set is no matroid any more, so this branches: where a pair shares a therapist, one of the two does not go there.
    /// Each branch is solved without the other pairs, which bounds everything below it. Exact unless the limit is reached.
    /// - Parameters:
    ///   - order: every client that is to be placed, the most urgent first.
    ///   - limit: problems solved at most; the best answer so far is returned then, with its gap.
    public func allocatedByPriority(
        _ order: [Int], apart pairs: [ConflictPair], limit: Int = 2_000
    ) throws(AllocationError) -> ConflictFreeAllocation {
        for pair in pairs {
            for client in [pair.one, pair.other] where !(0..<clients ~= client) { throw .unknown("client", client) }
        }
        var search = ConflictSearch(problem: self, order: order, pairs: pairs.filter { $0.one != $0.other }, limit: max(1, limit))
        return try search.run()
    }
}

private struct ConflictSearch {
    let problem: AllocationProblem
    let order: [Int]
    let pairs: [ConflictPair]
    let limit: Int
    var best: Branch?
    var solved = 0

    /// A set of bans, and what is best under it.
    struct Branch {
        let bans: [(client: Int, therapist: Int)]
        let therapistOf: [Int32]
        let cost: Int64
        /// In order of priority: who is placed.
        let served: [Bool]
        let certificate: Certificate?

        func isBetter(than other: Branch) -> Bool {
            for (mine, theirs) in zip(served, other.served) where mine != theirs { return mine }
            return cost < other.cost
        }
    }

    mutating func run() throws(AllocationError) -> ConflictFreeAllocation {
        var open = [try solve([], known: nil)]
        while let branch = open.popLast() {
            if let best, !branch.isBetter(than: best) { continue }
            guard let pair = violated(in: branch) else {
                best = branch
                continue
            }
            let repaired = repair(branch)
            if best.map({ repaired.isBetter(than: $0) }) ?? true { best = repaired }
            guard solved + 2 <= limit else {
                open.append(branch)
                break
            }
            let therapist = Int(branch.therapistOf[pair.one])
            var children: [Branch] = []
            for client in [pair.one, pair.other] {
                children.append(try solve(branch.bans + [(client, therapist)], known: branch.certificate))
            }
            // The better one is looked at next, so that a good answer is found early.
            children.sort { $1.isBetter(than: $0) }
            open += children
        }
        guard let best else { return ConflictFreeAllocation(therapistOf: [], cost: 0, placed: 0, gap: nil, solved: solved) }
        return ConflictFreeAllocation(
            therapistOf: best.therapistOf, cost: best.cost, placed: best.served.count { $0 }, gap: gap(open, to: best),
            solved: solved)
    }

    private mutating func solve(_ bans: [(client: Int, therapist: Int)], known: Certificate?) throws(AllocationError) -> Branch {
        solved += 1
        let answer = try problem.edited(bans: bans).allocatedByPriority(order, known: known)
        return branch(bans, answer.allocation.therapistOf, certificate: answer.allocation.certificate)
    }

    private func branch(_ bans: [(client: Int, therapist: Int)], _ therapistOf: [Int32], certificate: Certificate?) -> Branch {
        let cost = order.reduce(Int64(0)) { $0 + (problem.costs.cost($1, Int(therapistOf[$1])) ?? 0) }
        return Branch(
            bans: bans, therapistOf: therapistOf, cost: cost, served: order.map { therapistOf[$0] >= 0 }, certificate: certificate
        )
    }

    private func violated(in branch: Branch) -> ConflictPair? {
        pairs.first { branch.therapistOf[$0.one] >= 0 && branch.therapistOf[$0.one] == branch.therapistOf[$0.other] }
    }

    /// An answer that holds, whatever it is worth: the less urgent of each pair goes elsewhere where there is room, or waits.
    private func repair(_ branch: Branch) -> Branch {
        var therapistOf = branch.therapistOf
        var rank = [Int](repeating: Int.max, count: problem.clients)
        for (place, client) in order.enumerated() { rank[client] = place }
        for pair in pairs where therapistOf[pair.one] >= 0 && therapistOf[pair.one] == therapistOf[pair.other] {
            therapistOf[rank[pair.one] > rank[pair.other] ? pair.one : pair.other] = -1
        }
        return self.branch(branch.bans, therapistOf, certificate: nil)
    }

    private func gap(_ open: [Branch], to best: Branch) -> ConflictFreeAllocation.Gap? {
        let better = open.filter { $0.isBetter(than: best) }
        guard let bound = better.max(by: { $1.isBetter(than: $0) }) else { return nil }
        if bound.served == best.served { return .cost(best.cost - bound.cost) }
        return .people(atMost: better.map { $0.served.count { $0 } }.max() ?? 0)
    }
}
