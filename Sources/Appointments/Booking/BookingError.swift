public import Clinic

/// Why an appointment was not made or changed.
public enum BookingError: Refusal, Equatable {
    case therapistBusy
    case roomBusy
    case clientBusy
    /// A rule of the calendar closes that time; never `.busy` or `.notAvailable`, which have cases of their own.
    case closed(SlotClosure)
    /// For a reason that is not told.
    case notAvailable
    case wallTime(WallTimeError)
    /// Nobody meets at a second past the minute.
    case notWholeMinute
    case zone(ZoneError)
    case noSuchAppointment
    case noSuchTherapist
    case noSuchClient
    case noSuchService
    case noSuchRoom
    /// A therapist books in her own calendar.
    case notYourCalendar
    /// The therapist or the service does not do sessions of this format.
    case formatNotOffered
    /// A room was named for a session that is not in person.
    case roomWithoutPresence
    /// No licence to practise in the client's province is valid on that date.
    case notLicensed
    case overrideNotAllowed
    case overrideWithoutReason
    case reasonTooLong
    case reasonMissing
    /// It was changed since it was read; `version` is what it has now.
    case stale(version: Int)
    case statusMove(from: AppointmentStatus, to: AppointmentStatus)
    /// It cannot have been attended or missed before it began.
    case notYet(AppointmentStatus)
    /// The hold ran out, or was released.
    case holdEnded
    case holdTooShort

    init(_ closure: SlotClosure) {
        self =
            switch closure {
            case .busy: .therapistBusy
            case .notAvailable: .notAvailable
            default: .closed(closure)
            }
    }

    public var kind: RefusalKind {
        switch self {
        case .therapistBusy, .roomBusy, .clientBusy, .closed, .notAvailable, .statusMove, .notYet, .notLicensed: .conflict
        case .noSuchAppointment: .notFound
        case .noSuchTherapist, .noSuchClient, .noSuchService, .noSuchRoom, .formatNotOffered, .roomWithoutPresence,
            .overrideWithoutReason, .reasonTooLong, .reasonMissing, .holdTooShort:
            .invalid
        case .wallTime(let error): error.kind
        case .notWholeMinute: .invalid
        case .zone(let error): error.kind
        case .overrideNotAllowed, .notYourCalendar: .notAllowed
        case .stale: .stale
        case .holdEnded: .gone
        }
    }

    public var code: String {
        switch self {
        case .therapistBusy: "appointment.therapist_busy"
        case .roomBusy: "appointment.room_busy"
        case .clientBusy: "appointment.client_busy"
        case .closed(.room): "appointment.no_room_free"
        case .closed(.format): "appointment.format_closed"
        case .closed(let closure): "appointment.\(closure.rawValue)"
        case .notAvailable: "appointment.not_available"
        case .notWholeMinute: "appointment.not_whole_minute"
        case .wallTime(.noSuchLocalTime): "appointment.no_such_local_time"
        case .wallTime(.ambiguousLocalTime): "appointment.ambiguous_local_time"
        case .zone(let error): error.code
        case .noSuchAppointment: "appointment.not_found"
        case .noSuchTherapist: "appointment.no_such_therapist"
        case .noSuchClient: "appointment.no_such_client"
        case .noSuchService: "appointment.no_such_service"
        case .noSuchRoom: "appointment.no_such_room"
        case .notYourCalendar: "appointment.not_your_calendar"
        case .formatNotOffered: "appointment.format_not_offered"
        case .roomWithoutPresence: "appointment.room_without_presence"
        case .notLicensed: "appointment.not_licensed"
        case .overrideNotAllowed: "appointment.override_not_allowed"
        case .overrideWithoutReason: "appointment.override_without_reason"
        case .reasonTooLong: "appointment.reason_too_long"
        case .reasonMissing: "appointment.reason_missing"
        case .stale: "appointment.stale"
        case .statusMove: "appointment.status_move"
        case .notYet: "appointment.not_yet"
        case .holdEnded: "appointment.hold_ended"
        case .holdTooShort: "appointment.hold_too_short"
        }
    }

    public var field: String? {
        switch self {
        case .therapistBusy, .roomBusy, .clientBusy, .closed, .notAvailable, .wallTime, .notWholeMinute, .holdTooShort: "/start"
        case .zone: "/zone"
        case .noSuchTherapist, .notLicensed, .notYourCalendar: "/therapist"
        case .noSuchClient: "/client"
        case .noSuchService: "/service"
        case .noSuchRoom, .roomWithoutPresence: "/room"
        case .formatNotOffered: "/format"
        case .overrideNotAllowed, .overrideWithoutReason: "/override"
        case .reasonTooLong, .reasonMissing: "/reason"
        case .noSuchAppointment, .stale, .statusMove, .notYet, .holdEnded: nil
        }
    }
}
