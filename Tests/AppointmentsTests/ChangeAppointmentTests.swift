import Access
import Appointments
import Clients
import Clinic
import Database
import Foundation
import TestKit
import Testing
import Therapists

@Suite("Changing an appointment")
struct ChangeAppointmentTests {
    private func cancel(_ clinic: TestClinic, _ id: Appointment.ID, version: Int? = nil) async throws -> Appointment {
        try await clinic.act(as: .frontDesk) {
            try await $0.cancelAppointment(id, version: version, reason: "Asked to", zones: Fixture.zones)
        }
    }

    @Test("cancelling frees the hour, once, and only the version that was seen")
    func cancelling() async throws {
        let clinic = try await TestClinic.open()
        let booked = try await clinic.book(try Fixture.new(at: "10:00"))
        #expect(await Fixture.outcome { try await cancel(clinic, booked.id, version: 7) } == "appointment.stale")
        let cancelled = try await cancel(clinic, booked.id, version: booked.version)
        #expect(cancelled.status == .cancelled && cancelled.version == 2 && cancelled.statusReason == "Asked to")
        #expect(await Fixture.outcome { try await cancel(clinic, booked.id) } == "appointment.status_move")
        let again = await #expect(throws: BookingError.self) { try await cancel(clinic, booked.id) }
        #expect(again?.message == "This appointment is cancelled already. Nothing was changed.")
        #expect(await Fixture.outcome { try await cancel(clinic, Appointment.ID(UUID())) } == "appointment.not_found")
        #expect(await Fixture.outcome { try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "10:00")) } == "ok")
        await clinic.close()
    }

    @Test("moving keeps the appointment: same id, new promise, the old hour free, and by half an hour it is not in its own way")
    func moving() async throws {
        let clinic = try await TestClinic.open()
        let booked = try await clinic.book(try Fixture.new(at: "10:00", format: .inPerson))
        let moved = try await clinic.act(as: .frontDesk) {
            try await $0.moveAppointment(
                booked.id, AppointmentMove(start: try Fixture.wall("10:30")), version: 1, zones: Fixture.zones)
        }
        #expect(moved.id == booked.id && moved.version == 2 && moved.time.start == booked.time.start + .minutes(30))
        #expect(moved.promise.start.time.description == "10:30")
        _ = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "09:30"))
        let back = await Fixture.outcome {
            try await clinic.act(as: .frontDesk) {
                try await $0.moveAppointment(booked.id, AppointmentMove(start: try Fixture.wall("10:00")), zones: Fixture.zones)
            }
        }
        #expect(back == "appointment.therapist_busy")
        #expect(try await clinic.reader(as: .frontDesk).appointment(booked.id) == moved)
        await clinic.close()
    }

    @Test("twenty people who move appointments onto each other all get an answer, and no two appointments overlap")
    func movingRace() async throws {
        let clinic = try await TestClinic.open()
        let clients = try await clinic.addClients(6)
        let times = ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00"]
        var booked: [Appointment] = []
        for (client, time) in zip(clients, times) {
            booked.append(try await clinic.book(try Fixture.new(Fixture.amara, client, at: time)))
        }
        let all = booked
        let outcomes = await withTaskGroup(of: String.self, returning: [String].self) { group in
            for number in 0..<20 {
                group.addTask {
                    await Fixture.outcome {
                        try await clinic.act(as: .frontDesk) {
                            let start = try Fixture.wall(times[(number * 5 + 1) % 6]), id = all[number % 6].id
                            return try await $0.moveAppointment(id, AppointmentMove(start: start), zones: Fixture.zones)
                        }
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(outcomes).isSubset(of: ["ok", "appointment.therapist_busy", "appointment.stale"]), "\(Set(outcomes))")
        #expect(try await clinic.count(Self.overlaps) == 0)
        await clinic.close()
    }

    @Test("a session is marked as attended or missed only once it has begun")
    func attendance() async throws {
        let clinic = try await TestClinic.open()
        let booked = try await clinic.book(try Fixture.new(at: "10:00"))
        #expect(
            await Fixture.outcome { try await clinic.act(as: .frontDesk) { try await $0.missAppointment(booked.id) } }
                == "appointment.not_yet")
        let arrived = try await clinic.act(as: .frontDesk) { try await $0.arriveAppointment(booked.id, version: 1) }
        #expect(arrived.status == .arrived)
        let awaited = try await clinic.act(as: .frontDesk) { try await $0.expectAppointment(booked.id, version: 2) }
        #expect(awaited.status == .booked)
        #expect(
            await Fixture.outcome { try await clinic.act(as: .frontDesk) { try await $0.expectAppointment(booked.id) } }
                == "appointment.status_move", "nobody is here")
        await clinic.close()
    }

    private static let sent = Statement(
        "ChangeAppointmentTests/sent", sent: .lease,
        "UPDATE message SET status = 'sent', sent_at = now() WHERE about_id = $1 AND kind = 'appointment_booked'")
    private static let queued = Statement(
        "ChangeAppointmentTests/queued", sent: .lease,
        "SELECT kind FROM message WHERE about_id = $1 AND status = 'queued' ORDER BY kind")

    @Test(
        "what was entered in error frees its hour for good; whoever was told of it is told that it is off, and nobody else hears anything"
    )
    func enteredInError() async throws {
        let clinic = try await TestClinic.open()
        func withdraw(_ id: Appointment.ID, _ reason: String = "Wrong client", version: Int? = nil) async throws -> Appointment {
            try await clinic.act(as: .frontDesk) {
                try await $0.withdrawAppointment(id, version: version, reason: reason, zones: Fixture.zones)
            }
        }
        func queued(_ id: Appointment.ID) async throws -> [String] {
            try await clinic.act(as: .worker) { act in
                try await act.record("test.counted")
                return try await act.query(Self.queued(id.uuid)).values(String.self)
            }
        }
        let untold = try await clinic.book(try Fixture.new(at: "10:00"))
        #expect(try await queued(untold.id).contains("appointment_booked"))
        #expect(await Fixture.outcome { try await withdraw(untold.id, " ") } == "appointment.reason_missing")
        #expect(await Fixture.outcome { try await withdraw(untold.id, version: 7) } == "appointment.stale")
        let withdrawn = try await withdraw(untold.id)
        #expect(withdrawn.status == .enteredInError && withdrawn.statusReason == "Wrong client")
        #expect(try await queued(untold.id).isEmpty, "they had heard nothing")
        #expect(await Fixture.outcome { try await withdraw(untold.id) } == "appointment.status_move")
        #expect(await Fixture.outcome { try await cancel(clinic, untold.id) } == "appointment.status_move")

        let told = try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "10:00"))
        try await clinic.act(as: .worker) { act in
            _ = try await act.query(Self.sent(told.id.uuid))
            try await act.record("test.sent")
        }
        _ = try await withdraw(told.id)
        #expect(try await queued(told.id) == ["appointment_cancelled"])

        let off = try await clinic.book(try Fixture.new(at: "11:00"))
        _ = try await cancel(clinic, off.id)
        _ = try await withdraw(off.id)
        #expect(try await queued(off.id).isEmpty, "once is enough")

        let held = try await clinic.act(as: .intake) {
            let until = try await $0.now + .seconds(3_600)
            return try await $0.holdAppointment(try Fixture.new(at: "14:00"), until: until, zones: Fixture.zones)
        }
        #expect(await Fixture.outcome { try await withdraw(held.id) } == "appointment.status_move", "its proposal decides")
        await clinic.close()
    }

    @Test("a hold stands in the way like a booking, is confirmed once, and is let go when it ended by the clock")
    func holds() async throws {
        let clinic = try await TestClinic.open()
        func hold(_ time: String, for seconds: Int) async throws -> Appointment {
            try await clinic.act(as: .intake) {
                let until = try await $0.now + .seconds(seconds)
                return try await $0.holdAppointment(try Fixture.new(at: time), until: until, zones: Fixture.zones)
            }
        }
        let held = try await hold("10:00", for: 3_600)
        #expect(held.status == .proposed && held.holdUntil != nil)
        let other = try Fixture.new(Fixture.amara, Fixture.sam, at: "10:00")
        #expect(await Fixture.outcome { try await clinic.book(other) } == "appointment.hold")
        let confirmed = try await clinic.act(as: .intake) { try await $0.confirmHold(held.id, zones: Fixture.zones) }
        #expect(confirmed.status == .booked && confirmed.holdUntil == nil)
        #expect(
            await Fixture.outcome {
                try await clinic.act(as: .intake) { try await $0.confirmHold(held.id, zones: Fixture.zones) }
            }
                == "appointment.hold_ended")

        let second = try await hold("11:00", for: 3_600)
        let (released, again) = try await clinic.act(as: .intake) {
            (try await $0.releaseHold(second.id), try await $0.releaseHold(second.id))
        }
        #expect(released && !again)

        let brief = try await hold("13:00", for: 1)
        try await Task.sleep(for: .seconds(1.2))
        #expect(
            await Fixture.outcome {
                try await clinic.act(as: .intake) { try await $0.confirmHold(brief.id, zones: Fixture.zones) }
            }
                == "appointment.hold_ended")
        #expect(await Fixture.outcome { try await clinic.book(try Fixture.new(Fixture.amara, Fixture.sam, at: "13:00")) } == "ok")
        #expect(try await clinic.reader(as: .lead).appointment(brief.id)?.status == .cancelled)
        await clinic.close()
    }

    @Test("whatever four people try at once, appointments never overlap, and all that were accepted and not cancelled are there")
    func property() async throws {
        let clinic = try await TestClinic.open()
        let clients = try await clinic.addClients(12)
        let seed = UInt64.random(in: .min ... .max)
        let day = try Fixture.tuesday()
        let (accepted, kept) = await withTaskGroup(of: (Int, [Appointment.ID]).self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var random = SeededRandom(seed &+ UInt64(worker))
                    var (mine, accepted): ([Appointment], Int) = ([], 0)
                    for _ in 0..<40 {
                        let start = AppointmentStart.wall(
                            LocalDateTime(
                                day,
                                LocalTime(microsecondsOfDay: Int64.random(in: 36...65, using: &random) * 900_000_000)
                                    ?? .midnight))
                        let new = NewAppointment(
                            therapist: [Fixture.amara, Fixture.tomasz].randomElement(using: &random) ?? Fixture.amara,
                            client: clients.randomElement(using: &random) ?? Fixture.robin, service: Fixture.session,
                            start: start,
                            format: Bool.random(using: &random) ? .online : .inPerson)
                        if let one = mine.last, Int.random(in: 0..<4, using: &random) == 0 {
                            if (try? await cancel(clinic, one.id)) != nil { mine.removeLast() }
                        } else if let one = mine.last, Int.random(in: 0..<4, using: &random) == 0 {
                            _ = try? await clinic.act(as: .frontDesk) {
                                try await $0.moveAppointment(one.id, AppointmentMove(start: start), zones: Fixture.zones)
                            }
                        } else if let booked = try? await clinic.book(new) {
                            mine.append(booked)
                            accepted += 1
                        }
                    }
                    return (accepted, mine.map(\.id))
                }
            }
            return await group.reduce(into: (0, Set<Appointment.ID>())) { $0 = ($0.0 + $1.0, $0.1.union($1.1)) }
        }
        #expect(try await clinic.count(Self.overlaps) == 0, "seed \(seed)")
        let live = Statement("AppointmentsTests/live", sent: .lease, "SELECT id FROM appointment WHERE status = 'booked'")
        let found = try await clinic.act(as: .lead) { act in
            let ids = try await act.query(live()).values(Appointment.ID.self)
            try await act.record("test.counted")
            return Set(ids)
        }
        #expect(found == kept, "seed \(seed)")
        #expect(accepted > 0, "160 tries of which none fits the hours: the test asks for the wrong ones")
        await clinic.close()
    }

    @Test("a list goes on where the page before ended, for everybody, a therapist and a client alike")
    func pages() async throws {
        let clinic = try await TestClinic.open()
        for time in ["09:00", "10:00", "11:00", "13:00", "14:00"] { _ = try await clinic.book(try Fixture.new(at: time)) }
        let day = try Fixture.tuesday()
        for owner in [AppointmentOwner.everybody, .therapist(Fixture.amara), .client(Fixture.robin)] {
            var listed: [Appointment] = []
            var cursor: AppointmentCursor?
            while true {
                let page = try await clinic.reader(as: .frontDesk).appointments(
                    of: owner, on: day, in: Fixture.vancouver, after: cursor, limit: 2)
                guard let last = page.last else { break }
                listed += page
                cursor = AppointmentCursor(last)
            }
            #expect(listed.map { $0.promise.start.time.description } == ["09:00", "10:00", "11:00", "13:00", "14:00"])
        }
        await clinic.close()
    }

    static let overlaps = Statement(
        "AppointmentsTests/overlaps", sent: .lease,
        """
        SELECT count(*) FROM appointment a JOIN appointment b ON a.id < b.id AND a.during && b.during
           AND (a.therapist_id = b.therapist_id OR a.room_id = b.room_id OR a.client_id = b.client_id)
         WHERE a.status = 'booked' AND b.status = 'booked'
        """)
}
