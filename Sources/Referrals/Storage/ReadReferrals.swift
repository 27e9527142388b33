public import Access
internal import Clients
public import Clinic
internal import Database
public import Therapists

public import struct Foundation.UUID

/// A referral with what belongs to it: clinical, for those who care for the client and for intake.
public struct ReferralFolder: Sendable, Hashable {
    public let referral: Referral
    /// For people: `C-1042`.
    public let clientReference: String
    public let clientName: String
    /// `CA-BC`: where the client lives.
    public let jurisdiction: String
    public let language: Language
    public let zone: ZoneID
    public let narrative: String?
    /// Heaviest first.
    public let concerns: [NewReferral.Concern]
    public let needs: [ReferralNeed]
    /// The latest first.
    public let triages: [TriageRecord]
    /// The latest first.
    public let proposals: [Proposal]
}

/// One triage: who decided what, and why.
public struct TriageRecord: Sendable, Hashable {
    public let urgency: Urgency?
    public let safetyHold: Bool
    public let reason: String
    public let decidedBy: UUID
    /// The role in which they decided.
    public let decidedAs: String
    public let decidedAt: Instant
}

extension Querying {
    /// - Throws: `ReferralRefusal.notFound`, for a referral that is not there or not for this actor: the two look the same.
    public func referral(_ id: Referral.ID) async throws -> ReferralFolder {
        let answers = try await queries([
            SQL.referral(id), SQL.referralConcerns(id), SQL.referralNeeds(id), SQL.referralTriages(id),
            SQL.proposalsOfReferral(id),
        ])
        guard answers.count == 5 else { throw ReferralRefusal.notFound }
        let concerns = try answers[1].map { row throws(DatabaseError) in
            NewReferral.Concern(concept: try row.next(), weight: try row.next())
        }
        let needs = try answers[2].map { row throws(DatabaseError) in try ReferralNeed.read(&row) }
        let triages = try answers[3].map { row throws(DatabaseError) in
            TriageRecord(
                urgency: try row.nextOptional(), safetyHold: try row.next(), reason: try row.next(), decidedBy: try row.next(),
                decidedAs: try row.next(), decidedAt: try row.next())
        }
        let proposals = try await admitted(
            try answers[4].map { row throws(DatabaseError) in try Proposal.read(&row) },
            { $0.includesCalendar(of: $1.therapist.uuid) })
        let folder = try answers[0].first { row throws(DatabaseError) in
            let referral = try Referral.read(&row)
            let narrative = try row.nextOptional(String.self)
            return ReferralFolder(
                referral: referral, clientReference: try row.next(), clientName: try row.next(), jurisdiction: try row.next(),
                language: try row.next(), zone: try row.next(), narrative: narrative, concerns: concerns, needs: needs,
                triages: triages,
                proposals: proposals)
        }
        guard let folder, try await reach.includes(folder.referral.client.uuid) else { throw ReferralRefusal.notFound }
        return folder
    }

    /// By id, reference (`R-2041`) or the referrer's own number.
    public func findReferral(_ name: String) async throws -> Referral.ID? {
        try await query(SQL.findReferral(name)).first { row throws(DatabaseError) in try row.next(Referral.ID.self) }
    }

    /// One proposal. - Throws: `ReferralRefusal.proposalNotFound`.
    public func proposal(_ id: Proposal.ID) async throws -> Proposal {
        guard let proposal = try await query(SQL.proposal(id)).first({ row throws(DatabaseError) in try Proposal.read(&row) }),
            try await reach.includesCalendar(of: proposal.therapist.uuid)
        else {
            throw ReferralRefusal.proposalNotFound
        }
        return proposal
    }

    /// What waits for a therapist's answer, or for her client's; the one that ends first at the top. At most 100.
    public func openProposals(of therapist: Therapist.ID) async throws -> [Proposal] {
        try await admitted(
            query(SQL.proposalsOfTherapist(therapist)).map { row throws(DatabaseError) in try Proposal.read(&row) },
            { $0.includesCalendar(of: $1.therapist.uuid) })
    }
}
