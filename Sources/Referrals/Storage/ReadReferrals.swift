public import Access
public import Clients
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
    /// Of its urgency; of the first triage, while there was none.
    public let targetHours: Int
    public let narrative: String?
    /// Heaviest first.
    public let concerns: [NewReferral.Concern]
    public let needs: [ReferralNeed]
    /// What its matching rests on, also when that has ended; nil where nobody agreed, or before consents had rows of their own.
    public let consent: Consent?
    /// What of its form could not be read for certain, for intake to settle.
    public fileprivate(set) var doubts: [IntakeProblem] = []
    /// The latest first.
    public fileprivate(set) var triages: [TriageRecord] = []
    /// The latest first.
    public fileprivate(set) var proposals: [Proposal] = []

    /// Its wait against ``targetHours``, as of `now`.
    public func wait(at now: Instant) -> ReferralWait {
        ReferralWait(referral, targetHours: targetHours, at: now)
    }
}

/// One triage: who decided what, and why.
public struct TriageRecord: Sendable, Hashable {
    public let urgency: Urgency?
    public let safetyHold: Bool
    /// Nil for a lead who has not opened the client's file.
    public let reason: String?
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
            SQL.proposalsOfReferral(id), SQL.referralDoubts(id),
        ])
        guard answers.count == 6 else { throw ReferralRefusal.notFound }
        let concerns = try answers[1].map { row throws(DatabaseError) in
            NewReferral.Concern(concept: try row.next(), weight: try row.next())
        }
        let needs = try answers[2].map { row throws(DatabaseError) in try ReferralNeed.read(&row) }
        let reach = try await reach
        // The referral's own row comes with the client's key, which opens everything else.
        let found = try answers[0].first { row in
            let referral = try Referral.read(&row)
            try row.nextKey(of: referral.client.uuid, in: vault)
            let narrative = try row.nextSecret(
                .referralNarrative, row: id.uuid, of: referral.client.uuid, in: vault,
                isOpen: reach.includesText(of: referral.client.uuid))
            return ReferralFolder(
                referral: referral, clientReference: try row.next(), clientName: try row.next(), jurisdiction: try row.next(),
                language: try row.next(), zone: try row.next(), targetHours: try row.next(), narrative: narrative,
                concerns: concerns,
                needs: needs, consent: try Consent.readIfAny(&row))
        }
        guard var folder = found, reach.includes(folder.referral.client.uuid) else { throw ReferralRefusal.notFound }
        let client = folder.referral.client.uuid
        folder.doubts = try answers[5].map { row throws(DatabaseError) in
            IntakeProblem(field: try row.next(), code: try row.next(), message: try row.next())
        }
        folder.triages = try answers[3].map { row in
            let id = try row.next(UUID.self)
            return TriageRecord(
                urgency: try row.nextOptional(), safetyHold: try row.next(),
                reason: try row.nextSecret(
                    .triageReason, row: id, of: client, in: vault, isOpen: reach.includesText(of: client)),
                decidedBy: try row.next(),
                decidedAs: try row.next(), decidedAt: try row.next())
        }
        folder.proposals = try await admitted(
            proposals(in: answers[4]), { $0.includesCalendar(of: $1.therapist.uuid) })
        return folder
    }

    /// By id, reference (`R-2041`) or the referrer's own number.
    public func findReferral(_ name: String) async throws -> Referral.ID? {
        try await query(SQL.findReferral(name, UUID(uuidString: name))).first { row throws(DatabaseError) in
            try row.next(Referral.ID.self)
        }
    }

    /// One proposal. - Throws: `ReferralRefusal.proposalNotFound`.
    public func proposal(_ id: Proposal.ID) async throws -> Proposal {
        guard let proposal = try await proposals(in: query(SQL.proposal(id))).first,
            try await reach.includesCalendar(of: proposal.therapist.uuid)
        else {
            throw ReferralRefusal.proposalNotFound
        }
        return proposal
    }

    /// What waits for a therapist's answer, or for her client's; the one that ends first at the top. At most 100.
    /// - Throws: `ReferralRefusal.proposalNotFound` where there is no such therapist, or what is proposed to her is not the actor's to see.
    public func openProposals(of therapist: Therapist.ID) async throws -> [Proposal] {
        guard try await reach.includesCalendar(of: therapist.uuid), try await self.therapist(therapist) != nil else {
            throw ReferralRefusal.proposalNotFound
        }
        return try await admitted(
            proposals(in: query(SQL.proposalsOfTherapist(therapist))),
            { $0.includesCalendar(of: $1.therapist.uuid) })
    }
}
