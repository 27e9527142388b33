public import Clinic
public import Therapists

/// What a change of policy would have done to decisions that were made, or would do to referrals that wait: whose first choice it moves,
/// and which factor moves it.
public struct PolicyDiff: Sendable {
    /// Why a first choice moves.
    public enum Cause: Sendable, Hashable {
        /// The factor whose points changed the most in favour of the new first choice, and by how many more than for the old one.
        case factor(Factor, shift: Int)
        /// Rules that the old first choice now fails.
        case nowExcluded([HardRule])
        /// Rules that the new first choice failed until now.
        case noLongerExcluded([HardRule])
        /// The scores stay as they are; a tie is settled otherwise under another version.
        case tie

        /// `clinical_fit`, `fit_below_floor`, `tie`: one word for a summary.
        public var code: String {
            switch self {
            case .factor(let factor, _): factor.code
            case .nowExcluded(let rules), .noLongerExcluded(let rules): rules.first?.code ?? "rule"
            case .tie: "tie"
            }
        }
    }

    /// One referral whose first choice is another one.
    public struct Move: Sendable, Hashable {
        /// `R-2041`.
        public let referral: String
        /// Nil: nobody met every rule.
        public let before: Therapist.ID?
        public let after: Therapist.ID?
        public let cause: Cause
    }

    public var examined = 0
    /// What was kept and cannot be read any more.
    public var unreadable = 0
    /// Decisions whose kept openings end before the new policy's horizon: a later opening cannot be seen in them.
    public var shortSighted = 0
    public var moves: [Move] = []

    public init() {}

    /// Moves by their cause, the most frequent first, ties by the word.
    public var causes: [(code: String, count: Int)] {
        Dictionary(grouping: moves, by: \.cause.code).map { (code: $0.key, count: $0.value.count) }
            .sorted { ($1.count, $0.code) < ($0.count, $1.code) }
    }

    /// Slug of each therapist named in ``moves``, where she is still here.
    public var slugs: [Therapist.ID: String] = [:]

    mutating func compare(_ old: Ranking, _ new: Ranking, referral: String) {
        examined += 1
        let (before, after) = (old.matches(limit: 1).first, new.matches(limit: 1).first)
        guard before?.therapist != after?.therapist else { return }
        moves.append(
            Move(
                referral: referral, before: before?.therapist, after: after?.therapist,
                cause: Self.cause(before, after, old, new)))
    }

    /// The margin of the new first choice over the old one, factor by factor, under both policies: what each factor added to it sums
    /// exactly to what the whole of it changed by.
    private static func cause(_ before: Match?, _ after: Match?, _ old: Ranking, _ new: Ranking) -> Cause {
        if let before, let exclusion = new.exclusion(of: before.therapist) { return .nowExcluded(exclusion.all) }
        if let after, let exclusion = old.exclusion(of: after.therapist) { return .noLongerExcluded(exclusion.all) }
        guard let before, let after, let oldAfter = old.match(of: after.therapist),
            let newBefore = new.match(of: before.therapist)
        else { return .tie }
        let shifts = Factor.allCases.map { factor in
            let margin = after.contributions[factor.rawValue].points - newBefore.contributions[factor.rawValue].points
            let until = oldAfter.contributions[factor.rawValue].points - before.contributions[factor.rawValue].points
            return (factor: factor, shift: margin - until)
        }
        guard let most = shifts.max(by: { ($0.shift, $1.factor.rawValue) < ($1.shift, $0.factor.rawValue) }), most.shift > 0
        else { return .tie }
        return .factor(most.factor, shift: most.shift)
    }
}
