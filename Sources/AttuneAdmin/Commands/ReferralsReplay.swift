internal import Access
internal import ArgumentParser
internal import Clinic
internal import Referrals

internal import struct Foundation.UUID

/// `attune referrals replay`: makes a decision again from what it rested on.
struct ReferralsReplay: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Make a decision again from what it rested on, and say whether the same comes out.",
        discussion: """
            Prints whether the stored explanation is the same to the byte, and where the
            therapist would stand under the policy and on the facts of now. Changes nothing;
            the look is on record. Ends with 1 where something else comes out.

            Examples:
              attune referrals replay 01890a5d-ac96-774b-bcce-b302099a8057
              attune referrals replay 01890a5d-ac96-774b-bcce-b302099a8057 --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "The proposal's id; attune proposals list has it.") var proposal: String

    func run(in shell: Shell) async throws {
        guard let id = UUID(uuidString: proposal) else {
            throw Failure(
                "proposal.not_found", "That is no proposal's id.", next: "attune proposals list R-2041", exit: .notFound)
        }
        let replay = try await options.with(shell) { clinic in
            try await clinic.act("referrals.replay") { [zones = clinic.zones] act in
                let replay = try await act.replay(Proposal.ID(id), zones: zones)
                try await act.record("proposal.replayed", subject: id, client: replay.proposal.client.uuid)
                return replay
            }
        }
        var rows = [["record", replay.verdict.words], ["made under", replay.proposal.policyVersion]]
        for (name, standing) in [("then", replay.then), ("under the present policy", replay.underPresentPolicy)] {
            if let standing { rows += standing.rows(name) }
        }
        switch replay.today {
        case .stands(let standing): rows += standing.rows("today")
        case .notRanked(_, let message): rows.append(["today", message])
        }
        options.print(Table(["what", "answer"], rows), json: replay.json, in: shell)
        switch replay.verdict {
        case .same, .notKept: break
        case .different, .notReadable:
            throw Failure(
                "proposal.not_the_same", "Something else comes out than what is stored.",
                why: "Somebody changed the record, or this Attune ranks otherwise than the one that made it.",
                next: "attune audit verify", exit: .failed)
        }
    }
}

extension Replay.Verdict {
    var code: String {
        switch self {
        case .same: "same"
        case .different: "different"
        case .notReadable: "not_readable"
        case .notKept: "not_kept"
        }
    }

    var words: String {
        switch self {
        case .same: "same bytes"
        case .different(let place, let stored, let again): "differs from byte \(place) on: stored “\(stored)”, again “\(again)”"
        case .notReadable: "what it rested on cannot be read"
        case .notKept: "what it rested on was not kept yet"
        }
    }
}

extension Replay.Standing {
    func rows(_ name: String) -> [[String]] {
        let place =
            rank.map { "\(Self.ordinal($0)) of \(count) with \(score ?? 0) points" }
            ?? "not ranked: \(rules.map(\.code).joined(separator: ", "))"
        return [[name, place]] + because.map { ["", $0] }
    }

    static func ordinal(_ rank: Int) -> String {
        let teen = (11...13).contains(rank % 100)
        return "\(rank)" + (teen ? "th" : rank % 10 == 1 ? "st" : rank % 10 == 2 ? "nd" : rank % 10 == 3 ? "rd" : "th")
    }

    var json: JSON {
        .object([
            ("policy_version", .string(policyVersion)), ("rank", rank.map(JSON.int) ?? .null),
            ("score", score.map(JSON.int) ?? .null), ("count", .int(count)), ("rules", .array(rules.map { .string($0.code) })),
            ("because", .array(because.map(JSON.string))),
        ])
    }
}

extension Replay {
    var json: JSON {
        let place: JSON = if case .different(let at, _, _) = verdict { .int(at) } else { .null }
        let now: JSON =
            switch today {
            case .stands(let standing): standing.json
            case .notRanked(let code, let message): .object([("code", .string(code)), ("message", .string(message))])
            }
        return .object([
            ("proposal", .string(proposal.id.uuid.text)), ("verdict", .string(verdict.code)), ("differs_at", place),
            ("input_hash", .string(proposal.inputHash)), ("explanation", .string(proposal.explanation)),
            ("then", then?.json ?? .null), ("under_present_policy", underPresentPolicy?.json ?? .null), ("today", now),
        ])
    }
}
