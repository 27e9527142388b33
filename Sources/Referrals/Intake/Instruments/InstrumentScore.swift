/// What an entry adds up to, by the instrument's published rules.
///
/// An answer that is missing is never guessed, averaged or counted as nothing: a sum is then the range that it may lie in, and whether a
/// rule is met is said only where it is the same whatever the missing answers were, and otherwise not known.
public struct InstrumentScore: Sendable, Hashable {
    /// A published sum.
    public struct Sum: Sendable, Hashable {
        /// `total`, `ptsd`, `dso`.
        public let code: String
        /// One value unless answers are missing.
        public let possible: ClosedRange<Int>
        public let highest: Int
    }

    /// A published rule.
    public struct Finding: Sendable, Hashable {
        /// `total_10`, `avoidance`, `cptsd`; retired, never renamed.
        public let code: String
        /// Nil where missing answers leave it open.
        public let isMet: Bool?
    }

    public let instrument: Instrument
    public let sums: [Sum]
    public let findings: [Finding]
    /// The band or the pattern that it is in, as a code; nil where missing answers leave it open, and for the PCL-5, which has none.
    public let band: String?
    /// How many answers are missing; nil where only a total is known.
    public let unanswered: Int?

    /// Adds up by the published rules. Pure.
    public init(_ entry: InstrumentEntry) {
        let instrument = entry.instrument
        self.instrument = instrument
        let lowest: [Int], highest: [Int]
        switch entry {
        case .answers(_, let answers):
            lowest = answers.map { $0 ?? 0 }
            highest = answers.map { $0 ?? instrument.highestAnswer }
            unanswered = answers.count { $0 == nil }
        case .total(_, let total):
            (lowest, highest) = ([total], [total])
            unanswered = nil
        }
        let hasAnswers = unanswered != nil
        let total = lowest.reduce(0, +)...highest.reduce(0, +)
        func reaches(_ code: String, _ cut: Int) -> Finding {
            Finding(code: code, isMet: agreed(total.lowerBound >= cut, total.upperBound >= cut))
        }
        let whole = Sum(code: "total", possible: total, highest: instrument.highestTotal ?? 0)
        switch instrument {
        case .phq9:
            sums = [whole]
            findings = [reaches("total_10", 10)]
            band = agreed(Self.phq9Band(total.lowerBound), Self.phq9Band(total.upperBound))
        case .gad7:
            sums = [whole]
            findings = [reaches("total_10", 10)]
            band = agreed(Self.gad7Band(total.lowerBound), Self.gad7Band(total.upperBound))
        case .pcl5:
            sums = [whole]
            let clusters = hasAnswers ? PCL5.clusters(lowest: lowest, highest: highest) : PCL5.unknown
            findings = [reaches("total_31", 31), reaches("total_33", 33)] + clusters
            band = nil
        case .itq:
            let itq = ITQ(lowest: lowest, highest: highest)
            sums = [
                Sum(code: "ptsd", possible: itq.ptsdSeverity, highest: 24),
                Sum(code: "dso", possible: itq.dsoSeverity, highest: 24),
            ]
            findings = itq.findings
            band = itq.pattern?.rawValue
        }
    }

    /// A sentence for a person; it names a pattern or a range, and never says that somebody has something.
    public var words: String {
        guard let band else {
            return instrument == .pcl5
                ? "PCL-5: see its cut-offs and clusters." : "\(instrument.title): left open by missing answers."
        }
        if instrument == .itq {
            return ITQ.Pattern(rawValue: band)?.words ?? ""
        }
        return "\(instrument.title) total in the published range “\(band.replacing("_", with: " "))”."
    }

    /// Kroenke, Spitzer and Williams 2001: 5, 10, 15, 20.
    static func phq9Band(_ total: Int) -> String {
        switch total {
        case ..<5: "minimal"
        case ..<10: "mild"
        case ..<15: "moderate"
        case ..<20: "moderately_severe"
        default: "severe"
        }
    }

    /// Spitzer, Kroenke, Williams and Löwe 2006: 5, 10, 15.
    static func gad7Band(_ total: Int) -> String {
        switch total {
        case ..<5: "minimal"
        case ..<10: "mild"
        case ..<15: "moderate"
        default: "severe"
        }
    }
}

/// What holds for the lowest and for the highest that missing answers may be; nil where that differs. Exact for rules that only ever become
/// true as answers grow, which all published ones here are.
func agreed<Value: Equatable>(_ lowest: Value, _ highest: Value) -> Value? { lowest == highest ? lowest : nil }
