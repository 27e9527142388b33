/// Which of a client's two keys opens a column, so that row-level security on the keys is a second lock on the words themselves.
public enum KeyClass: String, Sendable, CaseIterable {
    /// What the team runs on: addresses and numbers, queued messages, and its own reasons for what it did. For whoever may see the client.
    case office
    /// What a client said, and what was written about it. Opened by intake, those who care for the client, a lead who broke the glass, and
    /// an operator; sealed by anybody who may see the client, because sealing takes the public half alone.
    case clinical
}
