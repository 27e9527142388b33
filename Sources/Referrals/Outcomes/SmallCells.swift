/// Counts that may be shown, after the rule of the US Centers for Medicare & Medicaid Services (matching specification R70): no cell of 1 to 10
/// is told, nor anything from which one follows.
public enum SmallCells {
    /// Nobody can be told apart in them.
    static let smallest = 11

    /// 1 to 10. Nobody is no small number.
    public static func isSmall(_ count: Int) -> Bool { (1..<smallest).contains(count) }

    /// The cells of one table with its total. Nil is hidden.
    ///
    /// Where a cell is small, others are hidden besides, the smallest first, until at least two are and they are no small number together: so
    /// nothing follows even for somebody who knows the total from elsewhere. It is hidden as well, since another table may tell a cell that
    /// is hidden here only for the sake of its neighbour. A zero is told: it is nobody.
    public static func suppressed(_ cells: [Int]) -> (cells: [Int?], total: Int?) {
        var hidden = Set(cells.indices.filter { isSmall(cells[$0]) })
        guard !hidden.isEmpty else { return (cells, cells.reduce(0, +)) }
        let others = cells.indices.filter { !hidden.contains($0) && cells[$0] > 0 }.sorted { (cells[$0], $0) < (cells[$1], $1) }
        for other in others {
            if hidden.count > 1, !isSmall(hidden.reduce(0) { $0 + cells[$1] }) { break }
            hidden.insert(other)
        }
        return (cells.indices.map { hidden.contains($0) ? nil : cells[$0] }, nil)
    }

    /// A share in basis points, rounded down; nil where one of the two groups is small, or there is nobody.
    public static func share(_ part: Int, of whole: Int) -> Int? {
        guard whole > 0, !isSmall(whole), !isSmall(part), !isSmall(whole - part) else { return nil }
        return part * 10_000 / whole
    }
}
