public import struct Foundation.UUID

/// Somewhere that says what was done, or whom a look showed: an ``Act`` or a ``Look``. Domains write their recorded reads as extensions of
/// this, so that the same look serves a request that only looks and a transaction that is about to change something.
public protocol Recording: Querying {
    /// Says what this did (or, of a client's file, what it looked at). The row is durable before anybody is answered.
    func record(_ entry: AuditEntry) async throws
}

extension Recording {
    /// Says whom one look at a page showed: one row that names each of them, or nobody where the page was empty.
    public func record(_ action: String, clients: [UUID], details: [String: String] = [:]) async throws {
        var details = details
        details["count"] = details["count"] ?? String(clients.count)
        try await record(AuditEntry(action, clients: clients, details: details))
    }

    /// `record`, spelled for the common case.
    public func record(
        _ action: String, subject: UUID? = nil, client: UUID? = nil, details: [String: String] = [:]
    ) async throws {
        try await record(AuditEntry(action, subject: subject, client: client, details: details))
    }
}
