public import Clinic

public import struct Foundation.UUID

/// That a therapist may see a client's file for a while without being their therapist: while a colleague is away, or to supervise.
///
/// It begins and ends by the database's clock. The therapists module is above this one, so a therapist is named by the bare id here.
public struct CareGrant: Hashable, Sendable {
    public typealias ID = TypedID<CareGrant>

    /// Why the file is open.
    public enum Kind: String, CaseIterable, Sendable {
        /// Stands in for the client's own therapist.
        case cover
        /// Reads along with a colleague.
        case supervision
    }

    public let id: ID
    public let client: Client.ID
    public let therapist: UUID
    public let kind: Kind
    /// Half-open, as every range here.
    public let during: TimeRange
}

/// A grant that somebody asks for.
public struct NewCareGrant: Hashable, Sendable {
    /// Whose files the grant opens, as it is asked for: what is stored names one client each.
    public enum Whose: Hashable, Sendable {
        case client(Client.ID)
        /// Everybody whose own therapist this is now: she is ill on Monday.
        case everybodyOf(UUID)
    }

    public let kind: CareGrant.Kind
    /// Who may see the file.
    public let therapist: UUID
    public let whose: Whose
    /// Nil, or a time that has passed: from now on.
    public let from: Instant?
    public let until: Instant

    public init(_ kind: CareGrant.Kind, by therapist: UUID, of whose: Whose, from: Instant? = nil, until: Instant) {
        self.kind = kind
        self.therapist = therapist
        self.whose = whose
        self.from = from
        self.until = until
    }

    /// A grant lasts a year at most.
    public static let longest = Duration.hours(24 * 366)
}

/// What came of a ``NewCareGrant``.
public struct GrantedCare: Hashable, Sendable {
    public let granted: [CareGrant]
    /// Clients whom this therapist cannot see, or whose file is open to her then already. Not told apart: it could say who is kept apart.
    public let passedOver: [Client.ID]
}
