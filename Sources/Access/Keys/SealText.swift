internal import Clinic
internal import Database

public import struct Foundation.UUID

extension Act {
    /// A text as its column keeps it. The client's key is asked for when no row that was read has brought it: a round trip that hot paths
    /// spare by reading it with the row.
    /// - Throws: `SealingError.noKey` where this actor may not see the client.
    public func seal(
        _ text: String, for client: UUID, _ column: SealedColumn, row: UUID
    ) async throws -> [UInt8] {
        if !vault.canSeal(column, for: client) { try await learnKeys(of: [client]) }
        return try vault.seal(text, for: client, column, row: row)
    }

    /// Asks for the keys that are not known yet, both of each client's where this actor may have both.
    public func learnKeys(of clients: [UUID]) async throws {
        let unknown = clients.filter { !vault.hasKey(of: $0) }
        if !unknown.isEmpty { try vault.keep(try await query(Vault.statement(for: unknown))) }
    }
}
