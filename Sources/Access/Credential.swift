/// What an actor shows at the door.
public enum Credential: Sendable, Hashable {
    /// A bearer token; the database decides who that is, in the same flight as the first statement, so a revoked token fails on
    /// the very next one.
    case token(TokenHash)
    /// A handout's link: makes its client the actor, and spends one use of the link. `Actor.label` is then the handout's id.
    case handoutLink(TokenHash)
    /// Somebody whom this process vouches for: an operator at the command line, or the worker.
    case trusted(Actor)

    /// Whether showing it once more changes nothing.
    var maySignInAgain: Bool { if case .handoutLink = self { false } else { true } }
}
