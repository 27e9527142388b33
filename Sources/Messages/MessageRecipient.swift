internal import Access
internal import Clinic
public import Database

public import struct Foundation.UUID

/// Whom a message would go to.
public struct MessageRecipient: Sendable {
    var language: Language
    var contacts: [SafeContact]

    /// To be asked in whichever flight is under way, so that telling the client costs none of its own.
    public static func statements(for client: UUID) -> [Bound] { [SQL.recipientLanguage(client), SQL.recipientContacts(client)] }

    /// - Parameter answers: to ``statements(for:)``, in their order. Nil when this actor sees no such client.
    public init?(_ answers: some Collection<ResultSet>) throws(DatabaseError) {
        let answers = Array(answers)
        guard answers.count == 2, let language = try answers[0].first({ row throws(DatabaseError) in try row.next(String.self) })
        else { return nil }
        contacts = try answers[1].map { row throws(DatabaseError) in try SafeContact(&row) }
        self.language = Language(language) ?? .english
    }
}

extension Querying {
    /// Nil when this actor sees no such client.
    func messageRecipient(_ client: UUID) async throws -> MessageRecipient? {
        try MessageRecipient(try await queries(MessageRecipient.statements(for: client)))
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
