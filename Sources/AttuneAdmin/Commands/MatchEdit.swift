internal import Access
internal import Allocation
internal import ArgumentParser
internal import Clinic
internal import Referrals
internal import Therapists

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

extension Querying {
    /// `R-2041=amara-okafor`.
    fileprivate func pair(_ text: String) async throws -> (Referral.ID, Therapist.ID) {
        let parts = text.split(separator: "=").map(String.init)
        return (try await referralOrRefuse(parts.first ?? ""), try await therapistOrRefuse(parts.last ?? "").id)
    }
}
