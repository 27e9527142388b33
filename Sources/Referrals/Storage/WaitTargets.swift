public import Access
internal import Clinic
internal import Database

extension Querying {
    /// The clinic's own; the standard ones where it set none.
    public func waitTargets() async throws -> WaitTargets { try WaitTargets(rows: try await query(SQL.waitTargets())) }
}

extension Act {
    /// Sets some of the clinic's targets; what is due moves with them at once. For the lead and an operator.
    /// - Throws: `ReferralRefusal.invalid` where they would contradict each other: then none is set. `.notByThisRole`.
    @discardableResult
    public func setWaitTargets(_ set: [WaitLevel: Int]) async throws -> WaitTargets {
        guard [.lead, .operator].contains(try await actor.role) else { throw ReferralRefusal.notByThisRole }
        let all = try WaitTargets(changing: set, of: WaitTargets(rows: try await query(SQL.lockWaitTargets())))
        let levels = set.keys.sorted { $0.rawValue < $1.rawValue }
        _ = try await query(SQL.setWaitTargets(levels.map(\.rawValue), levels.map { all[$0] }))
        try await record(
            "targets.set", details: Dictionary(uniqueKeysWithValues: levels.map { ($0.rawValue, String(all[$0])) }))
        return all
    }
}

extension WaitTargets {
    init(rows: ResultSet) throws {
        let found = try rows.map { row throws(DatabaseError) in (try row.next(String.self), try row.next(Int.self)) }
        try self.init(
            changing: Dictionary(
                found.compactMap { name, hours in WaitLevel(rawValue: name).map { ($0, hours) } },
                uniquingKeysWith: { first, _ in first }),
            of: .standard)
    }
}
