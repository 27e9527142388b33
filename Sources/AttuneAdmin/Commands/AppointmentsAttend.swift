internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic

internal import struct Foundation.UUID

/// Which appointment, and what was read of it.
struct AttendanceOptions: ParsableArguments {
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (A-3001) or id.") var name: String
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    fileprivate func carryOut(
        _ policy: String, in shell: Shell, _ change: @escaping @Sendable (Act, Appointment.ID, Int?) async throws -> Appointment
    ) async throws {
        let changed = try await options.with(shell) { clinic in
            try await clinic.act(policy) { [name, version] act in
                try await change(act, try await act.appointmentOrRefuse(name), version)
            }
        }
        options.print(Appointment.table([changed]), json: changed.json, in: shell)
    }
}

struct AppointmentsArrive: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrive", abstract: "The client is here.",
        discussion: """
            Examples:
              attune appointments arrive A-3001
            """)
    @OptionGroup var attendance: AttendanceOptions

    func run(in shell: Shell) async throws {
        try await attendance.carryOut("appointments.arrive", in: shell) { act, id, version in
            try await act.arriveAppointment(id, version: version)
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
    @OptionGroup var attendance: AttendanceOptions

    func run(in shell: Shell) async throws {
        try await attendance.carryOut("appointments.fulfil", in: shell) { act, id, version in
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
    @OptionGroup var attendance: AttendanceOptions

    func run(in shell: Shell) async throws {
        try await attendance.carryOut("appointments.miss", in: shell) { act, id, version in
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
