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
                writer.array(consents) { writer, consent in
                    writer.object { writer in
                        writer.member("id", consent.id)
                        writer.member("kind", consent.kind.rawValue)
                        writer.member("basis", consent.basis.rawValue)
                        writer.member("given_at", consent.givenAt)
                        writer.member("expires_at", consent.expiresAt)
                        writer.member("revoked_at", consent.revokedAt)
                    }
                }
            }
        }.tagged(client.version)
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

    private static func write(_ point: ContactPoint, into writer: inout JSONWriter) {
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

    static let fileSchema = Schema.object(
        "ClientFile",
        members + [
            .required(
                "contact_points",
                .list(
                    .object(
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
                        ]))),
            .required(
                "consents",
                .list(
                    .object(
                        "Consent",
                        [
                            .required("id", .uuid), .required("kind", .word(Consent.Kind.allCases.map(\.rawValue))),
                            .required("basis", .word(Consent.Basis.allCases.map(\.rawValue))), .required("given_at", .instant),
                            .required("expires_at", Schema.instant.orNull), .required("revoked_at", Schema.instant.orNull),
                        ]))),
        ])

    static let newSchema = Schema.object(
        "NewClient",
        [
            .required("full_name", .text(1...200, .visible)), .optional("preferred_name", .text(1...200, .visible).orNull),
            .optional("pronouns", .text(1...100, .visible).orNull), .optional("birth_date", Schema.date.orNull),
            .optional("kind", .word(ClientKind.words)), .optional("language", .text(2...12, .language)),
            .optional("jurisdiction", .text(5...5, .jurisdiction)), .optional("zone", .text(1...64, .zone)),
            .optional("source_key", .text(1...100, .visible).orNull.described("Another system's number for them.")),
            .optional(
                "contact_points",
                .list(
                    .object(
                        "NewContactPoint",
                        [
                            .required("channel", channels), .required("value", .text(3...320, .visible)),
                            .optional("may_write", .boolean), .optional("may_call", .boolean),
                            .optional("may_voicemail", .boolean),
                            .optional(
                                "hours",
                                Schema.object(
                                    nil, [.required("from", .text(5...5, .time)), .required("until", .text(5...5, .time))]
                                ).orNull),
                            .optional("sender_label", .text(1...100, .visible).orNull), .optional("wording", wordings),
                        ]), 0...10)),
            .optional("consents", .list(.word(Consent.Kind.allCases.map(\.rawValue)), 0...4)),
        ])

    static let example = JSON.object([
        .init(name: "full_name", value: .string("Robin Example")),
        .init(
            name: "contact_points",
            value: .array([
                .object([
                    .init(name: "channel", value: .string("email")), .init(name: "value", value: .string("robin@example.org")),
                    .init(name: "may_write", value: .bool(true)),
                ])
            ])),
        .init(name: "consents", value: .array([.string("matching"), .string("messages")])),
    ])
}
