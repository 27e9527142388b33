public import Allocation
public import Appointments
public import Clients
public import Clinic
public import Therapists

public import struct Foundation.UUID

/// The waiting list allocated as a whole: a suggestion until a named person applies it, exactly as it stands.
public struct AllocationPlan: Sendable, Hashable {
    public typealias ID = TypedID<AllocationPlan>

    /// A draft can be solved anew; the other two are final.
    public enum Status: String, Sendable, Hashable, CaseIterable { case draft, applied, discarded }

    public let id: ID
    /// For people: `W-101`.
    public let reference: String
    public let status: Status
    public let settings: PlanSettings
    public let policyVersion: String
    /// The moment of the facts that it rests on.
    public let asOf: Instant
    /// In order of priority; those whom a person pinned come first.
    public let lines: [PlanLine]
    /// In the order of their ids.
    public let therapists: [PlanTherapist]
    public let edits: [PlanEdit]
    public let proof: PlanProof
    /// Who made it, or solved it last.
    public let decidedBy: UUID
    /// The role in which they did.
    public let decidedAs: String
    public let appliedAt: Instant?
    public let createdAt: Instant
    /// Its ETag.
    public let version: Int

    /// Lines with a seat, in the plan's order.
    public var placed: [PlanLine] { lines.filter { $0.seat != nil } }
    /// Lines without one, in the plan's order.
    public var waiting: [PlanLine] { lines.filter { $0.seat == nil } }
}

/// What a plan is asked for.
public struct PlanSettings: Sendable, Hashable {
    /// What a first session is.
    public var service: Service.ID
    public var mode: AllocationMode
    /// Only referrals of this level; nil: everybody who waits.
    public var urgency: Urgency?
    /// How long therapist and client have to answer, once it is applied: 1 to 720.
    public let answerHours: Int

    public init(service: Service.ID, mode: AllocationMode = .utilitarian, urgency: Urgency? = nil, answerHours: Int = 72) {
        self.service = service
        self.mode = mode
        self.urgency = urgency
        self.answerHours = min(max(answerHours, 1), 720)
    }
}

/// One referral in a plan.
public struct PlanLine: Sendable, Hashable {
    public let referral: Referral.ID
    /// `R-2041`.
    public let reference: String
    public let client: Client.ID
    /// `C-1042`.
    public let clientReference: String
    /// The client's.
    public let zone: ZoneID
    /// From 1, the first to be given a place.
    public let place: Int
    /// Waited so far over the target of its urgency, in basis points: 10,000 is due now.
    public let priority: Int
    public let urgency: Urgency
    /// Nil: waits.
    public let seat: PlanSeat?
    /// How many therapists fit, with a place and an hour or without.
    public let matches: Int
    /// Nil for who has a seat.
    public let waits: Waits?
    /// Who would fit and has no place or hour for this client: in the order of their ids.
    public let unavailable: [Therapist.ID]
    /// Once it is applied.
    public let proposal: Proposal.ID?

    /// Why somebody waits. Whom a client cannot have because of a relation reads as one without a place.
    public enum Waits: String, Sendable, Hashable, CaseIterable {
        /// Everybody who fits is full, with people who are more urgent or have waited longer.
        case noPlace = "no_place"
        /// No therapist meets every hard rule but that of a free place and hour.
        case nobodyFits = "nobody_fits"
        /// A person took the referral out of this plan.
        case leftOut = "left_out"
    }
}

/// With whom, when and how well it fits.
public struct PlanSeat: Sendable, Hashable {
    public let therapist: Therapist.ID
    public let start: Instant
    public let format: SessionFormat
    /// 0…10,000.
    public let score: Int
    /// Among those who fit this referral, from 1.
    public let rank: Int
}

/// A therapist in a plan.
public struct PlanTherapist: Sendable, Hashable {
    public let id: Therapist.ID
    public let slug: String
    public let name: String
    /// Free in the caseload, of those for which there is an hour.
    public let places: Int
    /// Of them for high-intensity work.
    public let intense: Int
}

/// What a person wants of a plan.
public struct PlanEdit: Sendable, Hashable {
    /// Most of one plan: more would not fit into one request.
    public static let limit = 400

    /// Which wish it is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// This client with this therapist, before everybody else.
        case pin
        /// This client not with this therapist.
        case forbid
        /// Not in this plan.
        case leave
    }

    public let kind: Kind
    public let referral: Referral.ID
    /// Nil for `leave`.
    public let therapist: Therapist.ID?

    /// This client with this therapist, before everybody else.
    public static func pin(_ referral: Referral.ID, to therapist: Therapist.ID) -> Self { .init(.pin, referral, therapist) }
    /// This client not with this therapist.
    public static func forbid(_ referral: Referral.ID, _ therapist: Therapist.ID) -> Self { .init(.forbid, referral, therapist) }
    /// Not in this plan.
    public static func leave(_ referral: Referral.ID) -> Self { .init(.leave, referral, nil) }

    init(_ kind: Kind, _ referral: Referral.ID, _ therapist: Therapist.ID?) {
        self.kind = kind
        self.referral = referral
        self.therapist = therapist
    }
}

/// What a plan is worth, and what shows that no better one exists.
public struct PlanProof: Sendable, Hashable {
    /// The sum over everybody who is placed, each 0…10,000.
    public let totalFit: Int
    /// Nil where nobody is placed.
    public let lowestFit: Int?
    /// A tenth of those placed have this fit or less.
    public let tenthFit: Int?
    /// Pairs of a client and a therapist who would both rather have each other: justified envy.
    public let enviousPairs: Int
    /// What the stable way would lose of the greatest total fit for the same people.
    public let stabilityPrice: Int
    /// How unevenly places are used, in basis points: 0 for all alike.
    public let gini: Int
    /// Pairs that fit and had no hour left beside the others; each was forbidden, and the rest solved anew.
    public let setAside: Int
    /// False: the search stopped at its limit; ``gap`` says what a better plan could have at most.
    public let isProven: Bool
    public let gap: String?
    /// `valid`, or what is wrong: a plan with a fault is never applied.
    public let certificate: String

    /// Whether the certificate was checked and holds.
    public var isValid: Bool { certificate == "valid" }
}
