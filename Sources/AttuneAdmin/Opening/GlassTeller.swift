internal import Access
internal import Clients
internal import Clinic
internal import Logging
internal import Messages

extension Teller {
    /// Tells the privacy officer that a lead opened a client's file in an emergency.
    static func glass(
        gate: Gate, worker: Actor, post: OpenClinic.Post?, officer: EmailAddress?, logger: Logger
    ) -> Teller {
        Teller(
            gate: gate, worker: worker, post: post, recipient: officer, logger: logger,
            policy: Policy("glass.tell", allow: [.worker]), failure: "the privacy officer could not be told of an opened file"
        ) { reader in
            try await reader.untoldGlass().map { opening in
                News(
                    id: opening.uuid, subject: "A record needs your review",
                    text: """
                        A record was opened in an emergency. Who opened it, and why:

                        attune care glass list --unreviewed --reveal
                        """,
                    line: "a file was opened in an emergency; review it with attune care glass list --unreviewed",
                    metadata: ["opening": "\(opening.uuid.text)"]
                ) { try await $0.noteGlassTold(opening) }
            }
        }
    }
}
