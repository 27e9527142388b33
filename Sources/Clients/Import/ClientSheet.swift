public import Clinic

/// A CSV file of clients, read and checked as far as that goes without the database. Good rows stand; the others are in `problems`.
public struct ClientSheet: Hashable, Sendable {
    public var rows: [ClientRow]
    /// In the order of the file.
    public var problems: [CSVProblem]
    /// Columns that were not read.
    public let notes: [CSVProblem]
}

/// One client as a file describes them.
public struct ClientRow: Hashable, Sendable {
    public let line: Int
    /// The other system's number: importing again finds the same client.
    public let key: String
    public let person: ClientPerson
    public let contacts: [Contact]
    public let consents: [ConsentEntry]
    /// The slug of who cares for them, if anybody does.
    public let therapist: String?
    public let isIntense: Bool
    /// The key of somebody who must never be met here.
    public let keepApartFrom: String?
    public let keepApartKind: KeptApart.Kind
    /// For problems that are found later.
    let row: CSVRow

    /// A way to reach the client, with what the row says is safe about it.
    public struct Contact: Hashable, Sendable {
        public let channel: ContactPoint.Channel
        public let value: String
        public let safety: ContactSafety
    }

    /// A consent before it has an id. Without an end: the file names none.
    public struct ConsentEntry: Hashable, Sendable {
        public let kind: Consent.Kind
        public let basis: Consent.Basis
        public let givenAt: Instant
    }

    public static func == (one: ClientRow, other: ClientRow) -> Bool { one.row == other.row }
    public func hash(into hasher: inout Hasher) { hasher.combine(row) }
}

extension ClientSheet {
    /// The columns of `Config/sample/clients.csv`, with the headers that other practice systems use (R-ecosystem 1.3).
    static let columns: [CSVColumn] = [
        CSVColumn("source_key", aliases: ["Client ID", "Patient ID", "Key", "Number"], required: true),
        CSVColumn("full_name", aliases: ["Client Name", "Patient Name", "Name"]),
        CSVColumn("first_name", aliases: ["Given Name"]), CSVColumn("last_name", aliases: ["Family Name", "Surname"]),
        CSVColumn("preferred_name", aliases: ["Nickname"]), CSVColumn("pronouns"),
        CSVColumn("birth_date", aliases: ["Date of Birth", "DOB", "Birthdate"]), CSVColumn("kind", aliases: ["Client Type"]),
        CSVColumn("language", aliases: ["Preferred Language"]), CSVColumn("jurisdiction", aliases: ["Province"]),
        CSVColumn("status"), CSVColumn("email", aliases: ["Email Address"]),
        CSVColumn("email_may_write", aliases: ["Email OK"]),
        CSVColumn("phone", aliases: ["Mobile", "Mobile Phone", "Phone Number"]),
        CSVColumn("phone_may_call", aliases: ["Call OK"]), CSVColumn("phone_may_voicemail", aliases: ["Voicemail OK"]),
        CSVColumn("phone_may_write", aliases: ["Text OK", "SMS OK"]), CSVColumn("safe_from"), CSVColumn("safe_until"),
        CSVColumn("sender_label"), CSVColumn("wording"), CSVColumn("confirmed_on"), CSVColumn("consent_treatment"),
        CSVColumn("consent_matching"), CSVColumn("consent_messages"), CSVColumn("consent_sharing"), CSVColumn("consent_on"),
        CSVColumn("therapist", aliases: ["Primary Clinician"]), CSVColumn("intense"), CSVColumn("keep_apart_from"),
        CSVColumn("keep_apart_kind"),
    ]

    /// - Parameters:
    ///   - zone: where these clients are; a day in the file is taken at its start there.
    ///   - now: dates of birth and of consent lie before it.
    ///   - language: of a client whose row names none.
    public static func parse(_ bytes: [UInt8], zone: ZoneRules, now: Instant, language: Language = .english) -> ClientSheet {
        let sheet = CSVDocument(bytes).sheet(columns)
        var result = ClientSheet(rows: [], problems: sheet.problems, notes: sheet.notes)
        var lines: [String: Int] = [:]
        for row in sheet.rows {
            var reader = ClientRowReader(row: row, zone: zone, now: now, language: language)
            let client = reader.read()
            if let client, let first = lines[client.key] {
                reader.fail(
                    "source_key", "clients.duplicate_key", "This key is on line \(first) already. Each client has one row.")
            }
            if let client, reader.problems.isEmpty {
                lines[client.key] = row.line
                result.rows.append(client)
            }
            result.problems += reader.problems
        }
        return result
    }
}
