/// Who gets a place, and then with whom: the two stages of a waiting list.
public struct PrioritisedAllocation: Sendable {
    /// Stage 1: the best set by priority, and for everybody else why they wait.
    public let cover: Coverage
    /// Stage 2: exactly that set, at the greatest fit.
    public let allocation: Allocation
    /// Whom stage 2 was about.
    public let members: [Int]
}

extension AllocationProblem {
    /// First who, by priority; then with whom, at the greatest fit for exactly these people. A better fit cannot jump the queue, and no rate
    /// of exchange between urgency and fit is needed.
    /// - Parameter order: every client that is to be placed, the most urgent first.
    public func allocatedByPriority(_ order: [Int], known: Certificate? = nil) throws(AllocationError) -> PrioritisedAllocation {
        let cover = try covered(inOrder: order)
        let members = order.filter { cover.therapistOf[$0] >= 0 }
        return PrioritisedAllocation(
            cover: cover, allocation: try allocated(members, cover: nil, known: known), members: members)
    }
}
