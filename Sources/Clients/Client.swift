public import Clinic

/// A person, couple, family or group that is served. That somebody is a client at all is a secret: nothing here is logged.
public struct Client: Hashable, Sendable {
    public typealias ID = TypedID<Client>

    public let id: ID
    /// `C-1042`: for people.
    public let reference: String
    /// The number that another system knows them by: importing again finds the same client.
    public let sourceKey: String?
    public let person: ClientPerson
    /// Counts edits; the API's ETag.
    public let version: Int

    public init(id: ID, reference: String, sourceKey: String?, person: ClientPerson, version: Int) {
        self.id = id
        self.reference = reference
        self.sourceKey = sourceKey
        self.person = person
        self.version = version
    }
}

/// What is edited about a client.
public struct ClientPerson: Hashable, Sendable {
    /// 1 to 200 characters; for a couple both, joined by `&`.
    public var fullName: String
    public var preferredName: String?
    public var pronouns: String?
    public var birthDate: LocalDate?
    public var kind: ClientKind
    public var language: Language
    /// ISO 3166-2 of where they are during sessions: `CA-BC`. A therapist needs a licence for it.
    public var jurisdiction: String
    /// The wall clock of their safe hours, and of what is promised to them.
    public var zone: ZoneID
    public var status: ClientStatus

    public init(
        fullName: String, preferredName: String? = nil, pronouns: String? = nil, birthDate: LocalDate? = nil,
        kind: ClientKind = .adult,
        language: Language = .english, jurisdiction: String = "CA-BC", zone: ZoneID, status: ClientStatus = .active
    ) {
        self.fullName = fullName
        self.preferredName = preferredName
        self.pronouns = pronouns
        self.birthDate = birthDate
        self.kind = kind
        self.language = language
        self.jurisdiction = jurisdiction
        self.zone = zone
        self.status = status
    }
}

/// Whether somebody is served now.
public enum ClientStatus: String, CaseIterable, Sendable {
    case active
    case former
}
