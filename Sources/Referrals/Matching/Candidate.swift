public import Clinic
public import Therapists

public import struct Foundation.UUID

/// A therapist as matching sees one: facts with their sources, nothing about any client.
///
/// Order within the lists does not matter. Everything that a profile leaves out is unknown, which scores as neutral.
public struct Candidate: Sendable, Hashable {
    /// A licence to practise in one jurisdiction.
    public struct Credential: Sendable, Hashable {
        public let id: UUID
        /// `CA-BC`.
        public let jurisdiction: String
        public let validFrom: LocalDate
        /// The last day on which it is valid; without one it does not expire.
        public let expires: LocalDate?

        public init(id: UUID, jurisdiction: String, validFrom: LocalDate, expires: LocalDate?) {
            self.id = id
            self.jurisdiction = jurisdiction
            self.validFrom = validFrom
            self.expires = expires
        }
    }

    /// Evidence for one concept.
    public struct Specialty: Sendable, Hashable {
        public let concept: String
        /// 0 none, 1 declared, 2 trained, 3 certified or supervised, 4 proven.
        public let level: Int
        public let isFocus: Bool
        public let verifiedOn: LocalDate?
        /// After this day the evidence counts as declared.
        public let expires: LocalDate?

        public init(concept: String, level: Int, isFocus: Bool = false, verifiedOn: LocalDate? = nil, expires: LocalDate? = nil) {
            self.concept = concept
            self.level = min(max(level, 0), 4)
            self.isFocus = isFocus
            self.verifiedOn = verifiedOn
            self.expires = expires
        }
    }

    /// A free hour for a first session, as the calendar of this moment has it.
    public struct Opening: Sendable, Hashable {
        public let start: Instant
        /// The clinic's wall-clock time then.
        public let local: LocalDateTime
        public let format: SessionFormat
        /// Code of the site, for a session in person.
        public let site: String?

        public init(start: Instant, local: LocalDateTime, format: SessionFormat, site: String? = nil) {
            self.start = start
            self.local = local
            self.format = format
            self.site = site
        }
    }

    /// Clients now and at most; holds count as clients, so that a proposal cannot be made twice.
    public struct Caseload: Sendable, Hashable {
        public let capacity: Int
        public let taken: Int
        public let intenseCapacity: Int
        public let intenseTaken: Int
        /// Places at ``Candidate/slidingFeeCents``.
        public let slidingCapacity: Int
        public let slidingTaken: Int

        public init(
            capacity: Int, taken: Int, intenseCapacity: Int, intenseTaken: Int, slidingCapacity: Int = 0, slidingTaken: Int = 0
        ) {
            self.capacity = capacity
            self.taken = taken
            self.intenseCapacity = intenseCapacity
            self.intenseTaken = intenseTaken
            self.slidingCapacity = slidingCapacity
            self.slidingTaken = slidingTaken
        }
    }

    public let id: Therapist.ID
    public let credentials: [Credential]
    public let specialties: [Specialty]
    /// `adult`, `couple`, … as the vocabulary of client kinds has them.
    public let clientKinds: [String]
    /// Primary language codes: `en`, `fr`.
    public let languages: [String]
    public let formats: [SessionFormat]
    public let modalities: [String]
    public let funding: [String]
    public let feeCents: Int?
    /// The least that is asked for on a sliding place.
    public let slidingFeeCents: Int?
    public let gender: String?
    public let caseload: Caseload
    /// Last time a referral was given to this therapist.
    public let lastAssigned: Instant?
    /// Free hours, soonest first or not.
    public let openings: [Opening]

    public init(
        id: Therapist.ID, credentials: [Credential], specialties: [Specialty], clientKinds: [String], languages: [String],
        formats: [SessionFormat], modalities: [String] = [], funding: [String] = [], feeCents: Int? = nil,
        slidingFeeCents: Int? = nil,
        gender: String? = nil, caseload: Caseload, lastAssigned: Instant? = nil, openings: [Opening]
    ) {
        self.id = id
        self.credentials = credentials
        self.specialties = specialties
        self.clientKinds = clientKinds
        self.languages = languages
        self.formats = formats
        self.modalities = modalities
        self.funding = funding
        self.feeCents = feeCents
        self.slidingFeeCents = slidingFeeCents
        self.gender = gender
        self.caseload = caseload
        self.lastAssigned = lastAssigned
        self.openings = openings
    }
}

extension Candidate {
    func with(openings: [Opening]) -> Candidate {
        Candidate(
            id: id, credentials: credentials, specialties: specialties, clientKinds: clientKinds, languages: languages,
            formats: formats, modalities: modalities, funding: funding, feeCents: feeCents, slidingFeeCents: slidingFeeCents,
            gender: gender, caseload: caseload, lastAssigned: lastAssigned, openings: openings)
    }
}
