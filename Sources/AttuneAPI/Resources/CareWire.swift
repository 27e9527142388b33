import Clients
import Clinic
import HTTPTypes
import Therapists

/// Grants and openings as JSON.
enum CareWire {
    static func write(_ grant: CareGrant, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", grant.id)
            writer.member("client", grant.client)
            writer.member("therapist", grant.therapist)
            writer.member("kind", grant.kind.rawValue)
            writer.member("from", grant.during.start)
            writer.member("until", grant.during.end)
        }
    }

    static func write(_ opening: BreakGlass, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", opening.id)
            writer.member("client", opening.client)
            writer.member("actor", opening.actor)
            writer.member("from", opening.during.start)
            writer.member("until", opening.during.end)
            writer.member("reviewed_at", opening.reviewedAt)
            writer.member("reviewed_by", opening.reviewedBy)
        }
    }

    static func reply(_ opening: BreakGlass, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply.json(status) { write(opening, into: &$0) }
    }

    static func reply(_ granted: GrantedCare) -> Reply {
        Reply.json(.created) { writer in
            writer.object { writer in
                writer.key("granted")
                writer.array(granted.granted) { write($1, into: &$0) }
                writer.key("passed_over")
                writer.array(granted.passedOver) { $0.value($1) }
            }
        }
    }

    static let grantSchema = Schema.object(
        "CareGrant",
        [
            .required("id", .uuid), .required("client", .uuid), .required("therapist", .uuid),
            .required("kind", .word(CareGrant.Kind.allCases.map(\.rawValue))), .required("from", .instant),
            .required("until", Schema.instant.described("The moment after it.")),
        ])

    static let grantedSchema = Schema.object(
        "GrantedCare",
        [
            .required("granted", .list(grantSchema)),
            .required(
                "passed_over",
                Schema.list(.uuid).described("Clients whom this therapist cannot see, or whose file she has already.")),
        ])

    static let newGrantSchema = Schema.object(
        "NewCareGrant",
        [
            .required("kind", .word(CareGrant.Kind.allCases.map(\.rawValue))),
            .required("therapist", Schema.uuid.described("Who may see the file.")),
            .optional("client", Schema.uuid.orNull.described("Whose file; or name `everybody_of`.")),
            .optional("everybody_of", Schema.uuid.orNull.described("A therapist: the files of all her own clients.")),
            .optional("from", Schema.instant.orNull.described("Now, where not given.")),
            .required("until", Schema.instant.described("The moment after it; a year from its beginning at most.")),
        ])

    static let grantExample = JSON.object([
        .init(name: "kind", value: .string("cover")),
        .init(name: "therapist", value: .string("01931f0e-6f00-7000-8000-000000000001")),
        .init(name: "client", value: .string("01931f0e-6f00-7000-8000-000000000002")),
        .init(name: "until", value: .string("2026-12-11T08:00:00Z")),
    ])

    static let glassSchema = Schema.object(
        "BreakGlass",
        [
            .required("id", .uuid), .required("client", .uuid), .required("actor", Schema.uuid.described("Who opened it.")),
            .required("from", .instant), .required("until", .instant), .required("reviewed_at", Schema.instant.orNull),
            .required("reviewed_by", Schema.uuid.orNull),
        ])

    static let reasonSchema = Schema.object(
        "BreakGlassReason",
        [.required("reason", Schema.text(10...1_000, .visible).described("Why, for whoever reviews it."))])
    static let reasonExample = JSON.object([
        .init(name: "reason", value: .string("Her therapist is away and the hospital asks what we agreed on."))
    ])

    static func parse(_ body: Fields) throws(Problem) -> NewCareGrant {
        let client: Client.ID? = try body.idIfAny("client")
        let colleague: Therapist.ID? = try body.idIfAny("everybody_of")
        let whose: NewCareGrant.Whose
        switch (client, colleague) {
        case (let client?, nil): whose = .client(client)
        case (nil, let colleague?): whose = .everybodyOf(colleague.uuid)
        case (nil, nil): throw body.refuse("client", "missing", "Name a client, or a therapist in everybody_of.")
        default: throw body.refuse("everybody_of", "one_of_two", "Name a client or everybody_of, not both.")
        }
        let therapist: Therapist.ID = try body.id("therapist")
        return NewCareGrant(
            try body.word("kind"), by: therapist.uuid, of: whose, from: try body.instantIfAny("from"),
            until: try body.instant("until"))
    }
}
