import Access
import Clients
import Clinic
import HTTPTypes

/// Copies, plans and certificates as JSON.
enum RightsWire {
    static func reply(_ copy: ClientExport) -> Reply {
        Reply.json(capacity: 65_536) { writer in
            writer.object { writer in
                writer.member("format", "attune client copy 2")
                writer.member("client", copy.client)
                writer.member("reference", copy.reference)
                writer.member("made_at", copy.madeAt)
                writer.member("redacted", copy.redacted)
                writer.key("tables")
                writer.array(copy.tables) { writer, table in
                    writer.object { writer in
                        writer.member("name", table.name)
                        writer.key("rows")
                        writer.array(table.rows) { writer, row in
                            writer.array(row) { writer, value in
                                writer.object { writer in
                                    writer.member("field", value.field)
                                    writer.member("kind", value.kind)
                                    writer.member("text", value.text)
                                }
                            }
                        }
                    }
                }
                writer.key("names")
                writer.array(copy.names.sorted { UUIDText.string($0.key) < UUIDText.string($1.key) }) { writer, name in
                    writer.object { writer in
                        writer.member("id", name.key)
                        writer.member("name", name.value)
                    }
                }
                writer.key("disclosures")
                writer.array(copy.ledger) { write($1, into: &$0) }
            }
        }
    }

    private static func write(_ look: AuditLook, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("at", look.at)
            writer.member("role", look.role)
            writer.member("actor", look.actor)
            writer.member("label", look.label)
            writer.member("action", look.action)
            writer.member("purpose", look.purpose)
            writer.member("fields", look.fields)
        }
    }

    static func reply(_ plan: DestructionPlan) -> Reply {
        Reply.json { writer in
            writer.object { writer in
                writer.member("client", plan.clock.client)
                writer.member("reference", plan.clock.reference)
                writer.member("class", plan.clock.class.rawValue)
                writer.member("last_service", plan.clock.lastService)
                writer.member("kept_until", plan.clock.endsAt)
                writer.member("in_care", plan.clock.isInCare)
                writer.member("held", plan.clock.isHeld)
                writer.key("rows")
                writer.array(plan.rows) { writer, row in
                    writer.object { writer in
                        writer.member("table", row.table)
                        writer.member("count", row.count)
                    }
                }
                writer.member("asked_by", plan.asked?.by)
                writer.member("asked_at", plan.asked?.at)
                writer.key("early")
                if let asked = plan.asked { writer.value(asked.isEarly) } else { writer.null() }
            }
        }
    }

    static func reply(_ certificate: DestructionCertificate) -> Reply {
        Reply.json { writer in
            writer.object { writer in
                writer.member("certificate", certificate.id)
                writer.member("client", certificate.client)
                writer.member("class", certificate.class.rawValue)
                writer.member("early", certificate.isEarly)
                writer.member("asked_by", certificate.askedBy)
                writer.member("asked_as", certificate.askedAs)
                writer.member("asked_at", certificate.askedAt)
                writer.member("confirmed_by", certificate.confirmedBy)
                writer.member("confirmed_as", certificate.confirmedAs)
                writer.member("destroyed_at", certificate.destroyedAt)
            }
        }
    }

    static let copySchema = Schema.object(
        "ClientCopyRequest",
        [
            .optional(
                "redact",
                Schema.list(.text(2...100, .visible), 0...50).described(
                    "Names and other words about somebody else, to be taken out."))
        ])
    static let copyExample = JSON.object([.init(name: "redact", value: .array([.string("Uncle Lou")]))])

    private static let valueSchema = Schema.object(
        "ClientCopyValue",
        [
            .required("field", .anyText),
            .required(
                "kind",
                Schema.anyText.described("PostgreSQL's type; `secret` for what was sealed; `withheld` for keys and hashes.")),
            .required("text", Schema.anyText.orNull),
        ])
    private static let lookSchema = Schema.object(
        "Disclosure",
        [
            .required("at", .instant), .required("role", .anyText), .required("actor", .uuid),
            .required("label", Schema.anyText.orNull), .required("action", .anyText), .required("purpose", .anyText),
            .required("fields", Schema.anyText.orNull),
        ])
    static let fileSchema = Schema.object(
        "ClientCopy",
        [
            .required("format", .anyText), .required("client", .uuid), .required("reference", .anyText),
            .required("made_at", .instant),
            .required("redacted", Schema.integer(0...Int64.max).described("How often words about somebody else were taken out.")),
            .required(
                "tables",
                .list(
                    .object(
                        "ClientCopyTable",
                        [
                            .required("name", .anyText),
                            .required("rows", .list(.list(valueSchema, 0...1_000_000), 0...1_000_000)),
                        ]), 0...1_000_000)),
            .required(
                "names",
                Schema.list(.object("ClientCopyName", [.required("id", .uuid), .required("name", .anyText)]), 0...1_000_000)
                    .described("What ids of therapists, services, rooms, sites and articles stand for.")),
            .required("disclosures", Schema.list(lookSchema, 0...1_000_000).described("Who saw, changed or was sent what.")),
        ])

    static let planSchema = Schema.object(
        "DestructionPlan",
        [
            .required("client", .uuid), .required("reference", .anyText),
            .required("class", .word(RetentionClock.Class.allCases.map(\.rawValue))), .required("last_service", .instant),
            .required("kept_until", .instant), .required("in_care", .boolean), .required("held", .boolean),
            .required(
                "rows",
                .list(.object("DestructionRows", [.required("table", .anyText), .required("count", .integer(0...Int64.max))]))),
            .required("asked_by", Schema.uuid.orNull), .required("asked_at", Schema.instant.orNull),
            .required("early", Schema.boolean.orNull),
        ])
    static let askSchema = Schema.object(
        "DestructionRequest",
        [
            .optional(
                "early_reason",
                Schema.text(10...2_000, .visible).orNull.described("Why it goes before its time; nothing where that is over."))
        ])
    static let askExample = JSON.object([
        .init(name: "early_reason", value: .string("The client asked for it, and another clinic has the file now."))
    ])
    static let confirmSchema = Schema.object("DestructionConfirmation", [.required("reference", .text(3...20, .visible))])
    static let confirmExample = JSON.object([.init(name: "reference", value: .string("C-1001"))])
    static let certificateSchema = Schema.object(
        "DestructionCertificate",
        [
            .required("certificate", .uuid), .required("client", .uuid),
            .required("class", .word(RetentionClock.Class.allCases.map(\.rawValue))), .required("early", .boolean),
            .required("asked_by", .uuid), .required("asked_as", .anyText), .required("asked_at", .instant),
            .required("confirmed_by", .uuid), .required("confirmed_as", .anyText), .required("destroyed_at", .instant),
        ])
}
