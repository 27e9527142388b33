/// The answer to "why not then?": the first rule that closed a time.
public enum SlotClosure: String, Error, CaseIterable, Sendable {
    case past
    case closed
    case format
    case leave
    case busy
    case hold
    case buffer
    case cap
    case room
    case notice
    case horizon
    /// A reason that is not told: it reads the same, whatever it is.
    case notAvailable = "not_available"

    /// One sentence for the front desk, and what to do.
    public var message: String {
        switch self {
        case .past: "That time has passed. Choose a later one."
        case .closed: "The therapist offers no hours then. Choose a time within her hours."
        case .format: "The therapist does not offer this kind of session then. Choose another time, or another format."
        case .leave: "The therapist is away then. Choose another day."
        case .busy: "This therapist already has an appointment then. Choose another time or therapist."
        case .hold: "That time is held for somebody who has not answered yet. Choose another one, or ask again later."
        case .buffer: "That is too close to the therapist's next or last session. Leave the break between them free."
        case .cap: "The therapist has as many sessions on that day as she takes. Choose another day."
        case .room: "No room is free then. Choose another time, or an online session."
        case .notice: "That is too soon for this service. Choose a later time."
        case .horizon: "That is further ahead than this service can be booked. Choose an earlier time."
        case .notAvailable: "That time is not available. Choose another one."
        }
    }
}
