internal import Access
internal import Allocation
internal import ArgumentParser
internal import Clinic
internal import Referrals

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
