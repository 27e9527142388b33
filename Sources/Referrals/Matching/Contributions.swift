internal import Clinic
internal import Therapists

extension Ranking {
    func contribution(
        _ factor: Factor, _ scored: Scored, _ candidate: Candidate, _ opening: Candidate.Opening?
    ) -> Contribution {
        let (text, facts) = reason(factor, scored, candidate, opening)
        return Contribution(
            factor: factor, weight: team.policy.weight(of: factor), level: Int(scored.levels[factor.rawValue]),
            points: Int(scored.points[factor.rawValue]), isKnown: scored.known & 1 << UInt8(factor.rawValue) != 0, facts: facts,
            text: text)
    }

    private func reason(
        _ factor: Factor, _ scored: Scored, _ candidate: Candidate, _ opening: Candidate.Opening?
    ) -> (text: String, facts: [Fact]) {
        switch factor {
        case .clinicalFit: clinicalFit(scored, candidate)
        case .preferences: preferences(scored, candidate)
        case .timeToFirstSession:
            if let opening {
                (
                    "First session possible on \(opening.local.date) at \(opening.local.time.hoursAndMinutes).",
                    [Fact("opening:\(opening.start)", "calendar", team.today)]
                )
            } else {
                ("Time of a first session unknown: counted as neutral.", [])
            }
        case .access: access(scored, opening)
        case .continuity:
            need.workedWith.contains(candidate.id)
                ? ("Worked with this client before.", [Fact("relationship:\(candidate.id.uuid.text)", "record")])
                : ("No earlier work on record: counted as neutral.", [])
        case .loadHeadroom:
            (
                "\(candidate.caseload.taken) of \(candidate.caseload.capacity) places taken.",
                [Fact("caseload:\(candidate.id.uuid.text)", "caseload", team.today)]
            )
        }
    }

    private func clinicalFit(_ scored: Scored, _ candidate: Candidate) -> (String, [Fact]) {
        guard scored.known & 1 != 0 else { return ("No concern named yet: counted as neutral.", []) }
        var texts: [String] = [], facts: [Fact] = []
        for concern in need.concerns {
            guard let concept = team.concepts.index[concern.concept] else { continue }
            let cell = concept * team.count + Int(scored.index)
            let share = "\(concern.weight / 100) %"
            guard let evidence = evidence(for: concept, of: candidate) else {
                texts.append("\(concern.concept) (\(share)): nothing on record")
                continue
            }
            let kind = Self.levelNames[Int(team.columns.level[cell])]
            let by = evidence.specialty.concept == concern.concept ? "" : " through \(evidence.specialty.concept)"
            let date = evidence.specialty.verifiedOn.map { ", checked \($0)" } ?? ""
            texts.append("\(concern.concept) (\(share)): \(kind)\(by)\(date)")
            facts.append(
                Fact(
                    "specialty:\(candidate.id.uuid.text)/\(evidence.specialty.concept)",
                    evidence.specialty.level >= 2 ? "verified" : "declared", evidence.specialty.verifiedOn))
        }
        return (texts.joined(separator: "; ") + ".", facts)
    }

    static let levelNames = ["nothing on record", "declared", "trained", "certified or supervised", "proven"]

    /// The specialty that gave the concept its worth: the strongest of the exact, narrower and broader ones.
    func evidence(for concept: Int, of candidate: Candidate) -> (specialty: Candidate.Specialty, worth: Int)? {
        var best: (specialty: Candidate.Specialty, worth: Int)?
        for specialty in team.counted(candidate.specialties) {
            guard let index = team.concepts.index[specialty.concept], specialty.level > 0 else { continue }
            let worth = team.policy.evidence[specialty.level]
            let counts =
                index == concept || team.concepts.ancestors[index].contains(concept)
                ? worth
                : team.concepts.descendants[index].contains(concept)
                    ? worth * team.policy.broaderShare / MatchingPolicy.whole : -1
            if counts >= 0, counts > best?.worth ?? -1 || counts == best?.worth && index == concept { best = (specialty, counts) }
        }
        return best
    }

    private func preferences(_ scored: Scored, _ candidate: Candidate) -> (String, [Fact]) {
        let wishes = wishesMet(scored, candidate)
        guard !wishes.isEmpty else { return ("No wishes stated: counted as neutral.", []) }
        let texts = wishes.map { "\($0.name): \($0.met.map { $0 ? "met" : "not met" } ?? "unknown, counted as half")" }
        return (texts.joined(separator: "; ") + ".", wishes.map { Fact("need:\($0.name)", "client") })
    }

    private func access(_ scored: Scored, _ opening: Candidate.Opening?) -> (String, [Fact]) {
        guard let opening else { return ("Unknown: counted as neutral.", []) }
        let rank = need.wants.formats.firstIndex(of: opening.format)
        let format =
            switch rank {
            case nil: "\(opening.format.rawValue), no format preferred"
            case 0: "\(opening.format.rawValue), as preferred"
            default: "\(opening.format.rawValue), not the first choice"
            }
        let masks = NeedMasks(need, for: team)
        let choices = team.look(at: Int(scored.index), masks).choices
        let times = choices >= 3 ? "three or more suitable times" : choices == 2 ? "two suitable times" : "one suitable time"
        return ("\(format); \(times).", [Fact("opening:\(opening.start)", "calendar", team.today)])
    }
}
