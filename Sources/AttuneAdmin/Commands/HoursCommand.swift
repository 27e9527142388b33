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
        let found = try await options.with(shell) { clinic in
            // Nobody's file: hours are no secret among those who work here.
            let reader = clinic.reader("hours.list")
            let days = try ahead.range(at: try await reader.now, clinic)
            return try await reader.schedule(of: try await reader.therapistOrRefuse(therapist).id, days: days)
        }
        let names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        func words(_ formats: Set<SessionFormat>) -> String { SessionFormat.words(formats).joined(separator: ", ") }
        func array(_ formats: Set<SessionFormat>) -> JSON { .array(SessionFormat.words(formats).map(JSON.string)) }
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
            ("zone", .string(found.zone.name)),
            (
                "weekly",
                .array(
                    found.weekly.map { hours in
                        .object([
                            ("weekday", .int(hours.weekday.rawValue)), ("starts", .string("\(hours.starts)")),
                            ("ends", .string("\(hours.ends)")),
                            ("formats", array(hours.formats)),
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
                            ("formats", array(one.formats)),
                            ("note", .text(note)),
                        ])
                    })
            ),
        ])
        options.print(Table(["when", "kind", "from", "to", "formats", "note"], weekly + dates), json: json, in: shell)
    }
}
