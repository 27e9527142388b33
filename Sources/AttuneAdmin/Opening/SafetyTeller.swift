internal import Access
internal import Clinic
internal import Logging
internal import Messages
internal import Referrals

internal import struct Foundation.UUID

extension Teller {
    /// Tells the clinic that a flag waits for a person, and again when nobody took it in time; not what it is about.
    static func safety(
        gate: Gate, worker: Actor, post: OpenClinic.Post?, contact: EmailAddress?, logger: Logger
    ) -> Teller {
        Teller(
            gate: gate, worker: worker, post: post, recipient: contact, logger: logger,
            policy: Policy("safety.tell", allow: [.worker]), failure: "the clinic could not be told of a safety task"
        ) { reader in
            try await reader.untoldSafetyTasks().map { task in
                News(
                    id: task.isOverdue ? second(task.id.uuid) : task.id.uuid,
                    subject: task.isOverdue ? "A task is overdue" : "A task is waiting",
                    text: """
                        \(task.isOverdue ? "A task that needs a person is overdue, and nobody has taken it." : "A task needs a person.") See which:

                        attune referrals safety
                        """,
                    line: task.isOverdue
                        ? "a safety task is overdue; see attune referrals safety"
                        : "a safety task waits; see attune referrals safety",
                    metadata: ["task": "\(task.id.uuid.text)"]
                ) { try await $0.noteSafetyTold(task.id, overdue: task.isOverdue) }
            }
        }
    }

    /// That it is overdue is no copy of the first mail, and the same at every attempt.
    private static func second(_ id: UUID) -> UUID {
        var bytes = id.uuid
        bytes.15 ^= 1
        return UUID(uuid: bytes)
    }
}
