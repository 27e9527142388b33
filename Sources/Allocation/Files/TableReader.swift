/// Reads a table of fits: `clients therapists`, then each therapist's places, then a line per client with its fits: 0...10,000, or `-`
/// where a hard rule forbids the pair. Lines matter: a fit too many is found where it stands.
public struct TableReader: Sendable {
    private var scanner = NumberScanner()
    private var clients = -1
    private var therapists = -1
    private var places: [Int] = []
    private var maker: FitTableMaker?
    private var client = 0
    private var column = 0
    private var wordsInLine = 0
    private var knowsSize = false

    public init() {}

    /// Takes the file's next bytes, which may end in the middle of a number or a line.
    /// - Throws: what is wrong, with its line.
    public mutating func read(_ bytes: UnsafeRawBufferPointer) throws(TableProblem) {
        var scanner = scanner
        defer { self.scanner = scanner }
        try scanner.read(bytes, lines: true) { token, line throws(TableProblem) in try take(token, line) }
    }

    /// The problem, once the whole file was read.
    /// - Throws: what is missing, or what forbids the problem as a whole.
    public mutating func finish() throws(TableProblem) -> AllocationProblem {
        var scanner = scanner
        try scanner.finish { token, line throws(TableProblem) in try take(token, line) }
        let line = scanner.line
        if wordsInLine > 0 { try take(.line, line) }
        guard clients >= 0 else {
            throw TableProblem(
                line, "The file is empty. Its first line has to say how many clients and therapists there are, as in `3 2`.")
        }
        guard places.count == therapists else {
            throw TableProblem(line, "The line with the places of each therapist is missing. Write \(therapists) whole numbers.")
        }
        guard client == clients || therapists == 0, let maker else {
            throw TableProblem(
                line, "The file ends after \(client) of \(clients) clients. Add the missing lines, or correct line 1.")
        }
        do { return try AllocationProblem(costs: maker.table(), places: places) } catch { throw TableProblem(2, error) }
    }

    @inline(__always) private mutating func take(_ token: NumberScanner.Token, _ line: Int) throws(TableProblem) {
        if maker != nil {
            switch token {
            case .number(let fit):
                guard client < clients, column < therapists, fit >= 0, fit <= CostTable.highestFit else {
                    throw fault(token, line)
                }
                maker?.append(fit: fit)
                column &+= 1
                wordsInLine &+= 1
            case .dash:
                guard client < clients, column < therapists else { throw fault(token, line) }
                maker?.appendForbidden()
                column &+= 1
                wordsInLine &+= 1
            case .line:
                guard wordsInLine > 0 else { return }
                guard column == therapists else {
                    throw TableProblem(
                        line,
                        "Client \(client + 1) has \(column) fits, and there are \(therapists) therapists. Add the missing ones, `-` for a pair that is not allowed."
                    )
                }
                client &+= 1
                column = 0
                wordsInLine = 0
            case .other: throw fault(token, line)
            }
        } else {
            try takeHead(token, line)
        }
    }

    private mutating func takeHead(_ token: NumberScanner.Token, _ line: Int) throws(TableProblem) {
        switch token {
        case .number(let value):
            wordsInLine += 1
            if clients < 0 {
                guard value >= 0 else { throw TableProblem(line, "There cannot be \(value) clients.") }
                clients = value
            } else if therapists < 0 {
                guard value >= 0 else { throw TableProblem(line, "There cannot be \(value) therapists.") }
                therapists = value
                do { try CostTable.check(clients, therapists) } catch { throw TableProblem(line, error) }
            } else {
                guard knowsSize else {
                    throw TableProblem(line, "Line 1 needs two numbers alone, clients and therapists, as in `3 2`.")
                }
                guard places.count < therapists else {
                    throw TableProblem(
                        line, "There are more numbers here than therapists (\(therapists)). Correct the line, or the first one.")
                }
                guard value >= 0, value <= Int(Int32.max) else {
                    throw TableProblem(line, AllocationError.badPlaces(therapist: places.count, value: value))
                }
                places.append(value)
            }
        case .line:
            try endHead(line)
        case .dash, .other:
            throw TableProblem(
                line, "A whole number is needed here: line 1 has clients and therapists, line 2 the places of each therapist.")
        }
    }

    private mutating func endHead(_ line: Int) throws(TableProblem) {
        guard wordsInLine > 0 else { return }
        guard therapists >= 0 else { throw TableProblem(line, "Line 1 needs two numbers, clients and therapists, as in `3 2`.") }
        if !knowsSize {
            knowsSize = true
            wordsInLine = 0
            guard therapists == 0 else { return }  // nobody to go to: no more lines are needed
        }
        guard places.count == therapists else {
            throw TableProblem(
                line, "There are \(places.count) numbers of places and \(therapists) therapists. Write one for each.")
        }
        wordsInLine = 0
        do { maker = try FitTableMaker(clients: clients, therapists: therapists) } catch { throw TableProblem(line, error) }
    }

    private func fault(_ token: NumberScanner.Token, _ line: Int) -> TableProblem {
        guard client < clients else {
            return TableProblem(
                line, "There are more lines than the \(clients) clients of line 1. Take them out, or correct line 1.")
        }
        guard column < therapists else {
            return TableProblem(
                line, "Client \(client + 1) has more fits than there are therapists (\(therapists)). Take the extra ones out.")
        }
        return TableProblem(
            line,
            "Client \(client + 1), therapist \(column + 1): a fit is a whole number from 0 to 10,000, or `-` for a pair that is not allowed."
        )
    }
}
