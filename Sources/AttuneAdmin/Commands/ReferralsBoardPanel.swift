internal import Clinic
internal import Referrals
internal import Therapists

/// Why whom, for a terminal: what is asked for, everybody ranked with contributions that sum, everybody else with the rules that they
/// failed, and what would change the answer.
struct BoardPanel: Sendable {
    let folder: ReferralFolder
    let claim: ReferralClaim?
    let age: ReferralWait
    /// Nil where it must not be ranked: ``refusal`` says why.
    let matches: ReferralMatches?
    let refusal: String?
    let isRevealed: Bool
    /// Flags that wait for a person, and questionnaires: shown, and never ranked by.
    var tasks: [SafetyTask] = []
    var scores: [Assessment] = []
    var now = Instant.epoch

    var title: String {
        let name = Mask.name(folder.clientName, revealed: isRevealed)
        return "\(folder.referral.reference) · \(folder.clientReference) \(name) · \(age.text)"
    }

    func lines(width: Int, ink: Ink) -> [String] {
        var lines = asked(width, ink)
        guard let matches else {
            lines += ["", ink(Ink.fit("Nobody is ranked", width), .bold)] + Ink.wrap("  " + (refusal ?? ""), width, indent: 2)
            return lines
        }
        let ranked = matches.ranking.matches(limit: 10)
        lines += ["", ink(Ink.fit("Therapists, the best fit first (\(matches.ranking.count) may be proposed)", width), .bold)]
        if ranked.isEmpty {
            lines += Ink.wrap("  Nobody meets every hard rule. See below what stands against each.", width, indent: 2)
        }
        for match in ranked { lines += of(match, matches, width, ink) }
        let excluded = matches.ranking.exclusions()
        if !excluded.isEmpty {
            lines += ["", ink(Ink.fit("Not offered", width), .bold)]
            for one in excluded {
                let name = matches.therapists[one.therapist]?.name ?? one.therapist.uuid.text
                let told = zip(one.all, one.texts).map { "\($0.number) \($1)" }.joined(separator: " ")
                lines += Ink.wrap("  \(name): \(told)", width, indent: 4)
            }
        }
        let others = matches.ranking.counterfactuals()
        if !others.isEmpty {
            lines += ["", ink(Ink.fit("What would change the answer", width), .bold)]
            for other in others {
                let name = matches.therapists[other.therapist]?.name ?? other.therapist.uuid.text
                lines += Ink.wrap("  \(other.text) (\(name), \(other.score))", width, indent: 4)
            }
        }
        return lines
    }

    private func asked(_ width: Int, _ ink: Ink) -> [String] {
        let referral = folder.referral
        var parts = [
            "Standing: \(referral.standing.words); \(age.text).",
            "On it: \(claim.map { "\($0.text), until \($0.until)" } ?? "nobody").",
            "Asked for: \(referral.kind), \(referral.intensity.rawValue) intensity, \(folder.language.code), \(folder.jurisdiction).",
        ]
        let total = max(1, folder.concerns.reduce(0) { $0 + $1.weight })
        if !folder.concerns.isEmpty {
            parts.append(
                "Concerns: \(folder.concerns.map { "\($0.concept) \($0.weight * 100 / total) %" }.joined(separator: ", ")).")
        }
        if !folder.needs.isEmpty { parts.append("Needs: \(folder.needs.map(\.text).joined(separator: "; ")).") }
        if let funding = referral.funding { parts.append("Funding: \(funding).") }
        for task in tasks { parts.append("Somebody must look: \(task.reasonWords); \(task.standing(at: now)).") }
        for one in scores {
            parts.append(isRevealed ? one.words : "\(one.instrument.title) of \(one.takenOn): figures with --reveal.")
        }
        for triage in folder.triages {
            let reason = isRevealed ? triage.reason.map { " “\($0)”" } ?? "" : ""
            parts.append(
                "Triage: \(triage.outcome), \(triage.decidedAs), \(String(triage.decidedAt.description.prefix(10))).\(reason)")
        }
        for proposal in folder.proposals {
            let name = matches?.therapists[proposal.therapist]?.name ?? proposal.therapist.uuid.text
            parts.append("Proposed to \(name): \(proposal.status.rawValue).")
        }
        if isRevealed, let narrative = folder.narrative { parts.append("In their words: \(narrative)") }
        return parts.flatMap { Ink.wrap($0, width, indent: 2) }
    }

    private func of(_ match: Match, _ matches: ReferralMatches, _ width: Int, _ ink: Ink) -> [String] {
        let name = matches.therapists[match.therapist]?.name ?? match.therapist.uuid.text
        let start = match.opening.map { ", \($0.local.description) \($0.format.rawValue.replacing("_", with: " "))" } ?? ""
        var lines = ["", ink(Ink.fit("\(match.rank). \(name): \(match.score)\(start)", width), .bold)]
        // At the widest a factor's name, its points and a bar of twenty.
        let bar = min(20, max(0, width - 48))
        for part in match.contributions {
            let known = part.isKnown ? "" : " (unknown)"
            let points = "\(part.points) of \(part.weight)\(known)"
            lines.append(
                Ink.fit("   \(Ink.fit(part.factor.label, 27)) \(Self.bar(part.points, of: part.weight, bar)) \(points)", width))
            let facts = part.facts.isEmpty ? "" : " [\(part.facts.map(\.text).joined(separator: "; "))]"
            lines += Ink.wrap("     \(part.text)\(facts)", width, indent: 5).map { ink($0, .faint) }
        }
        lines += Ink.wrap("   \(match.sum)", width, indent: 3)
        if !match.unmet.isEmpty { lines += Ink.wrap("   Not met: \(match.unmet.joined(separator: "; ")).", width, indent: 3) }
        return lines
    }

    /// `██████····`: as many full cells as the points are of the weight, rounded down.
    static func bar(_ points: Int, of weight: Int, _ width: Int) -> String {
        guard width > 0, weight > 0 else { return "" }
        let full = min(width, max(0, points * width / weight))
        return String(repeating: "█", count: full) + String(repeating: "·", count: width - full)
    }
}
