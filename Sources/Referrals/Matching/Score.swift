internal import Clinic

/// One therapist's score: a level for each factor, and the points that it brings. Points sum to the score by construction.
struct Scored: Sendable {
    let index: Int32
    let opening: Int32
    /// By ``Factor``: how well it is met, in basis points.
    var levels: SIMD8<Int32>
    var points: SIMD8<Int32>
    /// Bit by ``Factor``: whether the level rests on a known fact.
    var known: UInt8
    let score: Int32
    let usesSlidingPlace: Bool
}

extension Team {
    func score(_ index: Int, _ view: View, _ need: NeedMasks) -> Scored {
        var levels = SIMD8<Int32>(repeating: Int32(policy.neutral))
        var known: UInt8 = 0
        func set(_ factor: Factor, _ level: Int32?) {
            guard let level else { return }
            levels[factor.rawValue] = level
            known |= 1 << UInt8(factor.rawValue)
        }
        set(.clinicalFit, view.fitIsKnown ? view.fit : nil)
        let wishes = wishLevel(index, view, need)
        levels[Factor.preferences.rawValue] = wishes.level
        if wishes.known { known |= 1 << UInt8(Factor.preferences.rawValue) }
        set(.timeToFirstSession, timeLevel(columns.start[Int(view.opening)]))
        let access = accessLevel(view, need)
        levels[Factor.access.rawValue] = access.level
        if access.known { known |= 1 << UInt8(Factor.access.rawValue) }
        set(.continuity, need.relations[index] & 4 != 0 ? 10_000 : nil)
        set(.loadHeadroom, headroom(index, need))

        var points = SIMD8<Int32>(repeating: 0)
        var score: Int32 = 0
        for factor in 0..<Factor.allCases.count {
            // Rounded down, each by itself: the score is the sum of what is shown, not shown as parts of something else.
            points[factor] = Int32(policy.weights[factor]) * levels[factor] / Int32(MatchingPolicy.whole)
            score += points[factor]
        }
        return Scored(
            index: Int32(index), opening: view.opening, levels: levels, points: points, known: known, score: score,
            usesSlidingPlace: view.usesSlidingPlace)
    }

    /// Importance of the wishes met over the importance of all. One that nobody knows counts as half met.
    private func wishLevel(_ index: Int, _ view: View, _ need: NeedMasks) -> (level: Int32, known: Bool) {
        var met: Int32 = 0, all: Int32 = 0, known: Int32 = 0
        for wish in need.wishes {
            all += wish.importance
            switch wish.kind {
            case .times:
                known += wish.importance
                if view.meetsWishedTimes { met += wish.importance * 10_000 }
            case .site(let bits):
                let site = columns.site[Int(view.opening)]
                known += wish.importance
                if site == 0 || site & bits != 0 { met += wish.importance * 10_000 }
            case .therapist(let place):
                known += wish.importance
                if place == Int32(index) { met += wish.importance * 10_000 }
            case .gender(let bits):
                if columns.gender[index] == 0 {
                    met += wish.importance * Int32(policy.neutral)
                } else {
                    known += wish.importance
                    if columns.gender[index] & bits != 0 { met += wish.importance * 10_000 }
                }
            case .modality(let bits):
                if columns.modalities[index] == 0 {
                    met += wish.importance * Int32(policy.neutral)
                } else {
                    known += wish.importance
                    if columns.modalities[index] & bits != 0 { met += wish.importance * 10_000 }
                }
            }
        }
        return all == 0 ? (Int32(policy.neutral), false) : (met / all, known > 0)
    }

    /// Linear loss within each week, steepest in the first: that is where attendance is lost.
    func timeLevel(_ start: Int64) -> Int32 {
        let week: Int64 = 7 * 24 * 60
        let minutes = max(0, (start - asOf.microseconds) / 60_000_000)
        let first = min(minutes, week) * Int64(policy.firstWeekLoss) / week
        let later = max(0, min(minutes, 60 * week) - week) * Int64(policy.laterWeekLoss) / week
        return Int32(max(0, Int64(MatchingPolicy.whole) - first - later))
    }

    /// Half for the client's preferred format (each step down the list costs the policy's `format_step`), half for a choice of times.
    private func accessLevel(_ view: View, _ need: NeedMasks) -> (level: Int32, known: Bool) {
        let choice = Int32(policy.choiceOfTimes[Int(max(view.choices, 1)) - 1])
        let format = columns.when[Int(view.opening)] >> 21
        guard let rank = need.preferredFormats.firstIndex(where: { $0 & format != 0 }) else {
            return ((Int32(policy.neutral) + choice) / 2, true)
        }
        return ((Int32(MatchingPolicy.whole - policy.formatStep * min(rank, 2)) + choice) / 2, true)
    }

    private func headroom(_ index: Int, _ need: NeedMasks) -> Int32 {
        let all = share(free: columns.capacity[index] - columns.taken[index], of: columns.capacity[index])
        guard need.highIntensity else { return all }
        let intense = share(
            free: columns.intenseCapacity[index] - columns.intenseTaken[index], of: columns.intenseCapacity[index])
        return min(all, intense)
    }

    private func share(free: Int32, of all: Int32) -> Int32 {
        all <= 0 ? 0 : Int32(clamping: Int64(max(0, free)) * 10_000 / Int64(all))
    }
}
