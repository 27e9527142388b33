public import Clinic
public import Therapists

/// How much something matters to the client. Only the client says so: nothing is inferred.
public enum Strength: String, Sendable, Hashable, CaseIterable {
    /// Without it, nobody is offered.
    case must
    /// Counts in the score, by its importance.
    case wish
    /// Asked, and it does not matter.
    case noMatter = "no_matter"
}

/// One thing wanted of a therapist.
public struct Wanted<Value: Sendable & Hashable>: Sendable, Hashable {
    public let value: Value
    public let strength: Strength
    /// 1 to 3, for a wish: how much it matters beside the others.
    public let importance: Int

    public init(_ value: Value, _ strength: Strength, importance: Int = 1) {
        self.value = value
        self.strength = strength
        self.importance = min(max(importance, 1), 3)
    }

    /// Whoever does not meet it is not offered.
    public static func must(_ value: Value) -> Self { Self(value, .must) }
    /// - Parameter importance: 1 to 3; what lies outside counts as the nearest.
    public static func wish(_ value: Value, importance: Int = 1) -> Self { Self(value, .wish, importance: importance) }
}

/// What the client needs and wishes.
public struct ReferralWants: Sendable, Hashable {
    /// Languages the client can have therapy in, best first, as primary codes. Empty: English is assumed to be possible.
    public var languages: [String]
    /// Possible formats, preferred one first; empty: any.
    public var formats: [SessionFormat]
    /// When the client can come. As a wish it counts in the score; as a must other hours do not exist.
    public var times: Wanted<WeekTimes>?
    public var gender: Wanted<String>?
    /// Ways of working, by concept code.
    public var modalities: [Wanted<String>]
    /// Site for sessions in person, by code.
    public var site: Wanted<String>?
    /// A therapist whom the client asked for by name.
    public var therapist: Wanted<Therapist.ID>?
    /// Funding programme code.
    public var funding: String?
    /// What the client can pay for a session, in cents.
    public var feeCeilingCents: Int?

    public init(
        languages: [String] = [], formats: [SessionFormat] = [], times: Wanted<WeekTimes>? = nil, gender: Wanted<String>? = nil,
        modalities: [Wanted<String>] = [], site: Wanted<String>? = nil, therapist: Wanted<Therapist.ID>? = nil,
        funding: String? = nil,
        feeCeilingCents: Int? = nil
    ) {
        self.languages = languages
        self.formats = formats
        self.times = times
        self.gender = gender
        self.modalities = modalities
        self.site = site
        self.therapist = therapist
        self.funding = funding
        self.feeCeilingCents = feeCeilingCents
    }
}
