/// Whole numbers and words of a text, pushed in pieces of any size: a table of 80 million numbers needs no memory but its own.
struct NumberScanner {
    /// What stands in a text: a number, a dash, or something else.
    enum Token {
        case number(Int)
        case dash, line, other
    }

    private(set) var line = 1
    private var value = 0
    private var digits = 0
    private var isNegative = false

    /// Calls the body for each complete word, and for each end of a line where `lines` asks for it; for what is no number at its first wrong
    /// byte, since what is no text may never end.
    mutating func read(_ bytes: UnsafeRawBufferPointer, lines: Bool, _ body: (Token, Int) throws(TableProblem) -> Void)
        throws(TableProblem)
    {
        for byte in bytes {
            if byte >= 0x30 && byte <= 0x39 {
                // Eighteen digits cannot overflow; more are no number that anything here takes.
                digits &+= 1
                if digits <= 18 { value = value &* 10 &+ Int(byte &- 0x30) } else { try endOther(body) }
            } else if byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D {
                if digits > 0 || isNegative { try end(body) }
                if byte == 0x0A {
                    if lines { try body(.line, line) }
                    line &+= 1
                }
            } else if byte == 0x2D, digits == 0, !isNegative {
                isNegative = true
            } else {
                try endOther(body)
            }
        }
    }

    /// The last word, when nothing follows it.
    mutating func finish(_ body: (Token, Int) throws(TableProblem) -> Void) throws(TableProblem) {
        if digits > 0 || isNegative { try end(body) }
    }

    private mutating func endOther(_ body: (Token, Int) throws(TableProblem) -> Void) throws(TableProblem) {
        value = 0
        digits = 0
        isNegative = false
        try body(.other, line)
    }

    @inline(__always) private mutating func end(_ body: (Token, Int) throws(TableProblem) -> Void) throws(TableProblem) {
        let token: Token = digits == 0 ? .dash : .number(isNegative ? -value : value)
        value = 0
        digits = 0
        isNegative = false
        try body(token, line)
    }
}

/// What is wrong with a file of costs or fits, and in which line.
public struct TableProblem: Error, Hashable, Sendable {
    /// From 1, as an editor counts.
    public let line: Int
    /// What is wrong, then what to do.
    public let message: String

    init(_ line: Int, _ message: String) {
        self.line = line
        self.message = message
    }

    init(_ line: Int, _ error: AllocationError) { self.init(line, error.message) }
}
