/// Who gets a place, and for everybody else why not.
public struct Coverage: Sendable {
    /// A way to place them all at once, at no particular cost; -1 waits.
    public let therapistOf: [Int32]
    /// Who waits, in the order of priority.
    public let waiting: [Waiting]
    /// The sets that the certificates name.
    public let crowds: [Crowd]

    /// Somebody without a place, and the crowd that proves that there is none.
    public struct Waiting: Hashable, Sendable {
        public let client: Int
        /// Index into `crowds`; nil if no therapist at all is allowed for this client.
        public let crowd: Int?
    }

    /// Therapists who are full, with clients who could only go to one another of them: however they are moved, no place comes free. Hall's
    /// theorem says that this is the only reason to wait.
    public struct Crowd: Hashable, Sendable {
        /// By class: the therapists whose cap for that class is reached, ascending.
        public let therapists: [[Int32]]
    }

    /// How many have a place.
    public var placed: Int { therapistOf.count { $0 >= 0 } }
}

extension AllocationProblem {
    /// Gives places by priority: each client in turn has one if everybody before keeps theirs, with whomever. What can be placed together is
    /// a matroid, so this serves at once the most people and, in order of priority, the best set (Edmonds 1971).
    /// - Parameter order: every client that is to be placed, the most urgent first.
    /// - Complexity: O(clients × pairs / 64) at worst; one look each where places are plenty.
    public func covered(inOrder order: [Int]) throws(AllocationError) -> Coverage {
        var seen = [Bool](repeating: false, count: clients)
        for client in order {
            guard 0..<clients ~= client else { throw .unknown("client", client) }
            guard !seen[client] else { throw .repeated(client: client, therapist: 0) }
            seen[client] = true
        }
        let search = CoverSearch(self)
        var waiting: [Coverage.Waiting] = []
        for client in order where !search.place(client) { waiting.append(.init(client: client, crowd: search.crowd(of: client))) }
        return Coverage(therapistOf: search.therapistOf, waiting: waiting, crowds: search.crowds)
    }
}

/// Augmenting paths over nodes (class, therapist), as in ``FlowEngine``, but with bits in place of costs.
private final class CoverSearch {
    let problem: AllocationProblem
    let allowed: AllowedSets
    let words: Int
    var therapistOf: [Int32]
    /// By node: who is there, of exactly that class.
    var held: [[Int32]]
    var count: [Int32]
    /// By class: therapists with room for it, all the way up.
    let roomy: Slab<UInt64>
    let unseen: Slab<UInt64>
    /// By node: the node before it, and who would move; -1 for the start, and for steps between caps.
    var before: [Int32]
    var mover: [Int32]
    var crowds: [Coverage.Crowd] = []
    private var closedSets: [Slab<UInt64>] = []
    private var reached: [Int] = []

    var therapists: Int { problem.therapists }

    init(_ problem: AllocationProblem) {
        self.problem = problem
        allowed = AllowedSets(problem.costs)
        words = allowed.words
        let nodes = problem.therapists * problem.classes
        therapistOf = Array(repeating: -1, count: problem.clients)
        held = Array(repeating: [], count: nodes)
        count = Array(repeating: 0, count: nodes)
        before = Array(repeating: -1, count: nodes)
        mover = Array(repeating: -1, count: nodes)
        roomy = Slab(words * problem.classes, 0)
        unseen = Slab(words * problem.classes, 0)
        for j in 0..<problem.therapists { refreshRoom(j) }
    }

    func place(_ client: Int) -> Bool {
        let t = Int(problem.classOf[client])
        if let j = allowed.first(of: client, in: roomy, from: t * words, where: { _ in true }) {
            hold(client, j)
            return true
        }
        guard closedSet(of: client) == nil else { return false }
        for word in 0..<unseen.count { unseen[word] = .max }
        reached.removeAll(keepingCapacity: true)
        reach(by: client, class: t, from: -1)
        var next = 0
        while next < reached.count {
            let node = reached[next]
            next += 1
            let t = node / therapists, j = node % therapists
            let isFull = count[node] >= problem.caps[t][j]
            if t == 0, !isFull {
                augment(client, to: node)
                return true
            }
            if t > 0, !isFull { add(problem.parent[t] * therapists + j, from: node, by: -1) }
            if problem.classes > 1 {
                for child in 1..<problem.classes where problem.parent[child] == t && count[child * therapists + j] > 0 {
                    add(child * therapists + j, from: node, by: -1)
                }
            }
            for one in held[node] { reach(by: Int(one), class: t, from: node) }
        }
        close()
        return false
    }

    /// The certificate of a client who was just left waiting.
    func crowd(of client: Int) -> Int? {
        let everything = Slab<UInt64>(words, .max)
        guard allowed.first(of: client, in: everything, where: { _ in true }) != nil else { return nil }
        return closedSet(of: client)
    }

    private func reach(by client: Int, class t: Int, from node: Int) {
        _ = allowed.first(of: client, in: unseen, from: t * words) { j in
            add(t * therapists + j, from: node, by: node < 0 ? -1 : client)
            return false
        }
    }

    private func add(_ node: Int, from source: Int, by client: Int) {
        let t = node / therapists, j = node % therapists, word = t * words + j / 64
        let bit: UInt64 = 1 << UInt64(j % 64)
        guard unseen[word] & bit != 0 else { return }
        unseen[word] &= ~bit
        before[node] = Int32(truncatingIfNeeded: source)
        mover[node] = Int32(truncatingIfNeeded: client)
        reached.append(node)
    }

    private func augment(_ client: Int, to end: Int) {
        var node = end
        while true {
            let source = Int(before[node]), one = Int(mover[node]), j = node % therapists
            if source < 0 {
                hold(client, j)
                return
            }
            if one >= 0 {
                release(one)
                hold(one, j)
            }
            node = source
        }
    }

    private func hold(_ client: Int, _ j: Int) {
        therapistOf[client] = Int32(truncatingIfNeeded: j)
        var t = Int(problem.classOf[client])
        held[t * therapists + j].append(Int32(truncatingIfNeeded: client))
        while t >= 0 {
            count[t * therapists + j] += 1
            t = problem.parent[t]
        }
        refreshRoom(j)
    }

    private func release(_ client: Int) {
        let j = Int(therapistOf[client])
        var t = Int(problem.classOf[client])
        held[t * therapists + j].removeAll { $0 == Int32(truncatingIfNeeded: client) }
        while t >= 0 {
            count[t * therapists + j] -= 1
            t = problem.parent[t]
        }
        refreshRoom(j)
    }

    private func refreshRoom(_ j: Int) {
        let bit: UInt64 = 1 << UInt64(j % 64)
        for t in 0..<problem.classes {
            let word = t * words + j / 64
            let above = t == 0 || roomy[problem.parent[t] * words + j / 64] & bit != 0
            if above, count[t * therapists + j] < problem.caps[t][j] { roomy[word] |= bit } else { roomy[word] &= ~bit }
        }
    }

    /// What was reached has no way out, now or later: later paths cannot pass through it.
    private func close() {
        let set = Slab<UInt64>(unseen.count, 0)
        for word in 0..<unseen.count { set[word] = ~unseen[word] }
        var lists = Array(repeating: [Int32](), count: problem.classes)
        for node in reached.sorted() { lists[node / therapists].append(Int32(truncatingIfNeeded: node % therapists)) }
        closedSets.append(set)
        crowds.append(Coverage.Crowd(therapists: lists))
    }

    /// A set that was closed before and holds all whom this client may see: the newest first.
    private func closedSet(of client: Int) -> Int? {
        let t = Int(problem.classOf[client])
        let everything = Slab<UInt64>(words, .max)
        return closedSets.indices.reversed().first { index in
            let set = closedSets[index]
            return allowed.first(of: client, in: everything) { j in set[t * words + j / 64] >> UInt64(j % 64) & 1 == 0 } == nil
        }
    }
}
