internal import Access
internal import Clinic
internal import Database

internal import struct Foundation.UUID

/// Whom a message would go to.
struct MessageRecipient: Sendable {
    var language: Language
    var contacts: [SafeContact]
}

extension Querying {
    /// Nil when this actor sees no such client.
    func messageRecipient(_ client: UUID) async throws -> MessageRecipient? {
        let answers = try await queries([SQL.recipientLanguage(client), SQL.recipientContacts(client)])
        guard answers.count == 2, let language = try answers[0].first({ row throws(DatabaseError) in try row.next(String.self) })
        else { return nil }
        let contacts = try answers[1].map { row throws(DatabaseError) in try SafeContact(&row) }
        return MessageRecipient(language: Language(language) ?? .english, contacts: contacts)
    }
}

extension SafeContact {
    /// Columns: id, channel, may_write, safe_from, safe_until, wording, confirmed_at, recheck_due, retired.
    init(_ row: inout RowReader) throws(DatabaseError) {
        id = try row.next()
        channel = try row.next()
        mayWrite = try row.next()
        let from = try row.nextOptional(LocalTime.self), until = try row.nextOptional(LocalTime.self)
        hours = from.flatMap { from in until.map { SafeHours(from: from, until: $0) } }
        isClinicNamed = try row.next(String.self) == "clinic_named"
        confirmedAt = try row.nextOptional()
        recheckDue = try row.nextOptional()
        isRetired = try row.next()
    }
}
