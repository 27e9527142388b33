import Access
import Clients
import Clinic
import HTTPTypes
import Referrals

import struct Foundation.UUID

/// Consent to matching that comes after the referral, and that is withdrawn.
extension RouteTable {
    static var matchingConsents: [Route] {
        [
            Route(
                method: .put, path: "/v1/referrals/{id}/consent", operation: "recordConsent", tag: "referrals",
                summary: "Record that the client agrees to be matched",
                notes:
                    "From now on it may be ranked. It is a consent of the client's file, with its basis, day and end; one that is on record is "
                    + "replaced. Without `assessor` it is whoever records it, where the basis needs one.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                body: .init(schema: ConsentWire.newSchema, example: ConsentWire.example),
                answers: [.init(status: .ok, summary: "Recorded.", schema: ReferralWire.fileSchema)],
                problems: [(.conflict, "The referral is closed.")], traits: [.ifMatch]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                let new = try ConsentWire.parse(exchange.body)
                let rules = try exchange.services.zones.rules(exchange.services.configuration.clinic.zone)
                return try await exchange.act { act in
                    try await act.recordConsent(new, to: id, version: version, rules: rules)
                    return ReferralWire.reply(try await act.referral(id), at: try exchange.moment(try await act.now))
                }
            },
            Route(
                method: .delete, path: "/v1/referrals/{id}/consent", operation: "withdrawConsent", tag: "referrals",
                summary: "The client does not agree to be matched any more",
                notes:
                    "None of their referrals is ranked from now on. What is proposed in them ends, and the answer names it: tell whoever waits "
                    + "for an answer. Twice does no more than once.",
                door: .bearer(Policies.intake), parameters: [.id("The referral's id.")],
                answers: [.init(status: .ok, summary: "Withdrawn.", schema: ConsentWire.withdrawnSchema)], traits: [.ifMatch]
            ) { exchange in
                let id: Referral.ID = try exchange.pathID()
                let version = try exchange.precondition.expected
                return try await exchange.act { act in
                    ConsentWire.reply(try await act.withdrawConsent(to: id, version: version), of: id)
                }
            },
        ]
    }
}

/// A consent to matching as JSON.
enum ConsentWire {
    static func parse(_ body: Fields) throws(Problem) -> MatchingConsent {
        let assessor: Referral.ID? = try body.idIfAny("assessor")
        return MatchingConsent(
            try body.word("basis"), on: try body.dateIfAny("given_on"), until: try body.dateIfAny("until"),
            assessor: assessor?.uuid)
    }

    static func write(_ consent: Consent?, into writer: inout JSONWriter) {
        guard let consent else { return writer.null() }
        writer.object { writer in
            writer.member("basis", consent.basis.rawValue)
            writer.member("given_at", consent.givenAt)
            writer.member("expires_at", consent.expiresAt)
            writer.member("revoked_at", consent.revokedAt)
            writer.member("assessor", consent.assessor)
        }
    }

    static func reply(_ withdrawn: WithdrawnConsent, of id: Referral.ID) -> Reply {
        Reply.json { writer in
            writer.object { writer in
                writer.member("referral", id)
                writer.key("ended_proposals")
                writer.array(withdrawn.ended) { $0.value(UUIDText.string($1.uuid)) }
                writer.member("version", withdrawn.version)
            }
        }.tagged(withdrawn.version)
    }

    private static let bases = Schema.word(Consent.Basis.allCases.map(\.rawValue))

    static let schema = Schema.object(
        "MatchingConsent",
        [
            .required("basis", bases), .required("given_at", .instant),
            .required("expires_at", Schema.instant.orNull.described("Null: until it is withdrawn.")),
            .required("revoked_at", Schema.instant.orNull), .required("assessor", Schema.uuid.orNull),
        ]
    ).orNull.described(
        "What `matching_consent` rests on, also when that has ended. Null: nobody agreed, or before consents were kept for referrals."
    )

    static let newSchema = Schema.object(
        "NewMatchingConsent",
        [
            .required("basis", bases.described("How it was given, or by whose right.")),
            .optional("given_on", Schema.date.orNull.described("On the clinic's calendar; now where there is none.")),
            .optional("until", Schema.date.orNull.described("The last day on which it holds.")),
            .optional("assessor", Schema.uuid.orNull.described("Who found that a minor may agree, or read the order.")),
        ])
    static let example = JSON.object([.init(name: "basis", value: .string("verbal"))])

    static let withdrawnSchema = Schema.object(
        "WithdrawnConsent",
        [
            .required("referral", .uuid),
            .required("ended_proposals", Schema.list(.uuid).described("Their places and hours are free again.")),
            .required("version", .integer(1...Int64(Int32.max))),
        ])
}
