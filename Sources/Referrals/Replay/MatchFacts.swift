internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// Everything that one ranking was made from, as it is kept with the decision: ids, codes, dates and numbers, and no name.
///
/// Whom the client cannot have is in it, so it is sealed for the client before it is stored. Reading it back gives the same input hash,
/// which is how a damaged one is known.
struct MatchFacts: Sendable {
    let candidates: [Candidate]
    let concepts: ConceptTree
    let policy: MatchingPolicy
    let asOf: Instant
    let today: LocalDate
    let need: MatchNeed
    /// How the hash is made that the decision names.
    let form: DigestForm

    init(_ ranking: Ranking) {
        candidates = ranking.team.candidates
        concepts = ranking.team.concepts
        policy = ranking.team.policy
        asOf = ranking.team.asOf
        today = ranking.team.today
        need = ranking.need
        form = ranking.team.form
    }

    /// The ranking again; under other settings where some are given.
    func ranking(under other: MatchingPolicy? = nil) throws(TeamError) -> Ranking {
        try Team(candidates, concepts: concepts, policy: other ?? policy, asOf: asOf, today: today, form: form).rank(need)
    }

    var packed: [UInt8] {
        var out = PackedWriter()
        out.write(form.rawValue)
        out.write(Int(asOf.microseconds))
        out.write(today.dayNumber)
        out.write(policy)
        out.write(concepts.codes.indices) { out, index in
            out.write(concepts.codes[index])
            out.write(concepts.ancestors[index]) { $0.write($1) }
        }
        out.write(need)
        out.write(candidates) { $0.write($1) }
        return out.bytes
    }

    /// - Throws: `PackedReader.Damaged` for anything but what ``packed`` gave.
    init(packed bytes: [UInt8]) throws(PackedReader.Damaged) {
        var input = PackedReader(bytes)
        guard let form = DigestForm(rawValue: try input.int()) else { throw PackedReader.Damaged() }
        self.form = form
        asOf = Instant(microseconds: Int64(try input.int()))
        today = try input.date()
        policy = try input.policy()
        let tree = try input.list { input throws(PackedReader.Damaged) in
            (code: try input.string(), ancestors: try input.list { input throws(PackedReader.Damaged) in try input.int() })
        }
        guard tree.allSatisfy({ $0.ancestors.allSatisfy(tree.indices.contains) }) else { throw PackedReader.Damaged() }
        concepts = ConceptTree(
            broader: Dictionary(tree.map { ($0.code, $0.ancestors.map { tree[$0].code }) }) { first, _ in first })
        need = try input.need()
        candidates = try input.list { input throws(PackedReader.Damaged) in try input.candidate() }
        // One form for one set of facts: what reads the same and was not written so is damaged too.
        guard input.isAtEnd, packed == bytes else { throw PackedReader.Damaged() }
    }
}
