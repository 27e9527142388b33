internal import Access
internal import Clinic
internal import Logging
internal import Messages

internal import struct Foundation.UUID

/// Tells somebody at the clinic that something waits for them: by mail where there is an address and a way out, else in the log. Neither names
/// anybody.
///
/// At least once: something counts as told after the mail was taken.
struct Teller: Sendable {
    /// One thing to be told.
    struct News: Sendable {
        /// The mail's: the same at every attempt.
        let id: UUID
        let subject: String
        let text: String
        /// What the log says instead.
        let line: Logger.Message
        let metadata: Logger.Metadata
        /// Notes that it was told.
        let note: @Sendable (Act) async throws -> Void
    }

    let gate: Gate
    let worker: Actor
    let post: OpenClinic.Post?
    let recipient: EmailAddress?
    let logger: Logger
    let policy: Policy
    /// What did not happen when a look fails, for the log.
    let failure: Logger.Message
    /// What nobody was told of yet.
    let untold: @Sendable (Reader) async throws -> [News]

    /// Returns when its task is cancelled. What fails is logged, and tried again at the next look.
    func run() async {
        await Rounds.run(every: .seconds(15), orSay: failure, logger) { try await tell() }
    }

    /// One look. - Returns: how many were told of.
    @discardableResult
    func tell() async throws -> Int {
        let untold = try await untold(gate.reader(.trusted(worker), policy))
        for news in untold {
            if let post, let recipient {
                try await post.transport.send(
                    Mail(
                        id: news.id, sender: post.sender, recipient: recipient, subject: news.subject, text: news.text,
                        date: gate.time.now()))
            } else {
                logger.warning(news.line, metadata: news.metadata)
            }
            try await gate.act(.trusted(worker), policy, Request(id: gate.newID(), door: "worker")) { act in
                try await news.note(act)
            }
        }
        return untold.count
    }
}
