public import Clinic

/// Who gives therapy: the public part. Nothing here is about a client.
public struct Therapist: Hashable, Sendable {
    public typealias ID = TypedID<Therapist>

    public let id: ID
    /// `T-12`: for people.
    public let reference: String
    /// `amara-okafor`: the natural key of a team file, and of a public page.
    public let slug: String
    public let profile: TherapistProfile
    /// Counts edits; the API's ETag.
    public let version: Int

    public init(id: ID, reference: String, slug: String, profile: TherapistProfile, version: Int) {
        self.id = id
        self.reference = reference
        self.slug = slug
        self.profile = profile
        self.version = version
    }
}

/// What is edited about a therapist.
public struct TherapistProfile: Hashable, Sendable {
    /// 1 to 200 characters.
    public var displayName: String
    public var pronouns: String?
    /// In the therapist's own word: a client may ask for it.
    public var gender: String?
    /// Plain text for clients, at most 8,000 characters.
    public var text: String
    /// At least one.
    public var languages: [Language]
    /// At least one.
    public var formats: [SessionFormat]
    public var clientKinds: [ClientKind]
    /// Free words: `emdr`.
    public var modalities: [String]
    /// Free words: `icbc`.
    public var funding: [String]
    /// The usual fee, in whole cents of a dollar.
    public var feeCents: Int?
    /// Places at a lower fee, out of ``capacity``, and the least that is asked for on one; a fee exactly where there are any.
    public var slidingPlaces: Int
    public var slidingFeeCents: Int?
    /// Clients at most, 0 to 500.
    public var capacity: Int
    /// Of these, clients in intense work at most.
    public var intenseCapacity: Int
    /// In which her hours are written.
    public var zone: ZoneID
    public var status: TherapistStatus
    /// Works under somebody's supervision, until a day.
    public var supervision: Supervision?
    /// What she agreed to have published, and when; nil: she is not in the public directory.
    public var publication: Publication?

    public init(
        displayName: String, pronouns: String? = nil, gender: String? = nil, text: String = "",
        languages: [Language] = [.english],
        formats: [SessionFormat], clientKinds: [ClientKind] = [.adult], modalities: [String] = [], funding: [String] = [],
        feeCents: Int? = nil, capacity: Int, intenseCapacity: Int? = nil, zone: ZoneID, status: TherapistStatus = .active,
        slidingPlaces: Int = 0, slidingFeeCents: Int? = nil, supervision: Supervision? = nil, publication: Publication? = nil
    ) {
        self.displayName = displayName
        self.pronouns = pronouns
        self.gender = gender
        self.text = text
        self.languages = languages
        self.formats = formats
        self.clientKinds = clientKinds
        self.modalities = modalities
        self.funding = funding
        self.feeCents = feeCents
        self.capacity = capacity
        self.intenseCapacity = intenseCapacity ?? Self.usualIntenseCapacity(of: capacity)
        self.zone = zone
        self.status = status
        self.slidingPlaces = slidingPlaces
        self.slidingFeeCents = slidingFeeCents
        self.supervision = supervision
        self.publication = publication
    }

    /// 60 % of the caseload, rounded down (R-matching 5.5).
    public static func usualIntenseCapacity(of capacity: Int) -> Int { capacity * 60 / 100 }
}

/// Whether she sees clients now.
public enum TherapistStatus: String, CaseIterable, Sendable {
    case active
    /// On leave: keeps her clients, takes no new ones.
    case away
    case left
}
