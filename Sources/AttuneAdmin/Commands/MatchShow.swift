internal import Access
internal import Allocation
internal import ArgumentParser
internal import Clinic
internal import Referrals

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

extension Querying {
    func planOrRefuse(_ name: String) async throws -> AllocationPlan.ID {
        guard let id = try await findPlan(name) else { throw PlanRefusal.notFound }
        return id
    }
}
