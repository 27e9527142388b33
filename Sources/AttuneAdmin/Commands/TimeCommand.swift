internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic

/// `attune time …`: promises made on a wall clock.
struct TimeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "time", abstract: "Check promised times against today's clock rules, and keep them.",
        discussion: """
            Examples:
              attune time audit
              attune time reanchor
            """,
        subcommands: [TimeAuditCommand.self, TimeReanchorCommand.self])
}

struct TimeAuditCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "List appointments whose promised wall time has moved.",
        discussion: """
            When a country changes its clocks, an instant that was booked before shows
            another time on the wall. Exits with 5 when there are any.

            Examples:
              attune time audit
              attune time audit --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let moved = try await options.with(shell) { clinic in
            try await clinic.act("time.audit") { [zones = clinic.zones] act in
                let moved = try await act.movedPromises(zones: zones)
                try await act.record("time.audited", details: ["moved": String(moved.count)])
                return moved
            }
        }
        let rows = moved.map {
            [$0.reference, $0.promise.start.description, $0.clockShows.description, $0.promise.zone.name, $0.id.uuid.text]
        }
        let document = JSON.array(
            moved.map {
                .object([
                    ("id", .string($0.id.uuid.text)), ("reference", .string($0.reference)),
                    ("promised", .string($0.promise.start.description)),
                    ("clock_shows", .string($0.clockShows.description)), ("zone", .string($0.promise.zone.name)),
                ])
            })
        options.print(Table(["appointment", "promised", "clock shows", "zone", "id"], rows), json: document, in: shell)
        if moved.isEmpty { return shell.say("Every promised time still holds.") }
        throw Failure(
            "time.moved", "\(moved.count == 1 ? "One promised time has" : "\(moved.count) promised times have") moved.",
            next: "attune time reanchor",
            exit: .conflict)
    }
}
