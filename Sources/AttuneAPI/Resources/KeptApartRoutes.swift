import Access
import Clients
import Clinic
import HTTPTypes

/// Two clients who must never meet: never the same therapist, never adjoining hours at one site. Everybody else reads "not available".
extension RouteTable {
    static var keptApart: [Route] {
        [
            Route(
                method: .get, path: "/v1/clients/{id}/kept-apart", operation: "listKeptApart", tag: "clients",
                summary: "Whom a client is kept apart from, today or later, and why",
                notes: "The same from either of the two. The look is recorded.", door: .bearer(Policies.keepApart),
                parameters: [.id("The client's id.")],
                answers: [.init(status: .ok, summary: "The entries, the oldest first.", schema: KeptApartWire.listSchema)]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                return try await exchange.look { look in
                    let found = try await look.lookAtKeptApart(of: id)
                    return Reply.json { writer in
                        writer.object { writer in
                            writer.key("data")
                            writer.array(found) { KeptApartWire.write($1.entry, $1.reference, into: &$0) }
                        }
                    }
                }
            },
            Route(
                method: .post, path: "/v1/clients/{id}/kept-apart", operation: "keepApart", tag: "clients",
                summary: "Keep two clients apart",
                notes:
                    "Without `from` it begins now; without `until` it lasts until somebody ends it. Why is encrypted for both. What is booked "
                    + "or proposed already stays: look at it, and at who has the same therapist now.",
                door: .bearer(Policies.keepApart), parameters: [.id("The client's id.")],
                body: .init(schema: KeptApartWire.newSchema, example: KeptApartWire.example),
                answers: [.init(status: .created, summary: "Kept apart.", schema: KeptApartWire.schema)],
                problems: [(.conflict, "They are kept apart already.")], traits: [.idempotent]
            ) { exchange in
                let id: Client.ID = try exchange.pathID()
                let body = try exchange.body
                let other: Client.ID = try body.id("other")
                let kind: KeptApart.Kind = try body.word("kind")
                let reason = try body.textIfAny("reason")
                let (from, until) = (try body.instantIfAny("from"), try body.instantIfAny("until"))
                return try await exchange.act { act in
                    let new = try await act.keepApart(id, other, kind, reason: reason, from: from, until: until)
                    let name = try await act.references(of: [other])[other] ?? ""
                    return Reply.json(.created) { KeptApartWire.write(new, name, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/kept-apart/{id}/end", operation: "endKeptApart", tag: "clients",
                summary: "They need not be kept apart any more", notes: "From now on. The entry stays on record.",
                door: .bearer(Policies.keepApart), parameters: [.id("The entry's id.")],
                answers: [.init(status: .noContent, summary: "Ended.")], traits: [.idempotent]
            ) { exchange in
                let id: KeptApart.ID = try exchange.pathID()
                return try await exchange.act { act in
                    try await act.endKeptApart(id)
                    return Reply(status: .noContent)
                }
            },
        ]
    }
}

/// Two clients kept apart, seen from one of them, as JSON.
enum KeptApartWire {
    static func write(_ entry: KeptApart, _ reference: String, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", entry.id)
            writer.member("other", entry.other)
            writer.member("other_reference", reference)
            writer.member("kind", entry.kind.rawValue)
            writer.member("from", entry.since)
            writer.member("until", entry.until)
            writer.member("reason", entry.reason)
        }
    }

    private static let kinds = Schema.word(KeptApart.Kind.allCases.map(\.rawValue))

    static let schema = Schema.object(
        "KeptApart",
        [
            .required("id", .uuid), .required("other", Schema.uuid.described("The other client.")),
            .required("other_reference", .text(1...20).described("For people: C-1042.")), .required("kind", kinds),
            .required("from", .instant), .required("until", Schema.instant.orNull.described("Null: until somebody ends it.")),
            .required("reason", Schema.text(1...2_000).orNull),
        ])
    static let listSchema = Schema.object("KeptApartList", [.required("data", .list(schema))])

    static let newSchema = Schema.object(
        "NewKeptApart",
        [
            .required("other", Schema.uuid.described("The other client.")), .required("kind", kinds),
            .optional("from", Schema.instant.orNull), .optional("until", Schema.instant.orNull),
            .optional(
                "reason",
                Schema.text(1...2_000, .visible).orNull.described("For the lead and intake. Encrypted; nobody else reads it.")),
        ])
    static let example = JSON.object([
        .init(name: "other", value: .string("01890a5d-ac96-774b-bcce-b302099a8057")),
        .init(name: "kind", value: .string("former_partner")),
    ])
}
