/// Who goes to whom under a mode, with what is wrong with it: nothing, or the solver must not be relied on.
public struct ModeAnswer: Hashable, Sendable {
    /// By client; -1 waits.
    public let therapistOf: [Int32]
    /// Found by checks that share no code with the solver. Empty: nothing better exists, in the mode's own meaning of better.
    public let faults: [String]
}

extension AllocationProblem {
    /// Places these clients, all of whom can be placed at once (``covered(inOrder:)``), and checks that the mode could not do better: by dual
    /// prices; for the worst fit also by a crowd, with whom nobody could be placed better; for stability by looking at every pair.
    /// - Parameter members: the most urgent first.
    public func answered(_ members: [Int], mode: AllocationMode) throws(AllocationError) -> ModeAnswer {
        switch mode {
        case .utilitarian:
            let answer = try allocated(among: members)
            return ModeAnswer(therapistOf: answer.therapistOf, faults: faults(in: answer, among: members).map(\.description))
        case .raiseLowest:
            let raised = try raisingTheLowest(members)
            let answer = try raised.allocated(among: members)
            let wrong = raised.faults(in: answer, among: members).map(\.description)
            return ModeAnswer(therapistOf: answer.therapistOf, faults: wrong + (try faultsOfLowest(answer.therapistOf, members)))
        case .stable:
            let therapistOf = stable(members)
            let pairs = enviousPairs(therapistOf, members)
            return ModeAnswer(
                therapistOf: therapistOf, faults: pairs == 0 ? [] : ["\(pairs) pairs would both rather have each other"])
        }
    }

    /// With every pair as bad as the worst that is used forbidden, somebody has to wait, and a crowd says why.
    private func faultsOfLowest(_ therapistOf: [Int32], _ members: [Int]) throws(AllocationError) -> [String] {
        var worst: Int64?
        for client in members {
            guard let cost = costs.cost(client, Int(therapistOf[client])) else { continue }
            worst = max(worst ?? cost, cost)
        }
        guard let worst else { return [] }
        let better = limited(to: worst - 1)
        let cover = try better.covered(inOrder: members)
        if cover.waiting.isEmpty { return ["the worst fit could be better"] }
        return better.faults(in: cover, order: members).map { "\($0)" }
    }
}
