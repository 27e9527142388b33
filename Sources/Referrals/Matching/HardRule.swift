/// A rule that no score outweighs: a therapist who fails one is not offered for this referral.
///
/// Raw values are the bits of a ``FailedRules`` set and the order in which failures are told ("first failed"). Source: the
/// matching
/// specification, H1 to H14. H9 (consent) and H10 (no safety hold) concern the referral, not a therapist: a referral that fails
/// them is
/// not ranked at all (``ReferralStanding/requireRankable()``).
public enum HardRule: UInt8, CaseIterable, Sendable, Hashable {
    /// H1: a credential for the client's province, valid on the day of the first session.
    case credential = 1
    /// H2: works with this age group and this kind of client (individual, couple, family, group).
    case clientKind = 2
    /// H3: a language in common.
    case language = 3
    /// H4: a format and place that are possible for both.
    case format = 4
    /// H5: at least one opening, within the horizon, at a time that the client can make.
    case opening = 5
    /// H6: a free place in the caseload, and within the cap on high-intensity work.
    case place = 6
    /// H7: no conflict of relation. Only those who may know ever see this one; see ``Audience``.
    case keptApart = 7
    /// H8: what the client must have (a therapist's gender, a way of working).
    case mustHave = 8
    /// H11: evidence for the primary concern at the level that this work asks for.
    case evidence = 11
    /// H12: this therapist has not already declined this referral, nor has the client declined the therapist.
    case declined = 12
    /// H13: takes the client's funding, or a fee that the client can pay: the usual one, or that of a free sliding place.
    case funding = 13
    /// H14: clinical fit above the clinic's floor, so that no place is filled with an unacceptable match.
    case fitFloor = 14

    /// `H1` … `H14`, as the specification numbers them.
    public var number: String { "H\(rawValue)" }

    /// For machines; retired, never renamed.
    public var code: String {
        switch self {
        case .credential: "credential_not_valid"
        case .clientKind: "client_kind_not_served"
        case .language: "no_common_language"
        case .format: "no_common_format"
        case .opening: "no_opening"
        case .place: "no_place"
        case .keptApart: "kept_apart"
        case .mustHave: "must_have_not_met"
        case .evidence: "evidence_too_low"
        case .declined: "declined_before"
        case .funding: "funding_not_accepted"
        case .fitFloor: "fit_below_floor"
        }
    }
}

/// The hard rules that one therapist failed for one referral; empty for those who are ranked.
public struct FailedRules: OptionSet, Sendable, Hashable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public init(_ rule: HardRule) { self.init(rawValue: 1 << UInt16(rule.rawValue)) }

    /// In the rules' order.
    public var rules: [HardRule] { HardRule.allCases.filter { contains(FailedRules($0)) } }
    /// The one that is told where one reason is enough; nil where no rule was failed.
    public var first: HardRule? { rules.first }
}
