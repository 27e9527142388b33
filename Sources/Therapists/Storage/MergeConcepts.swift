public import Access
public import Clinic
internal import Database

internal import struct Foundation.UUID

/// What names a concept.
public struct ConceptUses: Hashable, Sendable {
    public var specialties = 0
    /// Of referrals, open and closed.
    public var concerns = 0
    /// Versions of articles.
    public var handouts = 0
    public var synonyms = 0
    public var narrower = 0

    public init() {}
}

/// Two concepts that became one.
public struct ConceptMerge: Hashable, Sendable {
    public let code: String
    public let heir: String
    public let uses: ConceptUses
    public let by: String
    public let at: Instant
}

extension Querying {
    /// What names each of these concepts; of those that nothing names, nothing.
    public func conceptUses(_ codes: [String]) async throws -> [String: ConceptUses] {
        let rows = try await query(SQL.conceptUses(codes)).map { row throws(DatabaseError) in
            let code = try row.next(String.self)
            var uses = ConceptUses()
            uses.specialties = try row.next()
            uses.concerns = try row.next()
            uses.handouts = try row.next()
            return (code, uses)
        }
        return Dictionary(rows) { first, _ in first }
    }

    /// The trail, the latest first.
    public func conceptMerges() async throws -> [ConceptMerge] {
        try await query(SQL.conceptMerges()).map { row throws(DatabaseError) in
            _ = try row.next(UUID.self)
            let (code, heir) = (try row.next(String.self), try row.next(String.self))
            var uses = ConceptUses()
            uses.specialties = try row.next()
            uses.concerns = try row.next()
            uses.handouts = try row.next()
            return ConceptMerge(code: code, heir: heir, uses: uses, by: try row.next(), at: try row.next())
        }
    }
}

extension Vocabulary {
    /// Whether one concept can become part of another, before anything is asked to do it.
    public func checkMerge(_ code: String, into heir: String) throws(VocabularyRefusal) {
        for name in [code, heir] where self[name] == nil { throw .unknownConcept(name, nearest: nearestCode(to: name)) }
        guard code != heir else { throw .intoItself }
        for name in [code, heir] where self[name]?.status != .active { throw .notMergeable(name) }
        if isWithin(heir, code), self[heir]?.broader != code { throw .heirIsNarrower }
    }
}

extension Act {
    /// Makes one concept of two: specialties, concerns, handouts, narrower concepts and synonyms name the heir from then on; `code` stays,
    /// retired, and points to it. All of it or nothing. On record as `vocabulary.merged`.
    /// - Throws: `VocabularyRefusal`.
    public func mergeConcept(_ code: String, into heir: String) async throws -> ConceptUses {
        try await vocabulary().checkMerge(code, into: heir)
        let id = newID()
        let uses: ConceptUses?
        do {
            uses = try await query(SQL.mergeConcept(id, code, heir)).first { row throws(DatabaseError) in
                var uses = ConceptUses()
                uses.specialties = try row.next()
                uses.concerns = try row.next()
                uses.handouts = try row.next()
                uses.synonyms = try row.next()
                uses.narrower = try row.next()
                return uses
            }
        } catch let error as DatabaseError {
            if let refusal = VocabularyRefusal(error, code) { throw refusal }
            throw error
        }
        guard let uses else { throw VocabularyRefusal.notMergeable(code) }
        try await record(
            "vocabulary.merged", subject: id,
            details: [
                "code": code, "heir": heir, "specialties": "\(uses.specialties)", "concerns": "\(uses.concerns)",
                "handouts": "\(uses.handouts)",
            ])
        return uses
    }
}
