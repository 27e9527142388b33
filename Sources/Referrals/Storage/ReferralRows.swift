internal import Access
internal import Appointments
internal import Clients
internal import Clinic
public import Database
internal import Therapists

extension ReferralSource: DatabaseValue {}
extension ReferralStatus: DatabaseValue {}
extension Urgency: DatabaseValue {}
extension Referral.Intensity: DatabaseValue {}
extension ProposalStatus: DatabaseValue {}
extension ProposalSide: DatabaseValue {}
extension DeclineCode: DatabaseValue {}
extension ReferralNeed.Kind: DatabaseValue {}
extension Instrument: DatabaseValue {}
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

extension Querying {
    /// Every row of an answer as a proposal, told as this actor may know it.
    func proposals(in answer: ResultSet) async throws -> [Proposal] {
        let reach = try await reach
        return try answer.map { row in try Proposal.read(&row, vault, reach) }
    }
}

extension Proposal {
    /// In the order of `proposal.sql`; `lock_proposal.sql` goes on from there. A therapist goes on seeing a proposal of hers when the client is
    /// not hers to see any more, nor is their key: the reasons are nil then.
    /// - Parameter reach: of whoever reads it: a relation is told to few, and a client's reasons are not for the therapist.
    static func read(_ row: inout RowReader, _ vault: Vault, _ reach: Reach) throws -> Proposal {
        let id = try row.next(Proposal.ID.self)
        let referral = try row.next(Referral.ID.self)
        let client = try row.next(Client.ID.self)
        let therapist = try row.next(Therapist.ID.self)
        let appointment = try row.next(Appointment.ID.self)
        let place = try row.next(TypedID<Proposal.Place>.self)
        let status = try row.next(ProposalStatus.self)
        let expiresAt = try row.next(Instant.self)
        let score = try row.next(Int.self)
        let policyVersion = try row.next(String.self)
        let inputHash = try row.next([UInt8].self).hex
        let explanation = try row.next(String.self)
        try row.nextKey(of: client.uuid, in: vault)
        let hasKey = vault.hasKey(of: client.uuid)
        let override = try row.nextSecret(.proposalOverrideReason, row: id.uuid, of: client.uuid, in: vault, isOpen: hasKey)
        let words = try row.nextSecret(.proposalDeclineReason, row: id.uuid, of: client.uuid, in: vault, isOpen: hasKey)
        let side = try row.nextOptional(ProposalSide.self)
        let code = try row.nextOptional(DeclineCode.self)
        let truth = try row.nextSecret(
            .proposalDeclineSealed, row: id.uuid, of: client.uuid, in: vault,
            isOpen: hasKey && reach.includesRelations(of: therapist.uuid))
        var decline: (code: DeclineCode?, words: String?) = (code, words)
        if let said = truth.flatMap(CheckedDecline.parse) { decline = (said.code, said.words) }
        if side == .client, reach.isTherapist(therapist.uuid) { decline = (nil, nil) }
        return Proposal(
            id: id, referral: referral, client: client, therapist: therapist, appointment: appointment, place: place,
            status: status,
            expiresAt: expiresAt, score: score, policyVersion: policyVersion, inputHash: inputHash, explanation: explanation,
            overrideReason: override, declinedBy: side, declineCode: decline.code, declineReason: decline.words,
            decidedBy: try row.next(),
            createdAt: try row.next(),
            version: try row.next())
    }
}
