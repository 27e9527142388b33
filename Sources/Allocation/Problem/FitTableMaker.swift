/// Takes the fits of a table in reading order, straight into the rows that the solver reads.
public struct FitTableMaker: Sendable {
    let clients: Int
    let therapists: Int
    private let stride: Int
    private var rows: [UInt16]
    private var at = 0
    private var column = 0

    /// Begins with every pair forbidden.
    /// - Throws: `AllocationError` for more clients or therapists than the solver takes.
    public init(clients: Int, therapists: Int) throws(AllocationError) {
        try CostTable.check(clients, therapists)
        self.clients = clients
        self.therapists = therapists
        stride = CostTable.stride(therapists)
        rows = [UInt16](repeating: .max, count: clients * stride)
    }

    /// - Parameter fit: 0...10,000; the caller has checked it. More than the table holds are ignored.
    @inline(__always) mutating func append(fit: Int) {
        guard at < rows.count else { return }
        rows[at] = UInt16(truncatingIfNeeded: CostTable.highestFit - fit)
        step()
    }

    @inline(__always) mutating func appendForbidden() {
        guard at < rows.count else { return }
        step()
    }

    @inline(__always) private mutating func step() {
        at += 1
        column += 1
        if column == therapists {
            column = 0
            at += stride - therapists
        }
    }

    /// Sets one pair, in any order.
    public mutating func set(client: Int, therapist: Int, fit: Int) throws(AllocationError) {
        guard 0..<clients ~= client else { throw .unknown("client", client) }
        guard 0..<therapists ~= therapist else { throw .unknown("therapist", therapist) }
        guard 0...CostTable.highestFit ~= fit else { throw .badFit(client: client, therapist: therapist, value: fit) }
        rows[client * stride + therapist] = UInt16(CostTable.highestFit - fit)
    }

    /// The table as far as it was filled in; a pair that nobody named is forbidden.
    public func table() -> CostTable {
        CostTable(clients: clients, therapists: therapists, base: 0, spread: Int64(CostTable.highestFit), store: .narrow(rows))
    }
}
