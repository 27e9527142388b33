public import Clients
public import Clinic

public import struct Foundation.UUID

/// That a client agrees to be matched, as somebody records it after their referral has come.
public struct MatchingConsent: Sendable, Hashable {
    /// How it was given, or by whose right.
    public let basis: Consent.Basis
    /// On the clinic's calendar; nil: now.
    public let givenOn: LocalDate?
    /// The last day on which it holds, on the clinic's calendar; nil: until it is withdrawn.
    public let until: LocalDate?
    /// Who assessed the basis; nil: whoever records it, where one is needed.
    public let assessor: UUID?

    public init(_ basis: Consent.Basis, on givenOn: LocalDate? = nil, until: LocalDate? = nil, assessor: UUID? = nil) {
        self.basis = basis
        self.givenOn = givenOn
        self.until = until
        self.assessor = assessor
    }

    /// When it begins and ends, by the clinic's clock.
    /// - Throws: `ReferralRefusal.invalid` for a day that has not come, and for an end that has passed.
    func span(at now: Instant, _ rules: ZoneRules) throws(ReferralRefusal) -> (givenAt: Instant, expiresAt: Instant?) {
        do { return try Consent.span(on: givenOn, until: until, at: now, rules) } catch {
            throw .invalid(field: error.field, problem: error.advice)
        }
    }
}

/// What a withdrawn consent took along.
public struct WithdrawnConsent: Sendable, Hashable {
    /// The referral's new version.
    public let version: Int
    /// Proposals that were open, in any referral of the client: their places and hours are free again.
    public let ended: [Proposal.ID]
}
