internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic
internal import Messages

/// `attune time reanchor`: keeps what was promised on the wall, when the law has moved the clocks under it. Plan first, then apply.
struct TimeReanchorCommand: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "reanchor", abstract: "Move appointments back to the wall time that was promised.",
        discussion: """
            Without --apply it changes nothing: it prints what would move, and the plan's
            number. With that number it moves them, each in a transaction of its own, and
            refuses with 5 when there is anything that the plan did not show. Those that
            cannot move are named, stay as they are, and the command exits with 1.

            Clients were promised that wall time and are told nothing; --tell queues the
            usual message about a new time, for those who keep a calendar of their own.

            Examples:
              attune time reanchor
              attune time reanchor --apply 3f9a1c20b7d4
              attune time reanchor --apply 3f9a1c20b7d4 --tell --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: ArgumentHelp("Do what the plan of this number says.", valueName: "number")) var apply: String?
    @Flag(help: "Queue a message to each client about the new time.") var tell = false

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            let plan = ReanchorPlan(
                try await clinic.act("time.audit") { [zones = clinic.zones] act in
                    let moved = try await act.movedPromises(zones: zones)
                    try await act.record("time.audited", details: ["moved": String(moved.count)])
                    return moved
                })
            guard let apply else { return propose(plan, in: shell) }
            guard apply == plan.number else {
                throw Failure(
                    "time.plan_changed", "This is not the plan of that number: appointments have changed since it was made.",
                    next: "attune time reanchor", exit: .conflict)
            }
            try await carryOut(plan, in: clinic, shell)
        }
    }

    private func propose(_ plan: ReanchorPlan, in shell: Shell) {
        options.print(
            ReanchorPlan.table(plan.steps.map { ($0, "would move") } + plan.unclear.map { ($0, "ask the client") }),
            json: .object([
                ("plan", .string(plan.number)), ("steps", .array(plan.steps.map(\.json))),
                ("unclear", .array(plan.unclear.map(\.json))),
            ]),
            in: shell)
        if plan.steps.isEmpty, plan.unclear.isEmpty { return shell.say("Every promised time still holds.") }
        if !plan.unclear.isEmpty {
            shell.say(
                "\(plan.unclear.count) were promised a time that today's clocks skip or show twice: agree on another with the client."
            )
        }
        if !plan.steps.isEmpty { shell.say("Nothing was changed. To do it: attune time reanchor --apply \(plan.number)") }
    }

    private func carryOut(_ plan: ReanchorPlan, in clinic: OpenClinic, _ shell: Shell) async throws {
        var outcomes: [(step: MovedPromise, outcome: String)] = []
        var failed = 0
        for step in plan.steps {
            do {
                try await clinic.act("time.reanchor") { [tell, zones = clinic.zones] act in
                    try await act.reanchor(step, telling: tell, zones: zones)
                }
                outcomes.append((step, "moved"))
            } catch let refusal as BookingError {
                failed += 1
                outcomes.append((step, refusal.code))
                shell.say("\(step.reference): \(refusal.message)")
            }
        }
        options.print(
            ReanchorPlan.table(outcomes.map { ($0.step, $0.outcome) }),
            json: .object([
                ("plan", .string(plan.number)),
                (
                    "outcomes",
                    .array(outcomes.map { .object([("id", .string($0.step.id.uuid.text)), ("outcome", .string($0.outcome))]) })
                ),
            ]), in: shell)
        if failed > 0 {
            throw Failure(
                "time.partly_done", "\(failed) of \(plan.steps.count) appointments stayed where they are.",
                why: "Move these by hand, or agree on another time.", next: "attune appointments move ID --to TIME", exit: .failed
            )
        }
    }
}

/// What a re-anchoring would do, in the order in which it can be done.
struct ReanchorPlan {
    let steps: [MovedPromise]
    /// The promised time does not exist under today's rules, or exists twice: nothing is guessed.
    let unclear: [MovedPromise]

    init(_ moved: [MovedPromise]) {
        func isLater(_ one: MovedPromise) -> Bool {
            if case .one(let instant) = one.promised { instant > one.instant } else { false }
        }
        func isClear(_ one: MovedPromise) -> Bool { if case .one = one.promised { true } else { false } }
        let clear = moved.filter(isClear)
        // A whole day moves by the same hour, so each must leave before its neighbour arrives: the last one first when all go later.
        let later = clear.filter(isLater).sorted { ($1.instant, $1.reference) < ($0.instant, $0.reference) }
        let earlier = clear.filter { !isLater($0) }.sorted { ($0.instant, $0.reference) < ($1.instant, $1.reference) }
        steps = later + earlier
        unclear = moved.filter { !isClear($0) }
    }

    /// Of what would move, from when, to when: twelve hexadecimal digits of its SHA-256.
    var number: String {
        let text = steps.map { "\($0.id.uuid.text) \($0.instant) \($0.promise.start) \($0.promise.zone.name)" }.sorted()
        return String(
            Secrets.sha256(text.joined(separator: "\n").utf8).prefix(6).map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }.joined())
    }

    static func table(_ rows: [(MovedPromise, String)]) -> Table {
        Table(
            ["appointment", "promised", "clock shows", "zone", "outcome", "id"],
            rows.map { step, outcome in
                [
                    step.reference, step.promise.start.description, step.clockShows.description, step.promise.zone.name, outcome,
                    step.id.uuid.text,
                ]
            })
    }
}

extension MovedPromise {
    var json: JSON {
        let target: Instant? = if case .one(let instant) = promised { instant } else { nil }
        return .object([
            ("id", .string(id.uuid.text)), ("reference", .string(reference)), ("promised", .string(promise.start.description)),
            ("clock_shows", .string(clockShows.description)), ("zone", .string(promise.zone.name)),
            ("from", .string(instant.description)), ("to", .text(target?.description)),
        ])
    }
}

extension Act {
    /// Moves one appointment to the moment that its promise means today, and records that the clocks were the reason.
    func reanchor(_ step: MovedPromise, telling: Bool, zones: ZoneCatalogue) async throws {
        guard let before = try await appointment(step.id) else { throw BookingError.noSuchAppointment }
        // Somebody moved it since the plan was read.
        guard before.time.start == step.instant, before.promise == step.promise else {
            throw BookingError.stale(version: before.version)
        }
        let start = AppointmentStart.wall(step.promise.start, zone: step.promise.zone)
        func move(_ reason: String?) async throws -> Appointment {
            try await moveAppointment(
                step.id, AppointmentMove(start: start, room: before.room, override: reason), version: before.version, zones: zones
            )
        }
        var moved: Appointment
        do { moved = try await move(nil) } catch BookingError.closed(let closure) where Self.yields(closure) {
            // It was agreed long ago: neither notice nor horizon nor later hours speak against keeping it. Judged before anything is
            // written, so this transaction is as it was.
            moved = try await move("The clocks changed; the promised wall time is kept.")
        }
        try await record(
            "time.reanchored", subject: step.id.uuid, client: moved.client.uuid,
            details: ["from": step.instant.description, "to": moved.time.start.description])
        guard !telling, moved.status == .booked else { return }
        try await cancelMessages(about: step.id.uuid)
        try await queueMessage(
            NewMessage(
                .appointmentReminder(start: moved.time.start), client: moved.client.uuid,
                zone: try zones.rules(moved.promise.zone),
                about: step.id.uuid))
    }

    private static func yields(_ closure: SlotClosure) -> Bool {
        switch closure {
        case .notice, .horizon, .closed, .format, .cap, .buffer: true
        // Somebody else's time, a leave, a full house: for a person to settle.
        case .past, .leave, .busy, .hold, .room, .notAvailable: false
        }
    }
}
