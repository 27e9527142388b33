public import Clinic

public import struct Foundation.UUID

/// "I am on this one": a coordinator looks after a referral for a while. It informs colleagues and blocks nothing.
public struct ReferralClaim: Sendable, Hashable {
    public let by: UUID
    /// The role in which they claimed it: `intake`, `lead`, `operator`.
    public let role: String
    /// What colleagues call them: an account's name, an operator's, or the role of a program.
    public let name: String
    public let since: Instant
    /// By the database's clock.
    public let until: Instant
    /// Whose live claim was taken over; nil: nobody's.
    public let takenFrom: Predecessor?

    /// Who had claimed it before.
    public struct Predecessor: Sendable, Hashable {
        public let id: UUID
        public let name: String
    }

    /// For a narrow column: `Robin Lead`, `Robin Lead (took over from Kim)`.
    public var text: String { takenFrom.map { "\(name) (took over from \($0.name))" } ?? name }
}

/// Somebody else is on the referral. Who, the claim says, to those who may know; the sentence names nobody.
public struct ClaimedByAnother: Refusal, Hashable {
    public let claim: ReferralClaim

    public var kind: RefusalKind { .conflict }
    public var code: String { "referral.claimed" }
    public var message: String { "Somebody else is on this referral. Speak with them, or take it over openly." }
}
