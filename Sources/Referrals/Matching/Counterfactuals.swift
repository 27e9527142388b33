public import Clinic
public import Therapists

/// A small change that would alter the answer: one thing that the client might be asked.
public struct Counterfactual: Sendable, Hashable {
    /// `times:thursday_evening`, `format:online`, `gender`, `modality:emdr`, `payment`.
    public let change: String
    /// Who would then be first.
    public let therapist: Therapist.ID
    public let score: Int
    public let start: Instant
    /// For the coordinator, without a name.
    public let text: String
}

extension Ranking {
    /// The smallest changes to what the client wants after which somebody else would be first, or the first session a week
    /// sooner.
    ///
    /// One change at a time, smallest first: another part of the week, another format, a must become a wish, another way to pay.
    /// Each is
    /// found by ranking again with that one thing changed. Never about capacity, and never about a therapist kept apart: neither
    /// would
    /// tell the other from the rest.
    /// - Complexity: O(changes × therapists), without text; only those are looked at again whom the change can bring in.
    public func counterfactuals(limit: Int = 3) -> [Counterfactual] {
        let now = scored.first
        var found: [Counterfactual] = []
        for change in changes() where found.count < limit {
            guard let best = best(need.wanting(change.wants), mending: change.mends) else { continue }
            let sooner = now.map { start(of: $0).microseconds - start(of: best).microseconds >= 7 * 86_400_000_000 } ?? true
            guard now.map({ $0.index != best.index }) ?? true || sooner else { continue }
            let therapist = team.candidates[Int(best.index)].id
            guard !found.contains(where: { $0.therapist == therapist && $0.start == start(of: best) }) else { continue }
            let what = now?.index == best.index ? "the first session could be sooner" : "another therapist would be first"
            found.append(
                Counterfactual(
                    change: change.code, therapist: therapist, score: Int(best.score), start: start(of: best),
                    text: "If \(change.text), \(what)."))
        }
        return found
    }

    private struct Change {
        let code: String
        let text: String
        let wants: ReferralWants
        /// Rules that nobody fails any more, or some do not: who fails another one fails it still.
        let mends: FailedRules
    }

    /// What hangs on the hours that suit: an hour, at a place that suits, on a day with a licence.
    private static let hours: FailedRules = [.init(.opening), .init(.format), .init(.credential)]

    private func changes() -> [Change] {
        var changes: [Change] = []
        if let times = need.wants.times, times.strength == .must {
            for bit in 0..<21 {
                let part = WeekTimes(rawValue: 1 << UInt32(bit))
                guard times.value.isDisjoint(with: part), let code = part.codes.first else { continue }
                var wants = need.wants
                wants.times = .must(times.value.union(part))
                changes.append(
                    Change(
                        code: "times:\(code)", text: "\(code.replacing("_", with: " ")) were possible", wants: wants,
                        mends: Self.hours))
            }
        }
        for format in SessionFormat.allCases where !need.wants.formats.isEmpty && !need.wants.formats.contains(format) {
            var wants = need.wants
            wants.formats.append(format)
            changes.append(
                Change(
                    code: "format:\(format.rawValue)", text: "\(format.rawValue.replacing("_", with: " ")) were possible",
                    wants: wants, mends: Self.hours))
        }
        if let gender = need.wants.gender, gender.strength == .must {
            var wants = need.wants
            wants.gender = .wish(gender.value, importance: 3)
            changes.append(
                Change(
                    code: "gender", text: "the therapist's gender were a wish and not a must", wants: wants,
                    mends: .init(.mustHave)))
        }
        for (index, modality) in need.wants.modalities.enumerated() where modality.strength == .must {
            var wants = need.wants
            wants.modalities[index] = .wish(modality.value, importance: 3)
            changes.append(
                Change(
                    code: "modality:\(modality.value)", text: "\(modality.value) were a wish and not a must", wants: wants,
                    mends: .init(.mustHave)))
        }
        if need.wants.funding != nil || need.wants.feeCeilingCents != nil {
            var wants = need.wants
            wants.funding = nil
            wants.feeCeilingCents = nil
            changes.append(Change(code: "payment", text: "there were another way to pay", wants: wants, mends: .init(.funding)))
        }
        return changes
    }

    private func best(_ need: MatchNeed, mending mends: FailedRules) -> Scored? {
        let masks = NeedMasks(need, for: team)
        let order = TieBreak(team: team, referral: need.referral)
        var best: Scored?
        for index in 0..<team.count where failed[index].isSubset(of: mends) {
            let view = team.look(at: index, masks)
            guard view.failed.isEmpty else { continue }
            let scored = team.score(index, view, masks)
            if let known = best, !order.precedes(scored, known) { continue }
            best = scored
        }
        return best
    }

    private func start(of scored: Scored) -> Instant { Instant(microseconds: team.columns.start[Int(scored.opening)]) }
}
