import Access
import Clinic
import HTTPTypes
import Therapists

extension RouteTable {
    static var therapists: [Route] {
        [
            Route(
                method: .get, path: "/v1/therapists", operation: "listTherapists", tag: "therapists",
                summary: "Therapists, in the order in which they joined", door: .bearer(Policies.directory),
                parameters: [
                    .limit, .cursor, .query("including_left", .boolean, "Also those who have left."),
                ],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Therapists", of: TherapistWire.schema))],
                traits: [.pages, .brief]
            ) { exchange in
                let page = try exchange.page
                let left = if case .bool(true) = exchange.query["including_left"] { true } else { false }
                let rows = try await exchange.reader().therapists(
                    after: try page.afterID.map(TypedID.init), limit: page.limit + 1, includingLeft: left)
                return exchange.list(rows, page, cursor: { Page.cursor($0.id.uuid) }) { TherapistWire.write($1, into: &$0) }
            },
            Route(
                method: .get, path: "/v1/therapists/{id}", operation: "getTherapist", tag: "therapists", summary: "One therapist",
                door: .bearer(Policies.directory), parameters: [.id("The therapist's id.")],
                answers: [.init(status: .ok, summary: "The therapist.", schema: TherapistWire.schema)],
                traits: [.conditional, .brief]
            ) { exchange in
                // The hot path: one flight of sign-in and statement, and JSON written by hand.
                guard let therapist = try await exchange.reader().therapist(try exchange.pathID()) else { throw Problem.notFound }
                return Reply.json { TherapistWire.write(therapist, into: &$0) }.tagged(therapist.version)
            },
            Route(
                method: .post, path: "/v1/therapists", operation: "addTherapist", tag: "therapists", summary: "Add a therapist",
                door: .bearer(Policies.team), body: .init(schema: TherapistWire.newSchema, example: TherapistWire.example),
                answers: [.init(status: .created, summary: "Added.", schema: TherapistWire.schema, location: true)],
                traits: [.idempotent]
            ) { exchange in
                let new = try TherapistWire.parse(exchange.body, zone: exchange.services.zone(of: exchange.body))
                return try await exchange.act { act in
                    let therapist = try await act.addTherapist(slug: new.slug, new.profile)
                    return Reply.json(.created) { TherapistWire.write(therapist, into: &$0) }
                        .tagged(therapist.version).located("/v1/therapists/\(UUIDText.string(therapist.id.uuid))")
                }
            },
        ]
    }
}

/// A therapist as JSON.
enum TherapistWire {
    static func write(_ therapist: Therapist, into writer: inout JSONWriter) {
        let profile = therapist.profile
        writer.object { writer in
            writer.member("id", therapist.id)
            writer.member("reference", therapist.reference)
            writer.member("slug", therapist.slug)
            writer.member("display_name", profile.displayName)
            writer.member("pronouns", profile.pronouns)
            writer.member("gender", profile.gender)
            writer.member("profile", profile.text)
            writer.key("languages")
            writer.array(profile.languages) { $0.value($1.code) }
            writer.key("formats")
            writer.array(profile.formats) { $0.value($1.rawValue) }
            writer.key("client_kinds")
            writer.array(profile.clientKinds) { $0.value($1.rawValue) }
            writer.member("modalities", profile.modalities)
            writer.member("funding", profile.funding)
            writer.member("fee_cents", profile.feeCents)
            writer.member("sliding_places", profile.slidingPlaces)
            writer.member("sliding_fee_cents", profile.slidingFeeCents)
            writer.member("capacity", profile.capacity)
            writer.member("intense_capacity", profile.intenseCapacity)
            writer.member("zone", profile.zone.name)
            writer.member("status", profile.status.rawValue)
            writer.member("supervised_by", profile.supervision?.by)
            writer.member("supervised_until", profile.supervision?.until)
            writer.member("published", profile.publication?.facts.map(\.rawValue) ?? [])
            writer.member("published_on", profile.publication?.on)
            writer.member("version", therapist.version)
        }
    }

    static let schema = Schema.object(
        "Therapist",
        [
            .required("id", .uuid), .required("reference", .text(1...20).described("For people: T-12.")),
            .required("slug", .text(1...200, .slug)), .required("display_name", .text()),
            .required("pronouns", .text(0...100).orNull), .required("gender", .text(0...100).orNull),
            .required("profile", .text(0...8_000).described("Plain text for clients.")),
            .required("languages", .list(.text(2...35))), .required("formats", .list(.word(SessionFormat.words))),
            .required("client_kinds", .list(.word(ClientKind.words))), .required("modalities", .list(.text(0...200))),
            .required("funding", .list(.text(0...200))), .required("fee_cents", .integer(0...100_000_000).orNull),
            .required("sliding_places", .integer(0...500).described("Places at the lower fee, out of the capacity.")),
            .required("sliding_fee_cents", .integer(0...100_000_000).orNull),
            .required("capacity", .integer(0...500).described("Clients at most.")),
            .required("intense_capacity", .integer(0...500).described("Of these, clients in intense work at most.")),
            .required("zone", .text(1...64).described("In which her hours are written.")),
            .required("status", .word(TherapistStatus.allCases.map(\.rawValue))),
            .required("supervised_by", .text(1...200).orNull), .required("supervised_until", Schema.date.orNull),
            .required("published", .list(.word(Publication.Fact.allCases.map(\.rawValue)))),
            .required("published_on", Schema.date.orNull.described("When she agreed to have that published.")),
            .required("version", .integer(1...Int64(Int32.max))),
        ])

    static let newSchema = Schema.object(
        "NewTherapist",
        [
            .required("slug", .text(1...80, .slug).described("Her page's address, and the key of team files.")),
            .required("display_name", .text(1...200, .visible)), .optional("pronouns", .text(1...100, .visible).orNull),
            .optional("gender", .text(1...100, .visible).orNull), .optional("profile", .text(1...8_000, .visible)),
            .optional("languages", .list(.text(2...12, .language), 1...20)),
            .required("formats", .list(.word(SessionFormat.words), 1...3)),
            .optional("client_kinds", .list(.word(ClientKind.words), 1...7)),
            .optional("modalities", .list(.text(1...62, .code), 0...50)),
            .optional("funding", .list(.text(1...62, .code), 0...50)),
            .optional("fee_cents", .integer(0...10_000_000).orNull), .required("capacity", .integer(0...500)),
            .optional("intense_capacity", .integer(0...500)), .optional("sliding_places", .integer(0...500)),
            .optional("sliding_fee_cents", .integer(0...10_000_000).orNull), .optional("zone", .text(1...64, .zone)),
        ])

    static let example = JSON.object([
        .init(name: "slug", value: .string("amara-example")), .init(name: "display_name", value: .string("Amara Example")),
        .init(name: "formats", value: .array([.string("in_person"), .string("online")])),
        .init(name: "capacity", value: .integer(20)),
        .init(name: "languages", value: .array([.string("en"), .string("fr")])),
    ])

    static func parse(_ body: Fields, zone: ZoneID) throws(Problem) -> (slug: String, profile: TherapistProfile) {
        let formats: [SessionFormat] = try body.words("formats")
        let kinds: [ClientKind] = try body.words("client_kinds")
        var languages: [Language] = []
        for text in try body.texts("languages") {
            guard let language = Language(text) else { throw body.refuse("languages", "wrong_form", TextFormat.language.hint) }
            languages.append(language)
        }
        let profile = TherapistProfile(
            displayName: try body.text("display_name"), pronouns: try body.textIfAny("pronouns"),
            gender: try body.textIfAny("gender"),
            text: try body.textIfAny("profile") ?? "", languages: languages.isEmpty ? [.english] : languages, formats: formats,
            clientKinds: kinds.isEmpty ? [.adult] : kinds, modalities: try body.texts("modalities"),
            funding: try body.texts("funding"),
            feeCents: try body.integerIfAny("fee_cents"), capacity: try body.integer("capacity"),
            intenseCapacity: try body.integerIfAny("intense_capacity"), zone: zone,
            slidingPlaces: try body.integerIfAny("sliding_places") ?? 0,
            slidingFeeCents: try body.integerIfAny("sliding_fee_cents"))
        return (try body.text("slug"), profile)
    }
}

extension SessionFormat { static let words = allCases.map(\.rawValue) }
extension ClientKind { static let words = allCases.map(\.rawValue) }

extension Schema {
    /// A page of a list.
    static func page(_ name: String, of item: Schema) -> Schema {
        .object(
            name + "Page",
            [
                .required("data", .list(item, 0...Int(Page.limits.upperBound))),
                .required("next", Schema.text(0...8_192).orNull.described("The address of the next page; null on the last.")),
            ])
    }
}
