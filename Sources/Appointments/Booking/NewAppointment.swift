public import Clients
public import Clinic
public import Therapists

/// What somebody asks to be booked or held.
public struct NewAppointment: Hashable, Sendable {
    public var therapist: Therapist.ID
    public var client: Client.ID
    public var service: Service.ID
    public var start: AppointmentStart
    public var format: SessionFormat
    /// Nil: a free one is chosen, where the session is in person.
    public var room: Room.ID?
    /// Why it may go against hours, notice, or an overlap: a person's decision, in at most 500 characters. Nil: it may not.
    public var override: String?

    public init(
        therapist: Therapist.ID, client: Client.ID, service: Service.ID, start: AppointmentStart, format: SessionFormat,
        room: Room.ID? = nil, override: String? = nil
    ) {
        self.therapist = therapist
        self.client = client
        self.service = service
        self.start = start
        self.format = format
        self.room = room
        self.override = override
    }
}

/// When: a moment, or what a clock on the wall shows.
public enum AppointmentStart: Hashable, Sendable {
    /// Promised on the wall clock of `zone`; nil: the therapist's.
    case instant(Instant, zone: ZoneID? = nil)
    /// - zone: nil for the therapist's.
    /// - choosing: which one, where the clocks go back over it. Nil refuses, so that somebody is asked.
    case wall(LocalDateTime, zone: ZoneID? = nil, choosing: FoldChoice? = nil)

    var zone: ZoneID? {
        switch self {
        case .instant(_, let zone), .wall(_, let zone, _): zone
        }
    }

    func resolve(in rules: ZoneRules) throws(BookingError) -> Instant {
        switch self {
        case .instant(let instant, _): return instant
        case .wall(let local, _, let choice):
            do { return try rules.instant(of: local, choosing: choice) } catch { throw .wallTime(error) }
        }
    }
}
