/// What one solution of the flow says.
struct FlowAnswer {
    /// By client; -1 waits, or is no member.
    var therapistOf: [Int32]
    /// By class, then therapist: what a place costs a client of that class, over the stored costs.
    var prices: [[Int64]]
}

extension FlowEngine {
    /// Places every member at the least cost.
    ///
    /// An auction whose step shrinks finds prices at which nearly everybody is content, one with step 0 places those exactly, and
    /// shortest paths do the rest. Only the paths are needed for the answer to be right; the auctions make it quick.
    /// - Parameters:
    ///   - spread: the highest stored cost.
    ///   - crowded: therapists whose places are all wanted by more people than there are, so that their prices begin at the bench's.
    ///   - known: prices of an earlier answer to nearly the same problem.
    /// - Returns: nil if numbers of this width do not reach.
    func solve(spread: Price, crowded: [Int], known: [Int64]?) -> FlowAnswer? {
        var step = max(1, spread / 10)
        if let benchCost {
            for j in crowded where !isClosed(j) { price[j] = 0 - benchCost }
        }
        if let known {
            for j in 0..<columns where !isClosed(j) { price[j] = 0 - (Price(exactly: known[j]) ?? 0) }
            step = 1
        }
        let places = (0..<nodes).reduce(0) { $0 + Int(caps[$1]) }
        let slack = places - members.count
        guard slack >= 0 else { return nil }
        let bids = Bids(self)
        let queue = Array(members.reversed())
        var left: [Int32] = []
        while true {
            left = auction(queue, step: step, budget: 40 * members.count, bids: bids)
            if step == 0 { break }
            // Where places stay free, prices that went too high would have to come down by one search each.
            if slack > 0 { lowerPrices(by: step &* 2) }
            step = step == 1 ? 0 : max(1, step / 5)
            for client in members where place[Int(client)] >= 0 { release(Int(client)) }
        }
        left += dropBeyondCaps()
        guard complete(left.reversed(), fillers: slack) else { return nil }
        return answer()
    }

    private func lowerPrices(by amount: Price) {
        for j in 0..<columns where !isClosed(j) { price[j] = min(0, price[j] &+ (count[j] < caps[j] ? 8 &* amount : amount)) }
    }

    /// The auction knew nothing of caps within caps: whoever is beyond one starts anew. All of a therapist's classes begin at one price.
    private func dropBeyondCaps() -> [Int32] {
        guard classes > 1 else { return [] }
        for t in 1..<classes {
            for j in 0..<width { price[t * width + j] = price[j] }
        }
        var dropped: [Int32] = []
        for client in members where place[Int(client)] >= 0 {
            let j = Int(place[Int(client)])
            var up = Int(classOf[Int(client)])
            while up >= 0 {
                if count[up * width + j] > caps[up * width + j] {
                    release(Int(client))
                    dropped.append(client)
                    break
                }
                up = parent[up]
            }
        }
        return dropped
    }

    private func complete(_ left: [Int32], fillers: Int) -> Bool {
        var fillers = fillers
        let top = highestPrice
        for j in 0..<nodes where price[j] == top && !isClosed(j) {
            let amount = min(Int(caps[j] - count[j]), fillers)
            fill(j, by: Int32(truncatingIfNeeded: amount))
            fillers -= amount
        }
        for client in left {
            guard search(for: Int(client)) else { return false }
        }
        while fillers > 0 {
            guard searchForFiller() else { return false }
            fillers -= 1
        }
        return true
    }

    private func answer() -> FlowAnswer {
        var therapistOf = [Int32](repeating: -1, count: place.count)
        for client in members where place[Int(client)] < columns { therapistOf[Int(client)] = place[Int(client)] }
        let top = nodes == 0 ? 0 : highestPrice
        var prices: [[Int64]] = []
        for t in 0..<classes {
            prices.append(
                (0..<columns).map { j in
                    guard !isClosed(j) else { return 0 }
                    let own = Int64(top) - Int64(price[t * width + j])
                    // Where nobody uses an inner cap, its price is not held down to the outer one's.
                    return t == 0 ? own : max(own, prices[parent[t]][j])
                })
        }
        return FlowAnswer(therapistOf: therapistOf, prices: prices)
    }
}
