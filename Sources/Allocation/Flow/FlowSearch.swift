extension FlowEngine {
    /// Places one client by the cheapest chain of moves.
    /// - Returns: false if there is none within the numbers' reach.
    func search(for client: Int) -> Bool {
        let t = Int(classOf[client])
        if classes > 1 { open.fill(Rows.infinite) }
        let d = open.base + t * width, v = price.base + t * width
        rows.start(client, v, d, width)
        if let benchCost { d[columns] = benchCost &- v[columns] }
        var least = Price.max
        for k in 0..<width { least = min(least, d[k]) }
        guard least < Rows.limit else { return false }
        for k in 0..<width { d[k] = min(d[k] &- least, Rows.infinite) }
        guard let end = grow() else { return false }
        join(client, move(to: end))
        return true
    }

    /// Places one filler: takes a place that is free although it has a price.
    func searchForFiller() -> Bool {
        for k in 0..<width * classes { open[k] = Rows.infinite }
        let top = highestPrice
        for j in 0..<nodes where !isClosed(j) { open[j] = top &- price[j] }
        guard let end = grow() else { return false }
        let j = move(to: end)
        addFiller(j)
        return true
    }

    /// The price at which fillers are content.
    var highestPrice: Price {
        var top = Price.min
        for j in 0..<nodes where !isClosed(j) { top = max(top, price[j]) }
        return top
    }

    /// Grows the tree of shortest paths from what is open to the first node with a free place; prices follow.
    /// - Returns: that node.
    private func grow() -> Int? {
        let all = width * classes
        from.fill(-1)
        var size = 0
        var end = -1
        var least: Price = 0
        while end < 0 {
            least = Rows.least(open.base, all)
            guard least < Rows.limit else { return nil }
            let batch = size
            size += Rows.find(least, open.base, all, settled.base + batch)
            for index in batch..<size {
                let node = Int(settled[index])
                guard node < width, count[node] < caps[node] else { continue }
                end = node
                size = batch
                break
            }
            if end >= 0 { break }
            for index in batch..<size {
                let node = Int(settled[index])
                distance[node] = least
                open[node] = Price.min
            }
            for index in batch..<size { relax(Int(settled[index]), at: least) }
        }
        for index in 0..<size {
            let node = Int(settled[index])
            price[node] = price[node] &+ distance[node] &- least
            guard price[node] > 0 - Rows.limit else { return nil }
        }
        return end
    }

    /// Goes on from a settled node: whoever is there may move, and a cap may have room above or somebody below.
    private func relax(_ node: Int, at least: Price) {
        let t = node / width, j = node - t * width, start = t * width
        let base = least &+ price[node]
        let d = open.base + start, v = price.base + start, f = from.base + start
        let name = Price(truncatingIfNeeded: node)
        let hasFiller = t == 0 && fillers[j] > 0
        if swap.count > 0, held[node] > 1 || hasFiller {
            if !swapIsFresh[node] { refresh(node) }
            Rows.relax(swap.base + node * width, base, v, d, f, name, width)
        } else {
            if hasFiller {
                for k in 0..<nodes where !isClosed(k) { lower(base &- v[k], d + k, f + k, name) }
            }
            var client = Int(head[node])
            while client >= 0 {
                let shift = base &- cost(client, j)
                rows.relax(client, shift, v, d, f, name, width)
                if let benchCost { lower(benchCost &+ shift &- v[columns], d + columns, f + columns, name) }
                client = Int(next[client])
            }
        }
        guard classes > 1 else { return }
        if t > 0, count[node] < caps[node] { step(base, to: parent[t] * width + j, name) }
        for child in 1..<classes where parent[child] == t && count[child * width + j] > 0 {
            step(base, to: child * width + j, name)
        }
    }

    private func step(_ base: Price, to other: Int, _ name: Price) {
        lower(base &- price[other], open.base + other, from.base + other, name)
    }

    @inline(__always) private func lower(_ value: Price, _ d: Rows.Prices, _ f: Rows.Prices, _ name: Price) {
        guard value < d.pointee else { return }
        d.pointee = value
        f.pointee = name
    }

    /// The least that it costs to move somebody of the node to each other therapist.
    private func refresh(_ node: Int) {
        let t = node / width, j = node - t * width
        let row = swap.base + node * width
        let start: Price = t == 0 && fillers[j] > 0 ? 0 : Rows.infinite
        for k in 0..<width { row[k] = start }
        var client = Int(head[node])
        while client >= 0 {
            include(client, j, row)
            client = Int(next[client])
        }
        swapIsFresh[node] = true
    }

    private func include(_ client: Int, _ j: Int, _ row: Rows.Prices) {
        let mine = cost(client, j)
        rows.include(client, mine, row, width)
        if let benchCost { row[columns] = min(row[columns], benchCost &- mine) }
    }

    /// Moves one unit along each step that led to the node, last step first.
    /// - Returns: the therapist where the path began, who has room now.
    private func move(to end: Int) -> Int {
        var node = end
        while true {
            let source = Int(from[node])
            if source < 0 { return node % width }
            let t = source / width, j = source - t * width, k = node % width
            if k != j {
                var mover = -1
                var least: Price = t == 0 && fillers[j] > 0 ? 0 : Price.max
                var client = Int(head[source])
                while client >= 0 {
                    let change = cost(client, k) &- cost(client, j)
                    if change < least || (change == least && mover >= 0 && client < mover) {
                        least = change
                        mover = client
                    }
                    client = Int(next[client])
                }
                if mover < 0 {
                    fill(j, by: -1)
                    if fillers[j] == 0 { swapIsFresh[j] = false }
                    addFiller(k)
                } else {
                    leave(mover)
                    join(mover, k)
                }
            }
            node = source
        }
    }

    private func join(_ client: Int, _ j: Int) {
        let node = Int(classOf[client]) * width + j
        hold(client, j)
        if swapIsFresh[node] { include(client, j, swap.base + node * width) }
    }

    private func addFiller(_ j: Int) {
        fill(j, by: 1)
        guard swapIsFresh[j], fillers[j] == 1 else { return }
        for k in 0..<width { swap[j * width + k] = min(swap[j * width + k], 0) }
    }

    /// Where many are held, as on the bench, only what this client was the best for is looked up again.
    private func leave(_ client: Int) {
        let t = Int(classOf[client]), j = Int(place[client]), node = t * width + j
        release(client)
        guard swapIsFresh[node] else { return }
        guard held[node] > 32 else {
            swapIsFresh[node] = false
            return
        }
        let row = swap.base + node * width
        let mine = cost(client, j)
        let start: Price = t == 0 && fillers[j] > 0 ? 0 : Rows.infinite
        for k in 0..<nodes where row[k] == cost(client, k) &- mine {
            var least = start
            var other = Int(head[node])
            while other >= 0 {
                least = min(least, cost(other, k) &- cost(other, j))
                other = Int(next[other])
            }
            row[k] = least
        }
    }
}
