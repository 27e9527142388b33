import Access
import Clinic
import HTTPTypes
import Referrals

import struct Foundation.UUID

/// "I am on this one": who looks after a referral just now. It informs, and no other route asks for it.
extension RouteTable {
    static var claims: [Route] {
        [
            Route(
                method: .put, path: "/v1/referrals/{id}/claim", operation: "claimReferral", tag: "referrals",
                summary: "Say that you are on this referral",
                notes:
                    "It ends by itself after the clinic's `clinic.claim_minutes`; again, it lasts longer. Of two at once one wins, and the "
                    + "other hears by whom. To take a colleague's over, name them: they see that you did.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: claimForm, example: claimExample, required: false),
                answers: [.init(status: .ok, summary: "It is yours.", schema: ClaimWire.schema)],
                problems: [(.conflict, "A colleague's; `by` says whose. Or the referral is closed.")],
                traits: [.needsNoKey, .brief]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let predecessor: UUID? =
                    try exchange.json.map { json throws(Problem) in
                        let id: Referral.ID? = try Fields(json).idIfAny("taking_over_from")
                        return id?.uuid
                    } ?? nil
                let minutes = exchange.services.configuration.clinic.claimMinutes
                return try await exchange.act { act in
                    ClaimWire.reply(try await act.claimReferral(id, minutes: minutes, takingOverFrom: predecessor))
                }
            },
            Route(
                method: .delete, path: "/v1/referrals/{id}/claim", operation: "releaseReferral", tag: "referrals",
                summary: "Let your claim go", door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                answers: [.init(status: .noContent, summary: "It is not yours.")],
                problems: [(.conflict, "A colleague's; `by` says whose.")], traits: [.needsNoKey, .brief]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.releaseReferral(id)
                    return Reply(status: .noContent)
                }
            },
        ]
    }

    private static let claimForm = Schema.object(
        "ClaimForm",
        [
            .optional(
                "taking_over_from",
                Schema.uuid.orNull.described("Whose claim you take over: `claim.by` as you saw it. Nobody else's is touched."))
        ])
    private static let claimExample = JSON.object([])
}

/// A claim as JSON.
enum ClaimWire {
    static func reply(_ claim: ReferralClaim) -> Reply { Reply.json { write(claim, into: &$0) } }

    static func write(_ claim: ReferralClaim, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("by", claim.by)
            writer.member("as", claim.role)
            writer.member("name", claim.name)
            writer.member("since", claim.since)
            writer.member("until", claim.until)
            writer.key("taken_from")
            if let from = claim.takenFrom {
                writer.object { writer in
                    writer.member("by", from.id)
                    writer.member("name", from.name)
                }
            } else {
                writer.null()
            }
        }
    }

    static let schema = Schema.object(
        "Claim",
        [
            .required("by", .uuid), .required("as", .text(1...40)), .required("name", .text(1...120)),
            .required("since", .instant),
            .required("until", Schema.instant.described("Ends then by itself.")),
            .required(
                "taken_from",
                Schema.object("ClaimedBefore", [.required("by", .uuid), .required("name", .text(1...120))]).orNull),
        ])
}
