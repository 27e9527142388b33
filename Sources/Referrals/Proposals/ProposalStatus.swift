/// Where a proposal stands. While it is open it holds a place in a caseload and an hour in a calendar.
public enum ProposalStatus: String, Sendable, Hashable, CaseIterable {
    case proposed
    case therapistAccepted = "therapist-accepted"
    /// The client accepted: the first session is booked, the place is taken.
    case accepted
    case declined
    case expired
    case withdrawn

    /// Whether it still holds its place and its hour.
    public var isOpen: Bool { self == .proposed || self == .therapistAccepted }

    /// What happens to a proposal.
    public enum Event: Sendable, Hashable, CaseIterable { case therapistAccepts, clientAccepts, decline, expire, withdraw }

    /// The whole table; nil where the event is not possible.
    public func after(_ event: Event) -> ProposalStatus? {
        switch (self, event) {
        case (.proposed, .therapistAccepts): .therapistAccepted
        // A client may only agree to what the therapist agreed to first.
        case (.therapistAccepted, .clientAccepts): .accepted
        case (.proposed, .decline), (.therapistAccepted, .decline): .declined
        case (.proposed, .expire), (.therapistAccepted, .expire): .expired
        case (.proposed, .withdraw), (.therapistAccepted, .withdraw): .withdrawn
        default: nil
        }
    }

    func requireAfter(_ event: Event) throws(ReferralRefusal) -> ProposalStatus {
        if let next = after(event) { return next }
        if self == .expired { throw .proposalExpired }
        if self == .proposed { throw .therapistFirst }
        if self == .therapistAccepted { throw .clientNext }
        throw .proposalEnded(status: rawValue)
    }
}
