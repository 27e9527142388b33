public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// That a client asked for something in their file to be put right, and what was decided. Never changed: another wish is another row.
public struct Correction: Sendable, Hashable {
    public typealias ID = TypedID<Correction>

    /// What became of the wish.
    public enum Decision: String, CaseIterable, Sendable {
        case corrected
        /// The wish stands beside what it is about.
        case annotated
        case refused
    }

    public let id: ID
    /// `full_name`, or with its table: `referral.narrative`.
    public let field: String
    /// In the client's words: 1 to 2,000 characters.
    public let asked: String
    public let decision: Decision
    /// Why, or what was put instead.
    public let note: String?
    public let decidedBy: UUID
    public let decidedAt: Instant
}

extension Act {
    /// Puts a wish and the decision on the file. What is wrong itself is edited where it is edited otherwise.
    /// - Throws: `RightsRefusal.invalid`, `ClientRefusal.notFound`.
    @discardableResult
    public func addCorrection(
        _ client: Client.ID, field: String, asked: String, _ decision: Correction.Decision, note: String? = nil
    ) async throws -> Correction {
        let asked = try RightsRefusal.text(asked, "/asked")
        let note = try note.map { note throws(RightsRefusal) in try RightsRefusal.text(note, "/note") }
        guard Self.isField(field) else {
            throw RightsRefusal.invalid(field: "/field", advice: "Name the field, such as full_name or referral.narrative.")
        }
        guard try await self.client(client) != nil else { throw ClientRefusal.notFound }
        let id = newID()
        try await learnKeys(of: [client.uuid])
        let bound = SQL.addCorrection(
            id, client, field, try vault.seal(asked, for: client.uuid, .correctionAsked, row: id), decision.rawValue,
            try note.map { try vault.seal($0, for: client.uuid, .correctionNote, row: id) })
        let added = try await query(bound).one { row in
            let (at, by) = (try row.next(Instant.self), try row.next(UUID.self))
            return Correction(
                id: Correction.ID(id), field: field, asked: asked, decision: decision, note: note, decidedBy: by, decidedAt: at)
        }
        try await record(
            AuditEntry("client.correction_added", subject: id, client: client.uuid, details: ["decision": decision.rawValue]))
        return added
    }

    /// Small letters and underscores, at most one dot.
    private static func isField(_ field: String) -> Bool {
        let parts = field.split(separator: ".", omittingEmptySubsequences: false)
        return (1...2).contains(parts.count)
            && parts.allSatisfy { part in
                (1...41).contains(part.utf8.count) && part.utf8.first != UInt8(ascii: "_")
                    && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F }
            }
    }
}

extension Querying {
    /// The oldest first; for the lead, intake, an operator and the client's own therapists.
    public func corrections(of client: Client.ID) async throws -> [Correction] {
        try await query(SQL.listCorrections(client)).map { row in
            let id = try row.next(Correction.ID.self)
            let (field, decision) = (try row.next(String.self), try row.next(String.self))
            let (by, at) = (try row.next(UUID.self), try row.next(Instant.self))
            try row.nextKey(of: client.uuid, in: vault)
            return Correction(
                id: id, field: field,
                asked: try row.nextSecret(.correctionAsked, row: id.uuid, of: client.uuid, in: vault) ?? "",
                decision: Correction.Decision(rawValue: decision) ?? .refused,
                note: try row.nextSecret(.correctionNote, row: id.uuid, of: client.uuid, in: vault), decidedBy: by, decidedAt: at)
        }
    }
}
