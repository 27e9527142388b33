internal import Clinic

extension BookingError {
    /// For the front desk: what happened, then what to do.
    public var message: String {
        switch self {
        case .therapistBusy: SlotClosure.busy.message
        case .roomBusy: "That room is taken then. Leave the room open to get a free one, or choose another time."
        case .clientBusy: "This client already has an appointment then. Choose another time, or move the other one first."
        case .closed(let closure): closure.message
        case .notAvailable: SlotClosure.notAvailable.message
        case .notWholeMinute: "A session begins on a whole minute. Choose one of the times on offer."
        case .wallTime(let error): error.message
        case .zone(let error): error.message
        case .noSuchAppointment: "There is no such appointment. Look it up again."
        case .noSuchTherapist: "There is no such therapist, or she sees nobody at present. Choose another one."
        case .noSuchClient: "There is no such client. Look the client up, or add them first."
        case .noSuchService: "There is no such service, or it is no longer offered. Choose another one."
        case .noSuchRoom: "There is no such room where the therapist works then. Leave the room open to get a free one."
        case .notYourCalendar: "A therapist books in her own calendar. Ask the front desk to book with a colleague."
        case .formatNotOffered:
            "This service or therapist is not offered in that format. Choose in_person, online or phone as listed."
        case .roomWithoutPresence: "Only a session in person takes a room. Leave the room out, or make it in_person."
        case .notLicensed:
            "The therapist has no licence for the client's province that is valid on that date. Choose another date or therapist, or renew it first."
        case .overrideNotAllowed: "Your role may not book against the rules. Ask somebody who may, or choose a free time."
        case .overrideWithoutReason: "A booking against the rules needs a reason. Say why, in a few words."
        case .reasonTooLong: "A reason has at most 500 characters. Shorten it."
        case .reasonMissing: "Colleagues will ask why it should never have been there. Give a reason."
        case .stale(let version):
            "Somebody changed this appointment meanwhile (it is version \(version) now). Look at it again, then decide."
        case .statusMove(let from, let to) where from == to: "This appointment is \(from.rawValue) already. Nothing was changed."
        case .statusMove(let from, .booked):
            "An appointment that is \(from.rawValue) cannot be moved or booked again. Book a new one."
        case .statusMove(let from, let to):
            "An appointment that is \(from.rawValue) cannot become \(to.rawValue). Look at it again."
        case .notYet(let status): "It has not begun, so it cannot be \(status.rawValue). Wait until it has."
        case .holdEnded: "The time was held only until now, and is not held any more. Choose a time again."
        case .holdTooShort: "A hold must end later than now. Choose a later end."
        }
    }
}
