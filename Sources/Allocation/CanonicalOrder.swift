/// One order of clients and therapists whatever order they came in, so that the same list has the same answer to the byte.
///
/// The caller gives each a key: a keyed hash of its stable id. So ties are settled by chance that anybody can repeat, and not by who has
/// the lower id.
public struct CanonicalOrder: Sendable {
    /// Positions in the caller's lists, in canonical order.
    public let clients: [Int]
    public let therapists: [Int]

    /// - Parameters: keys that differ from each other within each list.
    /// - Throws: `repeated` where two are the same, because then their order would be the caller's.
    public init(clientKeys: [UInt64], therapistKeys: [UInt64]) throws(AllocationError) {
        clients = clientKeys.indices.sorted { clientKeys[$0] < clientKeys[$1] }
        therapists = therapistKeys.indices.sorted { therapistKeys[$0] < therapistKeys[$1] }
        for (one, next) in zip(clients, clients.dropFirst()) where clientKeys[one] == clientKeys[next] {
            throw .repeated(client: next, therapist: 0)
        }
        for (one, next) in zip(therapists, therapists.dropFirst()) where therapistKeys[one] == therapistKeys[next] {
            throw .repeated(client: 0, therapist: next)
        }
    }

    /// The problem in canonical order.
    public func arranged(_ problem: AllocationProblem) throws(AllocationError) -> AllocationProblem {
        guard clients.count == problem.clients else {
            throw .wrongCount(of: "keys of clients", expected: problem.clients, found: clients.count)
        }
        guard therapists.count == problem.therapists else {
            throw .wrongCount(of: "keys of therapists", expected: problem.therapists, found: therapists.count)
        }
        var position = [Int](repeating: 0, count: therapists.count)
        for (place, therapist) in therapists.enumerated() { position[therapist] = place }
        var arcs: [CostArc] = []
        for (place, client) in clients.enumerated() {
            problem.costs.forEachAllowed(client) { therapist, cost in
                arcs.append(CostArc(client: place, therapist: position[therapist], cost: Int(cost)))
            }
        }
        return try AllocationProblem(
            costs: CostTable(clients: clients.count, therapists: therapists.count, arcs: arcs),
            places: therapists.map { Int(problem.caps[0][$0]) },
            inner: (1..<max(1, problem.caps.count)).map { level in
                (parent: problem.parent[level], caps: therapists.map { Int(problem.caps[level][$0]) })
            },
            classOf: clients.map { Int(problem.classOf[$0]) })
    }

    /// An answer to the arranged problem, in the caller's order.
    public func restored(_ therapistOf: [Int32]) throws(AllocationError) -> [Int32] {
        guard therapistOf.count == clients.count else {
            throw .wrongCount(of: "answers", expected: clients.count, found: therapistOf.count)
        }
        var restored = [Int32](repeating: -1, count: clients.count)
        for (place, client) in clients.enumerated() where therapistOf[place] >= 0 {
            restored[client] = Int32(truncatingIfNeeded: therapists[Int(therapistOf[place])])
        }
        return restored
    }
}
