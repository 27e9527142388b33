import Access
import Appointments
import Clients
import Clinic
import Database
import Foundation
import TestKit
import Testing
import Therapists

/// The small test clinic, as appointments see it.
enum Fixture {
    static let zones = ZoneCatalogue()
    static let amara = Therapist.ID(TestClinic.amara), tomasz = Therapist.ID(TestClinic.tomasz)
    static let robin = Client.ID(TestClinic.robin), sam = Client.ID(TestClinic.sam), noor = Client.ID(TestClinic.noor)
    static let session = Service.ID(TestClinic.session)
    static let blue = Room.ID(TestClinic.blueRoom), green = Room.ID(TestClinic.greenRoom)

    static var vancouver: ZoneRules { get throws { try zones.rules(#require(ZoneID("America/Vancouver"))) } }

    /// A Tuesday two to three weeks from now, inside every rule of the test clinic.
    static func tuesday() throws -> LocalDate {
        var day = SystemTime().now().utcDate.adding(days: 14)
        while day.weekday != .tuesday { day = day.adding(days: 1) }
        return day
    }

    static func wall(_ time: String, on day: LocalDate? = nil) throws -> AppointmentStart {
        .wall(LocalDateTime(try day ?? tuesday(), try LocalTime(time)))
    }

    static func new(
        _ therapist: Therapist.ID = amara, _ client: Client.ID = robin, at time: String, format: SessionFormat = .online,
        room: Room.ID? = nil, override: String? = nil
    ) throws -> NewAppointment {
        NewAppointment(
            therapist: therapist, client: client, service: session, start: try wall(time), format: format, room: room,
            override: override)
    }

    /// The code of what came of it: `ok` or a refusal's.
    static func outcome(_ body: () async throws -> Appointment) async -> String {
        do {
            _ = try await body()
            return "ok"
        } catch let refusal as any Refusal {
            return refusal.code
        } catch { return String(describing: error) }
    }
}

extension TestClinic {
    func book(_ new: NewAppointment, as role: Role = .frontDesk, therapist: UUID = amara) async throws -> Appointment {
        try await act(as: role, therapist: therapist) { try await $0.bookAppointment(new, zones: Fixture.zones) }
    }

    /// The code of what came of booking it.
    func outcome(of new: NewAppointment) async -> String { await Fixture.outcome { try await book(new) } }

    func count(_ statement: Statement) async throws -> Int {
        try await act(as: .lead) { act in
            let count = try await act.query(statement()).value(Int.self)
            try await act.record("test.counted")
            return count
        }
    }

    /// More clients, who have nothing else.
    func addClients(_ count: Int) async throws -> [Client.ID] {
        let ids = (0..<count).map { _ in UUID() }
        try await act(as: .operator) { act in
            _ = try await act.query(
                Statement(
                    "AppointmentsTests/clients", sent: .lease,
                    "INSERT INTO client (id, full_name) SELECT id, 'Test' FROM unnest($1::uuid[]) id")(ids))
            try await act.record("test.clients")
        }
        return ids.map { Client.ID($0) }
    }
}
