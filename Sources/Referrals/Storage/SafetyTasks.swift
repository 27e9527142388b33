public import Access
internal import Clients
public import Clinic
internal import Database

internal import struct Foundation.UUID

extension Querying {
    /// Open tasks, the longest overdue first; then, where asked for, those that were cleared, the latest first.
    /// - Parameters:
    ///   - referral: nil for all that the actor may see.
    ///   - limit: 1 to 1,000.
    public func safetyTasks(
        of referral: Referral.ID? = nil, alsoCleared: Bool = false, limit: Int = 200
    ) async throws -> [SafetyTask] {
        let answer = try await query(SQL.safetyTasks(referral, alsoCleared, Int64(min(max(limit, 1), 1_000))))
        let reach = try await reach
        let tasks = try answer.map { row in try SafetyTask.read(&row, vault, reach) }
        return try await admitted(tasks, { $0.includes($1.client.uuid) })
    }

    /// Tasks of which nobody was told yet, or not that they are overdue; at most 20.
    public func untoldSafetyTasks() async throws -> [(id: SafetyTask.ID, isOverdue: Bool)] {
        try await query(SQL.untoldSafetyTasks()).map { row throws(DatabaseError) in (try row.next(), try row.next()) }
    }
}

extension Act {
    /// Whoever acts takes the task: they will look now. The referral stays held.
    /// - Throws: `SafetyRefusal.notFound`, `.taken`, `.cleared`; `ReferralRefusal.notByThisRole`.
    @discardableResult
    public func acknowledgeSafetyTask(_ id: SafetyTask.ID) async throws -> SafetyTask {
        let task = try await lockSafetyTask(id)
        if task.cleared != nil { throw SafetyRefusal.cleared }
        guard try await !query(SQL.acknowledgeSafetyTask(id)).isEmpty else { throw SafetyRefusal.taken }
        try await record(
            "referral.safety_acknowledged", subject: task.referral.uuid, client: task.client.uuid, details: ["task": id.uuid.text]
        )
        return try await lockSafetyTask(id)
    }

    /// Whoever acts has looked, and says why nothing keeps the referral from going on. With the last task the hold ends; the referral then
    /// waits for triage as before, for clearing a flag is not a level.
    /// - Parameter reason: 3 to 2000 characters.
    /// - Throws: `SafetyRefusal.notFound`, `.cleared`; `ReferralRefusal.reasonMissing`, `.notByThisRole`.
    @discardableResult
    public func clearSafetyTask(_ id: SafetyTask.ID, because reason: String) async throws -> SafetyTask {
        let reason = try TriageDecision.reason(reason)
        let task = try await lockSafetyTask(id)
        if task.cleared != nil { throw SafetyRefusal.cleared }
        try await clear(id, of: task.referral, client: task.client, because: reason)
        if try await !query(SQL.liftSafetyHold(task.referral)).isEmpty {
            try await record("referral.safety_hold_lifted", subject: task.referral.uuid, client: task.client.uuid)
        }
        return try await lockSafetyTask(id)
    }

    /// A person's triage names a level: that clears what is open, with its reason.
    func clearSafetyTasks(of referral: Referral, because reason: String) async throws {
        for id in try await query(SQL.openSafetyTasksOf(referral.id)).values(SafetyTask.ID.self) {
            try await clear(id, of: referral.id, client: referral.client, because: reason)
        }
    }

    /// One more flag beside the one that made the hold. The same flag again is no second task until somebody has taken the first.
    func openSafetyTask(_ flag: SafetyFlag, of referral: Referral.ID) async throws {
        _ = try await query(SQL.addSafetyTask(newID(), referral, flag.rawValue))
    }

    /// Notes that the clinic's address was told of a task. - Throws: `SafetyRefusal.notFound` where that was noted already.
    public func noteSafetyTold(_ id: SafetyTask.ID, overdue: Bool) async throws {
        let client = try await query(SQL.toldSafetyTask(id, overdue)).first { row throws(DatabaseError) in try row.next(UUID.self)
        }
        guard let client else { throw SafetyRefusal.notFound }
        try await record(
            "referral.safety_told", subject: id.uuid, client: client, details: ["overdue": String(overdue)])
    }

    private func clear(_ id: SafetyTask.ID, of referral: Referral.ID, client: Client.ID, because reason: String) async throws {
        let sealed = try await seal(reason, for: client.uuid, .safetyTaskClearedReason, row: id.uuid)
        guard try await !query(SQL.clearSafetyTask(id, sealed)).isEmpty else { throw SafetyRefusal.cleared }
        try await record(
            "referral.safety_cleared", subject: referral.uuid, client: client.uuid, details: ["task": id.uuid.text])
    }

    /// The referral's lock first, so that a task and a triage never wait for each other.
    private func lockSafetyTask(_ id: SafetyTask.ID) async throws -> SafetyTask {
        try await requireIntake()
        let referral = try await query(SQL.lockSafetyTask(id)).first { row throws(DatabaseError) in try row.next(Referral.ID.self)
        }
        guard let referral,
            let task = try await safetyTasks(of: referral, alsoCleared: true, limit: 1_000).first(where: { $0.id == id })
        else { throw SafetyRefusal.notFound }
        return task
    }
}

extension SafetyTask {
    /// In the order of `safety_tasks.sql`.
    static func read(_ row: inout RowReader, _ vault: Vault, _ reach: Reach) throws -> SafetyTask {
        let id = try row.next(SafetyTask.ID.self)
        let referral = try row.next(Referral.ID.self), reference = try row.next(String.self)
        let client = try row.next(Client.ID.self), clientReference = try row.next(String.self)
        let reason = try row.next(String.self)
        let openedAt = try row.next(Instant.self), dueAt = try row.next(Instant.self)
        let acknowledged = try Deed.read(&row), cleared = try Deed.read(&row)
        try row.nextKey(of: client.uuid, in: vault)
        return SafetyTask(
            id: id, referral: referral, reference: reference, client: client, clientReference: clientReference, reason: reason,
            openedAt: openedAt, dueAt: dueAt, acknowledged: acknowledged, cleared: cleared,
            clearedReason: try row.nextSecret(
                .safetyTaskClearedReason, row: id.uuid, of: client.uuid, in: vault, isOpen: reach.includesText(of: client.uuid)))
    }
}

extension SafetyTask.Deed {
    fileprivate static func read(_ row: inout RowReader) throws(DatabaseError) -> SafetyTask.Deed? {
        let by = try row.nextOptional(UUID.self), role = try row.nextOptional(String.self)
        let at = try row.nextOptional(Instant.self)
        guard let by, let role, let at else { return nil }
        return SafetyTask.Deed(by: by, role: role, at: at)
    }
}
