public import Access
public import Allocation
internal import Appointments
public import Clinic
internal import Database
internal import Therapists

/// One line of the list of plans.
public struct PlanSummary: Sendable, Hashable {
    public let id: AllocationPlan.ID
    public let reference: String
    public let status: AllocationPlan.Status
    public let mode: AllocationMode
    public let urgency: Urgency?
    public let asOf: Instant
    public let decidedAs: String
    public let createdAt: Instant
    public let version: Int
    public let placed: Int
    public let waiting: Int
}

extension Querying {
    /// A plan as it was solved last.
    /// - Throws: `PlanRefusal.notFound`, for one that is not there or not for this actor.
    public func allocationPlan(_ id: AllocationPlan.ID) async throws -> AllocationPlan { try await storedPlan(id).plan }

    func storedPlan(_ id: AllocationPlan.ID) async throws -> StoredPlan {
        guard let stored = try await StoredPlan(queries(StoredPlan.statements(id))) else { throw PlanRefusal.notFound }
        let reach = try await reach
        // A plan is of its people: whoever may not see one of them sees none.
        guard stored.plan.lines.allSatisfy({ reach.includes($0.client.uuid) }) else { throw PlanRefusal.notFound }
        return stored
    }

    /// By id or reference (`W-101`).
    public func findPlan(_ name: String) async throws -> AllocationPlan.ID? {
        try await query(SQL.findAllocation(name)).first { row throws(DatabaseError) in try row.next(AllocationPlan.ID.self) }
    }

    /// Plans, the newest first.
    /// - Parameter limit: 1 to 201.
    public func allocationPlans(
        _ statuses: [AllocationPlan.Status] = [], before: (createdAt: Instant, id: AllocationPlan.ID)? = nil, limit: Int = 50
    ) async throws -> [PlanSummary] {
        let answer = try await query(
            SQL.allocations(statuses.map(\.rawValue), before?.createdAt, before?.id, min(max(limit, 1), 201)))
        return try answer.map { row throws(DatabaseError) in
            PlanSummary(
                id: try row.next(), reference: try row.next(), status: try row.next(),
                mode: AllocationMode(rawValue: try row.next(String.self)) ?? .utilitarian, urgency: try row.nextOptional(),
                asOf: try row.next(), decidedAs: try row.next(), createdAt: try row.next(), version: try row.next(),
                placed: try row.next(), waiting: try row.next())
        }
    }

    /// What is no longer as it was when a draft was solved. An applied or discarded plan has moved nowhere.
    public func moves(of id: AllocationPlan.ID, zones: ZoneCatalogue) async throws -> PlanMoves {
        let stored = try await storedPlan(id)
        guard stored.plan.status == .draft else { return PlanMoves() }
        return stored.moves(to: try await planInputs(stored.plan.settings, zones: zones))
    }
}

extension StoredPlan {
    /// Compares facts, and not the clock: that everybody has waited longer since moves nothing; that an hour has passed does.
    func moves(to inputs: PlanInputs) -> PlanMoves {
        var moves = PlanMoves()
        let now = Dictionary(inputs.people.map { ($0.referral.id, $0) }) { first, _ in first }
        for person in inputs.people where people[person.referral.id] == nil { moves.arrived.append(person.referral.reference) }
        for line in plan.lines {
            guard let person = now[line.referral] else {
                moves.gone.append(line.reference)
                continue
            }
            if people[line.referral] != person.factsHash { moves.changed.append(line.reference) }
        }
        let slugs = Dictionary(plan.therapists.map { ($0.id, $0.slug) }) { first, _ in first }
        var present: Set<Therapist.ID> = []
        for place in inputs.team {
            present.insert(place.profile.id)
            if team[place.profile.id] != place.factsHash { moves.team.append(place.profile.slug) }
        }
        moves.team += plan.therapists.filter { !present.contains($0.id) }.compactMap { slugs[$0.id] }
        moves.policy = plan.policyVersion != inputs.policy.version

        // Each in its turn: what is planned for one stands in the way of the next.
        var book = inputs.hours
        for line in plan.lines {
            guard let seat = line.seat, now[line.referral] != nil else { continue }
            if book.pencil(seat.therapist, line.client, at: seat.start, format: seat.format) == nil {
                moves.hours.append(line.reference)
            }
        }
        return moves
    }
}
