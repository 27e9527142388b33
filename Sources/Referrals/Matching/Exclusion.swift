public import Clinic
public import Therapists

/// Who reads an answer.
public enum Audience: Sendable, Hashable {
    /// Those who may know that a therapist cannot have this client because of a relation. Never which.
    case mayKnowRelations
    /// Everybody else. A therapist kept apart from the client reads exactly like one without a place: same rule, same words, no
    /// figures.
    case staff
}

/// A therapist who was not ranked.
public struct Exclusion: Sendable, Hashable {
    public let therapist: Therapist.ID
    public let first: HardRule
    /// Every rule that failed, in the rules' order; the first included.
    public let all: [HardRule]
    /// One for each rule, in the same order: what happened, for the coordinator.
    public let texts: [String]
    public let facts: [Fact]
}

extension Ranking {
    /// Therapists who were not ranked, in the order of their ids, with the first and all failed rules.
    /// - Parameters:
    ///   - after: only those whose id comes after this one.
    ///   - limit: at most.
    ///   - withFacts: false for who shows none: they are then empty, and not put together for thousands.
    public func exclusions(
        for audience: Audience = .staff, after: Therapist.ID? = nil, limit: Int = .max, withFacts: Bool = true
    ) -> [Exclusion] {
        let words = words
        let first = after.map { team.firstPosition(after: $0) } ?? 0
        let found = failed.indices[first...].lazy.compactMap { index in
            exclusion(at: index, for: audience, words, withFacts: withFacts)
        }
        return Array(found.prefix(max(0, limit)))
    }

    /// How many were not ranked, by the first rule that each failed, in the rules' order; rules that nobody fails first are left out.
    public func exclusionsByRule(for audience: Audience = .staff) -> [(rule: HardRule, count: Int)] {
        // By the lowest bit, which is the first rule.
        var counts = [Int](repeating: 0, count: FailedRules.RawValue.bitWidth)
        for rules in failed where !rules.isEmpty { counts[told(rules, to: audience).rawValue.trailingZeroBitCount] += 1 }
        return HardRule.allCases.compactMap { rule in
            let count = counts[Int(rule.rawValue)]
            return count > 0 ? (rule, count) : nil
        }
    }

    /// Why one therapist was not ranked; nil when she was, or is not on the team.
    public func exclusion(of therapist: Therapist.ID, for audience: Audience = .staff) -> Exclusion? {
        team.position(of: therapist).flatMap { exclusion(at: $0, for: audience, words) }
    }

    /// The rules as somebody may read them.
    private func told(_ rules: FailedRules, to audience: Audience) -> FailedRules {
        guard audience == .staff, rules.contains(FailedRules(.keptApart)) else { return rules }
        var hidden = FailedRules(.keptApart)
        // Until then the facts left her hours out, which they did with nobody else's.
        if team.form == .atOnce { hidden.insert(FailedRules(.opening)) }
        return rules.subtracting(hidden).union(FailedRules(.place))
    }

    private var words: [HardRule: String] { Dictionary(uniqueKeysWithValues: HardRule.allCases.map { ($0, text($0)) }) }

    private func exclusion(
        at index: Int, for audience: Audience, _ words: [HardRule: String], withFacts: Bool = true
    ) -> Exclusion? {
        let rules = told(failed[index], to: audience)
        guard let first = rules.first else { return nil }
        let candidate = team.candidates[index]
        let all = rules.rules
        return Exclusion(
            therapist: candidate.id, first: first, all: all, texts: all.compactMap { words[$0] },
            facts: withFacts ? all.flatMap { facts($0, candidate) } : [])
    }

    /// What a rule says of whoever fails it: the same of everybody, and without figures.
    private func text(_ rule: HardRule) -> String {
        switch rule {
        case .credential: return "No credential that is valid in \(need.jurisdiction) on the day of a first session."
        case .clientKind: return "Does not work with this kind of client."
        case .language: return "No language in common."
        case .format: return "No format or place that both can use."
        case .opening: return "No opening in the next \(team.policy.horizonDays) days at a time the client can make."
        // No figures for those who may not know: a full caseload must not look different from a relation.
        case .place: return "No place for this client at present."
        case .keptApart: return "Cannot be this client's therapist."
        case .mustHave: return "Does not meet something that the client must have."
        case .evidence:
            let level = need.highIntensity ? team.policy.requiredLevelHighIntensity : team.policy.requiredLevel
            return "Evidence for the primary concern is below \"\(Self.levelNames[min(max(level, 0), 4)])\"."
        case .declined: return "This referral was already declined with this therapist."
        case .funding: return "Does not take the client's funding, or the fee is above what the client can pay."
        case .fitFloor: return "Clinical fit is below the clinic's floor of \(team.policy.fitFloor)."
        }
    }

    private func facts(_ rule: HardRule, _ candidate: Candidate) -> [Fact] {
        let id = candidate.id.uuid.text
        switch rule {
        case .credential:
            let held = candidate.credentials.filter { $0.jurisdiction == need.jurisdiction }.sorted {
                UUIDKey($0.id) < UUIDKey($1.id)
            }
            .map { Fact("credential:\($0.id.text)", "register", $0.validFrom) }
            return held.isEmpty ? [Fact("profile:\(id)/credentials", "register", team.today)] : held
        case .clientKind: return [Fact("profile:\(id)/client_kinds", "profile")]
        case .language: return [Fact("profile:\(id)/languages", "profile")]
        case .format: return [Fact("profile:\(id)/formats", "profile")]
        case .opening: return [Fact("calendar:\(id)", "calendar", team.today)]
        case .place, .keptApart: return [Fact("availability:\(id)", "caseload", team.today)]
        case .mustHave: return [Fact("profile:\(id)", "profile"), Fact("need:must", "client")]
        case .evidence: return [Fact("specialty:\(id)/\(need.concerns.first?.concept ?? "")", "profile")]
        case .declined: return [Fact("proposal:\(id)", "record")]
        case .funding: return [Fact("profile:\(id)/fee", "profile")]
        case .fitFloor: return [Fact("policy:\(team.policy.version)", "policy")]
        }
    }
}
