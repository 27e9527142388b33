/// What each pair of client and therapist costs, or that it is forbidden. Row-major, whole vectors a row, as narrow as the numbers allow:
/// 10,000 clients by 1,000 therapists take 20 MB.
public struct CostTable: Sendable {
    /// The highest fit, which costs nothing.
    public static let highestFit = 10_000
    /// Pairs at most, so that a mistyped first line does not ask for all the memory there is.
    public static let limit = 2_000_000_000
    static let costLimit = 2_000_000_000

    public let clients: Int
    public let therapists: Int
    /// What every stored cost has been lowered by.
    let base: Int64
    /// The highest stored cost.
    let spread: Int64
    var store: Store

    enum Store: Sendable {
        /// `UInt16.max` is "forbidden"; so in the others.
        case narrow([UInt16])
        case wide([UInt32])
        case sparse(SparseCosts)
    }

    /// Numbers in a row, padded to whole vectors, with room for the bench behind the last therapist.
    static func stride(_ therapists: Int) -> Int { (therapists + 1 + 7) / 8 * 8 }
    var stride: Int { Self.stride(therapists) }

    /// From fits.
    /// - Parameter fits: row-major, `clients` by `therapists`, each 0...10,000, or nil where a hard rule forbids the pair.
    public init(clients: Int, therapists: Int, fits: [Int?]) throws(AllocationError) {
        try Self.check(clients, therapists)
        guard fits.count == clients * therapists else {
            throw .wrongCount(of: "fits", expected: clients * therapists, found: fits.count)
        }
        var maker = try FitTableMaker(clients: clients, therapists: therapists)
        for (index, fit) in fits.enumerated() {
            guard let fit else {
                maker.appendForbidden()
                continue
            }
            guard 0...Self.highestFit ~= fit else {
                throw .badFit(client: index / therapists, therapist: index % therapists, value: fit)
            }
            maker.append(fit: fit)
        }
        self = maker.table()
    }

    /// From costs, least cost wanted.
    /// - Parameter costs: row-major, nil where forbidden; each within ±2,000,000,000.
    public init(clients: Int, therapists: Int, costs: [Int?]) throws(AllocationError) {
        try Self.check(clients, therapists)
        guard costs.count == clients * therapists else {
            throw .wrongCount(of: "costs", expected: clients * therapists, found: costs.count)
        }
        var numbers: [Int32] = []
        numbers.reserveCapacity(costs.count)
        for (index, cost) in costs.enumerated() {
            let value = cost ?? Int(Int32.max)
            guard cost == nil || -Self.costLimit...Self.costLimit ~= value else {
                throw .badCost(client: index / therapists, therapist: index % therapists, value: value)
            }
            numbers.append(Int32(value))
        }
        try self.init(clients: clients, therapists: therapists, checked: numbers)
    }

    /// - Parameter checked: within the limit, or `Int32.max` where forbidden.
    init(clients: Int, therapists: Int, checked costs: [Int32]) throws(AllocationError) {
        try Self.check(clients, therapists)
        var least = Int32.max, most = Int32.min
        for cost in costs where cost != .max {
            least = min(least, cost)
            most = max(most, cost)
        }
        if most < least { (least, most) = (0, 0) }
        self.clients = clients
        self.therapists = therapists
        base = Int64(least)
        spread = Int64(most) - Int64(least)
        store =
            spread < Int64(UInt16.max)
            ? .narrow(Self.padded(costs, therapists, least: least)) : .wide(Self.padded(costs, therapists, least: least))
    }

    private static func padded<Stored: FixedWidthInteger & UnsignedInteger>(
        _ costs: [Int32], _ therapists: Int, least: Int32
    ) -> [Stored] {
        let stride = stride(therapists), clients = therapists == 0 ? 0 : costs.count / therapists
        var rows = [Stored](repeating: .max, count: clients * stride)
        for client in 0..<clients {
            for therapist in 0..<therapists {
                let cost = costs[client * therapists + therapist]
                if cost != .max { rows[client * stride + therapist] = Stored(truncatingIfNeeded: Int64(cost) - Int64(least)) }
            }
        }
        return rows
    }

    init(clients: Int, therapists: Int, base: Int64, spread: Int64, store: Store) {
        self.clients = clients
        self.therapists = therapists
        self.base = base
        self.spread = spread
        self.store = store
    }

    static func check(_ clients: Int, _ therapists: Int) throws(AllocationError) {
        guard clients >= 0, therapists >= 0 else { throw .wrongCount(of: "clients or therapists", expected: 0, found: -1) }
        guard clients <= Int(Int32.max), therapists <= Int(Int32.max) else {
            throw .tooLarge(pairs: max(clients, therapists), limit: limit)
        }
        let (pairs, over) = clients.multipliedReportingOverflow(by: stride(therapists))
        guard !over, pairs <= limit else { throw .tooLarge(pairs: over ? Int.max : pairs, limit: limit) }
    }

    /// What the pair costs; nil where it is forbidden.
    public func cost(_ client: Int, _ therapist: Int) -> Int64? {
        guard 0..<clients ~= client, 0..<therapists ~= therapist else { return nil }
        switch store {
        case .narrow(let rows):
            let stored = rows[client * stride + therapist]
            return stored == .max ? nil : Int64(stored) + base
        case .wide(let rows):
            let stored = rows[client * stride + therapist]
            return stored == .max ? nil : Int64(stored) + base
        case .sparse(let sparse): return sparse.cost(client, therapist).map { Int64($0) + base }
        }
    }

    /// The fit that the pair's cost stands for.
    public func fit(_ client: Int, _ therapist: Int) -> Int? {
        cost(client, therapist).map { Self.highestFit - Int($0) }
    }

    /// False also for a pair outside the table.
    public func allows(_ client: Int, _ therapist: Int) -> Bool { cost(client, therapist) != nil }

    /// Forbids a pair.
    mutating func forbid(_ client: Int, _ therapist: Int) {
        switch store {
        case .narrow(var rows):
            store = .narrow([])
            rows[client * stride + therapist] = .max
            store = .narrow(rows)
        case .wide(var rows):
            store = .wide([])
            rows[client * stride + therapist] = .max
            store = .wide(rows)
        case .sparse(var sparse):
            store = .narrow([])
            sparse.forbid(client, therapist)
            store = .sparse(sparse)
        }
    }

    /// The therapists whom the client may go to, in order.
    func forEachAllowed(_ client: Int, _ body: (Int, Int64) -> Void) {
        switch store {
        case .narrow(let rows):
            for j in 0..<therapists where rows[client * stride + j] != .max { body(j, Int64(rows[client * stride + j]) + base) }
        case .wide(let rows):
            for j in 0..<therapists where rows[client * stride + j] != .max { body(j, Int64(rows[client * stride + j]) + base) }
        case .sparse(let sparse):
            for at in sparse.starts[client]..<sparse.starts[client + 1] where sparse.costs[at] != .max {
                body(Int(sparse.therapists[at]), Int64(sparse.costs[at]) + base)
            }
        }
    }

    /// Whether a pair of anybody is forbidden.
    var forbids: Bool {
        switch store {
        case .narrow(let rows): Self.forbids(rows, clients, therapists, stride)
        case .wide(let rows): Self.forbids(rows, clients, therapists, stride)
        case .sparse: true
        }
    }

    private static func forbids<Stored: FixedWidthInteger>(_ rows: [Stored], _ clients: Int, _ therapists: Int, _ stride: Int)
        -> Bool
    {
        rows.withUnsafeBufferPointer { rows in
            for client in 0..<clients {
                var most = Stored.min
                for j in client * stride..<client * stride + therapists { most = max(most, rows[j]) }
                if most == .max { return true }
            }
            return false
        }
    }
}
