import Access
import Clinic
import HTTPTypes
import Referrals

extension RouteTable {
    static var fhir: [Route] {
        [
            Route(
                method: .post, path: "/v1/fhir/Bundle", operation: "importBundle", tag: "referrals",
                summary: "Take in referrals as FHIR R4: ServiceRequests with their Patients",
                notes:
                    "All of a bundle or none of it; faults are named by FHIRPath. Identifiers make a repeat harmless. A priority only informs; "
                    + "stat is never matched, it is put on a safety hold and handed to a person.",
                door: .bearer(Policies.intake),
                body: .init(schema: .any, otherTypes: ["application/fhir+json"], isJSON: false, isImport: true),
                answers: [.init(status: .ok, summary: "What became of each request.", schema: FHIRWire.schema)],
                problems: [(.conflict, "Another source has used one of these identifiers.")], traits: [.idempotent]
            ) { exchange in
                let bytes = exchange.bytes
                let (settings, zones) = (exchange.services.configuration.clinic, exchange.services.zones)
                return try await exchange.act { act in
                    let rules = try await settings.intakeRules(act, zones: zones)
                    do {
                        let bundle = try FHIRBundle(bytes, vocabulary: rules.vocabulary)
                        let done = try await act.importBundle(bundle, rules: rules, zone: settings.zone)
                        return FHIRWire.reply(done, crisis: settings.crisis.text(in: settings.language))
                    } catch let unreadable as UnreadableBundle {
                        throw FHIRWire.problem(unreadable)
                    }
                }
            }
        ]
    }
}

enum FHIRWire {
    static func reply(_ done: FHIRImport, crisis: String) -> Reply {
        Reply.json(capacity: 2_048) { writer in
            writer.object { writer in
                writer.key("added")
                writer.array(done.items.filter { $0.outcome.added != nil }) { writer, item in
                    writer.object { writer in
                        writer.member("expression", item.expression)
                        writer.member("id", item.outcome.added?.id.uuid)
                        writer.member("reference", item.outcome.added?.reference)
                        writer.member("safety_hold", item.outcome.added?.isHeld == true)
                    }
                }
                writer.key("known")
                writer.array(done.items.filter { $0.outcome == .known }) { $0.value($1.expression) }
                writer.key("notes")
                writer.array(done.notes) { writer, note in
                    writer.object { writer in
                        writer.member("expression", note.expression)
                        writer.member("code", note.code)
                        writer.member("message", note.message)
                    }
                }
                writer.member("crisis_text", done.isHeld ? crisis : nil)
            }
        }
    }

    /// Each fault by its JSON pointer, its sentence by its FHIRPath.
    static func problem(_ unreadable: UnreadableBundle) -> Problem {
        .invalid(
            unreadable.faults.map { Fault(pointer($0.expression), $0.code, "\($0.expression): \($0.message)") })
    }

    /// `Bundle.entry[1].resource.status` -> `/entry/1/resource/status`.
    private static func pointer(_ expression: String) -> JSONPointer {
        let steps = expression.split { ".[]".contains($0) }.dropFirst()
        return steps.reduce(JSONPointer()) { $0.appending(String($1)) }
    }

    static let schema = Schema.object(
        "ImportedBundle",
        [
            .required(
                "added",
                .list(
                    .object(
                        "ImportedRequest",
                        [
                            .required("expression", Schema.text(1...400).described("Where its ServiceRequest stands.")),
                            .required("id", .uuid), .required("reference", .text(1...20)), .required("safety_hold", .boolean),
                        ]))),
            .required("known", Schema.list(.text(1...400)).described("Sent before: nothing was added.")),
            .required(
                "notes",
                Schema.list(
                    .object(
                        "ImportNote",
                        [
                            .required("expression", .text(1...400)), .required("code", .text(1...100)),
                            .required("message", .text(1...2_000)),
                        ]), 0...20_000
                ).described("For a person to look at.")),
            .required("crisis_text", ReferralWire.crisis),
        ])
}
