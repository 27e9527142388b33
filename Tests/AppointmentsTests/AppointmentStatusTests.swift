import Appointments
import Testing

@Suite("Appointment statuses")
struct AppointmentStatusTests {
    /// The whole table, written out a second time by hand: f(from) → to.
    private static let allowed: [AppointmentStatus: [AppointmentStatus]] = [
        .proposed: [.pending, .booked, .cancelled, .enteredInError],
        .pending: [.booked, .cancelled, .enteredInError],
        .booked: [.arrived, .fulfilled, .cancelled, .noshow, .enteredInError],
        .arrived: [.booked, .fulfilled, .cancelled, .noshow, .enteredInError],
        .fulfilled: [.arrived, .noshow, .enteredInError],
        .cancelled: [.enteredInError],
        .noshow: [.arrived, .enteredInError],
        .enteredInError: [],
    ]

    @Test("each of the 64 moves is allowed or refused as the table says")
    func table() {
        for from in AppointmentStatus.allCases {
            for to in AppointmentStatus.allCases {
                #expect(from.mayBecome(to) == (Self.allowed[from]?.contains(to) == true), "\(from) to \(to)")
            }
        }
    }

    @Test("the codes are FHIR's")
    func codes() {
        #expect(
            AppointmentStatus.allCases.map(\.rawValue) == [
                "proposed", "pending", "booked", "arrived", "fulfilled", "cancelled", "noshow", "entered-in-error",
            ])
        #expect(AppointmentStatus.allCases.filter(\.isLive).allSatisfy { $0.mayBecome(.enteredInError) })
        #expect(AppointmentStatus.allCases.filter(\.isHold) == [.proposed, .pending])
    }

    @Test("every refusal has a code of its own, and a sentence that says what to do")
    func wording() {
        let refusals: [BookingError] =
            [
                .therapistBusy, .roomBusy, .clientBusy, .notAvailable, .noSuchAppointment, .noSuchTherapist, .noSuchClient,
                .noSuchService,
                .noSuchRoom, .formatNotOffered, .roomWithoutPresence, .notLicensed, .overrideNotAllowed, .overrideWithoutReason,
                .reasonTooLong, .reasonMissing, .stale(version: 3), .statusMove(from: .cancelled, to: .booked), .notYet(.noshow),
                .holdEnded,
                .holdTooShort,
            ] + SlotClosure.allCases.filter { $0 != .busy && $0 != .notAvailable }.map(BookingError.closed)
        #expect(Set(refusals.map(\.code)).count == refusals.count)
        #expect(
            refusals.allSatisfy { $0.code.hasPrefix("appointment.") && $0.message.hasSuffix(".") && $0.message.contains(". ") })
    }
}
