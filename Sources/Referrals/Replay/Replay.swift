public import Access
internal import Appointments
public import Clinic
internal import Database
internal import Therapists

/// A decision made again from what it rested on: whether the same comes out, to the byte, and what would come out now.
public struct Replay: Sendable {
    /// What came out the second time.
    public enum Verdict: Sendable, Hashable {
        case same
        /// From which byte on the records differ, with a little of both from there. Somebody changed one, or the ranking itself.
        case different(at: Int, stored: String, again: String)
        /// What was kept is damaged, or of a form that this Attune does not know; or it makes another input hash than the proposal's.
        case notReadable
        /// The proposal is older than the keeping of what it rested on.
        case notKept
    }

    /// Where the therapist stands, and why.
    public struct Standing: Sendable, Hashable {
        public let policyVersion: String
        /// Nil where she is not ranked.
        public let rank: Int?
        public let score: Int?
        /// How many are.
        public let count: Int
        /// Rules that she fails, in their order.
        public let rules: [HardRule]
        /// What puts her behind the first, or ahead of the second, the greatest difference first; or why she is not ranked.
        public let because: [String]
    }

    /// Where she would stand today.
    public enum Today: Sendable, Hashable {
        case stands(Standing)
        /// The referral is not ranked any more: it is closed, on a safety hold …
        case notRanked(code: String, message: String)
    }

    public let proposal: Proposal
    public let verdict: Verdict
    /// On the facts of then; nil where they cannot be had.
    public let then: Standing?
    /// On the facts of then, under the policy that is in force now.
    public let underPresentPolicy: Standing?
    /// On the facts of now, which include this proposal's own hold while it is open.
    public let today: Today
}

extension Querying {
    /// Makes a decision again. Changes nothing.
    /// - Throws: `ReferralRefusal.proposalNotFound`; `SealingError`.
    public func replay(_ id: Proposal.ID, zones: ZoneCatalogue) async throws -> Replay {
        let proposal = try await proposal(id)
        let answers = try await queries([SQL.matchInput(id), SQL.policyInForce()])
        guard answers.count == 2 else { throw ReferralRefusal.proposalNotFound }
        let policy = try PolicyInForce.read(answers[1]).policy
        let kept = try answers[0].first { row in
            let role = try row.next(String.self)
            let service = try row.next(Service.ID.self)
            try row.nextKey(of: proposal.client.uuid, in: vault)
            return (role: role, service: service, facts: try row.nextOptional([UInt8].self))
        }
        guard let kept else { throw ReferralRefusal.proposalNotFound }
        let today = try await standingToday(of: proposal, service: kept.service, zones: zones)
        guard let sealed = kept.facts else {
            return Replay(proposal: proposal, verdict: .notKept, then: nil, underPresentPolicy: nil, today: today)
        }
        let facts = try MatchFacts.open(sealed, of: proposal.client.uuid, hash: proposal.inputHash.hexBytes, in: vault)
        guard let facts, let again = try? facts.ranking(), again.inputHash == proposal.inputHash else {
            return Replay(proposal: proposal, verdict: .notReadable, then: nil, underPresentPolicy: nil, today: today)
        }
        return Replay(
            proposal: proposal, verdict: .init(proposal, again, decidedAs: kept.role),
            then: again.standing(of: proposal.therapist),
            underPresentPolicy: try facts.ranking(under: policy).standing(of: proposal.therapist), today: today)
    }

    private func standingToday(
        of proposal: Proposal, service: Service.ID, zones: ZoneCatalogue
    ) async throws -> Replay.Today {
        do {
            return .stands(
                try await matches(for: proposal.referral, service: service, zones: zones).ranking.standing(
                    of: proposal.therapist))
        } catch let refusal as ReferralRefusal where refusal.kind == .conflict {
            return .notRanked(code: refusal.code, message: refusal.message)
        }
    }
}

extension Replay.Verdict {
    init(_ proposal: Proposal, _ again: Ranking, decidedAs role: String) {
        let record = again.explanation(of: proposal.therapist, decidedBy: "\(role) \(proposal.decidedBy.text)")
        let (old, new) = (Array(proposal.explanation.utf8), Array((record?.value.text ?? "").utf8))
        if old == new {
            self = .same
            return
        }
        let place = zip(old, new).enumerated().first { $1.0 != $1.1 }?.offset ?? min(old.count, new.count)
        func part(_ bytes: [UInt8]) -> String { String(decoding: bytes.dropFirst(place).prefix(60), as: UTF8.self) }
        self = .different(at: place, stored: part(old), again: part(new))
    }
}

extension Ranking {
    /// Where one therapist stands, for a person who asks why.
    func standing(of therapist: Therapist.ID) -> Replay.Standing {
        let version = team.policy.version
        guard let match = match(of: therapist) else {
            let exclusion = exclusion(of: therapist)
            return Replay.Standing(
                policyVersion: version, rank: nil, score: nil, count: count, rules: exclusion?.all ?? [],
                because: exclusion?.texts ?? ["Sees nobody at present, or has left."])
        }
        let other = matches(offset: match.rank == 1 ? 1 : 0, limit: 1).first
        return Replay.Standing(
            policyVersion: version, rank: match.rank, score: match.score, count: count, rules: [],
            because: other.map { match.differences(from: $0) } ?? ["Nobody else meets every rule."])
    }
}

extension Match {
    /// By factor, the greatest difference first: what separates two therapists, in points.
    func differences(from other: Match) -> [String] {
        let parts = zip(contributions, other.contributions).map { (factor: $0.factor, gap: $0.points - $1.points) }
        let ordered = parts.filter { $0.gap != 0 }.sorted {
            (abs($1.gap), $0.factor.rawValue) < (abs($0.gap), $1.factor.rawValue)
        }
        if ordered.isEmpty { return ["Alike in every factor: the order of ties decides."] }
        let whom = rank == 1 ? "the second" : "the first"
        return ordered.map { "\($0.factor.label): \(abs($0.gap)) points \($0.gap > 0 ? "ahead of" : "behind") \(whom)." }
    }
}
