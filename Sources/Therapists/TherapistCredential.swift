public import Clinic

/// A licence to practise somewhere.
public struct TherapistCredential: Hashable, Sendable {
    public let id: TypedID<TherapistCredential>
    /// `RCC`, `RSW`, `RPsych` …
    public let kind: String
    /// The college or association that granted it: `BCACC`.
    public let issuer: String
    /// With the issuer, unique to one therapist.
    public let number: String
    /// ISO 3166-2: `CA-BC`. A licence counts there and nowhere else.
    public let jurisdiction: String
    public let validFrom: LocalDate
    /// The first day on which it no longer counts; nil where it does not expire.
    public let expiresOn: LocalDate?

    public init(
        id: TypedID<TherapistCredential>, kind: String, issuer: String, number: String, jurisdiction: String,
        validFrom: LocalDate,
        expiresOn: LocalDate?
    ) {
        self.id = id
        self.kind = kind
        self.issuer = issuer
        self.number = number
        self.jurisdiction = jurisdiction
        self.validFrom = validFrom
        self.expiresOn = expiresOn
    }

    /// Whether it allows a session on `date` with a client who is in `jurisdiction` then.
    public func isValid(on date: LocalDate, in jurisdiction: String) -> Bool {
        self.jurisdiction == jurisdiction && validFrom <= date && expiresOn.map { date < $0 } ?? true
    }
}
