internal import Clinic

/// What somebody answered, or the total alone where that is all that a letter says. Valid once it exists.
public enum InstrumentEntry: Sendable, Hashable {
    /// As many as the instrument has items, in its order; nil where none was given, at least one is.
    case answers(Instrument, [Int?])
    case total(Instrument, Int)

    public var instrument: Instrument {
        switch self {
        case .answers(let instrument, _), .total(let instrument, _): instrument
        }
    }

    /// - Throws: `AssessmentRefusal`: another number of answers than it has items, an answer out of range, or none at all.
    public init(_ instrument: Instrument, answers: [Int?]) throws(AssessmentRefusal) {
        guard answers.count == instrument.itemCount else {
            throw .wrongCount(instrument, found: answers.count)
        }
        for (item, answer) in zip(instrument.items, answers) {
            if let answer, !(0...instrument.highestAnswer).contains(answer) { throw .outOfRange(instrument, item: item) }
        }
        guard answers.contains(where: { $0 != nil }) else { throw .nothingAnswered }
        self = .answers(instrument, answers)
    }

    /// - Throws: `AssessmentRefusal`: out of range, or an instrument without a total.
    public init(_ instrument: Instrument, total: Int) throws(AssessmentRefusal) {
        guard let highest = instrument.highestTotal else { throw .noTotal(instrument) }
        guard (0...highest).contains(total) else { throw .totalOutOfRange(instrument) }
        self = .total(instrument, total)
    }

    /// `14` is a total; `0 1 - 3 …`, with spaces, commas or semicolons between, are answers, and `-` is one that was not given.
    public init(_ instrument: Instrument, text: String) throws(AssessmentRefusal) {
        let words = text.split { " ,;\t\n\r\r\n".contains($0) }
        if words.isEmpty { throw .nothingAnswered }
        if words.count == 1, words[0] != "-" {
            guard let total = Self.number(words[0]) else { throw .notNumbers(instrument) }
            try self.init(instrument, total: total)
            return
        }
        var answers: [Int?] = []
        for word in words {
            if word == "-" {
                answers.append(nil)
            } else {
                guard let answer = Self.number(word) else { throw .notNumbers(instrument) }
                answers.append(answer)
            }
        }
        try self.init(instrument, answers: answers)
    }

    /// As it is sealed and stored: `total 14`, `answers 0,1,-,3`. Read back by ``init(_:stored:)``.
    var stored: String {
        switch self {
        case .total(_, let total): "total \(total)"
        case .answers(_, let answers): "answers " + answers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: ",")
        }
    }

    init?(_ instrument: Instrument, stored: String) {
        let parts = stored.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        do {
            switch parts[0] {
            case "total": try self.init(instrument, total: Self.number(parts[1]) ?? -1)
            case "answers": try self.init(instrument, text: String(parts[1]))
            default: return nil
            }
        } catch {
            return nil
        }
    }

    /// Whether it raises a flag for a person: somebody said that thoughts of being dead or of hurting themself were there at all (the ninth
    /// item of the PHQ-9), or the total cannot come about without that answer.
    public var safetyFlag: SafetyFlag? {
        switch self {
        case .answers(.phq9, let answers): (answers.last ?? nil).map { $0 >= 1 } == true ? .itemNine : nil
        case .total(.phq9, let total): total > 24 ? .itemNine : nil
        default: nil
        }
    }

    /// Whether the question about being in danger was never answered: somebody has to ask it.
    public var leavesSafetyOpen: Bool {
        switch self {
        case .answers(.phq9, let answers): (answers.last ?? nil) == nil
        case .total(.phq9, let total): total <= 24 && total > 0
        default: false
        }
    }

    /// Digits only, at most three: no sign, and nothing that overflows.
    private static func number(_ text: Substring) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }
}
