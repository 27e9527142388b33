/// The loops over a client's row, where all the time goes: one kind of rows for each way that costs are stored.
///
/// Numbers of one search lie in arrays of `width` entries, whole vectors of eight; what is beyond the last therapist is never reached,
/// because its price is `-closed`.
protocol FlowRows {
    associatedtype Price: FixedWidthInteger & SignedInteger & BitwiseCopyable
    typealias Prices = UnsafeMutablePointer<Price>

    /// Whether it pays to keep, for each therapist, what moving somebody to each other one costs.
    var keepsSwaps: Bool { get }
    /// What the client costs there; `infinite` where it is forbidden.
    func cost(_ client: Int, _ therapist: Int) -> Price
    /// The two least of `cost - price`, and where.
    func twoLeast(_ client: Int, _ prices: Prices, _ width: Int) -> TwoLeast<Price>
    /// `open = cost - price`.
    func start(_ client: Int, _ prices: Prices, _ open: Prices, _ width: Int)
    /// `open = min(open, cost + shift - price)`, and `from = node` where that made it less.
    func relax(_ client: Int, _ shift: Price, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Price, _ width: Int)
    /// `swap = min(swap, cost - mine)`.
    func include(_ client: Int, _ mine: Price, _ swap: Prices, _ width: Int)
    /// As the other, for what moving costs.
    static func relax(
        _ swap: Prices, _ shift: Price, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Price, _ width: Int)
    /// The places where `open` is `least`, in order.
    static func find(_ least: Price, _ open: Prices, _ count: Int, _ found: UnsafeMutablePointer<Int32>) -> Int
}

extension FlowRows {
    /// What a forbidden pair costs: beyond everything.
    static var infinite: Price { Price.max / 2 + 1 }
    /// How far below zero the price of a closed place lies.
    static var closed: Price { Price.max / 4 + 1 }
    /// Distances and prices stay below this, or the search gives up and wider numbers are taken: `infinite + closed + 2 limit` fits,
    /// so nothing wraps on the way, and what leads to a closed place lies beyond it.
    static var limit: Price { Price.max / 16 + 1 }

    /// The least of what is open. A settled place holds the lowest number there is, whose complement is the highest.
    @inline(__always) static func least(_ open: Prices, _ count: Int) -> Price {
        var least = Price.max
        for k in 0..<count {
            let value = open[k]
            least = min(least, value ^ (value &>> Price(Price.bitWidth - 1)))
        }
        return least
    }

    static func relax(
        _ swap: Prices, _ shift: Price, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Price, _ width: Int
    ) {
        for k in 0..<width {
            let value = swap[k] &+ shift &- prices[k]
            if value < open[k] {
                open[k] = value
                from[k] = node
            }
        }
    }

    static func find(_ least: Price, _ open: Prices, _ count: Int, _ found: UnsafeMutablePointer<Int32>) -> Int {
        var size = 0
        for k in 0..<count where open[k] == least {
            found[size] = Int32(truncatingIfNeeded: k)
            size += 1
        }
        return size
    }
}

/// The least and the second least of a row.
struct TwoLeast<Price: FixedWidthInteger> {
    var first = Price.max
    var second = Price.max
    /// Where the least is: the lowest such place.
    var at = -1
    /// Where the second least is; -1 if that was not kept.
    var next = -1

    @inline(__always) mutating func take(_ value: Price, _ column: Int) {
        if value < first || (value == first && column < at) {
            second = first
            next = at
            first = value
            at = column
        } else if value < second {
            second = value
            next = column
        }
    }
}
