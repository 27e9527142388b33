public import Clinic

/// Why a plan for the waiting list is not made, changed or applied.
public enum PlanRefusal: Refusal, Hashable {
    case notFound
    /// Somebody changed it since it was read.
    case stale
    /// It was applied or discarded.
    case ended(status: String)
    /// Nobody waits who could be given a therapist.
    case nobodyWaits
    /// More than `limit` at once.
    case tooMany(limit: Int)
    /// The list, the team or an hour is not as it was when the plan was solved.
    case moved(PlanMoves)
    /// More people are pinned to this therapist than she has places or hours.
    case pinsTooMany(therapist: String)
    /// The therapist does not meet what this referral needs.
    case pinNotAMatch(referral: String)
    /// She has no place or hour for this client.
    case pinNotAvailable(referral: String)
    /// A referral that is not in this plan.
    case notInPlan(referral: String)
    /// Nobody is placed by it.
    case nothingToApply
    /// The checker found a fault.
    case notProven
    /// Two edits of one referral exclude each other.
    case contradictory(referral: String)
    /// An edit names somebody who is not on the team.
    case noSuchTherapist
    /// More than `limit` edits of one plan.
    case tooManyEdits(limit: Int)

    public var kind: RefusalKind {
        switch self {
        case .notFound: .notFound
        case .stale: .stale
        case .tooMany, .notInPlan, .contradictory, .noSuchTherapist, .tooManyEdits: .invalid
        default: .conflict
        }
    }

    public var code: String {
        switch self {
        case .notFound: "allocation.not_found"
        case .stale: "allocation.stale"
        case .ended: "allocation.ended"
        case .nobodyWaits: "allocation.nobody_waits"
        case .tooMany: "allocation.too_many"
        case .moved: "allocation.moved"
        case .pinsTooMany: "allocation.pins_too_many"
        case .pinNotAMatch: "allocation.pin_not_a_match"
        case .pinNotAvailable: "allocation.pin_not_available"
        case .notInPlan: "allocation.not_in_plan"
        case .nothingToApply: "allocation.nothing_to_apply"
        case .notProven: "allocation.not_proven"
        case .contradictory: "allocation.contradictory"
        case .noSuchTherapist: "allocation.no_such_therapist"
        case .tooManyEdits: "allocation.too_many_edits"
        }
    }

    public var message: String {
        switch self {
        case .notFound: "There is no such plan. List those that are open."
        case .stale: "Somebody changed this plan since you opened it. Open it again, then decide."
        case .ended(let status): "This plan was \(status) already. Make a new one."
        case .nobodyWaits:
            "Nobody waits who could be given a therapist: referrals must be triaged, with consent, not on hold and without an open proposal."
        case .tooMany(let limit): "More than \(limit) people wait. Plan one urgency at a time."
        case .moved(let moves): "\(moves.sentence) Nothing was proposed. Solve the plan again, look at it, then apply it."
        case .pinsTooMany(let therapist):
            "More people are pinned to \(therapist) than she has places or hours for. Take one of the pins out."
        case .pinNotAMatch(let referral):
            "\(referral): this therapist does not meet what the referral needs. Pin one of its matches."
        case .pinNotAvailable(let referral):
            "\(referral): this therapist has no place or hour left for this client. Pin another match."
        case .notInPlan(let referral):
            "\(referral) is not in this plan. Only those who wait can be pinned, forbidden or left out."
        case .nothingToApply: "This plan places nobody. Look at why each waits, then change what can be changed."
        case .notProven: "The check of this plan found a fault, so it must not be relied on. Report it, and propose one by one."
        case .contradictory(let referral):
            "\(referral): what is asked for excludes itself. Pin to one therapist, or forbid some, or leave the referral out."
        case .tooManyEdits(let limit): "A plan takes \(limit) decisions at most. Apply it, then go on with those who still wait."
        case .noSuchTherapist: "There is no such therapist on the team. Choose one from the list."
        }
    }

    public var field: String? {
        switch self {
        case .notInPlan, .contradictory, .noSuchTherapist, .tooManyEdits, .pinNotAMatch, .pinNotAvailable, .pinsTooMany: "/edits"
        case .tooMany: "/urgency"
        default: nil
        }
    }
}

/// How the clinic is no longer what a plan rests on.
public struct PlanMoves: Sendable, Hashable {
    /// Referrals, by reference, that can be placed now and could not before.
    public var arrived: [String] = []
    /// That cannot be placed any more.
    public var gone: [String] = []
    /// That ask for something else now, or are of another urgency.
    public var changed: [String] = []
    /// Therapists, by slug, whose profile or places changed, who came or left.
    public var team: [String] = []
    /// Referrals whose hour is not open any more.
    public var hours: [String] = []
    public var policy = false

    /// Nothing moved: the plan can be applied as it stands.
    public var isEmpty: Bool {
        arrived.isEmpty && gone.isEmpty && changed.isEmpty && team.isEmpty && hours.isEmpty && !policy
    }

    /// What happened, in one sentence or two; references and slugs only.
    public var sentence: String {
        func list(_ names: [String]) -> String {
            names.prefix(3).joined(separator: ", ") + (names.count > 3 ? " and \(names.count - 3) more" : "")
        }
        var parts: [String] = []
        if !arrived.isEmpty { parts.append("new on the list: \(list(arrived))") }
        if !gone.isEmpty { parts.append("not on the list any more: \(list(gone))") }
        if !changed.isEmpty { parts.append("changed: \(list(changed))") }
        if !team.isEmpty { parts.append("other places or profile: \(list(team))") }
        if !hours.isEmpty { parts.append("hour taken: \(list(hours))") }
        if policy { parts.append("another matching policy is in force") }
        return parts.isEmpty ? "Nothing moved." : "Since this plan was solved, \(parts.joined(separator: "; "))."
    }
}
