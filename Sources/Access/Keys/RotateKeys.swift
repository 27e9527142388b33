internal import Clinic
internal import Database

public import struct Foundation.UUID

/// How far a walk over all clients' keys has come.
public struct KeyProgress: Hashable, Sendable {
    /// Keys that were done.
    public var done = 0
    /// The last client of the batch; nil when there are no more.
    public var last: UUID?
    /// Clients whose keys cannot be opened; left as they are.
    public var faulty: [UUID] = []
}

extension Act {
    /// Wraps a batch of clients' keys anew with the ring's current key. Clients' texts stay as they are: their own keys do not change.
    /// One batch is one transaction, so whatever ends a rotation early, the next one goes on where it stopped.
    /// - Parameters:
    ///   - after: the last client of the batch before.
    ///   - limit: 1 to 1,000.
    public func rewrapKeys(after: UUID? = nil, limit: Int = 1_000) async throws -> KeyProgress {
        let current = keyStore.ring.current
        let rows = try await query(SQL.clientKeysToRewrap(current.name, after, min(max(limit, 1), 1_000)))
            .map { row throws(DatabaseError) in (client: try row.next(UUID.self), wrapped: try row.next([UInt8].self)) }
        var progress = KeyProgress(last: rows.last?.client)
        var clients: [UUID] = []
        var wrapped: [[UInt8]] = []
        for row in rows {
            guard let key = try? WrappedKey(bytes: row.wrapped).open(for: row.client, { keyStore.wrapping(named: $0) }) else {
                progress.faulty.append(row.client)
                continue
            }
            clients.append(row.client)
            wrapped.append(WrappedKey(key, for: row.client, by: current).bytes)
        }
        progress.done = clients.count
        if !clients.isEmpty { try await enqueue(SQL.rewrapClientKeys(current.name, clients, wrapped)) }
        try await record(
            "keys.rewrapped",
            details: ["name": current.name, "count": "\(clients.count)", "faulty": "\(progress.faulty.count)"])
        return progress
    }
}

extension Querying {
    /// Whether a batch of clients' keys can be opened. Changes nothing.
    public func tryKeys(after: UUID? = nil, limit: Int = 1_000) async throws -> KeyProgress {
        let rows = try await query(SQL.clientKeysAfter(after, min(max(limit, 1), 1_000)))
            .map { row throws(DatabaseError) in (client: try row.next(UUID.self), wrapped: try row.next([UInt8].self)) }
        var progress = KeyProgress(last: rows.last?.client)
        for row in rows {
            if vault.opens(row.wrapped, of: row.client) { progress.done += 1 } else { progress.faulty.append(row.client) }
        }
        return progress
    }
}
