import Clients
import Clinic
import HTTPTypes

/// A client as JSON.
enum ClientWire {
    static func write(_ client: Client, into writer: inout JSONWriter) {
        writer.object { members(client, into: &$0) }
    }

    static func reply(
        _ client: Client, contacts: [ContactPoint], consents: [Consent], _ status: HTTPResponse.Status = .ok
    ) -> Reply {
        Reply.json(status) { writer in
            writer.object { writer in
                members(client, into: &writer)
                writer.key("contact_points")
                writer.array(contacts) { write($1, into: &$0) }
                writer.key("consents")
                writer.array(consents) { write($1, into: &$0) }
            }
        }.tagged(client.version)
    }

    static func write(_ consent: Consent, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", consent.id)
            writer.member("kind", consent.kind.rawValue)
            writer.member("basis", consent.basis.rawValue)
            writer.member("given_at", consent.givenAt)
            writer.member("expires_at", consent.expiresAt)
            writer.member("revoked_at", consent.revokedAt)
        }
    }

    private static func members(_ client: Client, into writer: inout JSONWriter) {
        let person = client.person
        writer.member("id", client.id)
        writer.member("reference", client.reference)
        writer.member("source_key", client.sourceKey)
        writer.member("full_name", person.fullName)
        writer.member("preferred_name", person.preferredName)
        writer.member("pronouns", person.pronouns)
        writer.member("birth_date", person.birthDate)
        writer.member("kind", person.kind.rawValue)
        writer.member("language", person.language.code)
        writer.member("jurisdiction", person.jurisdiction)
        writer.member("zone", person.zone.name)
        writer.member("status", person.status.rawValue)
        writer.member("version", client.version)
    }

    static func write(_ point: ContactPoint, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", point.id)
            writer.member("channel", point.channel.rawValue)
            writer.member("value", point.value)
            writer.member("may_write", point.safety.mayWrite)
            writer.member("may_call", point.safety.mayCall)
            writer.member("may_voicemail", point.safety.mayVoicemail)
            writer.key("hours")
            if let hours = point.safety.hours {
                writer.object { writer in
                    writer.member("from", hours.from.description)
                    writer.member("until", hours.until.description)
                }
            } else {
                writer.null()
            }
            writer.member("sender_label", point.safety.senderLabel)
            writer.member("wording", point.safety.wording.rawValue)
            writer.member("confirmed_at", point.safety.confirmedAt)
            writer.member("recheck_due", point.safety.recheckDue)
        }
    }

    private static let members: [Schema.Member] = [
        .required("id", .uuid), .required("reference", .text(1...20).described("For people: C-1042.")),
        .required("source_key", .text(1...200).orNull), .required("full_name", .text()),
        .required("preferred_name", .text(0...200).orNull), .required("pronouns", .text(0...100).orNull),
        .required("birth_date", Schema.date.orNull), .required("kind", .word(ClientKind.words)),
        .required("language", .text(2...35)), .required("jurisdiction", .text(5...5)), .required("zone", .text(1...64)),
        .required("status", .word(ClientStatus.allCases.map(\.rawValue))), .required("version", .integer(1...Int64(Int32.max))),
    ]

    private static let channels = Schema.word(ContactPoint.Channel.allCases.map(\.rawValue))
    private static let wordings = Schema.word(ContactSafety.Wording.allCases.map(\.rawValue))

    static let schema = Schema.object("Client", members)

    static let contactSchema = Schema.object(
        "ContactPoint",
        [
            .required("id", .uuid), .required("channel", channels), .required("value", .text(1...400)),
            .required("may_write", .boolean), .required("may_call", .boolean),
            .required("may_voicemail", .boolean),
            .required(
                "hours",
                Schema.object(
                    "SafeHours", [.required("from", .text(5...16)), .required("until", .text(5...16))]
                ).orNull),
            .required("sender_label", .text(0...200).orNull), .required("wording", wordings),
            .required("confirmed_at", Schema.instant.orNull), .required("recheck_due", Schema.instant.orNull),
        ])
    static let consentSchema = Schema.object(
        "Consent",
        [
            .required("id", .uuid), .required("kind", kinds),
            .required("basis", .word(Consent.Basis.allCases.map(\.rawValue))), .required("given_at", .instant),
            .required("expires_at", Schema.instant.orNull), .required("revoked_at", Schema.instant.orNull),
        ])
    static let kinds = Schema.word(Consent.Kind.allCases.map(\.rawValue))

    static let fileSchema = Schema.object(
        "ClientFile",
        members + [.required("contact_points", .list(contactSchema)), .required("consents", .list(consentSchema))])

    /// What is safe about a way to reach somebody: what is left out is not.
    private static let safety: [Schema.Member] = [
        .optional("may_write", .boolean), .optional("may_call", .boolean), .optional("may_voicemail", .boolean),
        .optional(
            "hours",
            Schema.object(nil, [.required("from", .text(5...5, .time)), .required("until", .text(5...5, .time))]).orNull),
        .optional("sender_label", .text(1...100, .visible).orNull), .optional("wording", wordings),
    ]
    static let newContactSchema = Schema.object(
        "NewContactPoint", [.required("channel", channels), .required("value", .text(3...320, .visible))] + safety)
    static let newContactExample = JSON.object([
        .init(name: "channel", value: .string("email")), .init(name: "value", value: .string("robin@example.org")),
        .init(name: "may_write", value: .bool(true)),
    ])
    static let safetySchema = Schema.object("ContactSafety", safety)
    static let safetyExample = JSON.object([.init(name: "may_call", value: .bool(true))])

    /// All of the person, since what is left out would be emptied unseen.
    static let personSchema = Schema.object(
        "EditedClient",
        [
            .required("full_name", .text(1...200, .visible)), .required("preferred_name", .text(1...200, .visible).orNull),
            .required("pronouns", .text(1...100, .visible).orNull), .required("birth_date", Schema.date.orNull),
            .required("kind", .word(ClientKind.words)), .required("language", .text(2...12, .language)),
            .required("jurisdiction", .text(5...5, .jurisdiction)), .required("zone", .text(1...64, .zone)),
            .required("status", .word(ClientStatus.allCases.map(\.rawValue))),
        ])
    static let personExample = JSON.object([
        .init(name: "full_name", value: .string("Robin Example")), .init(name: "preferred_name", value: .null),
        .init(name: "pronouns", value: .string("they/them")), .init(name: "birth_date", value: .null),
        .init(name: "kind", value: .string("adult")), .init(name: "language", value: .string("en")),
        .init(name: "jurisdiction", value: .string("CA-BC")), .init(name: "zone", value: .string("America/Vancouver")),
        .init(name: "status", value: .string("active")),
    ])

    static let newConsentSchema = Schema.object(
        "NewConsent",
        [
            .required("kind", kinds),
            .required(
                "basis",
                Schema.word(Consent.Basis.allCases.map(\.rawValue)).described("How it was given, or by whose right.")),
            .optional("given_on", Schema.date.orNull.described("On the clinic's calendar; now where there is none.")),
            .optional("until", Schema.date.orNull.described("The last day on which it holds.")),
            .optional("assessor", Schema.uuid.orNull.described("Who found that a minor may agree, or read the order.")),
        ])
    static let newConsentExample = JSON.object([
        .init(name: "kind", value: .string("messages")), .init(name: "basis", value: .string("verbal")),
    ])
    static let revokedSchema = Schema.object(
        "RevokedConsent",
        [
            .required("client", .uuid), .required("kind", kinds),
            .required(
                "ended_proposals",
                Schema.list(.uuid).described("Of consent to matching: their places and hours are free again.")),
        ])

    static let newSchema = Schema.object(
        "NewClient",
        [
            .required("full_name", .text(1...200, .visible)), .optional("preferred_name", .text(1...200, .visible).orNull),
            .optional("pronouns", .text(1...100, .visible).orNull), .optional("birth_date", Schema.date.orNull),
            .optional("kind", .word(ClientKind.words)), .optional("language", .text(2...12, .language)),
            .optional("jurisdiction", .text(5...5, .jurisdiction)), .optional("zone", .text(1...64, .zone)),
            .optional("source_key", .text(1...100, .visible).orNull.described("Another system's number for them.")),
            .optional("contact_points", .list(newContactSchema, 0...10)),
            .optional("consents", .list(kinds, 0...4)),
        ])

    static let example = JSON.object([
        .init(name: "full_name", value: .string("Robin Example")),
        .init(name: "contact_points", value: .array([newContactExample])),
        .init(name: "consents", value: .array([.string("matching"), .string("messages")])),
    ])
}
