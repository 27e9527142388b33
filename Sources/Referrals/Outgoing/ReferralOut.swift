public import Clients
public import Clinic

/// A referral to a service outside, when nobody here fits: what they are told rests on a recorded consent, a person sends it, and somebody
/// asks what became of it.
public struct ReferralOut: Sendable, Hashable {
    public typealias ID = TypedID<ReferralOut>

    /// How it went out; always by a person's hand.
    public enum Way: String, Sendable, Hashable, CaseIterable { case printed, post, fax, phone, handed, portal }

    public let id: ID
    public let referral: Referral.ID
    /// Of the referral: `R-2041`.
    public let reference: String
    public let client: Client.ID
    public let service: ExternalService.ID
    public let serviceName: String
    public let consent: Consent.ID
    public let fields: [PacketField]
    public let status: ReferralOutStatus
    public let how: Way?
    /// When somebody is to ask what became of it.
    public let checkOn: LocalDate?
    public let sentAt: Instant?
    public let createdAt: Instant
    /// Its ETag.
    public let version: Int
    /// By the database's clock and the client's calendar.
    public let isDue: Bool
    /// Nil in a list.
    public let packet: Packet?
}

/// Where a referral to somebody outside stands.
public enum ReferralOutStatus: String, Sendable, Hashable, CaseIterable {
    /// Written, and nothing has left.
    case prepared
    case sent
    /// They see the client: our own referral ends as referred on.
    case accepted
    case declined
    case noAnswer = "no_answer"
    case closed

    /// The whole table of moves.
    public var next: [ReferralOutStatus] {
        switch self {
        case .prepared: [.sent, .closed]
        case .sent: [.accepted, .declined, .noAnswer]
        // Sent once more, or heard from after all.
        case .noAnswer: [.sent, .accepted, .declined, .closed]
        case .accepted, .declined: [.closed]
        case .closed: []
        }
    }
}
