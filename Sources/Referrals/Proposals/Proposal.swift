public import Appointments
public import Clients
public import Clinic
public import Therapists

public import struct Foundation.UUID

/// A suggestion that a named person made: this referral with this therapist, at this hour. Holds a real place and a real hour
/// until
/// ``expiresAt``.
public struct Proposal: Sendable, Hashable {
    public typealias ID = TypedID<Proposal>
    /// A place in a caseload, held or taken.
    public enum Place {}

    public let id: ID
    public let referral: Referral.ID
    public let client: Client.ID
    public let therapist: Therapist.ID
    /// The held hour; booked once the client accepts.
    public let appointment: Appointment.ID
    public let place: TypedID<Place>
    public let status: ProposalStatus
    public let expiresAt: Instant
    /// Of the match, 0…10,000.
    public let score: Int
    public let policyVersion: String
    /// SHA-256 of what the ranking was made from, in hex.
    public let inputHash: String
    /// ``Explanation/value`` as JSON, as it was when somebody decided.
    public let explanation: String
    public let overrideReason: String?
    /// Whose no it was; nil while nobody has said it.
    public let declinedBy: ProposalSide?
    /// Nil also for the therapist, where the client said no: whatever it was, it is not hers to hear.
    public let declineCode: DeclineCode?
    public let declineReason: String?
    public let decidedBy: UUID
    public let createdAt: Instant
    /// Its ETag.
    public let version: Int
}
