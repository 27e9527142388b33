internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Therapists

/// `attune hours …`
struct HoursCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hours", abstract: "When a therapist works, and when she does not.",
        discussion: """
            Somebody is ill on Monday: close the day, look at what stands in her calendar
            then, and move or cancel it. --cancel does that at once, tells whoever can be
            told safely, and lists whom a person must call.

            Examples:
              attune hours list amara-okafor
              attune hours close amara-okafor --on 2027-03-01 --note "Unwell"
              attune hours close amara-okafor --on 2027-03-01 --until 2027-03-03 --cancel
              attune hours affected amara-okafor
              attune hours open amara-okafor --on 2027-03-06 --from 10:00 --to 14:00 --format online
              attune hours reset amara-okafor --on 2027-03-03
            """,
        subcommands: [HoursList.self, HoursClose.self, HoursAffected.self, HoursOpen.self, HoursReset.self],
        defaultSubcommand: HoursList.self)
}

/// Which days.
struct DayOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The day, or the first one.", valueName: "yyyy-mm-dd"), transform: Arguments.date) var on:
        LocalDate
    @Option(help: ArgumentHelp("The last day; that one day where not given.", valueName: "yyyy-mm-dd"), transform: Arguments.date)
    var until: LocalDate?

    var days: ClosedRange<LocalDate> { on...max(on, until ?? on) }

    func validate() throws {
        if let until, until < on { throw ValidationError("--until \(until) comes before --on \(on).") }
    }
}

/// From today on.
struct AheadOptions: ParsableArguments {
    @Option(help: "From today, 1 to \(HoursClosure.longest).") var days = 56

    func validate() throws {
        if !(1...HoursClosure.longest).contains(days) {
            throw ValidationError("--days must be from 1 to \(HoursClosure.longest).")
        }
    }

    /// On the clinic's calendar.
    func range(at now: Instant, _ clinic: OpenClinic) throws -> ClosedRange<LocalDate> {
        let today = try clinic.clinicRules().local(of: now).date
        return today...today.adding(days: days - 1)
    }
}

struct HoursList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Her week, and the dates that differ from it.",
        discussion: """
            Examples:
              attune hours list amara-okafor
              attune hours list amara-okafor --days 200 --json
            """)
    @OptionGroup var options: ClinicOptions
    @OptionGroup var ahead: AheadOptions
    @Argument(help: "Slug, reference or id.") var therapist: String

    func run(in shell: Shell) async throws {
        let (found, zone) = try await options.with(shell) { clinic in
            // Nobody's file: hours are no secret among those who work here.
            let reader = clinic.reader("hours.list")
            let found = try await reader.therapistOrRefuse(therapist)
            let days = try ahead.range(at: try await reader.now, clinic)
            return (try await reader.schedule(of: found.id, days: days), found.profile.zone)
        }
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        func words(_ formats: Set<SessionFormat>) -> String {
            SessionFormat.allCases.filter(formats.contains).map(\.rawValue).joined(separator: ", ")
        }
        let weekly = found.weekly.map { hours in
            let validity = [hours.validFrom.map { "from \($0)" }, hours.validUntil.map { "until before \($0)" }].compactMap { $0 }
            return [
                names[hours.weekday.rawValue - 1], "open", "\(hours.starts)", "\(hours.ends)", words(hours.formats),
                validity.joined(separator: ", "),
            ]
        }
        let dates = found.exceptions.map { one, note in
            [
                "\(one.day)", one.kind.rawValue, one.starts.map { "\($0)" } ?? "whole day", one.ends.map { "\($0)" } ?? "",
                words(one.formats), note ?? "",
            ]
        }
        let json = JSON.object([
            ("zone", .string(zone.name)),
            (
                "weekly",
                .array(
                    found.weekly.map { hours in
                        .object([
                            ("weekday", .int(hours.weekday.rawValue)), ("starts", .string("\(hours.starts)")),
                            ("ends", .string("\(hours.ends)")),
                            (
                                "formats",
                                .array(SessionFormat.allCases.filter(hours.formats.contains).map { .string($0.rawValue) })
                            ),
                            ("valid_from", .text(hours.validFrom?.description)),
                            ("valid_until", .text(hours.validUntil?.description)),
                        ])
                    })
            ),
            (
                "exceptions",
                .array(
                    found.exceptions.map { one, note in
                        .object([
                            ("day", .string("\(one.day)")), ("kind", .string(one.kind.rawValue)),
                            ("starts", .text(one.starts?.description)), ("ends", .text(one.ends?.description)),
                            ("formats", .array(SessionFormat.allCases.filter(one.formats.contains).map { .string($0.rawValue) })),
                            ("note", .text(note)),
                        ])
                    })
            ),
        ])
        options.print(Table(["when", "kind", "from", "to", "formats", "note"], weekly + dates), json: json, in: shell)
    }
}

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
