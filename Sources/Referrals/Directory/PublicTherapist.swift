public import Clinic
public import Therapists

/// A therapist as anybody may read her: what she agreed to have published, and whether somebody new has a chance. Nil: not published.
public struct PublicTherapist: Sendable, Hashable {
    public let id: Therapist.ID
    public let slug: String
    public let name: String
    public let pronouns: String?
    public let gender: String?
    public let profile: String?
    public let languages: [Language]?
    public let formats: [SessionFormat]?
    public let clientKinds: [ClientKind]?
    public let modalities: [String]?
    public let funding: [String]?
    public let feeCents: Int?
    /// The least that is asked for on a place at a lower fee, whether one is free or not.
    public let slidingFeeCents: Int?
    /// Concepts with evidence on record; focuses first.
    public let specialties: [String]?
    /// Kinds of licence that are valid today.
    public let credentials: [String]?
    public let sites: [String]?
    /// Works after 17:00; works on Saturday or Sunday.
    public let evening: Bool?
    public let weekend: Bool?
    /// A free place in her caseload, and a free hour within the horizon of a first session: derived, never a check-box, and no count of
    /// either is told. Without: there is a waiting list.
    public internal(set) var hasPlaces: Bool
}

/// What somebody looks for. A fact that a therapist did not publish matches nothing.
public struct DirectoryFilter: Sendable, Hashable {
    /// A concept; narrower ones match too.
    public var concern: String?
    /// Primary code: `fr`.
    public var language: String?
    public var format: SessionFormat?
    public var clientKind: ClientKind?
    public var funding: String?
    public var evening = false
    public var weekend = false

    public init() {}

    /// Asks for nothing: everybody matches.
    public var isEmpty: Bool { self == DirectoryFilter() }

    /// Whether the therapist published everything that is asked for, and it fits.
    public func matches(_ therapist: PublicTherapist, _ vocabulary: Vocabulary) -> Bool {
        if let concern, therapist.specialties?.contains(where: { vocabulary.isWithin($0, concern) }) != true { return false }
        if let language, therapist.languages?.contains(where: { $0.primary == language }) != true { return false }
        if let format, therapist.formats?.contains(format) != true { return false }
        if let clientKind, therapist.clientKinds?.contains(clientKind) != true { return false }
        if let funding, therapist.funding?.contains(funding) != true { return false }
        if evening, therapist.evening != true { return false }
        if weekend, therapist.weekend != true { return false }
        return true
    }
}
