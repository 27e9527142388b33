/// Clients, therapists with limited places, and what each pair costs.
///
/// Caps may lie within caps: class 0 is everybody, and its cap the therapist's places; a further class (high-intensity work, say) has a
/// parent and a cap of its own with each therapist, and counts towards the parent's. Such caps are laminar, so the problem stays exact.
public struct AllocationProblem: Sendable {
    public var costs: CostTable
    /// By class, then therapist; `caps[0]` are the places. A cap above its parent's does no harm.
    public let caps: [[Int32]]
    /// The class that each further class lies within; -1 for class 0. A parent comes before its children.
    public let parent: [Int]
    /// Each client's class.
    public let classOf: [Int32]

    public var clients: Int { costs.clients }
    public var therapists: Int { costs.therapists }
    var classes: Int { caps.count }

    /// - Parameters:
    ///   - places: of each therapist, 0 or more.
    ///   - inner: caps within the places: a parent (0 for the places themselves, else an earlier entry's number from 1) and a cap for
    ///     each therapist.
    ///   - classOf: each client's class: 0, or an inner cap's number from 1. Empty: everybody is in class 0.
    public init(
        costs: CostTable, places: [Int], inner: [(parent: Int, caps: [Int])] = [], classOf: [Int] = []
    ) throws(AllocationError) {
        self.costs = costs
        var caps: [[Int32]] = [], parent: [Int] = []
        for (index, one) in ([(parent: -1, caps: places)] + inner).enumerated() {
            guard index == 0 || 0..<index ~= one.parent else { throw .badClasses }
            guard one.caps.count == costs.therapists else {
                throw .wrongCount(
                    of: index == 0 ? "numbers of places" : "caps", expected: costs.therapists, found: one.caps.count)
            }
            var list: [Int32] = []
            for (therapist, value) in one.caps.enumerated() {
                guard value >= 0, let cap = Int32(exactly: value) else { throw .badPlaces(therapist: therapist, value: value) }
                // More places than clients are as good as one for each, and cannot overflow a sum.
                list.append(min(cap, Int32(costs.clients)))
            }
            caps.append(list)
            parent.append(one.parent)
        }
        guard classOf.isEmpty || classOf.count == costs.clients else {
            throw .wrongCount(of: "classes of clients", expected: costs.clients, found: classOf.count)
        }
        for one in classOf where !(0..<caps.count ~= one) { throw .unknown("class", one) }
        self.caps = caps
        self.parent = parent
        self.classOf = classOf.isEmpty ? Array(repeating: 0, count: costs.clients) : classOf.map(Int32.init)
    }

    /// The same problem after a person's edit.
    /// - Parameters:
    ///   - pins: this client goes to this therapist, or nowhere.
    ///   - bans: this client does not go to this therapist.
    public func edited(
        pins: [(client: Int, therapist: Int)] = [], bans: [(client: Int, therapist: Int)] = []
    ) throws(AllocationError) -> AllocationProblem {
        var edited = self
        for pair in pins + bans {
            guard 0..<clients ~= pair.client else { throw .unknown("client", pair.client) }
            guard 0..<therapists ~= pair.therapist else { throw .unknown("therapist", pair.therapist) }
        }
        for ban in bans { edited.costs.forbid(ban.client, ban.therapist) }
        for pin in pins {
            guard edited.costs.allows(pin.client, pin.therapist) else { throw .contradictoryPin(client: pin.client) }
            for other in 0..<therapists where other != pin.therapist && edited.costs.allows(pin.client, other) {
                edited.costs.forbid(pin.client, other)
            }
        }
        return edited
    }
}
