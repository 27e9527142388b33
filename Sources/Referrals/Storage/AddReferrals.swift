public import Access
public import Clinic
internal import Database

/// What became of one of several referrals that came together.
public enum IntakeOutcome: Sendable, Hashable {
    case added(AddedReferral)
    /// Its source has sent it before: nothing was added.
    case known

    /// Nil for one that was not added now.
    public var added: AddedReferral? { if case .added(let referral) = self { referral } else { nil } }
}

extension Act {
    /// Stores several referrals in this one transaction: all of them, or, where one cannot be, none. What its source has sent before adds
    /// nothing.
    /// - Returns: one outcome for each, in their order.
    /// - Throws: `ReferralRefusal.referenceTaken` where another source has used one's number; `ReferralRefusal` as for one.
    public func addReferrals(_ new: [NewReferral], zone: ZoneID) async throws -> [IntakeOutcome] {
        let answers = try await queries([SQL.lockIntake(), SQL.knownSourceKeys(new.compactMap(\.sourceKey))])
        let known =
            try answers.last?.map { row throws(DatabaseError) in (try row.next(String.self), try row.next(ReferralSource.self)) }
            ?? []
        let sourceOf = Dictionary(known, uniquingKeysWith: { first, _ in first })
        var outcomes: [IntakeOutcome] = []
        for referral in new {
            if let key = referral.sourceKey, let source = sourceOf[key] {
                guard source == referral.source else { throw ReferralRefusal.referenceTaken }
                outcomes.append(.known)
                continue
            }
            outcomes.append(.added(try await addReferral(referral, zone: zone)))
        }
        let added = outcomes.compactMap(\.added).count
        try await record(
            "referral.imported", details: ["added": "\(added)", "known": "\(outcomes.count - added)", "refused": "0"])
        return outcomes
    }
}
