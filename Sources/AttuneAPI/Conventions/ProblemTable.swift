import Access
import Appointments
import Clients
import Clinic
import Database
import HTTPTypes
import Referrals

// The one table from what went wrong inside to what HTTP says about it.

extension Problem {
    /// A domain's refusal, with its own code and sentence.
    init(_ refusal: any Refusal) {
        self.init(Problem.status(of: refusal.kind), refusal.code, refusal.message)
        if refusal.kind == .notFound, refusal.field == nil {
            // Whatever the domain calls it: hidden and absent look the same, to the byte.
            self = .notFound
            return
        }
        // What a body refers to and is not there is the body's fault; the address itself is fine.
        if refusal.kind == .notFound { status = .unprocessableContent }
        if let field = refusal.field { faults = [Fault(JSONPointer(field), refusal.code, refusal.message)] }
        if refusal.kind == .unavailable { self = retry(after: 5) }
    }

    static func status(of kind: RefusalKind) -> HTTPResponse.Status {
        switch kind {
        case .invalid: .unprocessableContent
        case .notFound: .notFound
        case .conflict: .conflict
        case .notAllowed: .forbidden
        case .stale: .preconditionFailed
        case .gone: .gone
        case .unavailable: .serviceUnavailable
        }
    }
}

extension Problem {
    /// Whatever was thrown, as an answer. Nothing of an unknown error gets out.
    static func describing(_ error: any Error) -> Problem {
        switch error {
        case let problem as Problem: problem
        case AccessError.notSignedIn: .unauthorized
        case AccessError.notAllowed: .notAllowed
        case StaffError.signInFailed: .signInFailed
        case StaffError.tooManyTries(let seconds): .tooManyTries(seconds)
        case RightsRefusal.tooManyCopies(let seconds):
            Problem(
                .tooManyRequests, RightsRefusal.tooManyCopies(seconds: seconds).code,
                RightsRefusal.tooManyCopies(seconds: seconds).message
            )
            .retry(after: seconds)
        case let error as BookingError: Problem(booking: error)
        case let claimed as ClaimedByAnother: Problem(claimed).first(claimed.claim.by, claimed.claim.name)
        case let refusal as any Refusal: Problem(refusal)
        case let error as DatabaseError: Problem(error)
        case is CancellationError: .tooSlow
        default: .internalError
        }
    }

    /// A stale version comes with the current one.
    private init(booking error: BookingError) {
        self.init(error)
        if case .stale(let version) = error { self = with(.eTag, EntityTag(version).description) }
    }

    init(_ error: DatabaseError) {
        switch error.kind {
        case .queueFull:
            self = Problem(.serviceUnavailable, "database.busy", "Too much is going on at once. Try again in a second.").retry(
                after: 1)
        case .connectionLost, .closed:
            self = Problem(.serviceUnavailable, "database.away", "The database does not answer just now. Try again in a moment.")
                .retry(after: 2)
        case .timeout, .cancelled:
            self = Problem(.serviceUnavailable, "database.slow", "The database took too long. Try again in a moment.").retry(
                after: 2)
        case .unknownOutcome:
            self = Problem(
                .serviceUnavailable, "database.unknown_outcome",
                "The connection broke while this was being saved, so it may be done or not. Send it again with the same Idempotency-Key, "
                    + "or read it first."
            ).retry(after: 1)
        case .server where error.isRetryable:
            self = Problem(.serviceUnavailable, "database.contended", "Others were changing the same thing. Try again.").retry(
                after: 1)
        case .server(let state, _, _) where state == "57014":
            self = Problem(.serviceUnavailable, "database.slow", "The database took too long. Try again in a moment.").retry(
                after: 2)
        case .server(let state, _, _) where state.hasPrefix("53") || state.hasPrefix("57P"):
            self = Problem(.serviceUnavailable, "database.away", "The database does not answer just now. Try again in a moment.")
                .retry(after: 2)
        // The second lock refused what the first let by.
        case .server(let state, _, _) where state == "42501": self = .notAllowed
        // Text that PostgreSQL cannot hold got past a schema: the caller's to mend, not ours to fall over.
        case .encoding:
            self = Problem(.unprocessableContent, "request.invalid", "A text in the request cannot be kept. Remove U+0000.")
        default: self = .internalError
        }
    }
}
