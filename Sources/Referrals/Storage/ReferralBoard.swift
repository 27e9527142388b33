public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// One line of the triage board.
public struct BoardRow: Sendable, Hashable {
    public let referral: Referral
    /// For people: `C-1042`.
    public let clientReference: String
    public let clientName: String
    /// When a first session is due by its urgency; the first triage, while there was none.
    public let due: Instant
    /// The target behind it.
    public let targetHours: Int
    /// What comes after this row: give it back to get the next page.
    public let cursor: BoardCursor
    /// Who is on it just now; nil: nobody, or not for this actor to know.
    public let claim: ReferralClaim?

    /// Past ``due``, of a referral that is still open.
    public func isOverdue(at now: Instant) -> Bool { due < now && referral.standing.status.next.contains(.revoked) }

    /// Its wait against ``targetHours``, as of `now`.
    public func wait(at now: Instant) -> ReferralWait { ReferralWait(referral, targetHours: targetHours, at: now) }
}

/// A place in board order.
public struct BoardCursor: Sendable, Hashable {
    /// 0 safety holds, 1 open, 2 closed.
    public let group: Int
    public let due: Instant
    public let id: UUID

    public init(group: Int, due: Instant, id: UUID) {
        self.group = group
        self.due = due
        self.id = id
    }
}

/// Which referrals the board shows.
public struct BoardFilter: Sendable, Hashable {
    /// None: all that are open.
    public var statuses: [ReferralStatus]
    public var urgency: Urgency?
    public var onlySafetyHolds: Bool
    /// What the actor has claimed.
    public var onlyMine: Bool

    public init(
        statuses: [ReferralStatus] = [], urgency: Urgency? = nil, onlySafetyHolds: Bool = false, onlyMine: Bool = false
    ) {
        self.statuses = statuses
        self.urgency = urgency
        self.onlySafetyHolds = onlySafetyHolds
        self.onlyMine = onlyMine
    }
}

extension Querying {
    /// A page of the board: safety holds first, then by due date, so the most overdue lead.
    /// - Parameter limit: 1 to 200.
    public func referralBoard(
        _ filter: BoardFilter = BoardFilter(), after cursor: BoardCursor? = nil, limit: Int = 50
    ) async throws -> [BoardRow] {
        let answer = try await query(
            SQL.referralBoard(
                filter.statuses.map(\.rawValue), filter.urgency?.rawValue, filter.onlySafetyHolds, cursor?.group, cursor?.due,
                cursor?.id,
                min(max(limit, 1), 200), filter.onlyMine))
        let rows = try answer.map { row throws(DatabaseError) in
            let referral = try Referral.read(&row)
            let reference = try row.next(String.self), name = try row.next(String.self)
            let group = try row.next(Int.self), due = try row.next(Instant.self), hours = try row.next(Int.self)
            return BoardRow(
                referral: referral, clientReference: reference, clientName: name, due: due, targetHours: hours,
                cursor: BoardCursor(group: group, due: due, id: referral.id.uuid), claim: try ReferralClaim.readIfAny(&row))
        }
        return try await admitted(rows, { $0.includes($1.referral.client.uuid) })
    }

    /// A short text that changes whenever something on a board of open referrals has changed, a claim that ran out included. It says nothing
    /// about anybody, so asking for it every few seconds is no look at a client.
    public func boardStamp() async throws -> String {
        try await query(SQL.referralBoardStamp()).value(String.self)
    }
}
