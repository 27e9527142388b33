/// Which roles may use one route or command. Pure and closed: who is not named is refused, and a denial beats a grant.
///
/// A policy is the first lock; row-level security is the second, and holds alone.
public struct Policy: Sendable, Hashable {
    /// The act, for refusals in the log and for the audit: `appointments.book`.
    public let name: String
    public let allowed: Set<Role>
    public let denied: Set<Role>
    /// Whether the role also decides whose files are seen (``Reach``); false leaves that to row-level security, for proofs that it holds alone.
    public let isScoped: Bool
    /// Whether a session must have been confirmed, with password and code, within the last five minutes. A bearer token never is, and is
    /// refused; whom this process vouches for always is.
    public let stepUp: Bool

    public init(
        _ name: String, allow allowed: Set<Role>, deny denied: Set<Role> = [], isScoped: Bool = true, stepUp: Bool = false
    ) {
        self.name = name
        self.allowed = allowed
        self.denied = denied
        self.isScoped = isScoped
        self.stepUp = stepUp
    }

    /// Whether this role may act at all. Whose files it then sees, ``Reach`` decides.
    public func allows(_ role: Role) -> Bool { allowed.contains(role) && !denied.contains(role) }
}
