import Clinic
import Referrals

/// A replay as JSON.
enum ReplayWire {
    static func reply(_ replay: Replay) -> Reply {
        Reply.json(capacity: 8_192) { writer in
            writer.object { writer in
                writer.member("proposal", replay.proposal.id)
                writer.member("input_hash", replay.proposal.inputHash)
                writer.member("policy_version", replay.proposal.policyVersion)
                switch replay.verdict {
                case .same: writer.member("verdict", "same")
                case .different: writer.member("verdict", "different")
                case .notReadable: writer.member("verdict", "not_readable")
                case .notKept: writer.member("verdict", "not_kept")
                }
                writer.key("differs")
                if case .different(let place, let stored, let again) = replay.verdict {
                    writer.object { writer in
                        writer.member("at", place)
                        writer.member("stored", stored)
                        writer.member("again", again)
                    }
                } else {
                    writer.null()
                }
                writer.key("then")
                write(replay.then, into: &writer)
                writer.key("under_present_policy")
                write(replay.underPresentPolicy, into: &writer)
                if case .stands(let standing) = replay.today {
                    writer.key("today")
                    write(standing, into: &writer)
                    writer.member("not_ranked_today", nil as String?)
                } else if case .notRanked(let code, _) = replay.today {
                    writer.key("today")
                    writer.null()
                    writer.member("not_ranked_today", code)
                }
            }
        }
    }

    private static func write(_ standing: Replay.Standing?, into writer: inout JSONWriter) {
        guard let standing else { return writer.null() }
        writer.object { writer in
            writer.member("policy_version", standing.policyVersion)
            writer.member("rank", standing.rank)
            writer.member("score", standing.score)
            writer.member("count", standing.count)
            writer.member("rules", standing.rules.map(\.code))
            writer.member("because", standing.because)
        }
    }

    private static let standing = Schema.object(
        "Standing",
        [
            .required("policy_version", .text(1...100)),
            .required(
                "rank", Schema.integer(1...100_000).orNull.described("Null where she is not ranked; `rules` then says why.")),
            .required("score", Schema.integer(0...10_000).orNull), .required("count", .integer(0...100_000)),
            .required("rules", .list(.text(1...100))), .required("because", .list(.text(0...2_000))),
        ])

    static let schema = Schema.object(
        "Replay",
        [
            .required("proposal", .uuid), .required("input_hash", .text(1...128)), .required("policy_version", .text(1...100)),
            .required("verdict", .word(["same", "different", "not_readable", "not_kept"])),
            .required(
                "differs",
                Schema.object(
                    "Difference",
                    [
                        .required("at", .integer(0...10_000_000)), .required("stored", .text(0...400)),
                        .required("again", .text(0...400)),
                    ]
                ).orNull),
            .required("then", standing.orNull), .required("under_present_policy", standing.orNull),
            .required("today", standing.orNull), .required("not_ranked_today", Schema.text(1...100).orNull),
        ])
}
