import Access
import Appointments
import Clients
import Clinic
import Database
import Foundation
import TestKit
import Testing
import Therapists

@Suite("A therapist who is not there")
struct CloseHoursTests {
    private static func days(_ count: Int = 1) throws -> ClosedRange<LocalDate> {
        let first = try Fixture.tuesday()
        return first...first.adding(days: count - 1)
    }

    private static func close(
        _ clinic: TestClinic, _ closure: HoursClosure, cancelling: String? = nil, as role: Role = .frontDesk
    ) async throws -> [AffectedAppointment] {
        try await clinic.act(as: role) {
            try await $0.closeHours(of: Fixture.amara, closure, cancelling: cancelling, zones: Fixture.zones)
        }
    }

    private static func affected(_ clinic: TestClinic, _ days: ClosedRange<LocalDate>) async throws -> [AffectedAppointment] {
        try await clinic.reader(as: .frontDesk).affectedAppointments(of: Fixture.amara, days: days, zones: Fixture.zones)
    }

    @Test("closing a day says who stands in her calendar then, leaves them there, and is no different when it is said twice")
    func illness() async throws {
        let clinic = try await TestClinic.open()
        let early = try await clinic.book(try Fixture.new(at: "09:00"))
        let late = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "14:00"))
        _ = try await clinic.book(try Fixture.new(Fixture.tomasz, Fixture.noor, at: "09:00"))
        let ill = HoursClosure(days: try Self.days(), note: "Unwell")
        for _ in 1...2 {
            let found = try await Self.close(clinic, ill)
            #expect(found.map(\.appointment.id) == [early.id, late.id])
            #expect(found.allSatisfy { $0.outcome == .toMove && $0.told == nil && $0.appointment.status == .booked })
        }
        let schedule = try await clinic.reader(as: .therapist).schedule(of: Fixture.amara, days: ill.days)
        #expect(schedule.exceptions.map(\.note) == ["Unwell"] && schedule.weekly.count == 10)
        #expect(schedule.weekly.first?.weekday == .monday)
        // Moved to another day, one of them is in nobody's way any more.
        try await clinic.act(as: .frontDesk) { act in
            _ = try await act.moveAppointment(
                early.id, AppointmentMove(start: try Fixture.wall("09:00", on: ill.days.lowerBound.adding(days: 1))),
                zones: Fixture.zones)
        }
        #expect(try await Self.affected(clinic, ill.days).map(\.appointment.id) == [late.id])
        let count = try await clinic.act(as: .frontDesk) { try await $0.resetHours(of: Fixture.amara, days: ill.days) }
        #expect(count == 1)
        #expect(try await Self.affected(clinic, ill.days).isEmpty)
        #expect(try await clinic.reader(as: .lead).appointment(late.id)?.status == .booked)
        await clinic.close()
    }

    @Test("an afternoon concerns whatever overlaps it, on each of its days and on no other")
    func afternoon() async throws {
        let clinic = try await TestClinic.open()
        let before = try await clinic.book(try Fixture.new(at: "09:00"))
        let across = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "13:30"))
        let nextDay = try await clinic.act(as: .frontDesk) { act in
            var new = try Fixture.new(at: "14:00")
            new.start = try Fixture.wall("14:00", on: try Fixture.tuesday().adding(days: 1))
            return try await act.bookAppointment(new, zones: Fixture.zones)
        }
        let closure = HoursClosure(days: try Self.days(2), starts: try LocalTime("14:00"), ends: try LocalTime("17:00"))
        #expect(try await Self.close(clinic, closure).map(\.appointment.id) == [across.id, nextDay.id])
        #expect(try await Self.affected(clinic, try Self.days()).map(\.appointment.id) == [across.id])
        #expect(try await clinic.reader(as: .lead).appointment(before.id)?.status == .booked)
        #expect(await clinic.outcome(of: try Fixture.new(Fixture.amara, Fixture.noor, at: "15:00")) == "appointment.leave")
        await clinic.close()
    }

    @Test("cancelling them frees the hours, tells whoever can be told safely, and says whom a person must call")
    func cancelling() async throws {
        let clinic = try await TestClinic.open()
        try await clinic.act(as: .lead) { act in
            for way in try await act.contactPoints(of: Fixture.sam) { _ = try await act.retireContactPoint(way.id) }
        }
        let ways: [(Client.ID, String)] = [(Fixture.robin, "09:00"), (Fixture.sam, "10:00"), (Fixture.noor, "11:00")]
        for (client, time) in ways { _ = try await clinic.book(try Fixture.new(Fixture.amara, client, at: time)) }
        try await clinic.act(as: .worker) { act in
            _ = try await act.query(Self.sent(TestClinic.noor))
            try await act.record("test.sent")
        }
        let found = try await Self.close(clinic, HoursClosure(days: try Self.days()), cancelling: "Therapist unwell")
        #expect(found.map(\.outcome) == [.cancelled, .cancelled, .cancelled])
        #expect(found.allSatisfy { $0.appointment.status == .cancelled && $0.appointment.statusReason == "Therapist unwell" })
        // Robin's message of the booking had not left yet, Sam has no address, and Noor knows of the session.
        #expect(found.map(\.told) == [.nothingToTell, .notTold, .queued], "\(found.map(\.told))")
        #expect(try await Self.affected(clinic, try Self.days()).isEmpty)
        await clinic.close()
    }

    private static let sent = Statement(
        "CloseHoursTests/sent", sent: .lease,
        "UPDATE message SET status = 'sent', sent_at = now() WHERE client_id = $1 AND kind = 'appointment_booked'")

    @Test("twelve people who close the same day at the same moment close it once")
    func atOnce() async throws {
        let clinic = try await TestClinic.open()
        let days = try Self.days()
        try await withThrowingTaskGroup { group in
            for _ in 0..<12 { group.addTask { _ = try await Self.close(clinic, HoursClosure(days: days)) } }
            try await group.waitForAll()
        }
        #expect(try await clinic.reader(as: .lead).hours(of: [Fixture.amara], days: days).exceptions.count == 1)
        await clinic.close()
    }

    @Test("a therapist closes her own calendar, cancels only what is hers to cancel, and nobody else's calendar")
    func whose() async throws {
        let clinic = try await TestClinic.open()
        let own = try await clinic.book(try Fixture.new(at: "09:00"))
        // Noor is in her calendar and not in her care.
        let stranger = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.noor, at: "10:00"))
        let found = try await Self.close(clinic, HoursClosure(days: try Self.days()), cancelling: "", as: .therapist)
        #expect(found.map(\.appointment.id) == [own.id, stranger.id])
        #expect(found.map(\.outcome) == [.cancelled, .toMove])
        for id in [Fixture.tomasz, Therapist.ID(TestClinic.id(99))] {
            let days = try Self.days()
            await #expect(throws: HoursError.noSuchTherapist) {
                try await clinic.act(as: .therapist) {
                    try await $0.closeHours(of: id, HoursClosure(days: days), zones: Fixture.zones)
                }
            }
            await #expect(throws: HoursError.noSuchTherapist) {
                try await clinic.act(as: .therapist) { try await $0.resetHours(of: id, days: days) }
            }
            await #expect(throws: HoursError.noSuchTherapist) {
                try await clinic.reader(as: .therapist).affectedAppointments(of: id, days: days, zones: Fixture.zones)
            }
        }
        await clinic.close()
    }

    @Test("a hold is named and stays: its proposal is to be withdrawn or moved")
    func hold() async throws {
        let clinic = try await TestClinic.open()
        let held = try await clinic.act(as: .intake) { act in
            try await act.holdAppointment(
                try Fixture.new(at: "09:00"), until: try await act.now + .hours(48), zones: Fixture.zones)
        }
        let found = try await Self.close(clinic, HoursClosure(days: try Self.days()), cancelling: "Unwell")
        #expect(found.map(\.appointment.id) == [held.id] && found.first?.outcome == .held)
        #expect(try await clinic.reader(as: .lead).appointment(held.id)?.status == .proposed)
        await clinic.close()
    }

    @Test("a year is the most at once, hours have both ends, and nothing is half done")
    func refusals() async throws {
        let clinic = try await TestClinic.open()
        let day = try Fixture.tuesday()
        await #expect(throws: HoursError.tooManyDays) {
            _ = try await Self.close(clinic, HoursClosure(days: day...day.adding(days: 366)))
        }
        await #expect(throws: HoursError.timesMissing) {
            _ = try await Self.close(clinic, HoursClosure(days: day...day, starts: try LocalTime("09:00")))
        }
        await #expect(throws: HoursError.noteTooLong) {
            _ = try await Self.close(clinic, HoursClosure(days: day...day, note: String(repeating: "x", count: 501)))
        }
        _ = try await clinic.book(try Fixture.new(at: "09:00"))
        await #expect(throws: BookingError.reasonTooLong) {
            _ = try await Self.close(clinic, HoursClosure(days: day...day), cancelling: String(repeating: "x", count: 501))
        }
        for far in ["0001-01-01", "1999-12-31", "2200-01-01", "9999-12-31"].map({ try? LocalDate($0) }).compactMap({ $0 }) {
            await #expect(throws: HoursError.dayTooFar) { _ = try await Self.close(clinic, HoursClosure(days: far...far)) }
        }
        let last = try LocalDate("2199-12-31")
        #expect(try await Self.close(clinic, HoursClosure(days: last...last)).isEmpty)
        #expect(try await clinic.reader(as: .lead).hours(of: [Fixture.amara], days: day...day).exceptions.isEmpty)
        #expect(try await Self.close(clinic, HoursClosure(days: day...day.adding(days: 365))).count == 1)
        await clinic.close()
    }
}
