/// 64-bit prices, for costs that span more, or caps within caps that reach further than 32 bits were proven for.
struct WideRows<Stored: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>: FlowRows {
    typealias Price = Int64

    let rows: UnsafePointer<Stored>
    let stride: Int

    var keepsSwaps: Bool { true }

    @inline(__always) private func read(_ stored: Stored) -> Int64 {
        stored == .max ? Self.infinite : Int64(truncatingIfNeeded: stored)
    }

    @inline(__always) func cost(_ client: Int, _ therapist: Int) -> Int64 { read(rows[client &* stride &+ therapist]) }

    func twoLeast(_ client: Int, _ prices: Prices, _ width: Int) -> TwoLeast<Int64> {
        let row = rows + client &* stride
        var both = TwoLeast<Int64>()
        for k in 0..<width { both.take(read(row[k]) &- prices[k], k) }
        return both
    }

    func start(_ client: Int, _ prices: Prices, _ open: Prices, _ width: Int) {
        let row = rows + client &* stride
        for k in 0..<width { open[k] = read(row[k]) &- prices[k] }
    }

    func relax(
        _ client: Int, _ shift: Int64, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Int64, _ width: Int
    ) {
        let row = rows + client &* stride
        for k in 0..<width {
            let value = read(row[k]) &+ shift &- prices[k]
            if value < open[k] {
                open[k] = value
                from[k] = node
            }
        }
    }

    func include(_ client: Int, _ mine: Int64, _ swap: Prices, _ width: Int) {
        let row = rows + client &* stride
        for k in 0..<width { swap[k] = min(swap[k], read(row[k]) &- mine) }
    }
}
