public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// That a lead opened one client's file for an hour, and why: "breaking the glass". The client's therapists see it, and another person
/// reviews it.
public struct BreakGlass: Hashable, Sendable {
    public typealias ID = TypedID<BreakGlass>

    public let id: ID
    public let client: Client.ID
    /// Whoever opened it.
    public let actor: UUID
    public let during: TimeRange
    public let reviewedAt: Instant?
    public let reviewedBy: UUID?
    /// Why, in the lead's own words; read with the report only.
    public fileprivate(set) var reason: String?

    /// 10 to 1,000.
    public static let reasonLength = 10...1_000
}

extension Act {
    /// Opens a client's file to the lead who acts, for sixty minutes.
    /// - Parameter reason: ``BreakGlass/reasonLength`` characters.
    /// - Throws: `CareRefusal.noReason`, `.openAlready`; `ClientRefusal.notFound`.
    public func breakGlass(_ client: Client.ID, because reason: String) async throws -> BreakGlass {
        let reason = reason.trimmingWhitespace()
        guard BreakGlass.reasonLength.contains(reason.unicodeScalars.count) else { throw CareRefusal.noReason }
        guard try await self.client(client) != nil else { throw ClientRefusal.notFound }
        let id = newID()
        let sealed = try await seal(reason, for: client.uuid, .breakGlassReason, row: id)
        guard let opened = try await query(SQL.breakGlass(id, client, sealed)).first(BreakGlass.read) else {
            throw CareRefusal.openAlready
        }
        try await record("glass.broken", subject: id, client: client.uuid)
        return opened
    }

    /// Ends one's own opening before its hour is over. - Throws: `CareRefusal.noSuchOpening`.
    public func closeGlass(_ id: BreakGlass.ID) async throws -> BreakGlass {
        try await change(SQL.closeGlass(id), "glass.closed")
    }

    /// Notes that somebody else than who opened it has looked at why. - Throws: `CareRefusal.noSuchOpening`.
    public func reviewGlass(_ id: BreakGlass.ID) async throws -> BreakGlass {
        try await change(SQL.reviewGlass(id), "glass.reviewed")
    }

    private func change(_ bound: Bound, _ action: String) async throws -> BreakGlass {
        guard let changed = try await query(bound).first(BreakGlass.read) else { throw CareRefusal.noSuchOpening }
        try await record(action, subject: changed.id.uuid, client: changed.client.uuid)
        return changed
    }

    /// Notes that the privacy officer was told of an opening. - Throws: `CareRefusal.noSuchOpening` where that was noted already.
    public func noteGlassTold(_ id: BreakGlass.ID) async throws {
        let client = try await query(SQL.toldGlass(id)).first { row throws(DatabaseError) in try row.next(UUID.self) }
        guard let client else { throw CareRefusal.noSuchOpening }
        try await record("glass.told", subject: id.uuid, client: client)
    }
}

extension Querying {
    /// Openings that the privacy officer has not been told of, the oldest first, at most 20.
    public func untoldGlass() async throws -> [BreakGlass.ID] { try await query(SQL.untoldGlass()).values(BreakGlass.ID.self) }

    /// Openings, the latest first: for the lead and the operator all, for a therapist those of her own clients' files.
    /// - Parameter limit: 1 to 1,000.
    public func brokenGlass(
        of client: Client.ID? = nil, onlyUnreviewed: Bool = false, before: BreakGlass.ID? = nil, limit: Int = 50
    ) async throws -> [BreakGlass] {
        let answer = try await query(SQL.listBreakGlass(client, onlyUnreviewed, before, Int64(min(max(limit, 1), 1_000))))
        let openings = try answer.map { row in
            var opening = try BreakGlass.read(&row)
            try row.nextKey(of: opening.client.uuid, in: vault)
            opening.reason = try row.nextSecret(.breakGlassReason, row: opening.id.uuid, of: opening.client.uuid, in: vault)
            return opening
        }
        return try await admitted(openings, { $0.includes($1.client.uuid) })
    }
}

extension BreakGlass {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> BreakGlass {
        BreakGlass(
            id: try row.next(), client: try row.next(), actor: try row.next(), during: try row.next(),
            reviewedAt: try row.nextOptional(), reviewedBy: try row.nextOptional())
    }
}
