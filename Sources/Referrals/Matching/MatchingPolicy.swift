/// A clinic's settings for matching. Versioned: a decision stores the version it was made under, so that it can be replayed.
///
/// All shares and levels are integer basis points (0…10,000): contributions then sum exactly to the score, and no machine rounds
/// differently from another. Experience in years, ratings, profile completeness and demographics nobody asked for have no factor:
/// they do not predict outcome (matching specification, 1.1 and 5.2). People write it as ``MatchingPolicyFile``.
public struct MatchingPolicy: Sendable, Hashable {
    /// Basis points in everything.
    public static let whole = 10_000

    /// Names these settings in every explanation; a changed setting asks for a new version.
    public let version: String
    /// Weight of each factor, in the order of ``Factor``; they sum to 10,000.
    public let weights: [Int]
    /// What an evidence level is worth: none, declared, trained, certified or supervised, proven.
    public let evidence: [Int]
    /// Share of that worth when the evidence is for a broader concept than the client's concern.
    public let broaderShare: Int
    /// Specialties above "declared" that one therapist can have count for at most this many concepts.
    public let focusLimit: Int
    /// Evidence level that the primary concern asks for, ordinarily and when the work is high-intensity.
    public let requiredLevel: Int
    public let requiredLevelHighIntensity: Int
    /// Level of clinical fit below which nobody is offered (H14).
    public let fitFloor: Int
    /// How far ahead an opening counts, in days.
    public let horizonDays: Int
    /// What the first week of waiting costs, and each later one.
    public let firstWeekLoss: Int
    public let laterWeekLoss: Int
    /// What an unknown fact counts for. Never zero: a gap in a profile is not a fault of the therapist.
    public let neutral: Int
    /// Level of ``Factor/access`` for one, two, and three or more suitable openings.
    public let choiceOfTimes: [Int]
    /// What each step down the client's list of formats costs; two steps at most.
    public let formatStep: Int
    /// Key of the hash that settles what is still tied at the end, so that low ids do not always win.
    public let tieKey: UInt64 = 0x4174_7475_6e65_3031

    /// Attune's own, from the specification's 5.1 and 5.2: in force until a clinic adopts one. `Config/matching.yaml` says the same.
    public static let standard = MatchingPolicy(
        unchecked: "2026-11.1", weights: [4000, 2500, 1500, 1000, 500, 500], evidence: [0, 4000, 7000, 9000, 10_000],
        broaderShare: 6000, focusLimit: 5, required: (1, 2), fitFloor: 2000, horizonDays: 42, losses: (2500, 1000),
        neutral: 5000, choiceOfTimes: [4000, 7000, 10_000], formatStep: 4000)

    private init(
        unchecked version: String, weights: [Int], evidence: [Int], broaderShare: Int, focusLimit: Int,
        required: (ordinary: Int, intense: Int), fitFloor: Int, horizonDays: Int, losses: (first: Int, later: Int), neutral: Int,
        choiceOfTimes: [Int], formatStep: Int
    ) {
        self.version = version
        self.weights = weights
        self.evidence = evidence
        self.broaderShare = broaderShare
        self.focusLimit = focusLimit
        requiredLevel = required.ordinary
        requiredLevelHighIntensity = required.intense
        self.fitFloor = fitFloor
        self.horizonDays = horizonDays
        firstWeekLoss = losses.first
        laterWeekLoss = losses.later
        self.neutral = neutral
        self.choiceOfTimes = choiceOfTimes
        self.formatStep = formatStep
    }

    /// Settings that are not named are Attune's own.
    /// - Throws: what is wrong with the settings, and what to do.
    public init(
        version: String, weights: [Factor: Int], evidence: [Int] = Self.standard.evidence,
        broaderShare: Int = Self.standard.broaderShare, focusLimit: Int = Self.standard.focusLimit,
        requiredLevel: Int = Self.standard.requiredLevel,
        requiredLevelHighIntensity: Int = Self.standard.requiredLevelHighIntensity, fitFloor: Int = Self.standard.fitFloor,
        horizonDays: Int = Self.standard.horizonDays, firstWeekLoss: Int = Self.standard.firstWeekLoss,
        laterWeekLoss: Int = Self.standard.laterWeekLoss, neutral: Int = Self.standard.neutral,
        choiceOfTimes: [Int] = Self.standard.choiceOfTimes, formatStep: Int = Self.standard.formatStep
    ) throws(MatchingPolicyError) {
        let list = Factor.allCases.map { weights[$0] ?? 0 }
        self.init(
            unchecked: version, weights: list, evidence: evidence, broaderShare: broaderShare, focusLimit: focusLimit,
            required: (requiredLevel, requiredLevelHighIntensity), fitFloor: fitFloor, horizonDays: horizonDays,
            losses: (firstWeekLoss, laterWeekLoss), neutral: neutral, choiceOfTimes: choiceOfTimes, formatStep: formatStep)
        try check()
    }

    private func check() throws(MatchingPolicyError) {
        guard !version.isEmpty else { throw .noVersion }
        guard weights.allSatisfy((0...Self.whole).contains), weights.reduce(0, +) == Self.whole else {
            throw .weightsDoNotSum(to: weights.reduce(0) { $0.addingReportingOverflow($1).partialValue })
        }
        guard evidence.count == 5, Self.rises(evidence) else { throw .notRising(setting: "evidence", count: 5) }
        guard choiceOfTimes.count == 3, Self.rises(choiceOfTimes) else { throw .notRising(setting: "choice_of_times", count: 3) }
        for (name, value, range) in [
            ("broader_share", broaderShare, 0...Self.whole), ("focus_limit", focusLimit, Ranges.focusLimit),
            ("required_level", requiredLevel, 0...4), ("required_level_high_intensity", requiredLevelHighIntensity, 0...4),
            ("fit_floor", fitFloor, 0...Self.whole), ("horizon_days", horizonDays, Ranges.horizonDays),
            ("first_week_loss", firstWeekLoss, 0...Self.whole), ("later_week_loss", laterWeekLoss, 0...Self.whole),
            ("neutral", neutral, Ranges.neutral), ("format_step", formatStep, Ranges.formatStep),
        ] where !range.contains(value) { throw .outOfRange(setting: name, range: range) }
        guard requiredLevel <= requiredLevelHighIntensity else { throw .easierWhenIntense }
        guard laterWeekLoss <= firstWeekLoss else { throw .laterWeekCostsMore }
    }

    /// Numbers of 0…10,000 that never fall.
    static func rises(_ list: [Int]) -> Bool {
        list.allSatisfy((0...whole).contains) && zip(list, list.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Where they are not 0…10,000.
    enum Ranges {
        static let focusLimit = 1...20, horizonDays = 1...366, neutral = 1...10_000, formatStep = 0...5000
    }

    /// In basis points; those of all factors sum to 10,000.
    public func weight(of factor: Factor) -> Int { weights[factor.rawValue] }
}

/// Why settings for matching are refused.
public enum MatchingPolicyError: Error, Hashable, Sendable {
    case noVersion
    case weightsDoNotSum(to: Int)
    case notRising(setting: String, count: Int)
    case outOfRange(setting: String, range: ClosedRange<Int>)
    /// High-intensity work asks for less evidence than ordinary work.
    case easierWhenIntense
    case laterWeekCostsMore

    public var message: String {
        switch self {
        case .noVersion: "The matching policy has no version. Give it one, so that decisions can name it."
        case .weightsDoNotSum(let sum):
            "The weights of the matching factors sum to \(sum). Change them so that they sum to 10000."
        case .notRising(let setting, let count): "\(setting) must be \(count) numbers from 0 to 10000 that never fall."
        case .outOfRange(let setting, let range):
            "\(setting) is out of range. Use a whole number from \(range.lowerBound) to \(range.upperBound)."
        case .easierWhenIntense:
            "required_level_high_intensity is below required_level: intense work would ask for less evidence. Raise it, or lower the other."
        case .laterWeekCostsMore:
            "later_week_loss is above first_week_loss, but most attendance is lost in the first week. Lower it, or raise the other."
        }
    }

    /// The key that it is about, for a file.
    var key: String {
        switch self {
        case .noVersion: "version"
        case .weightsDoNotSum: "weights"
        case .notRising(let setting, _), .outOfRange(let setting, _): setting
        case .easierWhenIntense: "required_level_high_intensity"
        case .laterWeekCostsMore: "later_week_loss"
        }
    }

    /// For programs.
    var code: String {
        switch self {
        case .noVersion: "policy.no_version"
        case .weightsDoNotSum: "policy.weights_sum"
        case .notRising: "policy.not_rising"
        case .outOfRange: "policy.out_of_range"
        case .easierWhenIntense: "policy.easier_when_intense"
        case .laterWeekCostsMore: "policy.later_week_costs_more"
        }
    }
}
