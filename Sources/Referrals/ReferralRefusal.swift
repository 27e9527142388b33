public import Clinic

/// Why something is not done with a referral or a proposal.
public enum ReferralRefusal: Refusal, Hashable {
    case notFound
    case proposalNotFound
    /// A flag is open: a person has to look first, and nothing is ranked or proposed meanwhile.
    case onSafetyHold
    case notTriaged
    case noConsent
    /// Completed or revoked.
    case closed
    case onHold
    /// Somebody changed it since it was read.
    case stale
    /// The move is not in the table.
    case notFrom(status: String)
    case reasonMissing
    case urgencyMissing
    /// Only a person at intake, the clinical lead or the operator.
    case notByThisRole
    /// The therapist fails a hard rule. Which, the matches say to those who may know.
    case notAMatch
    /// No place, or the hour is taken: the same sentence for a full caseload, a lost race and a relation.
    case notAvailable
    case alreadyProposed
    case overrideReasonMissing
    case proposalEnded(status: String)
    /// The client's answer came before the therapist's.
    case therapistFirst
    /// The therapist has said yes already; the client is asked next.
    case clientNext
    case proposalExpired
    /// Who is next is asked only when this one is over.
    case stillOpen
    /// Everybody fails a hard rule, or was declined.
    case nobodyLeft
    /// Somebody else comes first than the person saw.
    case nextChanged
    /// The therapist is not there any more at the hour that is held.
    case hourClosed
    /// Before the last moment in which the proposal may be answered.
    case hourTooSoon
    /// Nobody began to see this client by this referral.
    case nothingToRematch
    case checkNotFound
    case checkAnswered
    case serviceNotFound
    case outNotFound
    /// Nothing is told to anybody outside without it.
    case noSharingConsent
    /// One to the same service is under way.
    case outOpen
    case outNotFrom(status: String)
    case invalid(field: String, problem: String)
    case duplicate
    /// Another source has sent this number.
    case referenceTaken

    public var kind: RefusalKind {
        switch self {
        case .notFound, .proposalNotFound, .checkNotFound, .serviceNotFound, .outNotFound: .notFound
        case .stale: .stale
        case .proposalExpired: .gone
        case .reasonMissing, .urgencyMissing, .overrideReasonMissing, .hourTooSoon, .invalid: .invalid
        case .notByThisRole: .notAllowed
        case .onSafetyHold, .notTriaged, .noConsent, .closed, .onHold, .notFrom, .notAMatch, .notAvailable, .alreadyProposed,
            .proposalEnded, .therapistFirst, .clientNext, .hourClosed, .stillOpen, .nobodyLeft, .nextChanged, .nothingToRematch,
            .checkAnswered, .noSharingConsent, .outOpen, .outNotFrom, .duplicate, .referenceTaken:
            .conflict
        }
    }

    public var code: String {
        switch self {
        case .notFound: "referral.not_found"
        case .proposalNotFound: "proposal.not_found"
        case .onSafetyHold: "referral.on_safety_hold"
        case .notTriaged: "referral.not_triaged"
        case .noConsent: "referral.no_consent"
        case .closed: "referral.closed"
        case .onHold: "referral.on_hold"
        case .stale: "referral.stale"
        case .notFrom: "referral.move_not_allowed"
        case .reasonMissing: "triage.reason_missing"
        case .urgencyMissing: "triage.urgency_missing"
        case .notByThisRole: "referral.not_by_this_role"
        case .notAMatch: "proposal.not_a_match"
        case .notAvailable: "proposal.not_available"
        case .alreadyProposed: "proposal.already_open"
        case .overrideReasonMissing: "proposal.override_reason_missing"
        case .proposalEnded: "proposal.ended"
        case .therapistFirst: "proposal.therapist_first"
        case .clientNext: "proposal.client_next"
        case .proposalExpired: "proposal.expired"
        case .stillOpen: "proposal.still_open"
        case .nobodyLeft: "proposal.nobody_left"
        case .nextChanged: "proposal.next_changed"
        case .hourClosed: "proposal.hour_closed"
        case .hourTooSoon: "proposal.hour_too_soon"
        case .nothingToRematch: "referral.nothing_to_rematch"
        case .checkNotFound: "early_check.not_found"
        case .checkAnswered: "early_check.answered"
        case .serviceNotFound: "external.not_found"
        case .outNotFound: "referral_out.not_found"
        case .noSharingConsent: "referral_out.no_consent"
        case .outOpen: "referral_out.already_open"
        case .outNotFrom: "referral_out.move_not_allowed"
        case .invalid: "referral.invalid"
        case .duplicate: "referral.duplicate"
        case .referenceTaken: "referral.reference_taken"
        }
    }

    public var message: String {
        switch self {
        case .notFound: "There is no such referral. Check its reference."
        case .proposalNotFound: "There is no such proposal. Open the referral to see its proposals."
        case .onSafetyHold:
            "This referral is on a safety hold. A person has to speak with the client and lift the hold, with a reason, first."
        case .notTriaged: "This referral has no urgency yet. Triage it first."
        case .noConsent: "The client has not agreed to matching. Ask for consent, record it, then try again."
        case .closed: "This referral is closed. Add a new one if the client asks again."
        case .onHold: "This referral waits for information. Triage it again once it has come."
        case .stale: "Somebody changed this since you opened it. Open it again, then decide."
        case .notFrom(let status): "This cannot be done while the referral is \(status). Open it again to see where it stands."
        case .reasonMissing: "Give the reason for this decision, in 3 to 2000 characters."
        case .urgencyMissing: "Choose an urgency: urgent, soon or routine."
        case .notByThisRole: "Only intake or the clinical lead may do this. Ask one of them."
        case .notAMatch: "This therapist does not meet what this referral needs. Choose one of its matches."
        case .notAvailable: "This therapist has no place or hour left for this client. Choose another match."
        case .alreadyProposed: "This referral already has an open proposal. Withdraw it, or wait for the answer."
        case .overrideReasonMissing: "Another therapist was first. Say why you choose this one."
        case .proposalEnded(let status): "This proposal has already ended (\(status)). Open the referral to see where it stands."
        case .therapistFirst: "The therapist has not answered yet. Record her answer first, then the client's."
        case .clientNext: "The therapist has agreed already. The client's answer is the next."
        case .proposalExpired: "This proposal ran out before it was answered; its place and hour are free again. Propose anew."
        case .stillOpen: "This proposal may still be answered. Wait for the answer, or withdraw it."
        case .nobodyLeft:
            "Nobody else fits at present. Look at the matches for what would change that, or prepare a referral to another service."
        case .nextChanged: "Somebody else is next by now. Look at who it is, then decide."
        case .nothingToRematch: "Nobody began to see this client by this referral. Propose a therapist instead."
        case .checkNotFound: "There is no such question. List those that are open."
        case .checkAnswered: "This question is answered already. Open the referral to see what followed."
        case .serviceNotFound: "There is no such service, or it is retired. List them with attune external list."
        case .outNotFound: "There is no such referral to another service. List those that are open."
        case .noSharingConsent:
            "The client has not agreed that this is told to anybody outside, or not any more. Ask, record the consent, then try again."
        case .outOpen: "One to this service is under way already. Close it, or see what came of it."
        case .outNotFrom(let status): "This cannot be done while it is \(status). Open it again to see where it stands."
        case .hourClosed:
            "The therapist is not there at that hour any more. Hold another hour for the client, then record their yes."
        case .hourTooSoon: "Choose an hour after the proposal's last moment, or propose anew."
        case .invalid(let field, let problem): "\(field): \(problem)"
        case .referenceTaken:
            "Another source has used one of these references. Give the referral one of its own; nothing was added."
        case .duplicate: "This referral was already read in: its source and number are known. Nothing was added."
        }
    }

    public var field: String? {
        switch self {
        case .invalid(let field, _): "/\(field)"
        case .reasonMissing: "/reason"
        case .urgencyMissing: "/urgency"
        case .overrideReasonMissing: "/override_reason"
        case .notAMatch, .notAvailable, .nextChanged: "/therapist"
        case .hourTooSoon: "/start"
        default: nil
        }
    }
}
