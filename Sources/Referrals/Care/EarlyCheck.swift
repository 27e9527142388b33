public import Clients
public import Clinic
public import Therapists

/// "How is it going?", asked after the first sessions: an alliance exists only after two people have met, so asking early says more than any
/// score before (matching specification 1.2).
public struct EarlyCheck: Sendable, Hashable {
    public typealias ID = TypedID<EarlyCheck>

    /// What the client said, as one of three.
    public enum Answer: String, Sendable, Hashable, CaseIterable {
        case goingWell = "going_well"
        /// Asked again in two weeks.
        case unsure
        /// Somebody else would be better: see ``Act/rematch(_:care:reason:version:zones:)``, which nothing does by itself.
        case change

        /// Whether the question stays open.
        public var isOpen: Bool { self == .unsure }
    }

    public let id: ID
    public let client: Client.ID
    public let therapist: Therapist.ID
    public let referral: Referral.ID
    /// When the client was last asked by a message.
    public let askedAt: Instant?
    public let answer: Answer?
    /// What they said; at most 2000 characters.
    public let note: String?
    /// The role in which somebody answered.
    public let answeredAs: String?
    public let answeredAt: Instant?
    /// That took place, three at most.
    public let sessions: Int
    /// After the third session, or two weeks after the first. Nil before the first.
    public let dueAt: Instant?
    /// By the database's clock.
    public let isDue: Bool
}
