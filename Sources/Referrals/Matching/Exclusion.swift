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
    public func exclusions(for audience: Audience = .staff) -> [Exclusion] {
        failed.indices.compactMap { index in exclusion(at: index, for: audience) }
    }

    /// Why one therapist was not ranked; nil when she was, or is not on the team.
    public func exclusion(of therapist: Therapist.ID, for audience: Audience = .staff) -> Exclusion? {
        team.position(of: therapist).flatMap { exclusion(at: $0, for: audience) }
    }

    private func exclusion(at index: Int, for audience: Audience) -> Exclusion? {
        var rules = failed[index]
        if audience == .staff, rules.contains(FailedRules(.keptApart)) {
            rules.remove(FailedRules(.keptApart))
            // The calendar shows this client no hours of hers either, which nobody else's would do.
            rules.remove(FailedRules(.opening))
            rules.insert(FailedRules(.place))
        }
        guard let first = rules.first else { return nil }
        let candidate = team.candidates[index]
        let told = rules.rules.map { tell($0, candidate, audience) }
        return Exclusion(
            therapist: candidate.id, first: first, all: rules.rules, texts: told.map(\.text), facts: told.flatMap(\.facts))
    }

    private func tell(_ rule: HardRule, _ candidate: Candidate, _ audience: Audience) -> (text: String, facts: [Fact]) {
        let id = candidate.id.uuid.text
        switch rule {
        case .credential:
            let held = candidate.credentials.filter { $0.jurisdiction == need.jurisdiction }.sorted {
                UUIDKey($0.id) < UUIDKey($1.id)
            }
            .map { Fact("credential:\($0.id.text)", "register", $0.validFrom) }
            return (
                "No credential that is valid in \(need.jurisdiction) on the day of a first session.",
                held.isEmpty ? [Fact("profile:\(id)/credentials", "register", team.today)] : held
            )
        case .clientKind: return ("Does not work with this kind of client.", [Fact("profile:\(id)/client_kinds", "profile")])
        case .language: return ("No language in common.", [Fact("profile:\(id)/languages", "profile")])
        case .format: return ("No format or place that both can use.", [Fact("profile:\(id)/formats", "profile")])
        case .opening:
            return (
                "No opening in the next \(team.policy.horizonDays) days at a time the client can make.",
                [Fact("calendar:\(id)", "calendar", team.today)]
            )
        case .place:
            // No figures for those who may not know: a full caseload must not look different from a relation.
            return ("No place for this client at present.", [Fact("availability:\(id)", "caseload", team.today)])
        case .keptApart: return ("Cannot be this client's therapist.", [Fact("availability:\(id)", "caseload", team.today)])
        case .mustHave:
            return (
                "Does not meet something that the client must have.",
                [Fact("profile:\(id)", "profile"), Fact("need:must", "client")]
            )
        case .evidence:
            let level = need.highIntensity ? team.policy.requiredLevelHighIntensity : team.policy.requiredLevel
            return (
                "Evidence for the primary concern is below \"\(Self.levelNames[min(max(level, 0), 4)])\".",
                [Fact("specialty:\(id)/\(need.concerns.first?.concept ?? "")", "profile")]
            )
        case .declined: return ("This referral was already declined with this therapist.", [Fact("proposal:\(id)", "record")])
        case .funding:
            return (
                "Does not take the client's funding, or the fee is above what the client can pay.",
                [Fact("profile:\(id)/fee", "profile")]
            )
        case .fitFloor:
            return (
                "Clinical fit is below the clinic's floor of \(team.policy.fitFloor).",
                [Fact("policy:\(team.policy.version)", "policy")]
            )
        }
    }
}
