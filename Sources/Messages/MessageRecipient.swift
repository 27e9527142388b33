public import Access
internal import Clinic
public import Database

public import struct Foundation.UUID

/// Whom a message would go to.
public struct MessageRecipient: Sendable {
    var language: Language
    var contacts: [SafeContact]

    /// To be asked in whichever flight is under way, so that telling the client costs none of its own.
    public static func statement(for client: UUID) -> Bound { SQL.recipient(client) }

    /// - Parameters:
    ///   - answer: to ``statement(for:)`` of this client. Nil when this actor sees no such client.
    ///   - vault: keeps the client's key, which seals what is queued.
    public init?(_ answer: ResultSet, of client: UUID, in vault: Vault) throws(DatabaseError) {
        let rows = try answer.map { row throws(DatabaseError) in
            let language = try row.next(String.self)
            try row.nextKey(of: client, in: vault)
            guard let id = try row.nextOptional(UUID.self) else { return (language, SafeContact?.none) }
            return (language, try SafeContact(id: id, &row))
        }
        guard let language = rows.first?.0 else { return nil }
        contacts = rows.compactMap(\.1)
        self.language = Language(language) ?? .english
    }
}

extension Querying {
    /// Nil when this actor sees no such client.
    public func messageRecipient(_ client: UUID) async throws -> MessageRecipient? {
        try MessageRecipient(try await query(MessageRecipient.statement(for: client)), of: client, in: vault)
    }
}

extension SafeContact {
    /// Columns after the id: channel, may_write, safe_from, safe_until, wording, confirmed_at, recheck_due, retired, withdrawn.
    init(id: UUID, _ row: inout RowReader) throws(DatabaseError) {
        self.id = id
        channel = try row.next()
        mayWrite = try row.next()
        hours = try row.nextSafeHours()
        isClinicNamed = try row.next(String.self) == "clinic_named"
        confirmedAt = try row.nextOptional()
        recheckDue = try row.nextOptional()
        isRetired = try row.next()
        isWithdrawn = try row.next()
    }
}
