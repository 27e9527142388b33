internal import Access
internal import Allocation
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

/// `attune match plan`: everybody who waits, allocated as a whole; nothing is held yet.
struct MatchPlan: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Allocate everybody who waits, as a draft; nothing is held and nobody is told.",
        discussion: """
            First who: as many as there are places, by how long each has waited over the
            target of their urgency. Then with whom: the greatest sum of fits. Then when.
            A certificate, checked by code that shares nothing with the solver, says that
            nothing better exists. Look at it, change it with attune match edit, and put it
            into effect with attune match apply: exactly as it stands, or not at all.

            Modes:
              utilitarian    the greatest sum of fits
              raise-lowest   the worst fit as good as can be, then the greatest sum
              stable         no client and therapist who would both rather have each other

            Examples:
              attune match plan
              attune match plan --urgency urgent
              attune match plan --mode raise-lowest --json
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "utilitarian, raise-lowest or stable.", completion: .list(AllocationMode.allCases.map(\.rawValue)))
    var mode = "utilitarian"
    @Option(help: "Only this level: urgent, soon or routine.", completion: .list(Urgency.allCases.map(\.rawValue)))
    var urgency: String?
    @Option(help: "The service that a first session is.") var service = "first_session"
    @Option(help: "Hours that therapist and client have to answer, once it is applied.") var hours = 72

    func validate() throws {
        _ = try PlanWords.mode(mode)
        if let urgency { _ = try PlanWords.urgency(urgency) }
        if !(1...720).contains(hours) { throw ValidationError("--hours must be from 1 to 720.") }
    }

    func run(in shell: Shell) async throws {
        let (mode, urgency) = (try PlanWords.mode(mode), try urgency.map(PlanWords.urgency))
        let plan = try await options.with(shell) { clinic in
            try await clinic.act("match.plan") { [service, hours, zones = clinic.zones] act in
                try await act.makePlan(
                    PlanSettings(
                        service: try await act.serviceOrRefuse(service), mode: mode, urgency: urgency, answerHours: hours),
                    zones: zones)
            }
        }
        plan.print(options, in: shell)
    }
}

/// `attune match plans`.
struct MatchPlans: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "plans", abstract: "List plans for the waiting list, the newest first.",
        discussion: """
            Examples:
              attune match plans
              attune match plans --drafts --json
            """)
    @OptionGroup var options: ClinicOptions
    @Flag(help: "Only those that are not applied or discarded.") var drafts = false
    @Option(help: "How many at most, 1 to 200.") var limit = 50

    func run(in shell: Shell) async throws {
        let plans = try await options.with(shell) { clinic in
            try await clinic.reader("match.plans").allocationPlans(drafts ? [.draft] : [], limit: min(limit, 200))
        }
        let rows = plans.map {
            [
                $0.reference, $0.status.rawValue, $0.mode.rawValue, $0.urgency?.rawValue ?? "all", String($0.placed),
                String($0.waiting),
                $0.createdAt.description,
            ]
        }
        let document = JSON.array(
            plans.map {
                .object([
                    ("id", .string($0.id.uuid.text)), ("reference", .string($0.reference)),
                    ("status", .string($0.status.rawValue)),
                    ("mode", .string($0.mode.rawValue)), ("urgency", .text($0.urgency?.rawValue)), ("placed", .int($0.placed)),
                    ("waiting", .int($0.waiting)), ("created_at", .string($0.createdAt.description)),
                    ("version", .int($0.version)),
                ])
            })
        options.print(Table(["plan", "status", "mode", "urgency", "placed", "waiting", "made"], rows), json: document, in: shell)
    }
}

/// `attune match show`.
struct MatchShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show a plan: who with whom and when, who waits and why, and what has moved since.",
        discussion: """
            Examples:
              attune match show W-101
              attune match show W-101 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String

    func run(in shell: Shell) async throws {
        let (found, moves) = try await options.with(shell) { clinic in
            try await clinic.act("match.show") { [plan, zones = clinic.zones] act in
                let id = try await act.planOrRefuse(plan)
                let found = try await act.allocationPlan(id)
                try await act.record(
                    "allocation.read", clients: found.lines.map(\.client.uuid), details: ["plan": id.uuid.text])
                return (found, try await act.moves(of: id, zones: zones))
            }
        }
        found.print(options, moves: moves, in: shell)
    }
}

/// `attune match edit`.
struct MatchEdit: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Pin, forbid or leave out, and solve the rest of a plan anew.",
        discussion: """
            What was asked for before stays, unless --clear is given. Whom you pin comes before
            everybody else. With nothing but the plan it is solved anew on the clinic of this
            moment, which is what a plan needs after something has moved.

            Examples:
              attune match edit W-101 --pin R-2041=amara-okafor
              attune match edit W-101 --forbid R-2042=tomasz-nowak --leave R-2050
              attune match edit W-101 --clear --mode raise-lowest
              attune match edit W-101
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String
    @Option(help: "This client with this therapist: REFERRAL=THERAPIST. Again for more.") var pin: [String] = []
    @Option(help: "This client not with this therapist: REFERRAL=THERAPIST. Again for more.") var forbid: [String] = []
    @Option(help: "This referral not in this plan. Again for more.") var leave: [String] = []
    @Flag(help: "Forget what was asked for before.") var clear = false
    @Option(help: "utilitarian, raise-lowest or stable.", completion: .list(AllocationMode.allCases.map(\.rawValue)))
    var mode: String?
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func validate() throws {
        if let mode { _ = try PlanWords.mode(mode) }
        for pair in pin + forbid where pair.split(separator: "=").count != 2 {
            throw ValidationError("“\(pair.prefix(40))” is not a pair such as R-2041=amara-okafor.")
        }
    }

    func run(in shell: Shell) async throws {
        let mode = try mode.map(PlanWords.mode)
        let solved = try await options.with(shell) { clinic in
            try await clinic.act("match.edit") { [plan, pin, forbid, leave, clear, version, zones = clinic.zones] act in
                let id = try await act.planOrRefuse(plan)
                let old = try await act.allocationPlan(id)
                var edits = clear ? [] : old.edits
                for pair in pin {
                    let (referral, therapist) = try await act.pair(pair)
                    // Another pin of the same client takes the place of the first.
                    edits.removeAll { $0.referral == referral && ($0.kind != .forbid || $0.therapist == therapist) }
                    edits.append(.pin(referral, to: therapist))
                }
                for pair in forbid {
                    let (referral, therapist) = try await act.pair(pair)
                    edits.removeAll { $0.referral == referral && $0.therapist == therapist }
                    edits.append(.forbid(referral, therapist))
                }
                for name in leave {
                    let referral = try await act.referralOrRefuse(name)
                    edits.removeAll { $0.referral == referral }
                    edits.append(.leave(referral))
                }
                return try await act.solvePlan(id, edits: edits, mode: mode, version: version ?? old.version, zones: zones)
            }
        }
        solved.print(options, in: shell)
    }
}

/// `attune match apply`.
struct MatchApply: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Propose exactly what a plan has, or nothing.",
        discussion: """
            Each seat becomes a proposal that holds its place and its hour, all in one step.
            When the list, the team or an hour has moved since the plan was solved, nothing is
            proposed and the command exits with 5: solve it again with attune match edit.

            Examples:
              attune match apply W-101
              attune match apply W-101 --version 3
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String
    @Option(help: "The version that you read; refused with 5 when it has changed.") var version: Int?

    func run(in shell: Shell) async throws {
        let applied = try await options.with(shell) { clinic in
            do {
                return try await clinic.act("match.apply") { [plan, version, zones = clinic.zones] act in
                    try await act.applyPlan(try await act.planOrRefuse(plan), version: version, zones: zones)
                }
            } catch let refusal as PlanRefusal {
                guard case .moved(let moves) = refusal else { throw refusal }
                throw Failure(
                    refusal.code, moves.sentence, why: "Nothing was proposed.", next: "attune match edit \(plan)", exit: .conflict
                )
            }
        }
        applied.print(options, in: shell)
    }
}

/// `attune match discard`.
struct MatchDiscard: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Put a plan away; it never held anything.",
        discussion: """
            Examples:
              attune match discard W-101
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (W-101) or id.") var plan: String

    func run(in shell: Shell) async throws {
        let away = try await options.with(shell) { clinic in
            try await clinic.act("match.discard") { [plan] act in try await act.discardPlan(try await act.planOrRefuse(plan)) }
        }
        away.print(options, in: shell)
    }
}

enum PlanWords {
    static func mode(_ text: String) throws -> AllocationMode {
        guard let mode = AllocationMode(rawValue: text) else {
            throw ValidationError("--mode is one of \(AllocationMode.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return mode
    }

    static func urgency(_ text: String) throws -> Urgency {
        guard let urgency = Urgency(rawValue: text) else {
            throw ValidationError("--urgency is one of \(Urgency.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        return urgency
    }
}

extension Querying {
    func planOrRefuse(_ name: String) async throws -> AllocationPlan.ID {
        guard let id = try await findPlan(name) else { throw PlanRefusal.notFound }
        return id
    }

    /// `R-2041=amara-okafor`.
    fileprivate func pair(_ text: String) async throws -> (Referral.ID, Therapist.ID) {
        let parts = text.split(separator: "=").map(String.init)
        return (try await referralOrRefuse(parts.first ?? ""), try await therapistOrRefuse(parts.last ?? "").id)
    }
}
