/// What a plan is worth, and to whom.
public struct AllocationReport: Hashable, Sendable {
    public let placed: Int
    /// The sum of the fits.
    public let totalFit: Int
    /// nil if nobody is placed.
    public let lowestFit: Int?
    /// A tenth of those placed have this fit or less.
    public let tenthPercentileFit: Int?
    /// Pairs of a client and a therapist who would both rather have each other: justified envy.
    public let enviousPairs: Int
    /// What the stable way would lose of the greatest total fit for the same people, in fit.
    public let priceOfStability: Int
    /// How unevenly the places are used, in basis points: 0 for all alike.
    public let utilisationGini: Int
}

extension AllocationProblem {
    /// - Parameters:
    ///   - therapistOf: by client; -1 waits.
    ///   - members: whom the plan is about, the most urgent first.
    public func report(on therapistOf: [Int32], members: [Int]) throws(AllocationError) -> AllocationReport {
        let fits = members.compactMap { costs.fit($0, Int(therapistOf[$0])) }.sorted()
        let best = try allocated(among: members)
        let settled = stable(members)
        let stableFit = members.reduce(0) { $0 + (costs.fit($1, Int(settled[$1])) ?? 0) }
        return AllocationReport(
            placed: fits.count, totalFit: fits.reduce(0, +), lowestFit: fits.first,
            tenthPercentileFit: fits.isEmpty ? nil : fits[(fits.count - 1) / 10],
            enviousPairs: enviousPairs(therapistOf, members), priceOfStability: Int(best.fit) - stableFit,
            utilisationGini: utilisationGini(therapistOf))
    }

    func enviousPairs(_ therapistOf: [Int32], _ members: [Int]) -> Int {
        // By node: how many of its subtree, and the worst cost among them.
        var used = caps.map { $0.map { _ in 0 } }, worst = caps.map { $0.map { _ in Int64.min } }
        for client in 0..<clients {
            let therapist = Int(therapistOf[client])
            guard therapist >= 0, let cost = costs.cost(client, therapist) else { continue }
            var level = Int(classOf[client])
            while level >= 0 {
                used[level][therapist] += 1
                worst[level][therapist] = max(worst[level][therapist], cost)
                level = parent[level]
            }
        }
        var pairs = 0
        for client in members {
            let own = costs.cost(client, Int(therapistOf[client])) ?? Int64.max
            costs.forEachAllowed(client) { therapist, cost in
                guard cost < own else { return }
                // Whoever makes room has to be within the innermost full cap on the way up.
                var level = Int(classOf[client])
                while level >= 0 {
                    if used[level][therapist] >= Int(caps[level][therapist]) {
                        if worst[level][therapist] > cost { pairs += 1 }
                        return
                    }
                    level = parent[level]
                }
                pairs += 1
            }
        }
        return pairs
    }

    private func utilisationGini(_ therapistOf: [Int32]) -> Int {
        var used = [Int](repeating: 0, count: therapists)
        for therapist in therapistOf where therapist >= 0 { used[Int(therapist)] += 1 }
        let shares = (0..<therapists).filter { caps[0][$0] > 0 }.map { used[$0] * 10_000 / Int(caps[0][$0]) }.sorted()
        let sum = shares.reduce(0, +), count = shares.count
        guard sum > 0 else { return 0 }
        let weighted = shares.enumerated().reduce(0) { $0 + (2 * ($1.offset + 1) - count - 1) * $1.element }
        return weighted * 10_000 / (count * sum)
    }
}
