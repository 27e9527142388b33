internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic
internal import Therapists

/// `attune slots …`
struct SlotsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "slots", abstract: "Openings in the team's calendar.",
        discussion: """
            Examples:
              attune slots list --service session --format online
            """,
        subcommands: [SlotsList.self], defaultSubcommand: SlotsList.self)
}

struct SlotsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List openings, of the whole team or one therapist.",
        discussion: """
            Examples:
              attune slots list
              attune slots list --therapist amara-okafor --service session --format in_person --days 21 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "The service's code.") var service = "session"
    @Option(help: "in_person, online or phone.", completion: .list(["in_person", "online", "phone"])) var format = "online"
    @Option(help: "Slug, reference or id.") var therapist: String?
    @Option(help: "From now, 1 to 120.") var days = 14
    @Option(help: "How many of each therapist, 1 to 500.") var limit = 10

    func validate() throws {
        guard SessionFormat(rawValue: format) != nil else { throw ValidationError("--format is in_person, online or phone.") }
        if !(1...120).contains(days) { throw ValidationError("--days must be from 1 to 120.") }
        if !(1...500).contains(limit) { throw ValidationError("--limit must be from 1 to 500.") }
    }

    func run(in shell: Shell) async throws {
        guard let format = SessionFormat(rawValue: format) else { return }
        let (slots, names) = try await options.with(shell) { clinic in
            let reader = clinic.reader("slots.list")
            let team =
                if let therapist { [try await reader.therapistOrRefuse(therapist)] } else {
                    try await reader.therapists(limit: 1_000)
                }
            let now = try await reader.now
            let search = SlotSearch(
                therapists: team.map(\.id), service: try await reader.serviceOrRefuse(service), format: format,
                span: try TimeRange(start: now, end: now + .hours(24 * days)), limit: limit)
            let names = Dictionary(team.map { ($0.id, $0.slug) }) { first, _ in first }
            return (try await reader.slots(search, zones: clinic.zones), names)
        }
        let table = Table(
            ["therapist", "when", "zone", "format"],
            slots.map { [names[$0.therapist] ?? "", $0.local.description, $0.zone.name, $0.format.rawValue] })
        let document = JSON.array(
            slots.map {
                .object([
                    ("therapist", .string($0.therapist.uuid.text)), ("slug", .text(names[$0.therapist])),
                    ("start", .string($0.time.start.description)), ("end", .string($0.time.end.description)),
                    ("local_start", .string($0.local.description)), ("zone", .string($0.zone.name)),
                    ("format", .string($0.format.rawValue)),
                ])
            })
        options.print(table, json: document, in: shell)
    }
}
