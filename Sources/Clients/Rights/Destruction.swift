public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// What destroying a file would take away, before anybody asks for it.
public struct DestructionPlan: Sendable {
    public let clock: RetentionClock
    /// How many rows in which table, by its name.
    public let rows: [(table: String, count: Int)]
    /// Who has asked, when, and whether for less than the time that files are kept.
    public let asked: (by: UUID, at: Instant, isEarly: Bool)?
}

/// That a file was destroyed: nothing of what was in it. Kept for good, beside the audit.
public struct DestructionCertificate: Sendable, Hashable {
    public typealias ID = TypedID<DestructionCertificate>
    public let id: ID
    /// What the audit goes on to call the client.
    public let client: Client.ID
    public let `class`: RetentionClock.Class
    public let isEarly: Bool
    public let askedBy: UUID
    /// The role in which they asked.
    public let askedAs: String
    public let askedAt: Instant
    public let confirmedBy: UUID
    public let confirmedAs: String
    public let destroyedAt: Instant
    /// How many rows in which table, as JSON.
    public let rows: String
}

extension Act {
    /// - Throws: `ClientRefusal.notFound`.
    public func planDestruction(of client: Client.ID) async throws -> DestructionPlan {
        guard let clock = try await retention(of: client) else { throw ClientRefusal.notFound }
        let rows = try await query(SQL.countMentions(client)).map { row throws(DatabaseError) in
            (table: try row.next(String.self), count: try row.next(Int.self))
        }
        let asked = try await query(SQL.destructionAsked(client)).first { row throws(DatabaseError) in
            (by: try row.next(UUID.self), at: try row.next(Instant.self), isEarly: try row.next(Bool.self))
        }
        try await record(AuditEntry("client.destruction_planned", client: client.uuid, fields: .identity))
        return DestructionPlan(clock: clock, rows: rows, asked: asked)
    }

    /// The first of two people asks.
    /// - Parameter reason: 10 to 2,000 characters, why a file is destroyed before its time, which only a lead may want; nil where that is over.
    /// - Throws: `RightsRefusal.earlyByLead`, `.held`, `.inCare`, `.notDue`, `.askedAlready`, `.invalid`; `ClientRefusal.notFound`.
    public func askDestruction(of client: Client.ID, earlyBecause reason: String? = nil) async throws {
        let reason = try reason.map { text throws(RightsRefusal) in try RightsRefusal.text(text, "/reason", least: 10) }
        guard let clock = try await retention(of: client) else { throw ClientRefusal.notFound }
        if reason != nil, try await actor.role != .lead { throw RightsRefusal.earlyByLead }
        if clock.isHeld { throw RightsRefusal.held }
        if clock.isInCare { throw RightsRefusal.inCare }
        let isEarly = try await clock.endsAt > now
        if isEarly, reason == nil { throw RightsRefusal.notDue }
        let id = newID()
        var sealed: [UInt8]?
        if let reason { sealed = try await seal(reason, for: client.uuid, .destructionReason, row: id) }
        guard try await !query(SQL.askDestruction(id, client, sealed)).isEmpty else { throw RightsRefusal.askedAlready }
        try await record(
            AuditEntry(
                "client.destruction_asked", subject: id, client: client.uuid, fields: .identity,
                details: ["early": String(isEarly)]))
    }

    /// - Throws: `RightsRefusal.nobodyAsked`.
    public func withdrawDestruction(of client: Client.ID) async throws {
        guard try await !query(SQL.withdrawDestruction(client)).isEmpty, try await reach.includes(client.uuid) else {
            throw RightsRefusal.nobodyAsked
        }
        try await record(AuditEntry("client.destruction_withdrawn", client: client.uuid, fields: .identity))
    }

    /// The second of two people confirms, at least one of the two as a lead in a session of their own, and everything about the client is deleted: their key, with which any copy of their secret text
    /// turns into noise, and every row that leads to them, found by walking the schema. What stays is the certificate and the audit, which
    /// know the client by an id that means nothing any more.
    /// - Parameter reference: the client's, once more, so that nobody destroys the neighbouring line.
    /// - Throws: `RightsRefusal`, whose conditions the database checks under the client's lock; `ClientRefusal.notFound`.
    public func destroyClient(_ client: Client.ID, confirming reference: String) async throws -> DestructionCertificate {
        guard let clock = try await retention(of: client) else { throw ClientRefusal.notFound }
        guard clock.reference == reference else { throw RightsRefusal.wrongReference }
        _ = try await RightsRefusal.explaining { try await query(SQL.destroyClient(client, newID())) }
        try await record(AuditEntry("client.destroyed", client: client.uuid, fields: .clinical))
        guard let certificate = try await destructionCertificate(of: client) else { throw ClientRefusal.notFound }
        return certificate
    }

    /// Nil where this client was not destroyed.
    public func destructionCertificate(of client: Client.ID) async throws -> DestructionCertificate? {
        try await query(SQL.readCertificate(client)).first { row throws(DatabaseError) in
            DestructionCertificate(
                id: try row.next(), client: client, class: RetentionClock.Class(rawValue: try row.next()) ?? .minor,
                isEarly: try row.next(), askedBy: try row.next(), askedAs: try row.next(), askedAt: try row.next(),
                confirmedBy: try row.next(), confirmedAs: try row.next(), destroyedAt: try row.next(), rows: try row.next())
        }
    }
}
