extension AllocationProblem {
    /// Deferred acceptance: each client asks therapists from the best fit down, and each therapist keeps those who fit best within the caps.
    /// Both sides go by the same fit; ties go to the lower therapist, and to the client who comes first in `members`.
    /// - Complexity: O(pairs × log therapists).
    func stable(_ members: [Int]) -> [Int32] {
        var rank = [Int](repeating: Int.max, count: clients)
        for (place, client) in members.enumerated() { rank[client] = place }
        var wishes: [Int: [Int32]] = [:]
        var next = [Int](repeating: 0, count: clients)
        var kept: [[Int]] = Array(repeating: [], count: therapists)
        var therapistOf = [Int32](repeating: -1, count: clients)
        var asking = Array(members.reversed())
        while let client = asking.popLast() {
            if wishes[client] == nil {
                var list: [(cost: Int64, therapist: Int32)] = []
                costs.forEachAllowed(client) { list.append(($1, Int32($0))) }
                wishes[client] = list.sorted { ($0.cost, $0.therapist) < ($1.cost, $1.therapist) }.map(\.therapist)
            }
            guard let list = wishes[client], next[client] < list.count else { continue }
            let therapist = Int(list[next[client]])
            next[client] += 1
            let group = (kept[therapist] + [client]).sorted {
                let costs = (costs.cost($0, therapist) ?? 0, costs.cost($1, therapist) ?? 0)
                return costs.0 != costs.1 ? costs.0 < costs.1 : rank[$0] < rank[$1]
            }
            let chosen = withinCaps(group, of: therapist)
            for one in group {
                therapistOf[one] = chosen.contains(one) ? Int32(therapist) : -1
                if !chosen.contains(one) { asking.append(one) }
            }
            kept[therapist] = chosen
        }
        return therapistOf
    }

    /// Takes clients in order as long as no cap is exceeded: the best that a therapist can choose, as laminar caps are a matroid.
    private func withinCaps(_ group: [Int], of therapist: Int) -> [Int] {
        var used = caps.map { _ in 0 }
        var chosen: [Int] = []
        for client in group {
            var chain: [Int] = [], level = Int(classOf[client])
            while level >= 0 {
                chain.append(level)
                level = parent[level]
            }
            guard chain.allSatisfy({ used[$0] < Int(caps[$0][therapist]) }) else { continue }
            for level in chain { used[level] += 1 }
            chosen.append(client)
        }
        return chosen
    }
}
