internal import Clinic
internal import Database

public import struct Foundation.UUID

/// How far a walk over all clients' keys has come.
public struct KeyProgress: Hashable, Sendable {
    /// Clients whose keys were done.
    public var done = 0
    /// The last client of the batch; nil when there are no more.
    public var last: UUID?
    /// Clients of whose keys one cannot be opened, each once; that one is left as it is.
    public var faulty: [UUID] = []
}

extension Act {
    /// Wraps a batch of clients' keys anew with the ring's current key. Clients' texts stay as they are: their own keys do not change.
    /// One batch is one transaction, so whatever ends a rotation early, the next one goes on where it stopped.
    /// - Parameters:
    ///   - after: the last client of the batch before.
    ///   - limit: how many clients, 1 to 1,000.
    public func rewrapKeys(after: UUID? = nil, limit: Int = 1_000) async throws -> KeyProgress {
        let current = keyStore.ring.current
        let rows = try await query(SQL.clientKeysToRewrap(current.name, after, min(max(limit, 1), 1_000))).map(WrappedRow.init)
        var progress = KeyProgress()
        var done: [(row: WrappedRow, wrapped: [UInt8])] = []
        for row in rows {
            let content = try? WrappedKey(bytes: row.wrapped).open(for: row.client) { keyStore.wrapping(named: $0) }
            progress.count(row.client, isOpen: content != nil)
            if let content { done.append((row, WrappedKey(content, for: row.client, by: current).bytes)) }
        }
        if !done.isEmpty {
            try await enqueue(
                SQL.rewrapClientKeys(current.name, done.map(\.row.client), done.map(\.row.keyClass), done.map(\.wrapped)))
        }
        try await record(
            "keys.rewrapped",
            details: ["name": current.name, "count": "\(progress.done)", "faulty": "\(progress.faulty.count)"])
        return progress
    }
}

extension Querying {
    /// Whether a batch of clients' keys can be opened. Changes nothing.
    public func tryKeys(after: UUID? = nil, limit: Int = 1_000) async throws -> KeyProgress {
        let rows = try await query(SQL.clientKeysAfter(after, min(max(limit, 1), 1_000))).map(WrappedRow.init)
        var progress = KeyProgress()
        for row in rows { progress.count(row.client, isOpen: vault.opens(row.wrapped, of: row.client)) }
        return progress
    }
}

/// A row of `client_key`.
private struct WrappedRow: Sendable {
    let client: UUID
    let keyClass: String
    let wrapped: [UInt8]

    init(_ row: inout RowReader) throws(DatabaseError) {
        (client, keyClass, wrapped) = (try row.next(), try row.next(), try row.next())
    }
}

extension KeyProgress {
    /// Takes one key into account; both of a client's follow each other.
    fileprivate mutating func count(_ client: UUID, isOpen: Bool) {
        if client != last { done += 1 }
        if !isOpen, faulty.last != client {
            faulty.append(client)
            done -= 1
        }
        last = client
    }
}
