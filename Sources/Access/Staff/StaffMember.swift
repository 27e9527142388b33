public import Clinic
internal import Database

public import struct Foundation.UUID

/// An account of somebody who works at the clinic. Its address and name are personal: they stand in no log, audit row or error.
public struct StaffMember: Sendable, Hashable {
    public typealias ID = TypedID<StaffMember>

    /// Whether an account opens anything.
    public enum Status: String, Sendable, CaseIterable {
        /// Waits for its link to be used: nothing opens it.
        case invited
        case active
        /// Opens nothing, and has no session.
        case disabled
    }

    public let id: ID
    /// In small letters.
    public let email: String
    public let name: String
    /// One of ``Role/staff``.
    public let role: Role
    public let therapist: UUID?
    public let status: Status
    public let version: Int
    public let createdAt: Instant

    static func read(_ row: inout RowReader) throws -> StaffMember {
        StaffMember(
            id: ID(try row.next(UUID.self)), email: try row.next(), name: try row.next(),
            role: Role(rawValue: try row.next()) ?? .frontDesk, therapist: try row.nextOptional(),
            status: Status(rawValue: try row.next()) ?? .disabled, version: try row.next(), createdAt: try row.next())
    }

    /// As addresses are kept and compared.
    static func normal(email: String) -> String { email.filter { !$0.isWhitespace }.lowercased() }
}

/// A session as its owner sees it; never its token.
public struct StaffSession: Sendable, Hashable {
    public typealias ID = TypedID<StaffSession>

    /// How a session is used: its token in a header, or in a browser's cookie.
    public enum Door: String, Sendable {
        case api, browser
    }

    public let id: ID
    public let door: Door
    public let createdAt: Instant
    /// To the minute.
    public let lastUsedAt: Instant
    public let expiresAt: Instant
}

/// A session that was just opened or confirmed, with its token, which is shown this once.
public struct OpenedSession: Sendable {
    public let id: StaffSession.ID
    public let token: Token
    public let expiresAt: Instant
}

extension Querying {
    /// Accounts that this actor may see: all, or their own.
    public func staff() async throws -> [StaffMember] { try await query(SQL.listStaff()).map(StaffMember.read) }

    /// Nil for an account that is not there, or not this actor's to see.
    public func staffMember(_ id: StaffMember.ID) async throws -> StaffMember? {
        try await query(SQL.readStaff(id.uuid)).first(StaffMember.read)
    }

    /// Open sessions, the newest first; nobody's but the actor's own, unless it is the lead or an operator who asks.
    public func sessions(of staff: StaffMember.ID) async throws -> [StaffSession] {
        try await query(SQL.listSessions(staff.uuid)).map { row in
            StaffSession(
                id: StaffSession.ID(try row.next(UUID.self)), door: StaffSession.Door(rawValue: try row.next()) ?? .api,
                createdAt: try row.next(), lastUsedAt: try row.next(), expiresAt: try row.next())
        }
    }
}
