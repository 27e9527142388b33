internal import Allocation
internal import Clinic
internal import Therapists

/// The fits of everybody with everybody who is allowed, made once for all rounds of one solving.
struct PlanTables {
    private let inputs: PlanInputs
    private let fits: [(person: Int, therapist: Int, fit: Int)]

    init(_ inputs: PlanInputs, _ wanted: PlanWants) {
        self.inputs = inputs
        var placeOf: [Therapist.ID: Int] = [:]
        for (place, one) in inputs.team.enumerated() { placeOf[one.profile.id] = place }
        var fits: [(person: Int, therapist: Int, fit: Int)] = []
        for person in wanted.order {
            let ranking = inputs.people[person].ranking
            for scored in ranking.scored {
                guard let therapist = placeOf[ranking.team.candidates[Int(scored.index)].id],
                    !wanted.forbidden.contains([person, therapist]), wanted.pins[person] ?? therapist == therapist
                else { continue }
                fits.append((person, therapist, min(max(Int(scored.score), 0), CostTable.highestFit)))
            }
        }
        self.fits = fits
    }

    /// - Parameter places: by therapist; `intense` of them may be for high-intensity work.
    func problem(places: [Int], intense: [Int], banned: Set<[Int]>) throws -> AllocationProblem {
        let people = inputs.people
        var maker = try FitTableMaker(clients: people.count, therapists: places.count)
        for fit in fits where !banned.contains([fit.person, fit.therapist]) {
            try maker.set(client: fit.person, therapist: fit.therapist, fit: fit.fit)
        }
        return try AllocationProblem(
            costs: maker.table(), places: places, inner: [(parent: 0, caps: intense)],
            classOf: people.map { $0.referral.intensity == .high ? 1 : 0 })
    }
}

/// One round: who goes to whom, and the proof of it.
struct PlanSolution {
    /// By person; -1 waits.
    private(set) var therapistOf: [Int]
    private let problem: AllocationProblem
    private var members: [Int]
    private let faults: [String]
    private var gap: String?

    /// Solved in an order of people and therapists that is made of their ids under the policy's key: ties are settled by that, and not by who
    /// came first into a table.
    init(_ problem: AllocationProblem, _ inputs: PlanInputs, order: [Int], mode: AllocationMode) throws {
        self.problem = problem
        let canonical = try CanonicalOrder(
            clientKeys: inputs.people.map { Self.key(UUIDKey($0.referral.id.uuid), inputs.policy.tieKey) },
            therapistKeys: inputs.team.map { Self.key(UUIDKey($0.profile.id.uuid), inputs.policy.tieKey) })
        var position = [Int](repeating: 0, count: order.isEmpty ? 0 : inputs.people.count)
        for (place, client) in canonical.clients.enumerated() where client < position.count { position[client] = place }
        let arranged = try canonical.arranged(problem)
        let ranked = order.map { position[$0] }
        let pairs = inputs.apart.map { ConflictPair(position[$0.one], position[$0.other]) }
        let round = try Self.round(arranged, ranked, pairs, mode)
        therapistOf = try canonical.restored(round.therapistOf).map(Int.init)
        faults = round.faults
        gap = round.gap
        let placed = therapistOf
        members = order.filter { placed[$0] >= 0 }
    }

    private struct Round {
        let therapistOf: [Int32]
        var faults: [String] = []
        var gap: String?
    }

    private static func round(
        _ problem: AllocationProblem, _ order: [Int], _ pairs: [ConflictPair], _ mode: AllocationMode
    ) throws -> Round {
        let cover = try problem.covered(inOrder: order)
        let wrong = problem.faults(in: cover, order: order).map { "\($0)" }
        let answer = try problem.answered(order.filter { cover.therapistOf[$0] >= 0 }, mode: mode)
        let isApart = pairs.allSatisfy {
            answer.therapistOf[$0.one] < 0 || answer.therapistOf[$0.one] != answer.therapistOf[$0.other]
        }
        // What is best without the pairs, and keeps them apart, is best with them.
        guard !isApart, mode == .utilitarian else { return Round(therapistOf: answer.therapistOf, faults: wrong + answer.faults) }
        let kept = try problem.allocatedByPriority(order, apart: pairs, limit: 500)
        let gap: String? =
            switch kept.gap {
            case nil: nil
            case .cost(let cost): "the same people at a total fit higher by \(cost) at most"
            case .people(let most): "somebody more urgent, and \(most) people at most"
            }
        return Round(therapistOf: kept.therapistOf, faults: wrong, gap: gap)
    }

    /// With these left waiting after all, because the search for hours stopped.
    func without(_ people: Set<Int>) -> PlanSolution {
        if people.isEmpty { return self }
        var copy = self
        for person in people { copy.therapistOf[person] = -1 }
        copy.members.removeAll(where: people.contains)
        copy.gap = "\(people.count) more people, if hours can be found for them"
        return copy
    }

    /// The less urgent of each pair that would share a therapist: what the modes other than the usual one leave to the next round.
    func violations(of pairs: [(one: Int, other: Int)], order: [Int]) -> [Int] {
        var rank: [Int: Int] = [:]
        for (place, person) in order.enumerated() { rank[person] = place }
        return pairs.filter { therapistOf[$0.one] >= 0 && therapistOf[$0.one] == therapistOf[$0.other] }
            .map { (rank[$0.one] ?? 0) > (rank[$0.other] ?? 0) ? $0.one : $0.other }
    }

    func proof(order: [Int], setAside: Int) throws -> PlanProof {
        let report = try problem.report(on: therapistOf.map { Int32($0) }, members: members)
        return PlanProof(
            totalFit: report.totalFit, lowestFit: report.lowestFit, tenthFit: report.tenthPercentileFit,
            enviousPairs: report.enviousPairs, stabilityPrice: report.priceOfStability, gini: report.utilisationGini,
            setAside: setAside, isProven: gap == nil, gap: gap,
            certificate: faults.isEmpty ? "valid" : String(faults.prefix(5).joined(separator: "; ").prefix(500)))
    }

    private static func key(_ id: UUIDKey, _ tieKey: UInt64) -> UInt64 {
        var hash = SipHash(key: (tieKey, ~tieKey))
        hash.absorb(id.high)
        hash.absorb(id.low)
        return hash.finish(bytes: 16)
    }
}
