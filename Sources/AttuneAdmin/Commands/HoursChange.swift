internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Therapists

struct HoursClose: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "She is not there: leave, illness, a course.",
        discussion: """
            Prints what stands in her calendar then. It stays there unless --cancel is
            given; a hold stays in any case, and its proposal is to be withdrawn or moved.

            Examples:
              attune hours close amara-okafor --on 2027-03-01 --note "Unwell"
              attune hours close amara-okafor --on 2027-03-01 --from 13:00 --to 17:00
              attune hours close amara-okafor --on 2027-07-05 --until 2027-07-16 --note "Summer leave"
              attune hours close amara-okafor --on 2027-03-01 --cancel --reason "Therapist unwell"
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var span: DayOptions
    @Argument(help: "Slug, reference or id.") var therapist: String
    @Option(
        help: ArgumentHelp("From when on each day; the whole day where not given.", valueName: "hh:mm"), transform: Arguments.time
    )
    var from: LocalTime?
    @Option(help: ArgumentHelp("Until when on each day.", valueName: "hh:mm"), transform: Arguments.time) var to: LocalTime?
    @Option(help: "For colleagues, at most 500 characters.") var note: String?
    @Flag(help: "Cancel the agreed sessions too.") var cancel = false
    @Option(help: "Why they are cancelled, for staff; clients are not told.") var reason: String?

    func validate() throws {
        if (from == nil) != (to == nil) { throw ValidationError("Give both --from and --to, or neither for the whole day.") }
        if reason != nil, !cancel { throw ValidationError("--reason belongs to --cancel. For colleagues there is --note.") }
    }

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("hours.close") { [self, zones = clinic.zones] act in
                let id = try await act.therapistOrRefuse(therapist).id
                let affected = try await act.closeHours(
                    of: id, HoursClosure(days: span.days, starts: from, ends: to, note: note),
                    cancelling: cancel ? reason ?? "" : nil, zones: zones)
                return try await act.named(affected)
            }
        }
        options.print(found, in: shell)
        let call = found.filter { $0.affected.told == .notTold }.count
        let move = found.filter { $0.affected.outcome == .toMove }.count
        let held = found.filter { $0.affected.outcome == .held }.count
        shell.say("Closed.\(found.isEmpty ? " Nothing stands in her calendar then." : "")")
        if call > 0 { shell.say("\(call) cannot be told safely by message: call them, if their file says how.") }
        if move > 0 { shell.say("\(move) to move or cancel: attune appointments move, attune appointments cancel.") }
        if held > 0 { shell.say("\(held) held for a proposal: attune proposals withdraw, attune proposals move.") }
    }
}

struct HoursAffected: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "affected", abstract: "What stands in her calendar although she is not there then.",
        discussion: """
            Examples:
              attune hours affected amara-okafor
              attune hours affected amara-okafor --days 200 --json
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var ahead: AheadOptions
    @Argument(help: "Slug, reference or id.") var therapist: String

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("hours.affected") { [therapist, ahead, zones = clinic.zones] act in
                let id = try await act.therapistOrRefuse(therapist).id
                let affected = try await act.affectedAppointments(
                    of: id, days: try ahead.range(at: try await act.now, clinic), zones: zones)
                try await act.record("appointment.listed", clients: affected.map(\.appointment.client.uuid))
                return try await act.named(affected)
            }
        }
        options.print(found, in: shell)
    }
}

struct HoursOpen: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Extra hours on one day.",
        discussion: """
            Examples:
              attune hours open amara-okafor --on 2027-03-06 --from 10:00 --to 14:00 --format online
              attune hours open amara-okafor --on 2027-03-06 --from 10:00 --to 14:00 --format in_person --site kamloops
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Slug, reference or id.") var therapist: String
    @Option(help: ArgumentHelp("The day.", valueName: "yyyy-mm-dd"), transform: Arguments.date) var on: LocalDate
    @Option(help: ArgumentHelp("From when.", valueName: "hh:mm"), transform: Arguments.time) var from: LocalTime
    @Option(help: ArgumentHelp("Until when.", valueName: "hh:mm"), transform: Arguments.time) var to: LocalTime
    @Option(
        help: "in_person, online or phone; once for each.", completion: .list(SessionFormat.allCases.map(\.rawValue)),
        transform: Arguments.word)
    var format: [SessionFormat]
    @Option(help: "The site's code, for sessions in person.") var site: String?
    @Option(help: "For colleagues, at most 500 characters.") var note: String?

    func run(in shell: Shell) async throws {
        let zone = try await options.with(shell) { clinic in
            try await clinic.act("hours.open") { [self] act in
                let found = try await act.therapistOrRefuse(therapist)
                var place: Site.ID?
                if let site {
                    guard let known = try await act.sites().first(where: { $0.code == site }) else { throw HoursError.noSuchSite }
                    place = known.id
                }
                _ = try await act.openHours(
                    of: found.id,
                    NewScheduleException(
                        day: on, kind: .open, starts: from, ends: to, formats: Set(format), site: place, note: note))
                return found.profile.zone.name
            }
        }
        if options.json { shell.print(JSON.object([("opened", .string("\(on)"))]).text(indented: false)) }
        shell.say("Open on \(on) from \(from) to \(to), \(zone).")
    }
}

struct HoursReset: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "reset", abstract: "These days are as in every week again.",
        discussion: """
            Takes back closures and extra hours alike. What was cancelled stays cancelled.

            Examples:
              attune hours reset amara-okafor --on 2027-03-03
              attune hours reset amara-okafor --on 2027-07-12 --until 2027-07-16
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var span: DayOptions
    @Argument(help: "Slug, reference or id.") var therapist: String

    func run(in shell: Shell) async throws {
        let count = try await options.with(shell) { clinic in
            try await clinic.act("hours.reset") { [therapist, span] act in
                try await act.resetHours(of: try await act.therapistOrRefuse(therapist).id, days: span.days)
            }
        }
        if options.json { shell.print(JSON.object([("taken_back", .int(count))]).text(indented: false)) }
        shell.say(count == 0 ? "Nothing differed on these days." : "\(count) taken back.")
    }
}

/// An affected appointment with what a person calls its client by.
private struct NamedAffected: Sendable {
    let affected: AffectedAppointment
    let client: String
}

extension Act {
    fileprivate func named(_ affected: [AffectedAppointment]) async throws -> [NamedAffected] {
        let names = try await references(of: affected.map(\.appointment.client))
        return affected.map { NamedAffected(affected: $0, client: names[$0.appointment.client] ?? "") }
    }
}

extension ClinicOptions {
    fileprivate func print(_ found: [NamedAffected], in shell: Shell) {
        let table = Table(
            ["appointment", "client", "when", "format", "outcome", "told"],
            found.map { one in
                let appointment = one.affected.appointment
                return [
                    appointment.reference, one.client, appointment.promise.start.description, appointment.format.rawValue,
                    one.affected.outcome.rawValue, one.affected.told?.rawValue ?? "",
                ]
            })
        let json = JSON.array(
            found.map { one in
                .object([
                    ("outcome", .string(one.affected.outcome.rawValue)), ("told", .text(one.affected.told?.rawValue)),
                    ("client", .string(one.client)), ("appointment", one.affected.appointment.json),
                ])
            })
        print(table, json: json, in: shell)
    }
}
