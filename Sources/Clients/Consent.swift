public import Clinic

public import struct Foundation.UUID

/// What a client agreed to. Without it the thing is not done.
public struct Consent: Hashable, Sendable {
    public typealias ID = TypedID<Consent>

    /// To what: each kind is given and revoked by itself.
    public enum Kind: String, CaseIterable, Sendable {
        case treatment
        /// That their needs are compared with therapists' (R-matching 5.1, H9).
        case matching
        case messages
        /// That something of theirs is told to somebody outside.
        case sharing
    }

    /// How it was given, or by whose right.
    public enum Basis: String, CaseIterable, Sendable {
        case written, verbal, form
        /// By the client, of whom nobody doubts that they may.
        case own
        /// By a minor who was found to understand what they agree to.
        case matureMinor = "mature_minor"
        case guardian
        case courtOrder = "court_order"

        /// Somebody must have looked: at the minor, or at the order.
        public var needsAssessor: Bool { self == .matureMinor || self == .courtOrder }
    }

    public let id: ID
    public let kind: Kind
    public let basis: Basis
    public let givenAt: Instant
    /// Nil: until it is revoked.
    public let expiresAt: Instant?
    public let revokedAt: Instant?
    /// Who assessed that the basis is one.
    public let assessor: UUID?

    public init(
        id: ID, kind: Kind, basis: Basis, givenAt: Instant, expiresAt: Instant? = nil, revokedAt: Instant? = nil,
        assessor: UUID? = nil
    ) {
        self.assessor = assessor
        self.id = id
        self.kind = kind
        self.basis = basis
        self.givenAt = givenAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Given by then, and neither expired nor revoked. The moment of its end no longer counts.
    public func holds(at instant: Instant) -> Bool {
        givenAt <= instant && (expiresAt.map { instant < $0 } ?? true) && (revokedAt.map { instant < $0 } ?? true)
    }
}

extension Collection<Consent> {
    /// Whether they agreed to messages once and do not any more: nothing is written to such a client, whatever is said of an address. Whoever
    /// was never asked goes by the address alone. As `messages_withdrawn` in SQL/Migrations.
    public func refuseMessages(at instant: Instant) -> Bool {
        let messages = filter { $0.kind == .messages }
        return !messages.isEmpty && !messages.contains { $0.holds(at: instant) }
    }
}

extension Consent {
    /// A day on which no consent can begin or end.
    public struct WrongDay: Error, Hashable {
        /// `given_on` or `until`.
        public let field: String
        public let advice: String
    }

    /// When a consent begins and ends that was given on one day of the clinic's calendar and holds to the end of another.
    /// - Parameters:
    ///   - givenOn: nil: now.
    ///   - until: the last day; nil: until it is revoked.
    /// - Throws: for a day that has not come, and for an end that has passed.
    public static func span(
        on givenOn: LocalDate?, until: LocalDate?, at now: Instant, _ rules: ZoneRules
    ) throws(WrongDay) -> (givenAt: Instant, expiresAt: Instant?) {
        let today = rules.local(of: now).date
        var givenAt = now
        if let givenOn {
            guard givenOn <= today else {
                throw WrongDay(
                    field: "given_on", advice: "this day has not come. Send the day on which the client agreed.")
            }
            if givenOn < today { givenAt = rules.start(of: givenOn) ?? now }
        }
        guard let until else { return (givenAt, nil) }
        guard until >= today, let end = rules.start(of: until.adding(days: 1)) else {
            throw WrongDay(
                field: "until", advice: "this day has passed, so nothing would hold. Send a later one, or none.")
        }
        return (givenAt, end)
    }
}

/// Two clients who must never meet, seen from one of them. Only the lead, intake and the operator may ever see one.
public struct KeptApart: Hashable, Sendable {
    public typealias ID = TypedID<KeptApart>

    /// Why they must not meet; `other` where no word fits.
    public enum Kind: String, CaseIterable, Sendable {
        case formerPartner = "former_partner"
        case partner
        case family
        case household
        case allegedHarm = "alleged_harm"
        case litigation
        case other
    }

    public let id: ID
    public let other: Client.ID
    public let kind: Kind
    /// From then on; may be to come.
    public let since: Instant
    /// Nil: until somebody ends it.
    public let until: Instant?
    /// Up to 2,000 characters; nil where none was given.
    public let reason: String?

    public init(id: ID, other: Client.ID, kind: Kind, since: Instant, until: Instant? = nil, reason: String? = nil) {
        self.id = id
        self.other = other
        self.kind = kind
        self.since = since
        self.until = until
        self.reason = reason
    }

    /// Two clients as an entry keeps them: the smaller id first, as PostgreSQL compares them.
    static func inOrder(_ one: Client.ID, _ other: Client.ID) -> (UUID, UUID) {
        one.uuid.uuidString < other.uuid.uuidString ? (one.uuid, other.uuid) : (other.uuid, one.uuid)
    }
}
