internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Therapists

internal import struct Foundation.UUID

/// `attune appointments …`
struct AppointmentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "appointments", abstract: "Agreed times: list, book, cancel, move, and what became of them.",
        discussion: """
            Examples:
              attune appointments list --days 7
              attune appointments book --therapist amara-okafor --client C-1001 --service session --at 2027-03-02T10:00 --format online
              attune appointments cancel A-3001 --reason "asked by phone"
              attune appointments fulfil A-3001
            """,
        subcommands: [
            AppointmentsList.self, AppointmentsShow.self, AppointmentsBook.self, AppointmentsCancel.self, AppointmentsMove.self,
            AppointmentsArrive.self, AppointmentsExpect.self, AppointmentsFulfil.self, AppointmentsMiss.self,
            AppointmentsWithdraw.self,
        ],
        defaultSubcommand: AppointmentsList.self)
}

struct AppointmentsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List what begins in the next days, on the promised wall clock.",
        discussion: """
            Examples:
              attune appointments list
              attune appointments list --therapist amara-okafor --days 30 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "From now, 1 to 730.") var days = 14
    @Option(help: "Only hers: slug, reference or id.") var therapist: String?
    @Option(help: "How many at most, 1 to 500.") var limit = 200

    func validate() throws {
        if !(1...730).contains(days) { throw ValidationError("--days must be from 1 to 730.") }
    }

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("appointments.list") { [days, therapist, limit] act in
                let now = try await act.now
                let span = try TimeRange(start: now, end: now + .hours(24 * days))
                let owner: AppointmentOwner =
                    if let therapist { .therapist(try await act.therapistOrRefuse(therapist).id) } else { .everybody }
                let found = try await act.appointments(of: owner, during: span, limit: limit)
                try await act.record("appointment.listed", clients: found.map(\.client.uuid))
                return try await act.named(found)
            }
        }
        options.print(NamedAppointment.table(found), json: .array(found.map(\.appointment.json)), in: shell)
        if found.count == limit { shell.say("The first \(limit); there may be more: --limit, --days or --therapist.") }
    }
}

struct AppointmentsShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one appointment.",
        discussion: """
            Examples:
              attune appointments show A-3001
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (A-3001) or id.") var name: String

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("appointments.show") { [name] act in
                let id = try await act.appointmentOrRefuse(name)
                guard let found = try await act.appointment(id) else { throw BookingError.noSuchAppointment }
                try await act.record("appointment.seen", subject: id.uuid, client: found.client.uuid)
                return try await act.named([found])
            }
        }
        options.print(one: found, in: shell)
    }
}

struct AppointmentsBook: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "book", abstract: "Book a time, judged by the same rules as everywhere; also called add.",
        discussion: """
            --at is the therapist's wall clock. A time that does not exist, or exists
            twice, is refused. Exits with 5 when somebody was first.

            Examples:
              attune appointments book --therapist amara-okafor --client C-1001 --service session --at 2027-03-02T10:00 --format in_person
            """, aliases: ["add"])
    @OptionGroup var options: ClinicOptions
    @Option(help: "Slug, reference or id.") var therapist: String
    @Option(help: "Reference (C-1001) or id.") var client: String
    @Option(help: "The service's code.") var service: String
    @Option(help: ArgumentHelp("Wall clock.", valueName: "yyyy-mm-ddThh:mm")) var at: String
    @Option(help: "in_person, online or phone.", completion: .list(["in_person", "online", "phone"])) var format: String

    func validate() throws {
        guard SessionFormat(rawValue: format) != nil else { throw ValidationError("--format is in_person, online or phone.") }
        _ = try Arguments.wallTime(at)
    }

    func run(in shell: Shell) async throws {
        let start = try Arguments.wallTime(at)
        guard let format = SessionFormat(rawValue: format) else { return }
        let booked = try await options.with(shell) { clinic in
            try await clinic.act("appointments.book") { [therapist, client, service, zones = clinic.zones] act in
                let id = if let id = UUID(uuidString: client) { Client.ID(id) } else { try await act.client(named: client)?.id }
                guard let id else { throw ClientRefusal.notFound }
                let booked = try await act.bookAppointment(
                    NewAppointment(
                        therapist: try await act.therapistOrRefuse(therapist).id, client: id,
                        service: try await act.serviceOrRefuse(service),
                        start: .wall(start), format: format), zones: zones)
                return try await act.named([booked])
            }
        }
        options.print(one: booked, in: shell)
    }
}

struct AppointmentsCancel: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel an appointment; its hour is free at once.",
        discussion: """
            Examples:
              attune appointments cancel A-3001 --reason "asked by phone"
            """)
    @OptionGroup var appointment: OneAppointment
    @Option(help: "Why, at most 500 characters.") var reason: String?

    func run(in shell: Shell) async throws {
        try await appointment.carryOut("appointments.cancel", in: shell) { [reason] act, id, version, zones in
            try await act.cancelAppointment(id, version: version, reason: reason, zones: zones)
        }
    }
}

struct AppointmentsMove: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "move", abstract: "Move an appointment to another time.",
        discussion: """
            Examples:
              attune appointments move A-3001 --to 2027-03-03T11:00
            """)
    @OptionGroup var appointment: OneAppointment
    @Option(help: ArgumentHelp("Wall clock.", valueName: "yyyy-mm-ddThh:mm")) var to: String

    func validate() throws { _ = try Arguments.wallTime(to) }

    func run(in shell: Shell) async throws {
        let start = try Arguments.wallTime(to)
        try await appointment.carryOut("appointments.move", in: shell) { act, id, version, zones in
            try await act.moveAppointment(id, AppointmentMove(start: .wall(start)), version: version, zones: zones)
        }
    }
}

/// An appointment with what a person calls those by who meet.
struct NamedAppointment: Sendable {
    let appointment: Appointment
    /// `C-1042`
    let client: String
    /// `amara-okafor`
    let therapist: String

    static func table(_ rows: [NamedAppointment]) -> Table {
        Table(
            ["appointment", "client", "therapist", "when", "zone", "minutes", "format", "status"],
            rows.map { row in
                let one = row.appointment
                return [
                    one.reference, row.client, row.therapist, one.promise.start.description, one.promise.zone.name,
                    String(one.time.minutes), one.format.rawValue, one.status.rawValue,
                ]
            })
    }
}

extension Querying {
    func named(_ appointments: [Appointment]) async throws -> [NamedAppointment] {
        let clients = try await references(of: appointments.map(\.client))
        var therapists: [Therapist.ID: String] = [:]
        for id in Set(appointments.map(\.therapist)) { therapists[id] = try await therapist(id)?.slug }
        return appointments.map {
            NamedAppointment(appointment: $0, client: clients[$0.client] ?? "", therapist: therapists[$0.therapist] ?? "")
        }
    }
}

extension ClinicOptions {
    /// One appointment, as the only row.
    func print(one: [NamedAppointment], in shell: Shell) {
        print(NamedAppointment.table(one), json: one.first?.appointment.json ?? .null, in: shell)
    }
}

extension Appointment {
    var json: JSON {
        .object([
            ("id", .string(id.uuid.text)), ("reference", .string(reference)), ("therapist", .string(therapist.uuid.text)),
            ("client", .string(client.uuid.text)), ("service", .string(service.uuid.text)), ("room", .text(room?.uuid.text)),
            ("format", .string(format.rawValue)), ("start", .string(time.start.description)),
            ("end", .string(time.end.description)),
            ("local_start", .string(promise.start.description)), ("zone", .string(promise.zone.name)),
            ("status", .string(status.rawValue)),
            ("version", .int(version)),
        ])
    }
}
