/// The allowed pairs alone: a row is as long as the client's choice.
struct SparseRows: FlowRows {
    typealias Price = Int64

    let starts: UnsafePointer<Int>
    let therapists: UnsafePointer<Int32>
    let costs: UnsafePointer<UInt32>

    var keepsSwaps: Bool { false }

    @inline(__always) private func read(_ at: Int) -> Int64 {
        costs[at] == .max ? Self.infinite : Int64(truncatingIfNeeded: costs[at])
    }

    func cost(_ client: Int, _ therapist: Int) -> Int64 {
        var low = starts[client], high = starts[client + 1]
        while low < high {
            let middle = (low &+ high) / 2
            if therapists[middle] < therapist { low = middle &+ 1 } else { high = middle }
        }
        return low < starts[client + 1] && therapists[low] == therapist ? read(low) : Self.infinite
    }

    func twoLeast(_ client: Int, _ prices: Prices, _ width: Int) -> TwoLeast<Int64> {
        var both = TwoLeast<Int64>()
        for at in starts[client]..<starts[client + 1] {
            let j = Int(therapists[at])
            both.take(read(at) &- prices[j], j)
        }
        return both
    }

    func start(_ client: Int, _ prices: Prices, _ open: Prices, _ width: Int) {
        for k in 0..<width { open[k] = Self.infinite }
        for at in starts[client]..<starts[client + 1] {
            let j = Int(therapists[at])
            open[j] = read(at) &- prices[j]
        }
    }

    func relax(
        _ client: Int, _ shift: Int64, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Int64, _ width: Int
    ) {
        for at in starts[client]..<starts[client + 1] {
            let j = Int(therapists[at])
            let value = read(at) &+ shift &- prices[j]
            if value < open[j] {
                open[j] = value
                from[j] = node
            }
        }
    }

    func include(_ client: Int, _ mine: Int64, _ swap: Prices, _ width: Int) {
        for at in starts[client]..<starts[client + 1] {
            let j = Int(therapists[at])
            swap[j] = min(swap[j], read(at) &- mine)
        }
    }
}
