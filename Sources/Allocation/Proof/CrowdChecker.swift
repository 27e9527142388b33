/// What is wrong with a certificate of waiting.
public enum CrowdFault: Hashable, Sendable {
    case unknownCrowd(client: Int)
    /// This client may see somebody outside the crowd.
    case wayOut(client: Int)
    /// This cap has room.
    case room(therapist: Int, capClass: Int)
    /// An inner cap has somebody, and its therapists' lists leave it out.
    case notClosed(therapist: Int)
    /// A client of the crowd was less urgent than the one who waits.
    case lessUrgent(client: Int, than: Int)
}

extension AllocationProblem {
    /// Checks, for everybody who waits, that no chain of moves ends at a free place, and that only more urgent people are in the way.
    /// From the definition; nothing is shared with the search.
    public func faults(in cover: Coverage, order: [Int]) -> [CrowdFault] {
        var faults: [CrowdFault] = []
        var rank = [Int](repeating: Int.max, count: clients)
        for (place, client) in order.enumerated() { rank[client] = place }
        var used = caps.map { $0.map { _ in 0 } }
        var there: [[Int]] = Array(repeating: [], count: therapists)
        for client in 0..<clients where cover.therapistOf[client] >= 0 {
            let therapist = Int(cover.therapistOf[client])
            there[therapist].append(client)
            var level = Int(classOf[client])
            while level >= 0 {
                used[level][therapist] += 1
                level = parent[level]
            }
        }
        var latest: [Int] = []
        let sets = cover.crowds.map { crowd in crowd.therapists.map { Set($0.map(Int.init)) } }
        for set in sets {
            var last = -1
            for level in set.indices {
                for therapist in set[level] {
                    let isFull = used[level][therapist] >= Int(caps[level][therapist])
                    if !isFull {
                        if level == 0 {
                            faults.append(.room(therapist: therapist, capClass: level))
                        } else if !set[parent[level]].contains(therapist) {
                            faults.append(.notClosed(therapist: therapist))
                        }
                    }
                    for child in set.indices where parent[child] == level && used[child][therapist] > 0 {
                        if !set[child].contains(therapist) { faults.append(.notClosed(therapist: therapist)) }
                    }
                    for client in there[therapist] where Int(classOf[client]) == level {
                        last = max(last, rank[client])
                        if !choice(of: client, liesWithin: set[level]) { faults.append(.wayOut(client: client)) }
                    }
                }
            }
            latest.append(last)
        }
        for one in cover.waiting {
            guard let index = one.crowd else {
                if !choice(of: one.client, liesWithin: []) { faults.append(.wayOut(client: one.client)) }
                continue
            }
            guard sets.indices ~= index else {
                faults.append(.unknownCrowd(client: one.client))
                continue
            }
            if !choice(of: one.client, liesWithin: sets[index][Int(classOf[one.client])]) {
                faults.append(.wayOut(client: one.client))
            }
            if latest[index] > rank[one.client] { faults.append(.lessUrgent(client: order[latest[index]], than: one.client)) }
        }
        return faults
    }

    private func choice(of client: Int, liesWithin set: Set<Int>) -> Bool {
        var within = true
        costs.forEachAllowed(client) { therapist, _ in
            if !set.contains(therapist) { within = false }
        }
        return within
    }
}
