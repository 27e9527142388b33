/// Where a referral stands: FHIR's status, and the side states that keep it from being ranked.
public struct ReferralStanding: Sendable, Hashable {
    public let status: ReferralStatus
    /// An open flag. Lifted by a named person's triage and by nothing else.
    public let safetyHold: Bool
    public let urgency: Urgency?
    public let matchingConsent: Bool

    public init(status: ReferralStatus, safetyHold: Bool, urgency: Urgency?, matchingConsent: Bool) {
        self.status = status
        self.safetyHold = safetyHold
        self.urgency = urgency
        self.matchingConsent = matchingConsent
    }

    /// Safety first: a flagged referral is refused for its flag, whatever else is missing (H10, then H9).
    public func requireRankable() throws(ReferralRefusal) {
        if safetyHold { throw .onSafetyHold }
        switch status {
        case .active: break
        case .draft: throw .notTriaged
        case .onHold: throw .onHold
        case .revoked, .completed: throw .closed
        }
        if urgency == nil { throw .notTriaged }
        if !matchingConsent { throw .noConsent }
    }

    /// Whether ``requireRankable()`` would let it pass.
    public var isRankable: Bool { (try? requireRankable()) != nil }
}

/// FHIR's request statuses, as far as referrals use them.
public enum ReferralStatus: String, Sendable, Hashable, CaseIterable {
    /// Received; nobody has triaged it.
    case draft
    /// Triaged: it may be ranked and proposed.
    case active
    /// Waits for a person: a safety hold, or information that is missing.
    case onHold = "on-hold"
    /// Withdrawn by the client or the referrer, or referred on.
    case revoked
    /// The first session is booked.
    case completed

    /// The table of allowed moves. `active -> active` is a new triage; what is closed stays closed.
    public var next: [ReferralStatus] {
        switch self {
        case .draft: [.active, .onHold, .revoked]
        case .active: [.active, .onHold, .revoked, .completed]
        case .onHold: [.active, .onHold, .revoked]
        case .revoked, .completed: []
        }
    }

    /// What a re-match makes of it; nil where there is nothing to match again. No triage does this: ``next`` has nothing for what is closed.
    public var afterRematch: ReferralStatus? { self == .completed ? .active : nil }

    /// Whether ``next`` has it.
    public func allows(_ next: ReferralStatus) -> Bool { self.next.contains(next) }
}
