internal import Access
internal import Clinic
internal import Database
internal import Logging
internal import Messages
internal import Referrals

internal import struct Foundation.UUID

/// Tells the clinic that a flag waits for a person, and again when nobody took it in time: by mail where there is an address and a way out,
/// else in the log. Neither names anybody or says what it is about.
///
/// At least once: a task counts as told after the mail was taken.
struct SafetyTeller: Sendable {
    let gate: Gate
    let worker: Actor
    let post: OpenClinic.Post?
    let contact: EmailAddress?
    let logger: Logger
    private static let policy = Policy("safety.tell", allow: [.worker])

    /// Returns when its task is cancelled. What fails is logged, and tried again at the next look.
    func run() async {
        await Rounds.run(every: .seconds(15), orSay: "the clinic could not be told of a safety task", logger) { try await tell() }
    }

    /// One look. - Returns: how many were told of.
    @discardableResult
    func tell() async throws -> Int {
        let untold = try await gate.reader(.trusted(worker), Self.policy).untoldSafetyTasks()
        for task in untold {
            if let post, let contact {
                try await post.transport.send(
                    Mail(
                        id: task.isOverdue ? Self.second(task.id.uuid) : task.id.uuid, sender: post.sender, recipient: contact,
                        subject: task.isOverdue ? "A task is overdue" : "A task is waiting",
                        text: """
                            \(task.isOverdue ? "A task that needs a person is overdue, and nobody has taken it." : "A task needs a person.") See which:

                            attune referrals safety
                            """, date: gate.time.now()))
            } else {
                logger.warning(
                    task.isOverdue
                        ? "a safety task is overdue; see attune referrals safety"
                        : "a safety task waits; see attune referrals safety",
                    metadata: ["task": "\(task.id.uuid.text)"])
            }
            try await gate.act(.trusted(worker), Self.policy, Request(id: gate.newID(), door: "worker")) { act in
                try await act.noteSafetyTold(task.id, overdue: task.isOverdue)
            }
        }
        return untold.count
    }

    /// That it is overdue is no copy of the first mail, and the same at every attempt.
    private static func second(_ id: UUID) -> UUID {
        var bytes = id.uuid
        bytes.15 ^= 1
        return UUID(uuid: bytes)
    }
}
