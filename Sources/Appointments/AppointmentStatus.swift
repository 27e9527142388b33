/// What has become of an appointment. FHIR's codes (Appointment.status), and no others.
public enum AppointmentStatus: String, CaseIterable, Sendable {
    /// A hold: offered to a client and therapist who have not both agreed. Ends at `holdUntil`.
    case proposed
    /// A hold: asked for, waiting for the clinic's yes. Ends at `holdUntil`.
    case pending
    case booked
    case arrived
    case fulfilled
    case cancelled
    case noshow
    case enteredInError = "entered-in-error"

    /// It takes the therapist's, the room's and the client's time: what the exclusion constraints count.
    public var isLive: Bool {
        switch self {
        case .proposed, .pending, .booked, .arrived, .fulfilled: true
        case .cancelled, .noshow, .enteredInError: false
        }
    }

    /// Takes time without being agreed, and ends by itself.
    public var isHold: Bool { self == .proposed || self == .pending }

    /// The statuses that this one may become. Nothing else may happen, whoever asks.
    public var next: Set<AppointmentStatus> {
        switch self {
        case .proposed: [.pending, .booked, .cancelled, .enteredInError]
        case .pending: [.booked, .cancelled, .enteredInError]
        // Straight to fulfilled: nobody arrives at a telephone.
        case .booked: [.arrived, .fulfilled, .cancelled, .noshow, .enteredInError]
        // Back, and across: the wrong line was clicked.
        case .arrived: [.booked, .fulfilled, .cancelled, .noshow, .enteredInError]
        case .fulfilled: [.arrived, .noshow, .enteredInError]
        case .cancelled: [.enteredInError]
        // Marked as missed, and then the client came after all.
        case .noshow: [.arrived, .enteredInError]
        case .enteredInError: []
        }
    }

    /// Whether ``next`` has it.
    public func mayBecome(_ status: AppointmentStatus) -> Bool { next.contains(status) }

    /// Those from which `self` can be reached.
    var predecessors: [AppointmentStatus] { Self.allCases.filter { $0.mayBecome(self) } }
}
