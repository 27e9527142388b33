internal import Clients
internal import Clinic
public import Database

extension ReferralSource: DatabaseValue {}
extension ReferralStatus: DatabaseValue {}
extension Urgency: DatabaseValue {}
extension Referral.Intensity: DatabaseValue {}
extension ProposalStatus: DatabaseValue {}
extension ReferralNeed.Kind: DatabaseValue {}
extension Strength: DatabaseValue {}

extension Referral {
    /// In the order of `lock_referral.sql`; `referral_board.sql` goes on from there.
    static func read(_ row: inout RowReader) throws(DatabaseError) -> Referral {
        let id = try row.next(Referral.ID.self)
        let reference = try row.next(String.self)
        let sourceKey = try row.nextOptional(String.self)
        let client = try row.next(Client.ID.self)
        let source = try row.next(ReferralSource.self)
        let receivedAt = try row.next(Instant.self)
        let status = try row.next(ReferralStatus.self)
        let hold = try row.next(Bool.self)
        let urgency = try row.nextOptional(Urgency.self)
        let consent = try row.next(Bool.self)
        return Referral(
            id: id, reference: reference, sourceKey: sourceKey, client: client, source: source, receivedAt: receivedAt,
            standing: ReferralStanding(status: status, safetyHold: hold, urgency: urgency, matchingConsent: consent),
            safetyReason: try row.nextOptional(), intensity: try row.next(), kind: try row.next(),
            funding: try row.nextOptional(),
            feeCeilingCents: try row.nextOptional(), version: try row.next())
    }
}

extension ReferralNeed {
    static func read(_ row: inout RowReader) throws(DatabaseError) -> ReferralNeed {
        ReferralNeed(try row.next(), try row.next(), try row.next())
    }
}

extension Proposal {
    /// In the order of `proposal.sql`; `lock_proposal.sql` goes on from there.
    static func read(_ row: inout RowReader) throws(DatabaseError) -> Proposal {
        Proposal(
            id: try row.next(), referral: try row.next(), client: try row.next(), therapist: try row.next(),
            appointment: try row.next(), place: try row.next(), status: try row.next(), expiresAt: try row.next(),
            score: try row.next(),
            policyVersion: try row.next(), inputHash: try row.next([UInt8].self).hex, explanation: try row.next(),
            overrideReason: try row.nextOptional(), declineReason: try row.nextOptional(), decidedBy: try row.next(),
            createdAt: try row.next(), version: try row.next())
    }
}
