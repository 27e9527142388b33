/// What an actor is to the clinic. The raw values are the words of SQL, JSON and help.
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// Answers for the clinic; her look into clinical fields is break-glass.
    case lead
    /// Reads referrals, triages, proposes.
    case intake
    /// Books and moves; sees names, safe ways to make contact and times, never clinical text.
    case frontDesk = "front_desk"
    /// Sees her own clients, and others only by a dated grant.
    case therapist
    /// A client, through a link.
    case client
    /// Another system, with a scoped token.
    case integration
    /// Attune itself between requests: sends messages, lets holds expire.
    case worker
    /// A named person at the server's own command line.
    case `operator`

    /// People who work at the clinic and sign in to it.
    public static let staff: Set<Role> = [.lead, .intake, .frontDesk, .therapist]
}
