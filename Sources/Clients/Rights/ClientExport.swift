public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// A copy of everything that mentions one client, with their secret text opened, and of who saw it. Which tables those are is found by
/// walking the schema (`client_mentions`), so nothing is left out because somebody forgot it.
///
/// Nobody else's facts are in it: a row about two clients says only that there is one, and no other client's id appears.
public struct ClientExport: Sendable {
    /// One column of one row, as text.
    public struct Value: Sendable, Hashable {
        public let field: String
        /// PostgreSQL's name of the type; `secret` for text that was sealed.
        public let kind: String
        /// Nil for NULL.
        public let text: String?
    }

    /// The rows of one table that mention the client.
    public struct Table: Sendable {
        public let name: String
        /// Each with its columns in the table's order.
        public fileprivate(set) var rows: [[Value]]
    }

    public let client: Client.ID
    public let reference: String
    public let madeAt: Instant
    /// Those with rows, `client` first.
    public let tables: [Table]
    /// What ids of therapists, services, rooms, sites and articles stand for.
    public let names: [UUID: String]
    /// Who saw, changed or was sent what, the latest first, without this export itself.
    public let ledger: [AuditLook]
    /// How often words about somebody else were taken out.
    public let redacted: Int

    /// Copies that one lead may make within an hour: a session that was taken gives away few files before somebody notices.
    public static let mostAnHour = 6
}

extension Act {
    /// A copy for the person whom the file is about. On record as `client.exported`.
    /// - Parameter words: names and other words about somebody else, 2 to 100 characters each, to be taken out of free text; the names of
    ///   those from whom the client is kept apart always are.
    /// - Throws: `ClientRefusal.notFound`; `RightsRefusal.fileClosed` for a lead who has not opened the file, `.tooManyCopies`;
    ///   `SealingError` rather than a copy that lacks something.
    public func exportClient(_ id: Client.ID, redacting words: [String] = []) async throws -> ClientExport {
        guard let client = try await client(id), try await reach.includes(id.uuid) else { throw ClientRefusal.notFound }
        let role = try await actor.role
        // Whose work it is stands here as well: what intake may read one by one is not hers to carry away whole.
        guard role == .lead || role == .operator, try await reach.includesText(of: id.uuid) else {
            throw RightsRefusal.fileClosed
        }
        if role != .operator { try await countCopies() }
        try await learnKeys(of: [id.uuid])
        var redaction = Redaction(of: words, sparing: [])
        let strangers = try await strangers(to: id)
        redaction.add(strangers)
        var tables: [ClientExport.Table] = []
        var ids: Set<UUID> = []
        for (table, values) in try await mentions(of: id) {
            let row = values.first { $0.field == "id" }?.text.flatMap { UUID(uuidString: $0) }
            var shown: [ClientExport.Value] = []
            for value in values { shown.append(redaction.apply(to: try self.shown(value, in: table, row: row, of: id))) }
            ids.formUnion(shown.filter { $0.kind == "uuid" }.compactMap { $0.text.flatMap { UUID(uuidString: $0) } })
            if tables.last?.name == table {
                tables[tables.count - 1].rows.append(shown)
            } else {
                tables.append(ClientExport.Table(name: table, rows: [shown]))
            }
        }
        let named = try await query(SQL.namesOf(Array(ids))).map { row throws(DatabaseError) in
            (try row.next(UUID.self), try row.next(String.self))
        }
        let ledger = try await whoSaw(id.uuid, from: nil, until: nil, limit: Int(Int32.max))
        try await record(
            AuditEntry(
                "client.exported", subject: id.uuid, client: id.uuid, fields: .clinical,
                details: ["redacted": String(redaction.count)]))
        return ClientExport(
            client: id, reference: client.reference, madeAt: try await now, tables: tables,
            names: Dictionary(named) { first, _ in first }, ledger: ledger, redacted: redaction.count)
    }

    private func countCopies() async throws {
        let answers = try await queries([SQL.lockCopies(), SQL.countCopies()])
        let (made, seconds) = try answers[1].one { row in (try row.next(Int.self), try row.next(Int.self)) }
        if made >= ClientExport.mostAnHour { throw RightsRefusal.tooManyCopies(seconds: max(seconds, 1)) }
    }

    /// What those are called from whom this client is kept apart, apart from what the client is called as well.
    private func strangers(to client: Client.ID) async throws -> Redaction {
        var own: [String] = []
        var others: [String] = []
        try await query(SQL.namesKeptApart(client)).forEach { row throws(DatabaseError) in
            let isOwn = try row.next(Bool.self)
            let name = try row.next(String.self)
            let preferred = try row.nextOptional(String.self)
            let parts = Redaction.parts(name) + Redaction.parts(preferred ?? "")
            if isOwn { own += parts } else { others += parts }
        }
        return Redaction(of: others, sparing: own)
    }

    /// Row by row, each with its table, as PostgreSQL has them.
    private func mentions(of client: Client.ID) async throws -> [(table: String, values: [ClientExport.Value])] {
        var rows: [(table: String, values: [ClientExport.Value])] = []
        var last = -1
        try await query(SQL.clientMentions(client)).forEach { row throws(DatabaseError) in
            let (table, number) = (try row.next(String.self), try row.next(Int.self))
            let value = ClientExport.Value(field: try row.next(), kind: try row.next(), text: try row.nextOptional())
            if rows.last?.table != table || number != last { rows.append((table, [])) }
            rows[rows.count - 1].values.append(value)
            last = number
        }
        return rows
    }

    private func shown(
        _ value: ClientExport.Value, in table: String, row: UUID?, of client: Client.ID
    ) throws -> ClientExport.Value {
        guard value.kind == "bytea", let text = value.text else { return value }
        guard let column = SealedColumn(rawValue: "\(table).\(value.field)"), !column.mayTellOfOthers, let row else {
            // A hash, or a key: it says nothing about anybody by itself, and opens doors. Or it tells of somebody else.
            return ClientExport.Value(field: value.field, kind: "withheld", text: nil)
        }
        let opened = try vault.open(Self.bytes(ofHex: text), for: client.uuid, column, row: row)
        return ClientExport.Value(field: value.field, kind: "secret", text: opened)
    }

    /// `\x0aff`, as PostgreSQL writes bytes.
    private static func bytes(ofHex text: String) -> [UInt8] {
        let digits = text.utf8.dropFirst(2).map { $0 < 0x3A ? $0 &- 0x30 : ($0 | 0x20) &- 0x57 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
