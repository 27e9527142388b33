public import Clients
public import Clinic

/// A referral as it came in, checked: what is in one can be stored.
public struct NewReferral: Sendable, Hashable {
    /// Who is to be seen.
    public enum Subject: Sendable, Hashable {
        case known(Client.ID)
        case new(Person)
    }

    /// Somebody who is not yet a client.
    public struct Person: Sendable, Hashable {
        public var fullName: String
        public var preferredName: String?
        public var pronouns: String?
        public var birthDate: LocalDate?
        public var language: Language
        public var jurisdiction: String
        public var contacts: [Contact]
        public var consentsToMessages: Bool
    }

    /// A way to reach somebody and what is safe about it. Whatever the form does not say is not safe.
    public struct Contact: Sendable, Hashable {
        public var channel: ContactPoint.Channel
        public var value: String
        /// Not confirmed: who stores it knows who said so.
        public var safety: ContactSafety
    }

    /// A concern: its code and its share, of any scale.
    public struct Concern: Sendable, Hashable {
        public var concept: String
        /// 1…10,000.
        public var weight: Int
    }

    /// The referrer's own number.
    public var sourceKey: String?
    public var source: ReferralSource
    /// Without one it came just now.
    public var receivedOn: LocalDate?
    public var subject: Subject
    public var kind: String
    public var intensity: Referral.Intensity
    /// Heaviest first.
    public var concerns: [Concern]
    public var needs: [ReferralNeed]
    public var funding: String?
    public var feeCeilingCents: Int?
    public var narrative: String?
    public var matchingConsent: Bool
    /// Any of them puts the referral on a safety hold.
    public var flags: [SafetyFlag]
    /// Questionnaires that came with it; of no weight in any ranking.
    public var assessments: [NewAssessment] = []
    /// What could not be read for certain: kept with it, for intake to settle.
    public var doubts: [IntakeProblem] = []

    /// Where it stands when it is stored: nobody has triaged it, and a flag holds it.
    public var standing: ReferralStanding { .arrived(flags: flags, matchingConsent: matchingConsent) }
}

/// One thing that a client asks for, as it is stored.
public struct ReferralNeed: Sendable, Hashable {
    /// What the need is about; it decides how ``value`` is read.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case language, format, gender, weekday
        case timeOfDay = "time_of_day"
        case modality, site, therapist
    }

    public let kind: Kind
    /// A code: `fr`, `online`, `woman`, `thursday`, `evening`, `emdr`, `riverside`, a therapist's slug.
    public let value: String
    /// `must` or `wish`; what does not matter is not stored.
    public let strength: Strength

    init(_ kind: Kind, _ value: String, _ strength: Strength) {
        self.kind = kind
        self.value = value
        self.strength = strength
    }
}
