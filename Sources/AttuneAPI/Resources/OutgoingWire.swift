import Clinic
import HTTPTypes
import Referrals

/// Services outside, and what they are told, as JSON.
enum OutgoingWire {
    static func write(_ service: ExternalService, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", service.id)
            writer.member("name", service.facts.name)
            writer.member("kind", service.facts.kind.rawValue)
            writer.member("contact", service.facts.contact)
            writer.member("region", service.facts.region)
            writer.member("concepts", service.facts.concepts)
            writer.member("languages", service.facts.languages)
            writer.member("funding", service.facts.funding)
            writer.member("checked_on", service.facts.checkedOn)
            writer.member("stale", service.isStale)
            writer.member("retired", service.isRetired)
            writer.member("version", service.version)
        }
    }

    static func write(_ out: ReferralOut, into writer: inout JSONWriter) {
        writer.object { writer in
            row(out, into: &writer)
            writer.member("text", out.packet?.text)
            writer.key("packet")
            writer.array(out.packet?.lines ?? []) { writer, line in
                writer.object { writer in
                    writer.member("label", line.label)
                    writer.member("text", line.text)
                }
            }
        }
    }

    static func writeRow(_ out: ReferralOut, into writer: inout JSONWriter) {
        writer.object { row(out, into: &$0) }
    }

    private static func row(_ out: ReferralOut, into writer: inout JSONWriter) {
        writer.member("id", out.id)
        writer.member("referral", out.referral)
        writer.member("reference", out.reference)
        writer.member("client", out.client)
        writer.member("service", out.service)
        writer.member("service_name", out.serviceName)
        writer.member("consent", out.consent)
        writer.member("fields", out.fields.map(\.rawValue))
        writer.member("status", out.status.rawValue)
        writer.member("how", out.how?.rawValue)
        writer.member("check_on", out.checkOn?.description)
        writer.member("due", out.isDue)
        writer.member("sent_at", out.sentAt)
        writer.member("created_at", out.createdAt)
        writer.member("version", out.version)
    }

    static func reply(_ out: ReferralOut, _ status: HTTPResponse.Status = .ok) -> Reply {
        Reply.json(status, capacity: 4_096) { write(out, into: &$0) }.tagged(out.version)
    }

    private static let codes = Schema.list(.text(1...100, .visible), 0...50)
    private static let version = Schema.integer(1...Int64(Int32.max))

    static let serviceSchema = Schema.object(
        "ExternalService",
        [
            .required("id", .uuid), .required("name", .text(1...200)),
            .required("kind", .word(ExternalService.Kind.allCases.map(\.rawValue))), .required("contact", .text(1...500)),
            .required("region", .text(1...100)), .required("concepts", codes), .required("languages", codes),
            .required("funding", codes), .required("checked_on", .date),
            .required("stale", Schema.boolean.described("Nobody has made sure for half a year that it takes people.")),
            .required("retired", .boolean), .required("version", version),
        ])

    static let newServiceSchema = Schema.object(
        "NewExternalService",
        [
            .required("name", Schema.text(1...200, .visible).described("By it a service is known again.")),
            .required("kind", .word(ExternalService.Kind.allCases.map(\.rawValue))),
            .required("contact", .text(1...500, .visible)),
            .required("region", .text(1...100, .visible)), .optional("concepts", codes), .optional("languages", codes),
            .optional("funding", codes), .required("checked_on", .date),
        ])
    static let serviceExample = JSON.object([
        .init(name: "name", value: .string("Riverbend Crisis Line")), .init(name: "kind", value: .string("crisis")),
        .init(name: "contact", value: .string("250-555-0142")), .init(name: "region", value: .string("Kamloops")),
        .init(name: "checked_on", value: .string("2026-11-20")),
    ])

    static func facts(_ body: Fields) throws -> ExternalService.Facts {
        let languages = try body.texts("languages")
        return try ExternalService.Facts(
            name: try body.text("name"), kind: try body.word("kind"), contact: try body.text("contact"),
            region: try body.text("region"), concepts: try body.texts("concepts"),
            languages: languages.isEmpty ? ["en"] : languages, funding: try body.texts("funding"),
            checkedOn: try body.date("checked_on"))
    }

    private static let members: [Schema.Member] = [
        .required("id", .uuid), .required("referral", .uuid), .required("reference", .text(1...20)), .required("client", .uuid),
        .required("service", .uuid), .required("service_name", .text(1...200)),
        .required("consent", Schema.uuid.described("On which it rests.")),
        .required("fields", .list(.word(PacketField.allCases.map(\.rawValue)))),
        .required("status", .word(ReferralOutStatus.allCases.map(\.rawValue))),
        .required("how", Schema.word(ReferralOut.Way.allCases.map(\.rawValue)).orNull), .required("check_on", Schema.date.orNull),
        .required("due", Schema.boolean.described("It is time to ask what became of it.")),
        .required("sent_at", Schema.instant.orNull),
        .required("created_at", .instant), .required("version", version),
    ]
    static let rowSchema = Schema.object("ReferralOutRow", members)
    static let schema = Schema.object(
        "ReferralOut",
        members + [
            .required(
                "text", Schema.text(0...80_000).orNull.described("What they are told, word for word: to print or to copy.")),
            .required(
                "packet",
                .list(.object("PacketLine", [.required("label", .text(1...100)), .required("text", .text(0...80_000))]))),
        ])

    static let prepareSchema = Schema.object(
        "NewReferralOut",
        [
            .required("service", .uuid),
            .required(
                "fields",
                Schema.list(.word(PacketField.allCases.map(\.rawValue)), 1...20).described(
                    "Chosen one by one; nothing comes along by itself.")),
        ])
    static let prepareExample = JSON.object([
        .init(name: "service", value: .string("01931f0e-6f00-7000-8000-000000000009")),
        .init(name: "fields", value: .array([.string("reference"), .string("language"), .string("concerns")])),
    ])

    static let moveSchema = Schema.object(
        "ReferralOutMove",
        [
            .required("to", .word(ReferralOutStatus.allCases.map(\.rawValue))),
            .optional(
                "how", Schema.word(ReferralOut.Way.allCases.map(\.rawValue)).described("With `sent`; `printed` where not given.")),
            .optional("check_on", Schema.date.orNull.described("With `sent`: when to ask; in two weeks where not given.")),
        ])
    static let moveExample = JSON.object([
        .init(name: "to", value: .string("sent")), .init(name: "how", value: .string("printed")),
    ])
}
