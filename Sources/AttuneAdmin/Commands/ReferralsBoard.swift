internal import Access
internal import Appointments
internal import ArgumentParser
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

/// `attune referrals board`: the triage board in a terminal.
struct ReferralsBoard: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "board", abstract: "The triage board, to work at: who waits, how long, who is on it, and why whom.",
        discussion: """
            j and k move, Enter shows why whom, c claims, / filters, ? helps, q quits. It
            looks again by itself, so two coordinators see each other's claims. In a pipe,
            and with --once or --json, it prints once.

            Examples:
              attune referrals board
              attune referrals board --holds
              attune referrals board --once
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "Only urgent, soon or routine.", completion: .list(["urgent", "soon", "routine"])) var urgency: String?
    @Flag(help: "Only safety holds.") var holds = false
    @Flag(help: "Only what you have claimed.") var mine = false
    @Option(help: "The service that a first session is.") var service = "first_session"
    @Flag(help: "Print once, also in a terminal.") var once = false
    @Flag(help: "Show names and words. On record.") var reveal = false

    func validate() throws {
        if let urgency, Urgency(rawValue: urgency) == nil { throw ValidationError("--urgency is urgent, soon or routine.") }
    }

    private var filter: BoardFilter {
        BoardFilter(urgency: urgency.flatMap(Urgency.init(rawValue:)), onlySafetyHolds: holds, onlyMine: mine)
    }

    func run(in shell: Shell) async throws {
        try await options.with(shell) { clinic in
            let source = BoardSource(clinic: clinic, filter: filter, serviceCode: service, isRevealed: reveal)
            guard shell.output.width != nil, !once, !options.json, let terminal = Terminal(write: shell.output.write) else {
                let (rows, now) = try await source.rows()
                return print(rows, now, me: clinic.operatorActor.id, in: shell)
            }
            let screen = BoardScreen(
                me: clinic.operatorActor.id, isRevealed: reveal, ink: Ink(isColoured: shell.output.isColoured))
            try await BoardLoop(terminal: terminal, source: source, write: shell.output.write).run(screen)
        }
    }

    private func print(_ rows: [BoardRow], _ now: Instant, me: UUID, in shell: Shell) {
        let table = Table(
            ["referral", "client", "name", "waited", "standing", "on it"],
            rows.map { row in
                [
                    row.referral.reference, row.clientReference, Mask.name(row.clientName, revealed: reveal),
                    row.wait(at: now).text,
                    row.referral.standing.safetyHold ? "SAFETY HOLD" : row.referral.standing.words,
                    row.claim.map { $0.by == me ? "you" : $0.text } ?? "",
                ]
            })
        let document = JSON.array(
            rows.map { row in
                let age = row.wait(at: now)
                return .object([
                    ("id", .string(row.referral.id.uuid.text)), ("reference", .string(row.referral.reference)),
                    ("client", .string(row.clientReference)), ("name", .string(Mask.name(row.clientName, revealed: reveal))),
                    ("status", .string(row.referral.standing.status.rawValue)),
                    ("urgency", .text(row.referral.standing.urgency?.rawValue)),
                    ("safety_hold", .bool(row.referral.standing.safetyHold)), ("due", .string(row.due.description)),
                    ("age", .string(age.text)), ("age_state", .string(age.state.rawValue)),
                    ("claim", row.claim?.json ?? .null),
                ])
            })
        options.print(table, json: document, in: shell)
        if rows.isEmpty, !options.json { shell.say("Nobody is waiting. New referrals appear here.") }
    }
}

/// What the board reads and does; each look is on record.
struct BoardSource: Sendable {
    let clinic: OpenClinic
    let filter: BoardFilter
    let serviceCode: String
    let isRevealed: Bool
    /// Of the team, for as long as the board is open.
    private let memory = TeamMemory()

    init(clinic: OpenClinic, filter: BoardFilter, serviceCode: String, isRevealed: Bool) {
        (self.clinic, self.filter, self.serviceCode, self.isRevealed) = (clinic, filter, serviceCode, isRevealed)
    }

    func rows() async throws -> ([BoardRow], Instant) {
        try await clinic.act("referrals.board") { [filter, isRevealed] act in
            let rows = try await act.referralBoard(filter, limit: 200)
            try await act.record(
                "referral.listed", clients: rows.map(\.referral.client.uuid), details: ["revealed": String(isRevealed)])
            return (rows, try await act.now)
        }
    }

    func stamp() async throws -> String { try await clinic.reader("referrals.board").boardStamp() }

    func panel(_ row: BoardRow) async throws -> BoardPanel {
        let service = try await clinic.reader("referrals.board").serviceOrRefuse(serviceCode)
        return try await clinic.act("referrals.board") { [zones = clinic.zones, memory, isRevealed] act in
            let id = row.referral.id
            let folder = try await act.referral(id)
            let claim = try await act.claim(of: id)
            var matches: ReferralMatches?
            var refusal: String?
            do { matches = try await act.matches(for: id, service: service, memory: memory, zones: zones) } catch let why
                as ReferralRefusal
            {
                refusal = why.message
            }
            let scores = try await act.assessments(of: id)
            if !scores.isEmpty {
                try await act.record(
                    "referral.scores_read", subject: id.uuid, client: folder.referral.client.uuid,
                    details: ["revealed": String(isRevealed)])
            }
            try await act.record(
                matches == nil ? "referral.seen" : "referral.matches_seen", subject: id.uuid, client: folder.referral.client.uuid,
                details: ["revealed": String(isRevealed)])
            return BoardPanel(
                folder: folder, claim: claim, age: row.wait(at: try await act.now), matches: matches, refusal: refusal,
                isRevealed: isRevealed, tasks: try await act.safetyTasks(of: id), scores: scores, now: try await act.now)
        }
    }

    /// Claims, or lets go what is one's own.
    /// - Returns: what to tell.
    func claim(_ row: BoardRow, takingOver: Bool) async throws -> String {
        let (id, name) = (row.referral.id, row.referral.reference)
        let isMine = row.claim?.by == clinic.operatorActor.id
        do {
            return try await clinic.act("referrals.claim") { [minutes = clinic.settings.clinic.claimMinutes] act in
                if isMine, !takingOver {
                    try await act.releaseReferral(id)
                    return "You have let \(name) go."
                }
                let claim = try await act.claimReferral(
                    id, minutes: minutes, takingOverFrom: takingOver ? row.claim?.by : nil)
                return "You are on \(name) for \(minutes) minutes"
                    + (claim.takenFrom.map { ", taken over from \($0.name)." } ?? ".")
            }
        } catch let claimed as ClaimedByAnother {
            return "\(claimed.claim.text) is on \(name). C takes it over."
        }
    }
}
