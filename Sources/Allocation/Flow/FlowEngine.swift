/// Least-cost flow of clients through therapists, exactly.
///
/// A node is a class and a therapist: class 0 is the therapist's places, further classes are caps within them. A client of class t who
/// goes to therapist k enters node (t, k) and flows up to (0, k), whose places are the sink. Searches go over nodes alone, never over
/// clients: an arc from j to k is whoever of j moves to k most cheaply. What is free at the end is held by fillers, who cost nothing
/// anywhere: so all places are taken, and any prices are a valid start.
///
/// `price` is the column potential of Jonker and Volgenant (1987): whoever is at a node has there the least `cost - price` of the row.
final class FlowEngine<Rows: FlowRows> {
    typealias Price = Rows.Price

    // The problem.
    let rows: Rows
    let members: [Int32]
    let columns: Int
    /// Therapists, and the bench if there is one: it comes last.
    let nodes: Int
    /// `nodes` in whole vectors.
    let width: Int
    let classes: Int
    let parent: [Int]
    let classOf: Slab<Int32>
    let caps: Slab<Int32>
    /// What it costs to leave somebody waiting; nil if all can be placed.
    let benchCost: Price?

    // Who is where: lists of clients by node, threaded through `next` and `previous`.
    let place: Slab<Int32>
    let next: Slab<Int32>
    let previous: Slab<Int32>
    let head: Slab<Int32>
    let held: Slab<Int32>
    /// With everybody of the classes within, and fillers.
    let count: Slab<Int32>
    let fillers: Slab<Int32>

    // Prices, and the search.
    let price: Slab<Price>
    let distance: Slab<Price>
    let open: Slab<Price>
    let from: Slab<Price>
    /// By node: what moving somebody to each other therapist costs. Empty where rows do not keep that.
    let swap: Slab<Price>
    let swapIsFresh: Slab<Bool>
    let settled: Slab<Int32>

    /// - Parameters:
    ///   - members: the clients to be placed, all of them (on the bench, where there is one).
    ///   - width: whole vectors, and more than there are therapists.
    init(problem: AllocationProblem, rows: Rows, members: [Int32], width: Int, benchCost: Price?) {
        self.rows = rows
        self.members = members
        self.width = width
        self.benchCost = benchCost
        columns = problem.therapists
        nodes = columns + (benchCost == nil ? 0 : 1)
        classes = problem.classes
        parent = problem.parent
        let all = width * classes
        caps = Slab(all, 0)
        classOf = Slab(problem.clients, 0)
        price = Slab(all, 0)
        place = Slab(problem.clients, -1)
        next = Slab(problem.clients, -1)
        previous = Slab(problem.clients, -1)
        head = Slab(all, -1)
        held = Slab(all, 0)
        count = Slab(all, 0)
        fillers = Slab(width, 0)
        distance = Slab(all, 0)
        open = Slab(all, 0)
        from = Slab(all, -1)
        let swaps = rows.keepsSwaps && all * width <= 1 << 24
        swap = Slab(swaps ? all * width : 0, 0)
        swapIsFresh = Slab(all, false)
        settled = Slab(all, 0)
        for (client, one) in problem.classOf.enumerated() { classOf[client] = one }
        for (t, list) in problem.caps.enumerated() {
            for (j, cap) in list.enumerated() { caps[t * width + j] = cap }
            if benchCost != nil { caps[t * width + columns] = Int32(truncatingIfNeeded: members.count) }
            for j in 0..<width where isClosed(j) { price[t * width + j] = 0 - Rows.closed }
        }
    }

    /// Nobody can go there: no places, or not a therapist at all.
    @inline(__always) func isClosed(_ j: Int) -> Bool { caps[j] == 0 }

    /// What the client costs at a node; `infinite` where a rule forbids it.
    @inline(__always) func cost(_ client: Int, _ j: Int) -> Price {
        if j == columns, let benchCost { return benchCost }
        return rows.cost(client, j)
    }

    func hold(_ client: Int, _ j: Int) {
        let t = Int(classOf[client]), node = t * width + j
        place[client] = Int32(truncatingIfNeeded: j)
        let old = head[node]
        next[client] = old
        previous[client] = -1
        if old >= 0 { previous[Int(old)] = Int32(truncatingIfNeeded: client) }
        head[node] = Int32(truncatingIfNeeded: client)
        held[node] += 1
        var up = t
        while up >= 0 {
            count[up * width + j] += 1
            up = parent[up]
        }
    }

    func release(_ client: Int) {
        let t = Int(classOf[client]), j = Int(place[client]), node = t * width + j
        let after = next[client], before = previous[client]
        if before >= 0 { next[Int(before)] = after } else { head[node] = after }
        if after >= 0 { previous[Int(after)] = before }
        place[client] = -1
        held[node] -= 1
        var up = t
        while up >= 0 {
            count[up * width + j] -= 1
            up = parent[up]
        }
    }

    func fill(_ j: Int, by amount: Int32) {
        fillers[j] += amount
        count[j] += amount
    }
}
