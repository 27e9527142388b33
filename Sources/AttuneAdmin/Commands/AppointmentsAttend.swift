internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic

internal import struct Foundation.UUID

/// Which appointment, and what was read of it.
struct OneAppointment: ParsableArguments {
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (A-3001) or id.") var name: String
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func carryOut(
        _ action: String, in shell: Shell,
        _ change: @escaping @Sendable (Act, Appointment.ID, Int?, ZoneCatalogue) async throws -> Appointment
    ) async throws {
        let changed = try await options.with(shell) { clinic in
            try await clinic.act(action) { [name, version, zones = clinic.zones] act in
                try await act.named([try await change(act, try await act.appointmentOrRefuse(name), version, zones)])
            }
        }
        options.print(one: changed, in: shell)
    }
}

struct AppointmentsArrive: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrive", abstract: "The client is here.",
        discussion: """
            Examples:
              attune appointments arrive A-3001
            """)
    @OptionGroup var appointment: OneAppointment

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.arrive", in: shell) { act, id, version, _ in
            try await act.arriveAppointment(id, version: version)
        }
    }
}

struct AppointmentsExpect: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "expect", abstract: "Not here after all: awaited as before.",
        discussion: """
            Examples:
              attune appointments expect A-3001
            """)
    @OptionGroup var appointment: OneAppointment

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.expect", in: shell) { act, id, version, _ in
            try await act.expectAppointment(id, version: version)
        }
    }
}

struct AppointmentsWithdraw: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "withdraw", abstract: "Entered in error: the wrong client, or the same session twice. Final.",
        discussion: """
            Frees the time. A client who had been told of a session to come is told that it
            does not take place. What was agreed and is off is cancelled instead.

            Examples:
              attune appointments withdraw A-3001 --reason "booked for the wrong client"
            """)
    @OptionGroup var appointment: OneAppointment
    @Option(help: "Why, for staff; the client is not told.") var reason: String

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.withdraw", in: shell) { [reason] act, id, version, zones in
            try await act.withdrawAppointment(id, version: version, reason: reason, zones: zones)
        }
    }
}

struct AppointmentsFulfil: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "fulfil", abstract: "It took place: what early checks and the report of outcomes count.",
        discussion: """
            Examples:
              attune appointments fulfil A-3001
            """)
    @OptionGroup var appointment: OneAppointment

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.fulfil", in: shell) { act, id, version, _ in
            try await act.fulfilAppointment(id, version: version)
        }
    }
}

struct AppointmentsMiss: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "miss", abstract: "The client did not come.",
        discussion: """
            Examples:
              attune appointments miss A-3001
            """)
    @OptionGroup var appointment: OneAppointment

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.miss", in: shell) { act, id, version, _ in
            try await act.missAppointment(id, version: version)
        }
    }
}

extension Querying {
    /// By reference or id. - Throws: `BookingError.noSuchAppointment`.
    func appointmentOrRefuse(_ name: String) async throws -> Appointment.ID {
        let id = if let id = UUID(uuidString: name) { Appointment.ID(id) } else { try await appointment(named: name)?.id }
        guard let id else { throw BookingError.noSuchAppointment }
        return id
    }
}
