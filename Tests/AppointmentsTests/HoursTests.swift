import Access
import Appointments
import Clinic
import Foundation
import TestKit
import Testing

@Suite("Hours, rooms and services")
struct HoursTests {
    @Test("leave closes a day, extra hours open an evening, and the answer to 'why not?' follows")
    func exceptions() async throws {
        let clinic = try await TestClinic.open()
        let day = try Fixture.tuesday()
        let (leave, ten) = try await clinic.act(as: .frontDesk) { act in
            let leave = try await act.addScheduleException(NewScheduleException(day: day, kind: .closed), for: Fixture.amara)
            try await act.addScheduleException(
                NewScheduleException(
                    day: day, kind: .open, starts: try LocalTime("18:00"), ends: try LocalTime("20:00"), formats: [.online]),
                for: Fixture.amara)
            return (leave, try Fixture.vancouver.instant(of: LocalDateTime(day, try LocalTime("10:00"))))
        }
        func why(_ start: Instant) async throws -> SlotClosure? {
            try await clinic.reader(as: .frontDesk).closure(
                of: start, therapist: Fixture.amara, service: Fixture.session, format: .online, zones: Fixture.zones)
        }
        #expect(try await why(ten) == .leave)
        #expect(try await why(ten + .hours(8)) == nil)
        try await clinic.act(as: .frontDesk) { try await $0.removeScheduleException(leave, of: Fixture.amara) }
        #expect(try await why(ten) == nil)
        await clinic.close()
    }

    @Test(
        "exceptions of a file replace those of the one before: read twice it adds nothing, and what it leaves out is open again")
    func replaced() async throws {
        let clinic = try await TestClinic.open()
        let day = try Fixture.tuesday()
        func count(_ file: [NewScheduleException]) async throws -> Int {
            try await clinic.act(as: .operator) { try await $0.replaceScheduleExceptions(file, for: Fixture.amara) }
            return try await clinic.reader(as: .lead).hours(of: [Fixture.amara], days: day...day).exceptions.count
        }
        let ill = [NewScheduleException(day: day, kind: .closed, note: "ill")]
        #expect(try await count(ill) == 1)
        #expect(try await count(ill) == 1)
        #expect(try await count([]) == 0)
        // What a person entered is not the file's to take back.
        try await clinic.act(as: .frontDesk) { act in
            _ = try await act.closeHours(of: Fixture.amara, HoursClosure(days: day...day), zones: Fixture.zones)
        }
        #expect(try await count(ill) == 2)
        #expect(try await count([]) == 1)
        await clinic.close()
    }

    @Test("hours that cannot be are refused in words, and another therapist's are not a therapist's to change")
    func refusals() async throws {
        let clinic = try await TestClinic.open()
        let good = NewWeeklyHours(
            weekday: .saturday, starts: try LocalTime("09:00"), ends: try LocalTime("12:00"), formats: [.online])
        func refusal(of hours: NewWeeklyHours) async throws -> HoursError? {
            do {
                try await clinic.act(as: .lead) { _ = try await $0.addWeeklyHours(hours, for: Fixture.amara) }
                return nil
            } catch let error as HoursError { return error }
        }
        var wrong = good
        wrong.ends = wrong.starts
        #expect(try await refusal(of: wrong) == .endsBeforeStart)
        wrong = good
        wrong.formats = [.inPerson]
        #expect(try await refusal(of: wrong) == .siteMissing)
        await #expect(throws: HoursError.noSuchTherapist) {
            try await clinic.act(as: .therapist) { try await $0.addWeeklyHours(good, for: Fixture.tomasz) }
        }
        try await clinic.act(as: .lead) { try await $0.replaceWeeklyHours([good], for: Fixture.amara) }
        let day = try Fixture.tuesday()
        let kept = try await clinic.reader(as: .lead).hours(of: [Fixture.amara], days: day...day)
        #expect(kept.weekly.map(\.weekday) == [.saturday])
        #expect(kept.weekly.first?.validFrom == nil)
        await clinic.close()
    }

    @Test("sites, rooms and services are known by their codes: adding twice changes, and never doubles")
    func offer() async throws {
        let clinic = try await TestClinic.open()
        let zone = try Fixture.vancouver.zone
        try await clinic.act(as: .operator) { act in
            let one = try await act.addSite(code: "annex", name: "Annex", zone: zone)
            let two = try await act.addSite(code: "annex", name: "The annex", zone: zone)
            #expect(one.id == two.id && two.name == "The annex")
            let room = try await act.addRoom(code: "a", name: "A", at: one.id)
            #expect(try await act.addRoom(code: "a", name: "Alpha", at: one.id).id == room.id)
            let service = Service(
                id: Service.ID(UUID()), code: "couple_75", name: "Couple", durationMinutes: 75, formats: [.inPerson])
            let saved = try await act.addService(service)
            let again = Service(
                id: Service.ID(UUID()), code: "couple_75", name: "Couples", durationMinutes: 80, formats: [.inPerson])
            #expect(try await act.addService(again).id == saved.id)
        }
        #expect(try await clinic.reader(as: .frontDesk).services().map(\.name) == ["Couples", "Session"])
        #expect(try await clinic.reader(as: .frontDesk).rooms().count == 3)
        await clinic.close()
    }
}
