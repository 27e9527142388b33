/// A clinic's settings for matching. Versioned: a decision stores the version it was made under, so that it can be replayed.
///
/// All shares and levels are integer basis points (0…10,000): contributions then sum exactly to the score, and no machine rounds
/// differently from another. Experience in years, ratings, profile completeness and demographics nobody asked for have no factor:
/// they do not predict outcome (matching specification, 1.1 and 5.2).
public struct MatchingPolicy: Sendable, Hashable {
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
    /// Key of the hash that settles what is still tied at the end, so that low ids do not always win.
    public let tieKey: UInt64

    /// The clinic's default, from the specification's 5.1 and 5.2.
    public static let standard = MatchingPolicy(
        unchecked: "2026-11.1", weights: [4000, 2500, 1500, 1000, 500, 500], evidence: [0, 4000, 7000, 9000, 10_000],
        fitFloor: 2000, horizonDays: 42)

    private init(unchecked version: String, weights: [Int], evidence: [Int], fitFloor: Int, horizonDays: Int) {
        self.version = version
        self.weights = weights
        self.evidence = evidence
        self.fitFloor = fitFloor
        self.horizonDays = horizonDays
        broaderShare = 6000
        focusLimit = 5
        requiredLevel = 1
        requiredLevelHighIntensity = 2
        firstWeekLoss = 2500
        laterWeekLoss = 1000
        neutral = 5000
        choiceOfTimes = [4000, 7000, 10_000]
        tieKey = 0x4174_7475_6e65_3031
    }

    /// - Throws: what is wrong with the settings, and what to do.
    public init(
        version: String, weights: [Factor: Int], evidence: [Int] = Self.standard.evidence, fitFloor: Int = Self.standard.fitFloor,
        horizonDays: Int = Self.standard.horizonDays
    ) throws(MatchingPolicyError) {
        guard !version.isEmpty else { throw .noVersion }
        let list = Factor.allCases.map { weights[$0] ?? 0 }
        guard list.allSatisfy({ (0...Self.whole).contains($0) }), list.reduce(0, +) == Self.whole else {
            throw .weightsDoNotSum(to: list.reduce(0) { $0.addingReportingOverflow($1).partialValue })
        }
        let rises = zip(evidence, evidence.dropFirst()).allSatisfy { $0 <= $1 }
        guard evidence.count == 5, rises, evidence.allSatisfy({ (0...Self.whole).contains($0) }) else { throw .evidenceNotRising }
        guard (0...Self.whole).contains(fitFloor) else { throw .outOfRange(setting: "fit_floor") }
        guard (1...366).contains(horizonDays) else { throw .outOfRange(setting: "horizon_days") }
        self.init(unchecked: version, weights: list, evidence: evidence, fitFloor: fitFloor, horizonDays: horizonDays)
    }

    public func weight(of factor: Factor) -> Int { weights[factor.rawValue] }
}

/// Why settings for matching are refused.
public enum MatchingPolicyError: Error, Hashable, Sendable {
    case noVersion
    case weightsDoNotSum(to: Int)
    case evidenceNotRising
    case outOfRange(setting: String)

    public var message: String {
        switch self {
        case .noVersion: "The matching policy has no version. Give it one, so that decisions can name it."
        case .weightsDoNotSum(let sum):
            "The weights of the matching factors sum to \(sum). Change them so that they sum to 10000."
        case .evidenceNotRising:
            "The worth of evidence must be five numbers from 0 to 10000 that never fall: none, declared, trained, certified, proven."
        case .outOfRange(let setting): "The matching setting \(setting) is out of range. Use 0 to 10000, or 1 to 366 for days."
        }
    }
}
