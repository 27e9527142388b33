/// Reads the assignment formats of the OR-Library (Beasley 1990): least cost, one place each.
///
/// Dense: `n`, then n × n costs, row by row, broken into lines anywhere. Sparse: `n`, then `i j cost` for each allowed pair, from 1.
public struct OrLibraryReader: Sendable {
    private var scanner = NumberScanner()
    private let isSparse: Bool
    private var size = -1
    private var costs: [Int32] = []
    private var arcs: [CostArc] = []
    private var triple: [Int] = []

    public init(sparse: Bool) { isSparse = sparse }

    /// Takes the file's next bytes, which may end in the middle of a number.
    /// - Throws: what is wrong, with its line.
    public mutating func read(_ bytes: UnsafeRawBufferPointer) throws(TableProblem) {
        var scanner = scanner
        defer { self.scanner = scanner }
        try scanner.read(bytes, lines: false) { token, line throws(TableProblem) in try take(token, line) }
    }

    /// The problem, once the whole file was read.
    /// - Throws: what is missing, or what forbids the problem as a whole.
    public mutating func finish() throws(TableProblem) -> AllocationProblem {
        var scanner = scanner
        try scanner.finish { token, line throws(TableProblem) in try take(token, line) }
        let line = scanner.line
        guard size >= 0 else { throw TableProblem(line, "The file is empty. It has to begin with the number of rows.") }
        guard triple.isEmpty else { throw TableProblem(line, "The last pair is incomplete. Write row, column and cost.") }
        guard isSparse || costs.count == size * size else {
            throw TableProblem(
                line,
                "The file ends after \(costs.count) of \(size * size) costs. Add the missing ones, or correct the first number.")
        }
        let places = Array(repeating: 1, count: size)
        do {
            let table =
                isSparse
                ? try CostTable(clients: size, therapists: size, arcs: arcs)
                : try CostTable(clients: size, therapists: size, checked: costs)
            return try AllocationProblem(costs: table, places: places)
        } catch { throw TableProblem(line, error) }
    }

    @inline(__always) private mutating func take(_ token: NumberScanner.Token, _ line: Int) throws(TableProblem) {
        guard case .number(let value) = token else {
            throw TableProblem(line, "Only whole numbers are expected in this format. A table with `-` is --format table.")
        }
        if size < 0 {
            try begin(value, line)
        } else if isSparse {
            try takePart(value, line)
        } else {
            guard costs.count < size * size else {
                throw TableProblem(
                    line, "There are more than the \(size * size) costs that the first number promises. Correct one of them.")
            }
            guard abs(value) <= CostTable.costLimit else {
                throw TableProblem(
                    line, AllocationError.badCost(client: costs.count / size, therapist: costs.count % size, value: value))
            }
            costs.append(Int32(truncatingIfNeeded: value))
        }
    }

    private mutating func begin(_ value: Int, _ line: Int) throws(TableProblem) {
        guard value >= 0 else { throw TableProblem(line, "There cannot be \(value) rows.") }
        if isSparse {
            guard value <= 10_000_000 else {
                throw TableProblem(line, "\(value) rows are more than the 10,000,000 that are read.")
            }
        } else {
            do { try CostTable.check(value, value) } catch { throw TableProblem(line, error) }
            costs.reserveCapacity(value * value)
        }
        size = value
    }

    private mutating func takePart(_ value: Int, _ line: Int) throws(TableProblem) {
        triple.append(value)
        guard triple.count == 3 else { return }
        defer { triple.removeAll(keepingCapacity: true) }
        guard 1...max(1, size) ~= triple[0], 1...max(1, size) ~= triple[1], size > 0 else {
            throw TableProblem(line, "Row \(triple[0]), column \(triple[1]): both have to lie within 1 and \(size).")
        }
        guard abs(value) <= CostTable.costLimit else {
            throw TableProblem(line, AllocationError.badCost(client: triple[0] - 1, therapist: triple[1] - 1, value: value))
        }
        arcs.append(CostArc(client: triple[0] - 1, therapist: triple[1] - 1, cost: value))
    }
}
