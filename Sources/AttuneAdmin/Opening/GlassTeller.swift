internal import Access
internal import Clients
internal import Clinic
internal import Database
internal import Logging
internal import Messages

/// Tells the privacy officer that a lead opened a client's file in an emergency: by mail where there is an address and a way out, else in
/// the log. Neither names anybody.
///
/// At least once: an opening counts as told after the mail was taken.
struct GlassTeller: Sendable {
    let gate: Gate
    let worker: Actor
    let post: OpenClinic.Post?
    let officer: EmailAddress?
    let logger: Logger
    private static let policy = Policy("glass.tell", allow: [.worker])

    /// Returns when its task is cancelled. What fails is logged, and tried again at the next look.
    func run() async {
        await Rounds.run(
            every: .seconds(15), orSay: "the privacy officer could not be told of an opened file", logger
        ) { try await tell() }
    }

    /// One look. - Returns: how many were told of.
    @discardableResult
    func tell() async throws -> Int {
        let untold = try await gate.reader(.trusted(worker), Self.policy).untoldGlass()
        for opening in untold {
            if let post, let officer {
                try await post.transport.send(
                    Mail(
                        id: opening.uuid, sender: post.sender, recipient: officer, subject: "A record needs your review",
                        text: """
                            A record was opened in an emergency. Who opened it, and why:

                            attune care glass list --unreviewed --reveal
                            """, date: gate.time.now()))
            } else {
                logger.warning(
                    "a file was opened in an emergency; review it with attune care glass list --unreviewed",
                    metadata: ["opening": "\(opening.uuid.text)"])
            }
            try await gate.act(.trusted(worker), Self.policy, Request(id: gate.newID(), door: "worker")) { act in
                try await act.noteGlassTold(opening)
            }
        }
        return untold.count
    }
}
