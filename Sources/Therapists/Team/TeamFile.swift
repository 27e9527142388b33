public import Clinic

/// A team as one file describes it: places, and therapists with their hours. What is here has been checked.
///
/// `Therapists` stores the therapists (`Act.importTeam`); `Appointments` stores places and hours.
public struct TeamFile: Hashable, Sendable {
    public var clinicName: String
    /// The wall clock of every time in the file, unless a site or therapist names another.
    public var zone: ZoneID
    public var sites: [Site]
    public var therapists: [Member]

    /// An address with rooms. Its code decides whether it is new or changed.
    public struct Site: Hashable, Sendable {
        public var code: String
        public var name: String
        public var zone: ZoneID
        public var address: String
        public var rooms: [Room]
    }

    /// A room of a site.
    public struct Room: Hashable, Sendable {
        /// Unique in its site.
        public var code: String
        public var name: String
    }

    /// A therapist, by slug, with everything that the file says about her.
    public struct Member: Hashable, Sendable {
        public var slug: String
        public var profile: TherapistProfile
        public var credentials: [CredentialEntry]
        public var specialties: [Specialty]
        public var hours: [Hours]
        public var exceptions: [Exception]
    }

    /// A credential before it has an id.
    public struct CredentialEntry: Hashable, Sendable {
        public var kind: String
        public var issuer: String
        public var number: String
        public var jurisdiction: String
        public var validFrom: LocalDate
        public var expiresOn: LocalDate?
    }

    /// Weekly hours in the therapist's zone; those of one weekday do not overlap while both are valid.
    public struct Hours: Hashable, Sendable {
        public var weekday: Weekday
        public var from: LocalTime
        public var until: LocalTime
        public var formats: [SessionFormat]
        /// A code of ``TeamFile/sites``; there where `formats` holds `inPerson`.
        public var site: String?
        public var validFrom: LocalDate?
        /// The first day that no longer counts.
        public var validUntil: LocalDate?
    }

    /// A date that differs: closed (the whole day without times) or open for extra hours.
    public struct Exception: Hashable, Sendable {
        public var day: LocalDate
        public var isOpen: Bool
        /// Both or neither; always there when open.
        public var from: LocalTime?
        public var until: LocalTime?
        /// The therapist's own where it is open and none are named; empty where it is closed.
        public var formats: [SessionFormat]
        public var site: String?
        public var note: String?
    }
}
