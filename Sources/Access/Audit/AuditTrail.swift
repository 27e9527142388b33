public import Clinic
internal import Database

public import struct Foundation.UUID

/// One row of the audit, as people look at it.
public struct AuditLook: Sendable, Hashable {
    public let id: UUID
    public let at: Instant
    public let role: String
    public let actor: UUID
    /// The therapist's name, the operator's, or the token's label; nil where none is known.
    public let label: String?
    public let action: String
    public let operation: String
    /// As ``AuditEntry/through`` has it; nil in rows that reach no client.
    public let through: String?
    public let purpose: String
    public let fields: String?
    public let door: String
    public let request: UUID
    /// How many clients the row names.
    public let clients: Int
}

/// What one actor's rows say about one client and one class of fields.
public struct TouchedClient: Sendable, Hashable {
    public let client: UUID
    /// Nil in rows from before classes were recorded.
    public let fields: String?
    public let count: Int
    /// Of the rows' moments.
    public let first: Instant, last: Instant
}

extension Act {
    /// Every look and effect that names this client, newest first. The question is itself on record.
    /// - Parameter limit: how many at most.
    public func whoSaw(_ client: UUID, from: Instant?, until: Instant?, limit: Int = 1_000) async throws -> [AuditLook] {
        let until = if let until { until } else { try await now + .seconds(1) }
        let looks = try await looks(SQL.whoSaw(client, from ?? .epoch, until, limit))
        try await record("audit.who_saw", client: client, details: ["count": String(looks.count)])
        return looks
    }

    /// Whose data an actor touched between two moments: what a breach notice needs. The question is itself on record, with whom it showed.
    public func auditScope(of actor: UUID, from: Instant, until: Instant) async throws -> [TouchedClient] {
        let touched = try await queries([SQL.planByHash(), SQL.auditScope(actor, from, until)])[1].map { row in
            TouchedClient(
                client: try row.next(), fields: try row.nextOptional(), count: try row.next(), first: try row.next(),
                last: try row.next())
        }
        try await record(
            AuditEntry(
                "audit.scope", subject: actor, clients: touched.map(\.client),
                details: ["count": String(Set(touched.map(\.client)).count)]))
        return touched
    }

    /// The newest rows. The question is itself on record.
    public func newestAudits(limit: Int) async throws -> [AuditLook] {
        let looks = try await looks(SQL.newestAudits(limit))
        try await record("audit.listed", details: ["count": String(looks.count)])
        return looks
    }

    private func looks(_ bound: Bound) async throws -> [AuditLook] {
        try await query(bound).map { row in
            AuditLook(
                id: try row.next(), at: try row.next(), role: try row.next(), actor: try row.next(),
                label: try row.nextOptional(),
                action: try row.next(), operation: try row.next(), through: try row.nextOptional(), purpose: try row.next(),
                fields: try row.nextOptional(), door: try row.next(), request: try row.next(), clients: try row.next())
        }
    }

    /// The newest checkpoint, to be kept elsewhere. On record.
    /// - Throws: ``AuditLogError/nothingSealed``.
    public func exportCheckpoint() async throws -> AuditCheckpoint {
        guard let key = signingKey else { throw AuditLogError.noKey }
        let last = try await query(SQL.lastAuditCheckpoint()).first { row throws(DatabaseError) in
            try StoredCheckpoint.read(&row, key: key)
        }
        guard let last else { throw AuditLogError.nothingSealed }
        guard last.checkpoint.isSigned(by: key) else { throw AuditLogError.checkpointTampered }
        try await record("audit.checkpoint_exported", details: ["size": String(last.checkpoint.size)])
        return last.checkpoint
    }
}
