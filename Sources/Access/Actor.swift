public import struct Foundation.UUID

/// Who acts. Every transaction has one, and row-level security sees the same three facts.
public struct Actor: Sendable, Hashable {
    public let role: Role
    /// The staff member, integration, operator or client; not the token.
    public let id: UUID
    /// The therapist that the actor is; nil for every other role.
    public let therapist: UUID?
    /// What the token or link was made for; for people who administer tokens, never for a decision.
    public let label: String
    /// The session that a member of staff is signed in by; nil for a token and everybody else.
    public let session: UUID?

    public init(role: Role, id: UUID, therapist: UUID? = nil, label: String, session: UUID? = nil) {
        self.role = role
        self.id = id
        self.therapist = therapist
        self.label = label
        self.session = session
    }

    /// Attune's own work between requests.
    public static func worker(_ id: UUID) -> Actor { Actor(role: .worker, id: id, label: "worker") }
}
