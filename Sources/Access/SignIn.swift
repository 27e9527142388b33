internal import Clinic
internal import Database

internal import struct Foundation.UUID

/// The first statement of every flight: makes the credential's owner the actor, and says who that is.
struct SignIn: Sendable {
    let actor: Actor
    let now: Instant
    let reach: Reach
    /// Whether this use should be written down: once a minute for each token and session.
    let isDue: Bool

    static func statement(for credential: Credential) -> Bound {
        switch credential {
        case .token(let hash): SQL.signIn(hash.bytes)
        case .handoutLink(let hash): SQL.openHandoutLink(hash.bytes)
        case .trusted(let actor): SQL.actAs(actor.role.rawValue, actor.id, actor.therapist, actor.label)
        }
    }

    /// What writes down that the credential is in use; nil for one that nobody lists.
    static func touch(_ credential: Credential) -> Bound? {
        if case .token(let hash) = credential { SQL.touchSignIn(hash.bytes) } else { nil }
    }

    /// - Throws: `AccessError.notSignedIn` when the statement found nobody; `.notAllowed` when the policy does not name the role, or the
    ///   token is held to others; `.stepUpNeeded` when the policy asks for a fresh proof and there is none.
    init(_ answer: ResultSet, under policy: Policy) throws {
        let signedIn = try answer.first { row in
            (
                role: try row.next(String.self), id: try row.next(UUID.self), therapist: try row.nextOptional(UUID.self),
                label: try row.next(String.self), now: try row.next(Instant.self),
                clients: try row.next([UUID].self), grants: try row.next([String].self),
                session: try row.nextOptional(UUID.self), isFresh: try row.next(Bool.self),
                scope: try row.nextOptional([String].self), isDue: try row.next(Bool.self)
            )
        }
        guard let signedIn, let role = Role(rawValue: signedIn.role) else { throw AccessError.notSignedIn }
        guard policy.allows(role), signedIn.scope?.contains(policy.name) ?? true else {
            throw AccessError.notAllowed(policy: policy.name)
        }
        guard signedIn.isFresh || !policy.stepUp else { throw AccessError.stepUpNeeded(policy: policy.name) }
        actor = Actor(
            role: role, id: signedIn.id, therapist: signedIn.therapist, label: signedIn.label, session: signedIn.session)
        now = signedIn.now
        reach =
            policy.isScoped
            ? Reach(
                role, subject: signedIn.id, therapist: signedIn.therapist,
                grants: Dictionary(
                    zip(signedIn.clients, signedIn.grants.map { Reach.Grant(rawValue: $0) ?? .proposed }),
                    uniquingKeysWith: { first, _ in first }))
            : .everybody
        isDue = signedIn.isDue
    }
}
