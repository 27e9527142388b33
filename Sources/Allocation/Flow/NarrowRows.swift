/// 32-bit prices, eight at a time: for fits and costs that span less than 65,535, in 16 bits each, and for those that span some millions,
/// in 32.
///
/// Written out for these types, because the compiler makes vectors of concrete SIMD and a loop over lanes of generic SIMD.
/// SAFETY of the loads: `Slab` and the table's rows are whole vectors long, and every `k` is a multiple of eight below `width`; loads from
/// the table are declared unaligned, as an array promises no more.
struct NarrowRows<Stored: FixedWidthInteger & UnsignedInteger & SIMDScalar & BitwiseCopyable>: FlowRows {
    typealias Price = Int32
    typealias Eight = SIMD8<Int32>

    let rows: UnsafePointer<Stored>
    let stride: Int

    var keepsSwaps: Bool { true }

    @inline(__always) func cost(_ client: Int, _ therapist: Int) -> Int32 {
        let stored = rows[client &* stride &+ therapist]
        return stored == .max ? Self.infinite : Int32(truncatingIfNeeded: stored)
    }

    @inline(__always) private static func costs(_ row: UnsafePointer<Stored>, _ k: Int) -> Eight {
        let wide = Eight(truncatingIfNeeded: UnsafeRawPointer(row + k).loadUnaligned(as: SIMD8<Stored>.self))
        // The highest number stands for forbidden. Of 32 bits it reads as -1 here; nothing that is allowed is below zero.
        let forbidden = Stored.bitWidth < 32 ? wide .> Eight(repeating: 65_534) : wide .< Eight(repeating: 0)
        return wide.replacing(with: Eight(repeating: infinite), where: forbidden)
    }
    @inline(__always) private static func load(_ numbers: Prices, _ k: Int) -> Eight {
        UnsafeRawPointer(numbers + k).load(as: Eight.self)
    }
    @inline(__always) private static func store(_ value: Eight, _ numbers: Prices, _ k: Int) {
        UnsafeMutableRawPointer(numbers + k).storeBytes(of: value, as: Eight.self)
    }

    @inline(never) func twoLeast(_ client: Int, _ prices: Prices, _ width: Int) -> TwoLeast<Int32> {
        let row = rows + client &* stride
        var first = Eight(repeating: .max), second = first
        var at = Eight(repeating: 0), here = Eight(0, 1, 2, 3, 4, 5, 6, 7)
        let eight = Eight(repeating: 8)
        var k = 0
        while k < width {
            let value = Self.costs(row, k) &- Self.load(prices, k)
            let better = value .< first
            let loser = value.replacing(with: first, where: better)
            first = first.replacing(with: value, where: better)
            at = at.replacing(with: here, where: better)
            second = second.replacing(with: loser, where: loser .< second)
            here &+= eight
            k &+= 8
        }
        var both = TwoLeast<Int32>()
        for lane in 0..<8 { both.take(first[lane], Int(at[lane])) }
        for lane in 0..<8 where second[lane] < both.second {
            both.second = second[lane]
            both.next = -1
        }
        return both
    }

    @inline(never) func start(_ client: Int, _ prices: Prices, _ open: Prices, _ width: Int) {
        let row = rows + client &* stride
        for k in 0..<width {
            let stored = row[k]
            open[k] = (stored == .max ? Self.infinite : Int32(truncatingIfNeeded: stored)) &- prices[k]
        }
    }

    @inline(never) func relax(
        _ client: Int, _ shift: Int32, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Int32, _ width: Int
    ) {
        let row = rows + client &* stride
        let shift = Eight(repeating: shift), node = Eight(repeating: node)
        var k = 0
        while k < width {
            let value = Self.costs(row, k) &+ shift &- Self.load(prices, k)
            let old = Self.load(open, k)
            let better = value .< old
            Self.store(old.replacing(with: value, where: better), open, k)
            Self.store(Self.load(from, k).replacing(with: node, where: better), from, k)
            k &+= 8
        }
    }

    @inline(never) func include(_ client: Int, _ mine: Int32, _ swap: Prices, _ width: Int) {
        let row = rows + client &* stride
        for k in 0..<width {
            let stored = row[k]
            swap[k] = min(swap[k], (stored == .max ? Self.infinite : Int32(truncatingIfNeeded: stored)) &- mine)
        }
    }

    @inline(never) static func relax(
        _ swap: Prices, _ shift: Int32, _ prices: Prices, _ open: Prices, _ from: Prices, _ node: Int32, _ width: Int
    ) {
        let shift = Eight(repeating: shift), node = Eight(repeating: node)
        var k = 0
        while k < width {
            let value = load(swap, k) &+ shift &- load(prices, k)
            let old = load(open, k)
            let better = value .< old
            store(old.replacing(with: value, where: better), open, k)
            store(load(from, k).replacing(with: node, where: better), from, k)
            k &+= 8
        }
    }

    @inline(never) static func find(
        _ least: Int32, _ open: Prices, _ count: Int, _ found: UnsafeMutablePointer<Int32>
    ) -> Int {
        let mark = Eight(repeating: least), one = Eight(repeating: 1), none = Eight(repeating: 0)
        var size = 0, k = 0
        while k < count {
            let value = load(open, k)
            let equal = one.replacing(with: none, where: value .> mark).replacing(with: none, where: value .< mark)
            if equal.wrappedSum() != 0 { note(value, least, k, found, &size) }
            k &+= 8
        }
        return size
    }

    @inline(__always) private static func note(
        _ value: Eight, _ least: Int32, _ k: Int, _ found: UnsafeMutablePointer<Int32>, _ size: inout Int
    ) {
        for lane in 0..<8 where value[lane] == least {
            found[size] = Int32(truncatingIfNeeded: k &+ lane)
            size &+= 1
        }
    }
}
