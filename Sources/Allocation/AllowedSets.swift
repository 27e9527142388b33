/// Whom each client may see, as bits: the searches of stage 1 look at 64 therapists at a time.
struct AllowedSets {
    let words: Int
    private let bits: Slab<UInt64>?
    private let sparse: SparseCosts?

    init(_ costs: CostTable) {
        words = (costs.therapists + 63) / 64
        if case .sparse(let sparse) = costs.store {
            self.sparse = sparse
            bits = nil
            return
        }
        sparse = nil
        let bits = Slab<UInt64>(costs.clients * words, 0)
        switch costs.store {
        case .narrow(let rows): Self.read(rows, costs, words, bits)
        case .wide(let rows): Self.read(rows, costs, words, bits)
        case .sparse: break
        }
        self.bits = bits
    }

    private static func read<Stored: FixedWidthInteger>(_ rows: [Stored], _ costs: CostTable, _ words: Int, _ bits: Slab<UInt64>)
    {
        rows.withUnsafeBufferPointer { rows in
            for client in 0..<costs.clients {
                let row = client * costs.stride
                for word in 0..<words {
                    var value: UInt64 = 0
                    for bit in 0..<min(64, costs.therapists - word * 64) where rows[row + word * 64 + bit] != .max {
                        value |= 1 << UInt64(bit)
                    }
                    bits[client * words + word] = value
                }
            }
        }
    }

    /// Goes through the therapists that the client may see and that are in the set, in order, until the body says stop.
    /// - Returns: where it stopped.
    func first(of client: Int, in set: borrowing Slab<UInt64>, from start: Int = 0, where body: (Int) -> Bool) -> Int? {
        if let sparse {
            for at in sparse.starts[client]..<sparse.starts[client + 1] where sparse.costs[at] != .max {
                let j = Int(sparse.therapists[at])
                if set[start + j / 64] >> UInt64(j % 64) & 1 == 1, body(j) { return j }
            }
            return nil
        }
        guard let bits else { return nil }
        for word in 0..<words {
            var left = bits[client * words + word] & set[start + word]
            while left != 0 {
                let j = word * 64 + left.trailingZeroBitCount
                left &= left - 1
                if body(j) { return j }
            }
        }
        return nil
    }
}
