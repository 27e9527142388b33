/// What is wrong with an answer.
public enum CertificateFault: Hashable, Sendable, CustomStringConvertible {
    case wrongShape(String)
    case forbiddenPair(client: Int)
    case placedUninvited(client: Int)
    case overfull(therapist: Int, capClass: Int)
    case wrongSum(String)
    case negativePrice(therapist: Int, capClass: Int)
    case priceWithRoom(therapist: Int, capClass: Int)
    case betterChoice(client: Int, therapist: Int)
    case notItsPrice(client: Int)
    case waitingTooCheap

    public var description: String {
        switch self {
        case .wrongShape(let what): "\(what) has the wrong length"
        case .forbiddenPair(let client): "client \(client + 1) has a therapist who is not allowed"
        case .placedUninvited(let client): "client \(client + 1) was not to be placed"
        case .overfull(let therapist, let level):
            "therapist \(therapist + 1) has more clients than \(level == 0 ? "places" : "cap \(level) allows")"
        case .wrongSum(let what): "\(what) is not what the pairs add up to"
        case .negativePrice(let therapist, let level):
            "a price of therapist \(therapist + 1) is below \(level == 0 ? "zero" : "the wider cap's")"
        case .priceWithRoom(let therapist, _): "therapist \(therapist + 1) has room and yet a price"
        case .betterChoice(let client, let therapist): "client \(client + 1) would rather pay for therapist \(therapist + 1)"
        case .notItsPrice(let client): "client \(client + 1) pays another price than the prices say"
        case .waitingTooCheap: "somebody waits, and it is not proven that this is needed"
        }
    }
}

extension AllocationProblem {
    /// Checks an answer from the definitions alone; nothing here is shared with the solver.
    ///
    /// By weak duality, for prices p ≥ 0 that are 0 where there is room, and client prices u with `u ≤ cost + p` for every allowed pair and
    /// equality for the chosen ones, no other way to place these clients costs less. A waiting client's choice counts as `waitingCost`; if
    /// that exceeds the lowest cost by more than any chain of moves can save, then no other way places more people either.
    /// - Parameter members: the clients who were to be placed; nil for all.
    /// - Returns: what is wrong, at most 20; empty for a valid answer.
    public func faults(in answer: Allocation, among members: [Int]? = nil) -> [CertificateFault] {
        var faults: [CertificateFault] = []
        let proof = answer.certificate
        guard answer.therapistOf.count == clients else { return [.wrongShape("the answer")] }
        guard proof.clientPrices.count == clients, proof.prices.count == caps.count,
            proof.prices.allSatisfy({ $0.count == therapists })
        else { return [.wrongShape("the certificate")] }
        var invited = [Bool](repeating: members == nil, count: clients)
        for client in members ?? [] where 0..<clients ~= client { invited[client] = true }

        // 1. Possible at all: allowed pairs, no cap exceeded, sums as stated.
        var used = caps.map { $0.map { _ in 0 } }
        var sum: Int64 = 0, number = 0
        for client in 0..<clients {
            let therapist = Int(answer.therapistOf[client])
            guard therapist >= 0 else { continue }
            guard invited[client] else { return [.placedUninvited(client: client)] }
            guard therapist < therapists, let cost = costs.cost(client, therapist) else {
                return [.forbiddenPair(client: client)]
            }
            sum += cost
            number += 1
            var level = Int(classOf[client])
            while level >= 0 {
                used[level][therapist] += 1
                level = parent[level]
            }
        }
        for level in caps.indices {
            for therapist in 0..<therapists where used[level][therapist] > Int(caps[level][therapist]) {
                faults.append(.overfull(therapist: therapist, capClass: level))
            }
        }
        if sum != answer.cost { faults.append(.wrongSum("the cost")) }
        if number != answer.placed { faults.append(.wrongSum("the number of those placed")) }

        // 2. Prices: an inner cap's comes on top of the wider one's, and whoever has room asks nothing.
        for level in caps.indices {
            for therapist in 0..<therapists {
                let wider = level == 0 ? 0 : proof.prices[parent[level]][therapist]
                let own = proof.prices[level][therapist] - wider
                if own < 0 { faults.append(.negativePrice(therapist: therapist, capClass: level)) }
                if own > 0, used[level][therapist] < Int(caps[level][therapist]) {
                    faults.append(.priceWithRoom(therapist: therapist, capClass: level))
                }
            }
        }

        // 3. Everybody has their best choice at these prices.
        var lowest = Int64.max, highest = Int64.min
        for client in 0..<clients where invited[client] {
            let pays = proof.clientPrices[client], chosen = Int(answer.therapistOf[client])
            let prices = proof.prices[Int(classOf[client])]
            costs.forEachAllowed(client) { therapist, cost in
                lowest = min(lowest, cost)
                highest = max(highest, cost)
                let price = cost + prices[therapist]
                if pays > price { faults.append(.betterChoice(client: client, therapist: therapist)) }
                if therapist == chosen, pays != price { faults.append(.notItsPrice(client: client)) }
            }
            if let waits = proof.waitingCost, pays > waits || (chosen < 0 && pays != waits) {
                faults.append(.notItsPrice(client: client))
            }
            if faults.count >= 20 { return Array(faults.prefix(20)) }
        }

        // 4. Nobody waits who need not.
        let expected = invited.count { $0 }
        if number < expected, lowest <= highest {
            // Each node is visited once by a chain of moves, and each of its moves changes the cost by the span at most.
            let chain = Int64(caps.count * therapists + 1) * (highest - lowest)
            if (proof.waitingCost ?? Int64.min) <= lowest + chain { faults.append(.waitingTooCheap) }
        }
        return Array(faults.prefix(20))
    }
}
