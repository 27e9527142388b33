public import Clinic
internal import Database

public import struct Foundation.UUID

/// A bearer token as its administrators see it. The secret itself is shown once, when it is issued.
public struct IssuedToken: Sendable, Hashable {
    public typealias ID = TypedID<IssuedToken>

    public let id: ID
    public let role: Role
    public let subject: UUID
    public let therapist: UUID?
    public let label: String
    public let createdAt: Instant
    /// Nil for one that lasts until it is revoked.
    public let expiresAt: Instant?
    /// The names of the policies that it is held to; nil for all that its role may do.
    public let scope: [String]?
    /// To the minute; nil for one that was never used.
    public let lastUsedAt: Instant?
}

extension Act {
    /// Issues a bearer token and returns it: only its hash is kept, so it cannot be shown again.
    /// - Parameters:
    ///   - subject: whom it stands for; nil for a new person.
    ///   - label: what it is for, 1 to 120 characters.
    ///   - scope: names of the policies that it is held to; nil for all that its role may do.
    /// - Throws: `AccessError.tokenWithoutTherapist` unless `therapist` is given exactly for the role `therapist`.
    public func issueToken(
        role: Role, subject: UUID? = nil, therapist: UUID? = nil, label: String, expiresAt: Instant? = nil, scope: [String]? = nil
    ) async throws -> (id: IssuedToken.ID, token: Token) {
        guard (role == .therapist) == (therapist != nil) else { throw AccessError.tokenWithoutTherapist }
        let id = newID()
        let token = Token.bearer()
        _ = try await query(
            SQL.issueToken(id, token.hash.bytes, role.rawValue, subject ?? therapist ?? id, therapist, label, expiresAt, scope))
        try await record("token.issued", subject: id, details: ["role": role.rawValue])
        return (IssuedToken.ID(id), token)
    }

    /// Revokes a token: the next request that shows it is refused, everywhere.
    /// - Throws: `AccessError.noSuchToken`.
    public func revokeToken(_ id: IssuedToken.ID) async throws {
        guard try await query(SQL.revokeToken(id.uuid)).count == 1 else { throw AccessError.noSuchToken }
        try await record("token.revoked", subject: id.uuid)
    }

    /// Revokes every token with this label, so that a demonstration can issue its own anew.
    /// - Returns: how many there were.
    @discardableResult
    public func revokeTokens(labelled label: String) async throws -> Int {
        let count = try await query(SQL.revokeTokensLabelled(label)).count
        try await record("token.revoked", details: ["count": String(count)])
        return count
    }
}

extension Querying {
    /// The tokens that can still be used, newest first, 500 at most.
    public func issuedTokens() async throws -> [IssuedToken] {
        try await query(SQL.listTokens()).map { row in
            IssuedToken(
                id: IssuedToken.ID(try row.next(UUID.self)), role: Role(rawValue: try row.next()) ?? .integration,
                subject: try row.next(), therapist: try row.nextOptional(), label: try row.next(), createdAt: try row.next(),
                expiresAt: try row.nextOptional(), scope: try row.nextOptional(), lastUsedAt: try row.nextOptional())
        }
    }
}
