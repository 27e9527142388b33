import Access
import Clinic
import HTTPTypes
import Therapists

/// What clients read about a therapist: hers to change, and the lead's for anybody.
extension RouteTable {
    static var profiles: [Route] {
        [
            Route(
                method: .put, path: "/v1/me/profile", operation: "editOwnProfile", tag: "therapists",
                summary: "What clients read about you, and what of it is published",
                notes:
                    "For a therapist. The tag is the one of `/v1/therapists/{id}`. Credentials, evidence, places, fees and hours are the lead's to "
                    + "change; whether they are published is yours. No `published`: you are not in the directory.",
                door: .bearer(Policies.ownProfile), body: .init(schema: ProfileWire.schema, example: ProfileWire.example),
                answers: [.init(status: .ok, summary: "Changed.", schema: TherapistWire.schema)], traits: [.ifMatch]
            ) { exchange in
                let profile = try ProfileWire.parse(exchange.body)
                return try await exchange.edit(profile) { act in
                    guard let own = try await act.actor.therapist else { throw Problem.notFound }
                    return Therapist.ID(own)
                }
            },
            Route(
                method: .put, path: "/v1/therapists/{id}/profile", operation: "editProfile", tag: "therapists",
                summary: "What clients read about a therapist, and what of it she agreed to have published",
                door: .bearer(Policies.team), parameters: [.id("The therapist's id.")],
                body: .init(schema: ProfileWire.schema, example: ProfileWire.example),
                answers: [.init(status: .ok, summary: "Changed.", schema: TherapistWire.schema)], traits: [.ifMatch]
            ) { exchange in
                let id: Therapist.ID = try exchange.pathID()
                let profile = try ProfileWire.parse(exchange.body)
                return try await exchange.edit(profile) { _ in id }
            },
        ]
    }
}

extension Exchange {
    fileprivate func edit(
        _ profile: PublicProfile, of whom: @escaping @Sendable (Act) async throws -> Therapist.ID
    ) async throws -> Reply {
        let version = try precondition.expected
        let rules = try services.zones.rules(services.configuration.clinic.zone)
        return try await act { act in
            let today = rules.local(of: try await act.now).date
            let therapist = try await act.editPublicProfile(try await whom(act), profile, on: today, expecting: version)
            return Reply.json { TherapistWire.write(therapist, into: &$0) }.tagged(therapist.version)
        }
    }
}

/// A public profile as JSON: all of it, since what is left out would be emptied unseen.
enum ProfileWire {
    static func parse(_ body: Fields) throws(Problem) -> PublicProfile {
        var languages: [Language] = []
        for text in try body.texts("languages") {
            guard let language = Language(text) else { throw body.refuse("languages", "wrong_form", TextFormat.language.hint) }
            languages.append(language)
        }
        return PublicProfile(
            pronouns: try body.textIfAny("pronouns"), gender: try body.textIfAny("gender"), text: try body.text("profile"),
            languages: languages, modalities: try body.texts("modalities"), published: try body.words("published"))
    }

    static let schema = Schema.object(
        "PublicProfile",
        [
            .required("pronouns", Schema.text(1...100, .visible).orNull),
            .required("gender", Schema.text(1...100, .visible).orNull),
            .required("profile", .text(0...8_000)), .required("languages", .list(.text(2...12, .language), 1...20)),
            .required("modalities", .list(.text(1...63, .visible), 0...40)),
            .required(
                "published",
                Schema.list(.word(Publication.Fact.allCases.map(\.rawValue)), 0...Publication.Fact.allCases.count).described(
                    "What she agrees to have published; none, and she is not in the directory.")),
        ])
    static let example = JSON.object([
        .init(name: "pronouns", value: .string("she/her")), .init(name: "gender", value: .null),
        .init(name: "profile", value: .string("I work slowly, and with humour.")),
        .init(name: "languages", value: .array([.string("en")])), .init(name: "modalities", value: .array([.string("emdr")])),
        .init(name: "published", value: .array([.string("profile"), .string("languages")])),
    ])
}
