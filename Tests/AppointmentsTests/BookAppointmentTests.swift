import Access
import Appointments
import Clients
import Clinic
import Database
import Foundation
import TestKit
import Testing
import Therapists

@Suite("Booking an appointment")
struct BookAppointmentTests {
    @Test("a booking keeps the wall time and zone that were promised, takes a room, and leaves an audit row and two messages")
    func book() async throws {
        let clinic = try await TestClinic.open()
        let appointment = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson))
        #expect(appointment.status == .booked && appointment.version == 1)
        #expect(appointment.promise.start == LocalDateTime(try Fixture.tuesday(), try LocalTime("10:00")))
        #expect(appointment.promise.zone.name == "America/Vancouver")
        #expect(try appointment.time.start == Fixture.vancouver.instant(of: appointment.promise.start))
        #expect(appointment.time.minutes == 50)
        #expect(appointment.room != nil)
        let audit = Statement(
            "AppointmentsTests/audit", sent: .lease, "SELECT count(*) FROM audit WHERE action = 'appointment.booked'")
        let messages = Statement(
            "AppointmentsTests/messages", sent: .lease, "SELECT count(*) FROM message WHERE status = 'queued'")
        #expect(try await clinic.count(audit) == 1)
        #expect(try await clinic.count(messages) == 2)
        await clinic.close()
    }

    @Test(
        "when 200 people book one hour, one succeeds and 199 hear that the therapist is busy",
        arguments: [0, 30])
    func race(minutesApart: Int) async throws {
        let clinic = try await TestClinic.open()
        let clients = try await clinic.addClients(200)
        let day = try Fixture.tuesday()
        let outcomes = await withTaskGroup(of: String.self, returning: [String].self) { group in
            for (number, client) in clients.enumerated() {
                let minute = number % 2 * minutesApart
                group.addTask {
                    await Fixture.outcome {
                        let start = LocalDateTime(day, try LocalTime(hour: 10, minute: minute))
                        return try await clinic.book(
                            NewAppointment(
                                therapist: Fixture.amara, client: client, service: Fixture.session, start: .wall(start),
                                format: .online))
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let counted = Dictionary(grouping: outcomes, by: \.self).mapValues(\.count)
        #expect(counted == ["ok": 1, "appointment.therapist_busy": 199])
        await clinic.close()
    }

    @Test("a room is taken once: the next one is chosen, then nobody gets one, and a client is never in two places")
    func roomsAndClients() async throws {
        let clinic = try await TestClinic.open()
        let first = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson, room: Fixture.blue))
        #expect(first.room == Fixture.blue)
        let asked = try Fixture.new(Fixture.tomasz, Fixture.sam, at: "10:00", format: .inPerson, room: Fixture.blue)
        #expect(await Fixture.outcome { try await clinic.book(asked) } == "appointment.room_busy")
        let nowhere = try Fixture.new(
            Fixture.tomasz, Fixture.sam, at: "10:00", format: .inPerson, room: Room.ID(TestClinic.id(99)))
        #expect(await Fixture.outcome { try await clinic.book(nowhere) } == "appointment.no_such_room")
        let second = try await clinic.book(try Fixture.new(Fixture.tomasz, Fixture.sam, at: "10:00", format: .inPerson))
        #expect(second.room == Fixture.green)
        let twice = try Fixture.new(Fixture.tomasz, Fixture.robin, at: "11:00", format: .online)
        _ = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.robin, at: "11:00", format: .online))
        #expect(await Fixture.outcome { try await clinic.book(twice) } == "appointment.client_busy")
        await clinic.close()
    }

    @Test("a time outside hours is refused with the reason, and a reason from somebody who may decide it lifts the rule")
    func overrides() async throws {
        let clinic = try await TestClinic.open()
        let early = try Fixture.new(at: "07:00")
        #expect(await Fixture.outcome { try await clinic.book(early) } == "appointment.closed")
        var decided = early
        decided.override = "  "
        #expect(await clinic.outcome(of: decided) == "appointment.override_without_reason")
        decided.override = "The client works nights"
        #expect(try await clinic.book(decided).statusReason == "The client works nights")

        _ = try await clinic.book(try Fixture.new(at: "10:00"))
        let overlap = try Fixture.new(Fixture.amara, Fixture.sam, at: "10:30", override: "A crisis")
        #expect(await Fixture.outcome { try await clinic.book(overlap) } == "appointment.override_not_allowed")
        #expect(try await clinic.book(overlap, as: .lead).overlapReason == "A crisis")
        await clinic.close()
    }

    @Test("a wall time that the clocks skip does not exist, one that they repeat is asked about")
    func gapAndFold() async throws {
        let clinic = try await TestClinic.open()
        let toronto = try #require(ZoneID("America/Toronto"))
        let rules = try Fixture.zones.rules(toronto)
        let now = SystemTime().now()
        let changes = rules.transitions(from: now, to: now + .hours(24 * 400))
        let spring = try #require(changes.first { $0.offsetAfter > $0.offsetBefore })
        let autumn = try #require(changes.first { $0.offsetAfter < $0.offsetBefore })
        func book(_ local: LocalDateTime, _ choice: FoldChoice? = nil) async throws -> Appointment {
            try await clinic.book(
                NewAppointment(
                    therapist: Fixture.amara, client: Fixture.robin, service: Fixture.session,
                    start: .wall(local, zone: toronto, choosing: choice), format: .online, override: "At night, as agreed"))
        }
        let skipped = try #require(rules.local(of: spring.at - .seconds(1)).adding(minutes: 30))
        #expect(await Fixture.outcome { try await book(skipped) } == "appointment.no_such_local_time")
        let repeated = try #require(rules.local(of: autumn.at).adding(minutes: 30))
        #expect(await Fixture.outcome { try await book(repeated) } == "appointment.ambiguous_local_time")
        let earlier = try await book(repeated, .earlier)
        #expect(earlier.time.start == autumn.at - .minutes(30))
        #expect(earlier.promise == PromisedTime(start: repeated, zone: toronto))
        await clinic.close()
    }

    @Test("who does not exist, or is not licensed then, is not booked")
    func parties() async throws {
        let clinic = try await TestClinic.open()
        var new = try Fixture.new(at: "10:00")
        new.client = Client.ID(UUID())
        #expect(await clinic.outcome(of: new) == "appointment.no_such_client")
        new = try Fixture.new(at: "10:00")
        new.therapist = Therapist.ID(UUID())
        #expect(await clinic.outcome(of: new) == "appointment.no_such_therapist")
        new = try Fixture.new(at: "10:00", format: .phone)
        #expect(await clinic.outcome(of: new) == "appointment.format_not_offered")
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement("AppointmentsTests/expire", sent: .lease, "UPDATE credential SET expires_on = current_date + 1")())
            try await act.record("test.expired")
        }
        #expect(await Fixture.outcome { try await clinic.book(try Fixture.new(at: "10:00")) } == "appointment.not_licensed")
        await clinic.close()
    }

    @Test("a therapist books her own clients, sees no colleague's appointment, and learns only that a room is taken")
    func privacy() async throws {
        let clinic = try await TestClinic.open()
        let hers = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson, room: Fixture.blue), as: .therapist)
        let seen = try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).appointment(hers.id)
        #expect(seen == nil)
        #expect(try await clinic.reader(as: .therapist).appointment(hers.id) == hers)
        let stranger = try Fixture.new(Fixture.tomasz, Fixture.noor, at: "11:00")
        #expect(
            await Fixture.outcome { try await clinic.book(stranger, as: .therapist, therapist: TestClinic.tomasz) }
                == "appointment.no_such_client")
        let search = SlotSearch(
            therapists: [Fixture.amara, Fixture.tomasz], service: Fixture.session, format: .online,
            span: try TimeRange(from: hers.time.start - .hours(1), minutes: 120))
        let offered = try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).slots(search, zones: Fixture.zones)
        #expect(offered.filter { $0.therapist == Fixture.amara }.map { $0.local.time.description } == ["09:00"])
        #expect(
            offered.filter { $0.therapist == Fixture.tomasz }.map { $0.local.time.description } == [
                "09:00", "09:30", "10:00", "10:30",
            ])
        await clinic.close()
    }

    @Test("a team's openings in all formats at once are those of each format by itself, holds and sessions left out")
    func formats() async throws {
        let clinic = try await TestClinic.open()
        let booked = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson, room: Fixture.blue))
        var search = SlotSearch(
            therapists: [Fixture.tomasz, Fixture.amara], service: Fixture.session, format: .online,
            span: try TimeRange(from: booked.time.start - .hours(30), minutes: 60 * 60 * 3), limit: 7)
        let reader = clinic.reader(as: .intake)
        var together: [Slot] = []
        try await reader.forEachSlot(search, formats: SessionFormat.allCases, zones: Fixture.zones) { together.append($0) }
        var apart: [Slot] = []
        for therapist in search.therapists {
            for format in SessionFormat.allCases {
                search.therapists = [therapist]
                search.format = format
                apart += try await reader.slots(search, zones: Fixture.zones)
            }
        }
        #expect(together == apart && Set(together.map(\.format)).count > 1)
        #expect(!together.contains { $0.therapist == Fixture.amara && $0.time.overlaps(booked.time) })
        await clinic.close()
    }

    @Test("two clients who are kept apart get neither the same therapist nor adjoining hours, and the refusal says no more")
    func keptApart() async throws {
        let clinic = try await TestClinic.open()
        _ = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson))
        try await clinic.act(as: .lead) { act in
            _ = try await act.query(
                Statement(
                    "AppointmentsTests/apart", sent: .lease,
                    "INSERT INTO kept_apart (id, one_id, other_id, kind) VALUES (gen_random_uuid(), $1, $2, 'other')")(
                        TestClinic.robin, TestClinic.noor))
            try await act.record("test.kept_apart")
        }
        let sameTherapist = try Fixture.new(Fixture.amara, Fixture.noor, at: "14:00")
        #expect(await Fixture.outcome { try await clinic.book(sameTherapist) } == "appointment.not_available")
        let nextDoor = try Fixture.new(Fixture.tomasz, Fixture.noor, at: "11:00", format: .inPerson)
        #expect(await Fixture.outcome { try await clinic.book(nextDoor) } == "appointment.not_available")
        #expect(
            await Fixture.outcome {
                try await clinic.book(try Fixture.new(Fixture.tomasz, Fixture.noor, at: "14:00", format: .inPerson))
            } == "ok")
        // Nobody cares for Noor on record; whom she is to see is hers all the same.
        let hersNow = try Fixture.new(Fixture.tomasz, Fixture.robin, at: "16:00")
        #expect(await Fixture.outcome { try await clinic.book(hersNow) } == "appointment.not_available")
        await clinic.close()
    }
}
