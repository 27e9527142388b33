import Access
import Clinic
import HTTPTypes
import Referrals

extension RouteTable {
    /// Flags as work for a person.
    static var safety: [Route] {
        [
            Route(
                method: .get, path: "/v1/safety-tasks", operation: "listSafetyTasks", tag: "referrals",
                summary: "Flags that wait for a person, the longest overdue first",
                notes:
                    "Nothing about their referrals is ranked or proposed meanwhile. A therapist sees those of her own clients. The look is "
                    + "recorded.",
                door: .bearer(Policies.readReferrals),
                parameters: [.query("including_cleared", .boolean, "Also those that were cleared, after the open ones.")],
                answers: [.init(status: .ok, summary: "At most 1,000.", schema: SafetyWire.listSchema)]
            ) { exchange in
                let cleared = exchange.query["including_cleared"] == .bool(true)
                return try await exchange.look { look in
                    let tasks = try await look.safetyTasks(alsoCleared: cleared, limit: 1_000)
                    try await look.record("referral.safety_listed", clients: tasks.map(\.client.uuid))
                    let now = try await look.now
                    return Reply.json(capacity: 64 + tasks.count * 512) { writer in
                        writer.object { writer in
                            writer.key("data")
                            writer.array(tasks) { SafetyWire.write($1, isOverdue: $1.isOverdue(at: now), into: &$0) }
                        }
                    }
                }
            },
            Route(
                method: .post, path: "/v1/safety-tasks/{id}/acknowledge", operation: "acknowledgeSafetyTask", tag: "referrals",
                summary: "Take a safety task: you will look now", notes: "The referral stays held.",
                door: .bearer(Policies.intake), parameters: [.id("The task's id.")],
                answers: [.init(status: .ok, summary: "Taken.", schema: SafetyWire.schema)],
                problems: [(.conflict, "Somebody has taken it, or it is cleared.")], traits: [.idempotent]
            ) { exchange in
                let id: SafetyTask.ID = try exchange.pathID()
                return try await exchange.act { act in
                    let task = try await act.acknowledgeSafetyTask(id)
                    return Reply.json { SafetyWire.write(task, isOverdue: false, into: &$0) }
                }
            },
            Route(
                method: .post, path: "/v1/safety-tasks/{id}/clear", operation: "clearSafetyTask", tag: "referrals",
                summary: "Clear a flag, with the reason: a person has looked",
                notes: "With its last open task a referral's hold ends, and it waits for triage.",
                door: .bearer(Policies.intake), parameters: [.id("The task's id.")],
                body: .init(schema: SafetyWire.reasonSchema, example: SafetyWire.reasonExample),
                answers: [.init(status: .ok, summary: "Cleared.", schema: SafetyWire.schema)],
                problems: [(.conflict, "It is cleared already.")], traits: [.idempotent]
            ) { exchange in
                let id: SafetyTask.ID = try exchange.pathID()
                let reason = try exchange.body.text("reason")
                return try await exchange.act { act in
                    let task = try await act.clearSafetyTask(id, because: reason)
                    return Reply.json { SafetyWire.write(task, isOverdue: false, into: &$0) }
                }
            },
        ]
    }
}

/// Safety tasks as JSON.
enum SafetyWire {
    static func write(_ task: SafetyTask, isOverdue: Bool, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("id", task.id)
            writer.member("referral", task.referral)
            writer.member("reference", task.reference)
            writer.member("client", task.client)
            writer.member("client_reference", task.clientReference)
            writer.member("reason", task.reason)
            writer.member("opened_at", task.openedAt)
            writer.member("due_at", task.dueAt)
            writer.member("overdue", isOverdue)
            writer.member("acknowledged_by", task.acknowledged?.by)
            writer.member("acknowledged_at", task.acknowledged?.at)
            writer.member("cleared_by", task.cleared?.by)
            writer.member("cleared_at", task.cleared?.at)
            writer.member("cleared_reason", task.clearedReason)
        }
    }

    static let schema = Schema.object(
        "SafetyTask",
        [
            .required("id", .uuid), .required("referral", .uuid), .required("reference", .text(1...20)),
            .required("client", .uuid),
            .required("client_reference", .text(1...20)),
            .required("reason", Schema.text(1...60).described("A code: what raised the flag.")),
            .required("opened_at", .instant), .required("due_at", Schema.instant.described("By when somebody has taken it.")),
            .required("overdue", .boolean), .required("acknowledged_by", Schema.uuid.orNull),
            .required("acknowledged_at", Schema.instant.orNull), .required("cleared_by", Schema.uuid.orNull),
            .required("cleared_at", Schema.instant.orNull),
            .required(
                "cleared_reason",
                Schema.text(0...2_000).orNull.described("Null while it is open, and for a lead who has not opened the file.")),
        ])
    static let listSchema = Schema.object("SafetyTasks", [.required("data", .list(schema))])
    static let reasonSchema = Schema.object("ClearedReason", [.required("reason", .text(3...2_000, .visible))])
    static let reasonExample = JSON.object([
        .init(name: "reason", value: .string("Spoke with them by phone; safe tonight, a friend stays over"))
    ])
}
