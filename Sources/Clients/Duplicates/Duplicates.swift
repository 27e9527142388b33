public import Access
public import Clinic
internal import Database

/// Two files that may be about one person. A person decides; nothing is merged by itself.
public struct LikelyDuplicate: Sendable, Hashable {
    /// What they have in common.
    public enum Sign: String, Sendable, Hashable, CaseIterable {
        /// An address or a number; people of one household may share it.
        case contact
        /// Name, whatever its accents, case and order, and birth date.
        case nameAndBirth = "name_and_birth"
    }

    /// The older file.
    public let one: Client.ID
    public let oneReference: String
    public let other: Client.ID
    public let otherReference: String
    public let signs: [Sign]
}

/// What a merge of two files would move, and what it would meet.
public struct FileComparison: Sendable, Hashable {
    public let kept: Client.ID
    public let merged: Client.ID
    /// Rows of the second file by table: what would move.
    public let moves: [String: Int]
    /// Codes, such as `appointments_overlap`, with how often: what a person has to settle first.
    public let clashes: [String: Int]

    /// They are recorded as people who must not meet, or as born on two days: two people.
    public var areTwoPeople: Bool { clashes["kept_apart_from_each_other"] != nil || clashes["birth_dates_differ"] != nil }
}

extension Act {
    /// Files that may be about one person, those with the most signs first. On record with the clients that it shows.
    /// - Parameters:
    ///   - client: nil for everybody.
    ///   - limit: 1 to 1,000 pairs.
    public func likelyDuplicates(of client: Client.ID? = nil, limit: Int = 200) async throws -> [LikelyDuplicate] {
        let most = Int64(min(max(limit, 1), 1_000))
        let answer = try await query(client.map { SQL.clientDuplicatesOf($0, most) } ?? SQL.clientDuplicates(most))
        let pairs = try answer.map { row throws(DatabaseError) in
            LikelyDuplicate(
                one: try row.next(), oneReference: try row.next(), other: try row.next(), otherReference: try row.next(),
                signs: try row.next([String].self).compactMap { LikelyDuplicate.Sign(rawValue: $0) })
        }
        let reach = try await reach
        let seen = pairs.filter { reach.includes($0.one.uuid) && reach.includes($0.other.uuid) }
        try await record("client.duplicates_listed", clients: seen.flatMap { [$0.one.uuid, $0.other.uuid] })
        return seen
    }

    /// What a merge of `merged` into `kept` would move and meet; changes nothing. On record for both.
    /// - Throws: `ClientRefusal.notFound`; `.invalid` for one file and itself.
    public func compareFiles(_ kept: Client.ID, _ merged: Client.ID) async throws -> FileComparison {
        if kept == merged {
            throw ClientRefusal.invalid(field: "/with", advice: "This is one file. Name two.")
        }
        for id in [kept, merged] {
            if try await client(id) == nil { throw ClientRefusal.notFound }
        }
        let answers = try await queries([SQL.countMentions(merged), SQL.clientClashes(kept, merged)])
        let counted = try answers.map { answer in
            try answer.map { row throws(DatabaseError) in (try row.next(String.self), try row.next(Int.self)) }
        }
        try await record(
            AuditEntry("client.compared", clients: [kept.uuid, merged.uuid], fields: .identity))
        return FileComparison(
            kept: kept, merged: merged, moves: Dictionary(counted.first ?? [], uniquingKeysWith: { first, _ in first }),
            clashes: Dictionary(counted.last ?? [], uniquingKeysWith: { first, _ in first }))
    }
}
