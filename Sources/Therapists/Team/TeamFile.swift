public import Clinic

/// A team as one file describes it: places, services, and therapists with their hours. What is here has been checked.
///
/// `Therapists` stores the therapists (`Act.importTeam`); `Appointments` stores places, services and hours.
public struct TeamFile: Hashable, Sendable {
    public var sites: [Site]
    public var services: [Service]
    public var therapists: [Member]

    public struct Site: Hashable, Sendable {
        public var code: String
        public var name: String
        public var zone: ZoneID
        public var address: String
        public var rooms: [Room]
    }

    public struct Room: Hashable, Sendable {
        /// Unique in its site.
        public var code: String
        public var name: String
    }

    public struct Service: Hashable, Sendable {
        public var code: String
        public var name: String
        public var minutes: Int
        public var bufferMinutes: Int
        /// Sessions begin at whole multiples of this after the hour.
        public var gridMinutes: Int
        public var noticeHours: Int
        public var horizonDays: Int
        public var formats: [SessionFormat]
        public var feeCents: Int?
    }

    public struct Member: Hashable, Sendable {
        public var slug: String
        public var profile: TherapistProfile
        public var credentials: [CredentialEntry]
        public var specialties: [Specialty]
        /// Codes of ``TeamFile/services``.
        public var services: [String]
        public var hours: [Hours]
        public var leave: [Leave]
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

    /// Days on which nothing is offered.
    public struct Leave: Hashable, Sendable {
        public var from: LocalDate
        /// The last day of it.
        public var through: LocalDate
    }
}
