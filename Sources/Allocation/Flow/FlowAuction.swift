extension FlowEngine {
    /// Room for the bids: by client what was bid, and by therapist a heap of who bid, the weakest on top.
    struct Bids {
        let level: Slab<Price>
        let heap: Slab<Int32>
        let start: [Int]

        init(_ engine: FlowEngine) {
            var start: [Int] = [], sum = 0
            for j in 0..<engine.columns {
                start.append(sum)
                sum += Int(engine.caps[j])
            }
            self.start = start
            level = Slab(engine.place.count, 0)
            heap = Slab(sum, 0)
        }
    }

    /// Everybody bids for a place until all have one or the budget is spent (Bertsekas and Castañon 1989, for places that are alike). Each
    /// place remembers its bid; a full therapist's price is the weakest, who is the next to go. Caps within the places are ignored here.
    /// - Parameters:
    ///   - step: bid beyond what leaves the bidder indifferent. With 0 all who hold a place stay exactly content.
    ///   - budget: bids at most.
    /// - Returns: who has no place.
    func auction(_ everyone: [Int32], step: Price, budget: Int, bids: Bids) -> [Int32] {
        var waiting = everyone
        var unplaced: [Int32] = []
        var left = budget
        while let one = waiting.popLast() {
            let client = Int(one)
            guard left > 0 else {
                unplaced.append(one)
                continue
            }
            left -= 1
            var best = rows.twoLeast(client, price.base, width)
            if let benchCost { best.take(benchCost &- price[columns], columns) }
            guard best.at >= 0, best.first < Rows.limit else {
                unplaced.append(one)
                continue
            }
            if best.at == columns {
                hold(client, columns)
                continue
            }
            let gain = best.second < Rows.limit ? best.second &- best.first : 0
            var j = best.at
            if gain == 0, step == 0, count[j] >= caps[j] {
                // A tie: whoever is there stays, unless the other has room.
                guard best.next >= 0, best.next < columns, best.second < Rows.limit, count[best.next] < caps[best.next] else {
                    unplaced.append(one)
                    continue
                }
                j = best.next
            }
            let bid = price[j] &- gain &- step
            guard bid > 0 - Rows.limit else {
                unplaced.append(one)
                continue
            }
            if let loser = put(client, j, bid, bids) { waiting.append(loser) }
        }
        return unplaced
    }

    /// - Returns: whoever has to leave.
    private func put(_ client: Int, _ j: Int, _ bid: Price, _ bids: Bids) -> Int32? {
        let heap = bids.heap.base + bids.start[j], level = bids.level
        level[client] = bid
        let size = Int(count[j])
        var loser: Int32?
        if size < Int(caps[j]) {
            heap[size] = Int32(truncatingIfNeeded: client)
            var at = size
            while at > 0, level[Int(heap[at])] > level[Int(heap[(at - 1) / 2])] {
                exchange(heap, at, (at - 1) / 2)
                at = (at - 1) / 2
            }
        } else {
            loser = heap[0]
            release(Int(heap[0]))
            heap[0] = Int32(truncatingIfNeeded: client)
            var at = 0
            while true {
                var top = at
                let left = 2 * at + 1
                if left < size, level[Int(heap[left])] > level[Int(heap[top])] { top = left }
                if left + 1 < size, level[Int(heap[left + 1])] > level[Int(heap[top])] { top = left + 1 }
                if top == at { break }
                exchange(heap, at, top)
                at = top
            }
        }
        hold(client, j)
        if count[j] == caps[j] { price[j] = level[Int(heap[0])] }
        return loser
    }

    @inline(__always) private func exchange(_ heap: UnsafeMutablePointer<Int32>, _ a: Int, _ b: Int) {
        let kept = heap[a]
        heap[a] = heap[b]
        heap[b] = kept
    }
}
