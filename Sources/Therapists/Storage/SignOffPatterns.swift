public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

/// A clinician's name under one version of the table from patterns to concerns.
public struct PatternSignOff: Hashable, Sendable {
    public let version: String
    public let clinician: String
    public let by: UUID
    public let at: Instant
}

extension Querying {
    /// Who signed this table, to the byte of its text; nil: nobody.
    public func patternSignOff(of text: String) async throws -> PatternSignOff? {
        try await query(SQL.patternSignOff(Secrets.sha256(text.utf8))).first { row throws(DatabaseError) in
            PatternSignOff(version: try row.next(), clinician: try row.next(), by: try row.next(), at: try row.next())
        }
    }
}

extension Act {
    /// Puts a clinician's name under the table. On record as `vocabulary.signed_off`.
    /// - Parameters:
    ///   - text: the file, as it was read.
    ///   - clinician: who answers for it; 3 to 200 characters.
    /// - Throws: `VocabularyRefusal.alreadySigned`.
    public func signOffPatterns(_ table: PatternTable, text: String, clinician: String) async throws {
        let hash = Secrets.sha256(text.utf8)
        let id = newID()
        let answer = try await query(SQL.signOffPatterns(id, table.version, hash, clinician))
        guard !answer.isEmpty else { throw VocabularyRefusal.alreadySigned }
        try await record(
            "vocabulary.signed_off", subject: id, details: ["version": table.version, "sha256": hash.hex, "clinician": clinician])
    }
}

extension PatternTable {
    /// The same table with the name that stands under it in the clinic's own record, where its file has none.
    public func signed(_ sign: PatternSignOff?, zone: ZoneRules) -> PatternTable {
        guard !isSignedOff, let sign else { return self }
        return PatternTable(
            version: version, signedOffBy: sign.clinician, signedOffOn: zone.local(of: sign.at).date, patterns: patterns)
    }
}
