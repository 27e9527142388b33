public import Clients
public import Clinic

/// A request that somebody be seen (FHIR ServiceRequest), from its arrival to a first session.
public struct Referral: Sendable, Hashable {
    public typealias ID = TypedID<Referral>

    public let id: ID
    /// For people: `R-2041`.
    public let reference: String
    /// The referrer's own number, which makes reading the same file twice harmless.
    public let sourceKey: String?
    public let client: Client.ID
    public let source: ReferralSource
    public let receivedAt: Instant
    public let standing: ReferralStanding
    /// Why it is on hold for safety; a code, never the words that were written.
    public let safetyReason: String?
    public let intensity: Intensity
    /// `adult`, `couple`, …
    public let kind: String
    public let funding: String?
    public let feeCeilingCents: Int?
    /// Its ETag.
    public let version: Int

    /// How demanding the work is expected to be; high counts against a sub-cap and asks for verified evidence.
    public enum Intensity: String, Sendable, Hashable, CaseIterable { case standard, high }
}

/// Who asked.
public enum ReferralSource: String, Sendable, Hashable, CaseIterable {
    case `self`, physician, agency, school, insurer, staff, other
}
