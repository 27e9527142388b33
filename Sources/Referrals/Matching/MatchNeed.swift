public import Clinic
public import Therapists

/// What one referral asks of a therapist: a minimal projection. No name, no note, no text by anybody.
public struct MatchNeed: Sendable, Hashable {
    /// One concern and its share of the whole.
    public struct Concern: Sendable, Hashable {
        public let concept: String
        /// Basis points; a need's concerns sum to 10,000.
        public let weight: Int
    }

    public let referral: Referral.ID
    /// Heaviest first, ties by code; the first is the primary concern. Empty when nobody has named one: clinical fit is then
    /// unknown.
    public let concerns: [Concern]
    /// Where the client lives: `CA-BC`.
    public let jurisdiction: String
    public let clientKind: String
    public let highIntensity: Bool
    public let wants: ReferralWants
    /// Therapists whom this client cannot have. Who, never why.
    public let keptApart: Set<Therapist.ID>
    /// Therapists who declined this referral, or whom the client declined.
    public let declined: Set<Therapist.ID>
    /// Therapists with whom the client worked before and would again.
    public let workedWith: Set<Therapist.ID>

    /// - Parameter concerns: each concept with a weight of any scale above zero; repeated ones are added up.
    /// - Throws: ``ReferralRefusal`` for a referral that must not be ranked: flagged, held, not triaged, closed, or without
    /// consent.
    ///   There is no other way to make one for a decision, so nothing flagged can be ranked.
    public init(
        referral: Referral.ID, standing: ReferralStanding, concerns: [(concept: String, weight: Int)], jurisdiction: String,
        clientKind: String, highIntensity: Bool = false, wants: ReferralWants = ReferralWants(),
        keptApart: Set<Therapist.ID> = [],
        declined: Set<Therapist.ID> = [], workedWith: Set<Therapist.ID> = []
    ) throws(ReferralRefusal) {
        try standing.requireRankable()
        self.referral = referral
        self.concerns = Self.normalised(concerns)
        self.jurisdiction = jurisdiction
        self.clientKind = clientKind
        self.highIntensity = highIntensity
        self.wants = wants
        self.keptApart = keptApart
        self.declined = declined
        self.workedWith = workedWith
    }

    /// What a decision was made from, to make it again. Its referral could be ranked then, or there would have been no decision; nobody
    /// is proposed from this.
    init(
        replaying referral: Referral.ID, concerns: [Concern], jurisdiction: String, clientKind: String, highIntensity: Bool,
        wants: ReferralWants, keptApart: Set<Therapist.ID>, declined: Set<Therapist.ID>, workedWith: Set<Therapist.ID>
    ) {
        self.referral = referral
        self.concerns = concerns
        self.jurisdiction = jurisdiction
        self.clientKind = clientKind
        self.highIntensity = highIntensity
        self.wants = wants
        self.keptApart = keptApart
        self.declined = declined
        self.workedWith = workedWith
    }

    private init(_ other: MatchNeed, wants: ReferralWants) {
        referral = other.referral
        concerns = other.concerns
        jurisdiction = other.jurisdiction
        clientKind = other.clientKind
        highIntensity = other.highIntensity
        self.wants = wants
        keptApart = other.keptApart
        declined = other.declined
        workedWith = other.workedWith
    }

    /// The same referral with other wants: how counterfactuals ask "what if".
    func wanting(_ wants: ReferralWants) -> MatchNeed { MatchNeed(self, wants: wants) }

    /// Shares of 10,000 by largest remainder, ties by code: the same on every machine.
    static func normalised(_ concerns: [(concept: String, weight: Int)]) -> [Concern] {
        var totals: [String: Int] = [:]
        for concern in concerns where concern.weight > 0 { totals[concern.concept, default: 0] += min(concern.weight, 1_000_000) }
        let sum = totals.values.reduce(0, +)
        guard sum > 0 else { return [] }
        var shares = totals.map {
            (concept: $0.key, weight: $0.value * MatchingPolicy.whole / sum, rest: $0.value * MatchingPolicy.whole % sum)
        }
        shares.sort { ($1.rest, $0.concept) < ($0.rest, $1.concept) }
        let missing = MatchingPolicy.whole - shares.reduce(0) { $0 + $1.weight }
        for index in shares.indices.prefix(missing) { shares[index].weight += 1 }
        return shares.filter { $0.weight > 0 }.sorted { ($1.weight, $0.concept) < ($0.weight, $1.concept) }
            .map { Concern(concept: $0.concept, weight: $0.weight) }
    }
}
