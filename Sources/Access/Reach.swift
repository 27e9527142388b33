public import struct Foundation.UUID

/// Whose files an actor may see, as the policy decides it from the role and the care relationships that hold now. Pure, and apart from
/// row-level security: each would keep a file shut with the other switched off.
public struct Reach: Sendable, Hashable {
    /// Through what an actor comes to a client's file; the words of the audit.
    public enum Grant: String, Sendable, CaseIterable {
        /// It is the role's work.
        case role
        /// The client is the therapist's own.
        case primary
        /// Proposed to her, and she has not answered.
        case proposed
        case cover, supervision
        /// Opened in an emergency, with a reason.
        case breakGlass = "break_glass"
        /// It is the client's own.
        case own
    }

    private enum Extent: Sendable, Hashable {
        case everybody
        case role(Role)
    }

    private let extent: Extent
    private let subject: UUID
    private let therapist: UUID?
    private let grants: [UUID: Grant]

    /// - Parameters:
    ///   - grants: whose care the therapist takes part in now, and which files are open to the lead now.
    public init(_ role: Role, subject: UUID, therapist: UUID? = nil, grants: [UUID: Grant] = [:]) {
        extent = .role(role)
        self.subject = subject
        self.therapist = therapist
        self.grants = grants
    }

    private init() {
        extent = .everybody
        subject = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        therapist = nil
        grants = [:]
    }

    /// For policies that leave all of it to row-level security.
    static let everybody = Reach()

    /// Through what the actor may know that somebody is a client, how to reach them, and when they come; nil where she may not.
    public func grant(to client: UUID) -> Grant? {
        switch extent {
        case .everybody: .role
        case .role(.lead): grants[client] ?? .role
        case .role(.intake), .role(.frontDesk), .role(.operator), .role(.worker): .role
        case .role(.therapist): grants[client]
        case .role(.client): client == subject ? .own : nil
        case .role(.integration): nil
        }
    }

    /// Whether the actor may see this client, through whatever: ``grant(to:)`` says through what.
    public func includes(_ client: UUID) -> Bool { grant(to: client) != nil }

    /// Whether the actor only reads along: she supervises a colleague's care of this client.
    public func isAlong(_ client: UUID) -> Bool { grant(to: client) == .supervision }

    /// - Throws: `AccessError.readsAlong`. Whoever may not even read hears that elsewhere.
    public func refuseAlong(_ client: UUID) throws(AccessError) { if isAlong(client) { throw .readsAlong } }

    /// Whether what a client was given to read may be seen: by those who care for them, and by a lead who has broken the glass.
    public func includesHandouts(of client: UUID) -> Bool {
        switch extent {
        case .role(.lead): grants[client] == .breakGlass
        case .role(.intake), .role(.frontDesk), .role(.worker), .role(.integration): false
        default: includes(client)
        }
    }

    /// Whether what a client said may be read, and what was written about it: by intake, by those who care for them, and by a lead who has
    /// broken the glass.
    public func includesText(of client: UUID) -> Bool {
        if case .role(.intake) = extent { return true }
        return includesHandouts(of: client)
    }

    /// Whether a therapist's calendar, and what was proposed to her, is the actor's to see: her own, also after her care has ended.
    public func includesCalendar(of therapist: UUID) -> Bool {
        switch extent {
        case .everybody: true
        case .role(.therapist): therapist == self.therapist
        case .role(.client), .role(.integration): false
        case .role: true
        }
    }

    /// Whether the actor is this therapist.
    public func isTherapist(_ therapist: UUID) -> Bool {
        if case .role(.therapist) = extent { therapist == self.therapist } else { false }
    }

    /// Whether a relation may be told for what it is, where this therapist gave it as her reason: to herself, the lead and the operator.
    /// Everybody else reads a full caseload.
    public func includesRelations(of therapist: UUID) -> Bool {
        switch extent {
        case .role(.lead), .role(.operator): true
        default: isTherapist(therapist)
        }
    }

    /// Whether the actor may change what stands in this therapist's calendar for this client.
    public func plans(_ client: UUID, with therapist: UUID) -> Bool {
        includes(client) && !isAlong(client) && includesCalendar(of: therapist)
    }
}
