public import Clinic

/// Why a door stayed shut. What is refused and what does not exist look the same: the doors answer both as not found where a thing is
/// named.
public enum AccessError: Refusal, Equatable {
    /// No token, or one that is unknown, expired or revoked; which of these is nobody's business.
    case notSignedIn
    /// The policy does not name the actor's role.
    case notAllowed(policy: String)
    /// The act asks for a fresh proof of who this is: password and code, within five minutes.
    case stepUpNeeded(policy: String)
    /// The act belongs to a session of a person, and this is a token.
    case sessionNeeded
    /// A transaction ended without saying what it did. A mistake in Attune: it is rolled back.
    case unaudited(policy: String)
    case tokenWithoutTherapist
    case noSuchToken
    /// A supervisor reads a colleague's file and changes nothing in it.
    case readsAlong

    public var kind: RefusalKind {
        switch self {
        case .notSignedIn, .notAllowed, .stepUpNeeded, .sessionNeeded, .readsAlong: .notAllowed
        case .unaudited: .unavailable
        case .tokenWithoutTherapist: .invalid
        case .noSuchToken: .notFound
        }
    }

    public var code: String {
        switch self {
        case .notSignedIn: "access.not_signed_in"
        case .notAllowed: "access.not_allowed"
        case .stepUpNeeded: "access.step_up_needed"
        case .sessionNeeded: "access.session_needed"
        case .unaudited: "access.unaudited"
        case .tokenWithoutTherapist: "access.token_without_therapist"
        case .noSuchToken: "access.no_such_token"
        case .readsAlong: "access.reads_along"
        }
    }

    public var message: String {
        switch self {
        case .notSignedIn: "Sign in first: this token is not known here, or no longer valid. Ask an administrator for a new one."
        case .notAllowed: "Your role may not do this. Ask the clinic's lead if you think it should."
        case .readsAlong: "You supervise this client's care, and read along. What is to be changed, their therapist changes."
        case .stepUpNeeded:
            "Confirm with your password and a code first: this needs a session that was confirmed within five minutes."
        case .sessionNeeded:
            "This is for a person who is signed in; a token is not enough. Sign in with your password and a code."
        case .unaudited:
            "Nothing was changed, because the record of it could not be written. Try again, and tell your administrator."
        case .tokenWithoutTherapist:
            "A therapist's token names the therapist, and no other role's does. Add or remove --therapist."
        case .noSuchToken: "There is no such token, or it is revoked already. List them with `attune access token list`."
        }
    }
}
