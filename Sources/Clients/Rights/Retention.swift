public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// How long one client's file is kept, by the database's clock (the view `retention`).
public struct RetentionClock: Sendable, Hashable {
    /// From when the years are counted.
    public enum Class: String, CaseIterable, Sendable {
        case adult
        /// Not of age at the last service: the years begin with the birthday on which they come of age.
        case minor
    }

    public let client: Client.ID
    public let reference: String
    public let `class`: Class
    /// The last session, end of care or referral, or when the file was made: whichever is the latest.
    public let lastService: Instant
    /// Somebody cares for them now, or an appointment or a referral is open.
    public let isInCare: Bool
    public let isHeld: Bool
    /// From here on the file may be destroyed, unless it is held or they are in care.
    public let endsAt: Instant

    static func read(_ row: inout RowReader) throws(DatabaseError) -> RetentionClock {
        RetentionClock(
            client: try row.next(), reference: try row.next(), class: Class(rawValue: try row.next()) ?? .minor,
            lastService: try row.next(), isInCare: try row.next(), isHeld: try row.next(), endsAt: try row.next())
    }
}

/// A legal hold that nobody has released.
public struct LegalHold: Sendable, Hashable {
    public typealias ID = TypedID<LegalHold>
    public let id: ID
    public let client: Client.ID
    public let placedBy: UUID
    public let placedAt: Instant
    public let reason: String?
}

extension Act {
    /// Exactly those whose files are due to be destroyed, the longest overdue first. For the lead and an operator.
    /// - Parameter limit: 1 to 100,000.
    public func retentionDue(limit: Int = 1_000) async throws -> [RetentionClock] {
        let due = try await query(SQL.retentionDue(Int64(min(max(limit, 1), 100_000)))).map(RetentionClock.read)
        try await record(AuditEntry("client.retention_listed", clients: due.map(\.client.uuid), fields: .identity))
        return due
    }

    /// One client's clock; nil where there is no such client.
    public func retention(of client: Client.ID) async throws -> RetentionClock? {
        try await query(SQL.retentionOf(client)).first(RetentionClock.read)
    }

    /// Keeps files of this class for so many years from now on.
    /// - Throws: `RightsRefusal.invalid` outside 1 to 100.
    public func setRetention(_ class: RetentionClock.Class, years: Int) async throws {
        guard (1...100).contains(years) else {
            throw RightsRefusal.invalid(field: "/years", advice: "Choose 1 to 100 years.")
        }
        _ = try await query(SQL.setRetentionYears(`class`.rawValue, Int32(years)))
        try await record("retention.set", details: ["class": `class`.rawValue, "years": String(years)])
    }

    /// From now on the file is kept, whatever its clock says.
    /// - Throws: `RightsRefusal.invalid`, `.heldAlready`; `ClientRefusal.notFound`.
    public func hold(_ client: Client.ID, because reason: String) async throws {
        let reason = try RightsRefusal.text(reason, "/reason", least: 3)
        guard try await self.client(client) != nil else { throw ClientRefusal.notFound }
        let id = newID()
        let sealed = try await seal(reason, for: client.uuid, .legalHoldReason, row: id)
        guard try await !query(SQL.placeHold(id, client, sealed)).isEmpty else { throw RightsRefusal.heldAlready }
        try await record("client.held", subject: id, client: client.uuid)
    }

    /// - Throws: `RightsRefusal.notHeld`.
    public func releaseHold(_ client: Client.ID) async throws {
        let released = try await query(SQL.releaseHold(client)).first { row throws(DatabaseError) in try row.next(UUID.self) }
        guard let released else { throw RightsRefusal.notHeld }
        try await record("client.hold_released", subject: released, client: client.uuid)
    }

    /// Every file that is held, the longest first.
    public func holds() async throws -> [LegalHold] {
        let holds = try await query(SQL.listHolds()).map { row in
            let (id, client) = (try row.next(LegalHold.ID.self), try row.next(Client.ID.self))
            let (by, at) = (try row.next(UUID.self), try row.next(Instant.self))
            try row.nextKey(of: client.uuid, in: vault)
            return LegalHold(
                id: id, client: client, placedBy: by, placedAt: at,
                reason: try row.nextSecret(.legalHoldReason, row: id.uuid, of: client.uuid, in: vault))
        }
        try await record(AuditEntry("client.holds_listed", clients: holds.map(\.client.uuid), fields: .clinical))
        return holds
    }
}
