public import Clinic
public import Therapists

/// The record of why one therapist was proposed, as it is stored with the decision (matching specification, 5.4).
///
/// Invariants: points sum to the score; every fact names where it comes from; nothing about another client; kept-apart relations
/// read as
/// a lack of places. The same inputs give the same bytes, so that a decision can be replayed against its hash.
public struct Explanation: Sendable, Hashable {
    public let policyVersion: String
    public let inputHash: String
    public let asOf: Instant
    public let match: Match
    public let excluded: [Exclusion]
    /// The next three, as therapist and score.
    public let alternatives: [(therapist: Therapist.ID, rank: Int, score: Int)]
    public let counterfactuals: [Counterfactual]
    /// Who decided; nil while it is only a suggestion.
    public let decidedBy: String?
    /// Why somebody other than the first was chosen: a person's own words about a client, stored beside the record and sealed.
    public let overrideReason: String?

    public static func == (one: Self, other: Self) -> Bool {
        one.value == other.value && one.overrideReason == other.overrideReason
    }
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }

    /// Ready to be stored and served: canonical JSON.
    public var value: CanonicalValue {
        .fields([
            "policy_version": .string(policyVersion),
            "input_hash": .string(inputHash),
            "as_of": .string("\(asOf)"),
            "therapist": .string(match.therapist.uuid.text),
            "rank": .int(match.rank),
            "score": .int(match.score),
            "start": .optional(match.opening.map { "\($0.start)" }),
            "format": .optional(match.opening?.format.rawValue),
            "sliding_place": .bool(match.usesSlidingPlace),
            "contributions": .list(match.contributions.map(\.value)),
            "unmet_preferences": .strings(match.unmet),
            "excluded": .list(excluded.map(\.value)),
            "alternatives": .list(
                alternatives.map {
                    .fields(["therapist": .string($0.therapist.uuid.text), "rank": .int($0.rank), "score": .int($0.score)])
                }),
            "counterfactuals": .list(counterfactuals.map(\.value)),
            "confidence": .fields([
                "known": .int(match.knownShare), "unknown": .int(MatchingPolicy.whole - match.knownShare),
            ]),
            "decided_by": .optional(decidedBy),
        ])
    }
}

extension Ranking {
    /// The record for one therapist; nil when she is not ranked, since nobody who fails a hard rule is proposed.
    public func explanation(
        of therapist: Therapist.ID, decidedBy: String? = nil, overrideReason: String? = nil, audience: Audience = .staff
    ) -> Explanation? {
        guard let match = match(of: therapist) else { return nil }
        let others = scored.enumerated().filter { $0.offset != match.rank - 1 }.prefix(3)
        return Explanation(
            policyVersion: team.policy.version, inputHash: inputHash, asOf: team.asOf, match: match,
            excluded: exclusions(for: audience),
            alternatives: others.map { (team.candidates[Int($0.element.index)].id, $0.offset + 1, Int($0.element.score)) },
            counterfactuals: counterfactuals(), decidedBy: decidedBy, overrideReason: overrideReason)
    }
}

extension Contribution {
    var value: CanonicalValue {
        .fields([
            "factor": .string(factor.code), "weight": .int(weight), "level": .int(level), "points": .int(points),
            "known": .bool(isKnown), "facts": .list(facts.map(\.value)), "text": .string(text),
        ])
    }
}

extension Fact {
    var value: CanonicalValue {
        .fields(["id": .string(id), "source": .string(source), "verified_on": .optional(verifiedOn.map { "\($0)" })])
    }
}

extension Exclusion {
    var value: CanonicalValue {
        .fields([
            "therapist": .string(therapist.uuid.text), "first": .string(first.code), "all": .strings(all.map(\.code)),
            "texts": .strings(texts), "facts": .list(facts.map(\.value)),
        ])
    }
}

extension Counterfactual {
    var value: CanonicalValue {
        .fields([
            "change": .string(change), "therapist": .string(therapist.uuid.text), "score": .int(score),
            "start": .string("\(start)"),
            "text": .string(text),
        ])
    }
}
