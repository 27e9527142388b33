/// What a score is made of. The order is that of every list of contributions.
public enum Factor: Int, CaseIterable, Sendable, Hashable {
    /// The client's concerns, weighted, against the therapist's evidence for each.
    case clinicalFit
    /// The client's own wishes, by the importance that the client gave them.
    case preferences
    /// How soon a first session is possible: each week of waiting costs attendance, the first week most.
    case timeToFirstSession
    /// The preferred format, and a choice of times.
    case access
    /// Good earlier work together.
    case continuity
    /// Room left in the caseload, high-intensity work included.
    case loadHeadroom

    /// For machines; retired, never renamed.
    public var code: String {
        switch self {
        case .clinicalFit: "clinical_fit"
        case .preferences: "preferences"
        case .timeToFirstSession: "time_to_first_session"
        case .access: "access"
        case .continuity: "continuity"
        case .loadHeadroom: "load_headroom"
        }
    }

    /// As a coordinator reads it.
    public var label: String {
        switch self {
        case .clinicalFit: "Clinical fit"
        case .preferences: "The client's wishes"
        case .timeToFirstSession: "Time to a first session"
        case .access: "Format and choice of times"
        case .continuity: "Earlier work together"
        case .loadHeadroom: "Room in the caseload"
        }
    }
}
