import Access
import Appointments
import Clinic
import Database
import Foundation
import TestKit
import Testing

@Suite("Auditing promised times")
struct TimeAuditTests {
    @Test("a promise that today's rules keep is silent; one made under older rules is listed with the moment that was meant")
    func pure() throws {
        let vancouver = try Fixture.vancouver
        let noon = try LocalDateTime("2026-12-01T12:00")
        let promise = PromisedTime(start: noon, zone: vancouver.zone)
        func judge(_ instant: String) throws -> MovedPromise? {
            let appointment = Promise(
                id: Appointment.ID(UUID()), reference: "A-1", instant: try Instant(rfc3339: instant), promise: promise)
            return TimeAudit.judge(appointment, under: vancouver)
        }
        #expect(try judge("2026-12-01T19:00:00Z") == nil)
        // As software with rules of 2025 books it.
        let moved = try #require(try judge("2026-12-01T20:00:00Z"))
        #expect(moved.clockShows.description == "2026-12-01T13:00")
        #expect(moved.promised == .one(try Instant(rfc3339: "2026-12-01T19:00:00Z")))
    }

    @Test("the audit finds exactly the appointments whose promise moved")
    func audit() async throws {
        let clinic = try await TestClinic.open()
        _ = try await clinic.book(try Fixture.new(at: "09:00"))
        let other = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "11:00"))
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement(
                    "AppointmentsTests/shift", sent: .lease,
                    "UPDATE appointment SET promised_start = promised_start - interval '1 hour' WHERE id = $1")(other.id))
            try await act.record("test.shifted")
        }
        let moved = try await clinic.reader(as: .lead).movedPromises(zones: Fixture.zones)
        #expect(moved.map(\.id) == [other.id])
        #expect(moved.first?.promised == .one(other.time.start - .hours(1)))
        await clinic.close()
    }

    @Test("PostgreSQL's rules pass the canary")
    func canary() async throws {
        let test = try await TestDatabase.fresh(migrated: false)
        try await ZoneCanary.check(test.app)
        await test.drop()
    }
}
