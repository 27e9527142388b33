import Access
import Clinic
import Database
import Foundation
import TestKit
import Testing

@testable import Appointments
@testable import AttuneAdmin

@Suite("Keeping promised times")
struct ReanchorTests {
    static func moved(_ reference: String, at instant: String, means: String?) throws -> MovedPromise {
        let start = try Instant(rfc3339: instant)
        let vancouver = try ZoneCatalogue().rules(try #require(ZoneID("America/Vancouver")))
        let target = try means.map { try Instant(rfc3339: $0) }
        let promised = vancouver.local(of: target ?? start)
        return MovedPromise(
            id: Appointment.ID(UUID()), reference: reference, promise: PromisedTime(start: promised, zone: vancouver.zone),
            instant: start,
            clockShows: vancouver.local(of: start), promised: target.map { .one($0) } ?? .fold(earlier: start, later: start))
    }

    @Test(
        "each leaves before its neighbour arrives: the last one first when all go later, the first one first when all go earlier")
    func order() throws {
        let one = try Self.moved("A-1", at: "2026-12-01T18:00:00Z", means: "2026-12-01T19:00:00Z")
        let two = try Self.moved("A-2", at: "2026-12-01T19:00:00Z", means: "2026-12-01T20:00:00Z")
        let three = try Self.moved("A-3", at: "2026-12-02T20:00:00Z", means: "2026-12-02T19:00:00Z")
        let four = try Self.moved("A-4", at: "2026-12-02T19:00:00Z", means: "2026-12-02T18:00:00Z")
        let unclear = try Self.moved("A-5", at: "2026-12-03T19:00:00Z", means: nil)
        let plan = ReanchorPlan([one, two, three, four, unclear])
        #expect(plan.steps.map(\.reference) == ["A-2", "A-1", "A-4", "A-3"])
        #expect(plan.unclear.map(\.reference) == ["A-5"])
        #expect(plan.number.count == 12 && plan.number == ReanchorPlan([four, unclear, three, two, one]).number)
        #expect(plan.number != ReanchorPlan([one, two, three]).number)
    }

    /// Two sessions in a row whose promise is an hour later than their instant, as if the law had changed after they were booked.
    private func shifted(_ clinic: TestClinic) async throws -> [Appointment] {
        let zones = ZoneCatalogue()
        return try await clinic.act(as: .operator) { act in
            var made: [Appointment] = []
            for (client, hour) in [(TestClinic.robin, "09:00"), (TestClinic.sam, "10:00")] {
                made.append(
                    try await act.bookAppointment(
                        NewAppointment(
                            therapist: .init(TestClinic.amara), client: .init(client), service: .init(TestClinic.session),
                            start: .wall(try LocalDateTime("\(Ahead.tuesday)T\(hour)")), format: .online), zones: zones))
            }
            _ = try await act.query(
                Statement(
                    "AttuneAdminTests/shift", sent: .lease,
                    "UPDATE appointment SET promised_start = promised_start + interval '1 hour'")())
            try await act.record("test.shifted")
            return made
        }
    }

    private func lines(_ clinic: TestClinic, _ text: Statement) async throws -> [String] {
        try await clinic.reader(as: .lead).query(text()).values(String.self)
    }

    @Test(
        "a whole row of sessions goes back to its promised hours, on record; the client hears nothing but a reminder at the right time"
    )
    func carriesOut() async throws {
        let clinic = try await TestClinic.open()
        let zones = ZoneCatalogue()
        let before = try await shifted(clinic)
        let plan = ReanchorPlan(try await clinic.reader(as: .lead).movedPromises(zones: zones))
        #expect(plan.steps.map(\.id) == before.reversed().map(\.id))
        for step in plan.steps {
            try await clinic.act(as: .operator) { act in try await act.reanchor(step, telling: false, zones: zones) }
        }
        #expect(try await clinic.reader(as: .lead).movedPromises(zones: zones).isEmpty)
        for old in before {
            let new = try #require(try await clinic.reader(as: .lead).appointment(old.id))
            #expect(new.time.start == old.time.start + .hours(1) && new.status == .booked)
        }
        let queued = Statement(
            "AttuneAdminTests/queued", sent: .lane, "SELECT kind FROM message WHERE status = 'queued' ORDER BY kind, id")
        #expect(try await lines(clinic, queued) == ["appointment_reminder", "appointment_reminder"])
        await clinic.close()
    }

    @Test("with --tell the client hears of the new time as of any other; whoever was moved meanwhile is left alone")
    func tells() async throws {
        let clinic = try await TestClinic.open()
        let zones = ZoneCatalogue()
        _ = try await shifted(clinic)
        let plan = ReanchorPlan(try await clinic.reader(as: .lead).movedPromises(zones: zones))
        let last = try #require(plan.steps.first)
        try await clinic.act(as: .operator) { act in try await act.reanchor(last, telling: true, zones: zones) }
        let told = Statement("AttuneAdminTests/told", sent: .lane, "SELECT kind FROM message WHERE kind = 'appointment_moved'")
        #expect(try await lines(clinic, told) == ["appointment_moved"])
        await #expect(throws: BookingError.self) {
            try await clinic.act(as: .operator) { act in try await act.reanchor(last, telling: true, zones: zones) }
        }
        await clinic.close()
    }
}
