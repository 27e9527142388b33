public import Access
public import Clinic
public import Referrals

/// What a bundle brought.
public struct FHIRImport: Sendable {
    /// What came of one request in the bundle.
    public struct Item: Sendable {
        /// Where its ServiceRequest stands.
        public let expression: String
        public let outcome: IntakeOutcome
    }

    /// In the order of the bundle.
    public let items: [Item]
    /// For a person to look at.
    public let notes: [FHIRFault]
    /// Whether any referral that was added now is on a safety hold: then whom to reach at once is told with the answer.
    public var isHeld: Bool { items.contains { $0.outcome.added?.isHeld == true } }
}

extension FHIRBundle {
    /// Each request as a referral that can be stored; what the clinic's own rules find wrong is a fault at its ServiceRequest.
    public func checked(by rules: IntakeRules) throws(UnreadableBundle) -> (referrals: [NewReferral], notes: [FHIRFault]) {
        var referrals: [NewReferral] = []
        var notes: [FHIRFault] = []
        var faults: [FHIRFault] = []
        for request in requests {
            do throws(UnusableReferral) {
                let checked = try request.form.checked(by: rules)
                var referral = checked.referral
                referral.flags = request.flags + referral.flags
                referral.doubts =
                    request.notes.map { IntakeProblem(field: $0.expression, code: $0.code, message: $0.message) }
                    + referral.doubts
                referrals.append(referral)
                notes += request.notes
                notes += checked.doubts.map { FHIRFault(expression: request.expression, code: $0.code, message: $0.message) }
            } catch {
                faults += error.problems.map {
                    FHIRFault(expression: request.expression, code: $0.code, message: "\($0.field): \($0.message)")
                }
            }
        }
        if !faults.isEmpty { throw UnreadableBundle(faults: faults) }
        return (referrals, notes)
    }
}

extension Act {
    /// Takes a bundle in: all of it in this transaction, or none. The same again adds nothing.
    /// - Throws: ``UnreadableBundle``; `ReferralRefusal`.
    public func importBundle(_ bundle: FHIRBundle, rules: IntakeRules, zone: ZoneID) async throws -> FHIRImport {
        let checked = try bundle.checked(by: rules)
        let outcomes = try await addReferrals(checked.referrals, zone: zone)
        return FHIRImport(
            items: zip(bundle.requests, outcomes).map { FHIRImport.Item(expression: $0.expression, outcome: $1) },
            notes: checked.notes)
    }
}
