public import Clinic
public import Therapists

/// The answer to one referral: who was ranked, who was not and by which rule. Words are made only for what is asked for.
public struct Ranking: Sendable {
    public let team: Team
    public let need: MatchNeed
    /// SHA-256, in hex, over policy, team and need: the same hash means the same answer, to the byte.
    public let inputHash: String
    let scored: [Scored]
    /// By place in the team; empty for those who are ranked.
    let failed: [FailedRules]

    /// How many meet every hard rule.
    public var count: Int { scored.count }

    /// The best first, at most `limit`, from `offset`.
    public func matches(offset: Int = 0, limit: Int = 10) -> [Match] {
        guard offset >= 0, offset < scored.count, limit > 0 else { return [] }
        let end = min(scored.count, offset.addingReportingOverflow(limit).overflow ? .max : offset + limit)
        return (offset..<end).map { match(scored[$0], rank: $0 + 1) }
    }

    /// The match of one therapist; nil when she is not ranked.
    public func match(of therapist: Therapist.ID) -> Match? {
        scored.firstIndex { team.candidates[Int($0.index)].id == therapist }.map { match(scored[$0], rank: $0 + 1) }
    }

    func match(_ scored: Scored, rank: Int) -> Match {
        let candidate = team.candidates[Int(scored.index)]
        let start = Instant(microseconds: team.columns.start[Int(scored.opening)])
        let format = team.columns.when[Int(scored.opening)] >> 21
        let opening = candidate.openings.first { $0.start == start && $0.format.bit == format }
        return Match(
            therapist: candidate.id, rank: rank, score: Int(scored.score),
            contributions: Factor.allCases.map { contribution($0, scored, candidate, opening) },
            opening: opening, usesSlidingPlace: scored.usesSlidingPlace, unmet: unmetWishes(scored, candidate),
            knownShare: Factor.allCases.reduce(0) {
                $0 + (scored.known & 1 << UInt8($1.rawValue) != 0 ? team.policy.weight(of: $1) : 0)
            })
    }
}

/// A therapist who meets every hard rule, and why she stands where she stands.
public struct Match: Sendable, Hashable {
    public let therapist: Therapist.ID
    /// From 1.
    public let rank: Int
    /// 0…10,000; equals the sum of the contributions' points.
    public let score: Int
    /// One for each ``Factor``, in its order.
    public let contributions: [Contribution]
    /// The hour that a proposal would hold.
    public let opening: Candidate.Opening?
    /// What the client can pay is enough for a place at the lower fee only: a proposal holds one of those.
    public let usesSlidingPlace: Bool
    /// Wishes that this therapist does not meet, in words.
    public let unmet: [String]
    /// Basis points of the policy's weights that rest on known facts; the rest was neutral.
    public let knownShare: Int
}

/// What one factor brought.
public struct Contribution: Sendable, Hashable {
    public let factor: Factor
    /// Of the policy, in basis points.
    public let weight: Int
    /// How well it is met, in basis points.
    public let level: Int
    /// weight × level / 10,000, rounded down.
    public let points: Int
    /// False when nobody knows: the level is then the policy's neutral one.
    public let isKnown: Bool
    public let facts: [Fact]
    /// For the coordinator.
    public let text: String
}

/// What a statement rests on.
public struct Fact: Sendable, Hashable {
    /// `credential:…`, `specialty:<therapist>/<concept>`, `opening:<instant>`, `profile:…`, `caseload:…`, `need:…`.
    public let id: String
    /// Who says so: `register`, `verified`, `declared`, `calendar`, `caseload`, `client`.
    public let source: String
    public let verifiedOn: LocalDate?

    init(_ id: String, _ source: String, _ verifiedOn: LocalDate? = nil) {
        self.id = id
        self.source = source
        self.verifiedOn = verifiedOn
    }
}
