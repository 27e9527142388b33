/// A connection outside pipeline mode and outside a transaction, for what neither allows: scripts of several statements, `COPY`.
/// Ends with the closure that received it; settings made on it end with it.
public final class LeasedConnection: Sendable {
    private let mailbox: Mailbox
    private let handle = LeaseHandle()
    private let timeout: Duration

    init(_ mailbox: Mailbox, timeout: Duration) {
        self.mailbox = mailbox
        self.timeout = timeout
    }

    /// Several statements as one text. They are one transaction unless the text says otherwise.
    nonisolated(nonsending) public func script(_ text: String) async throws(DatabaseError) {
        _ = try await perform(.script(text))
    }

    /// One statement, not prepared.
    nonisolated(nonsending) public func query(_ bound: Bound) async throws(DatabaseError) -> ResultSet {
        guard let result = try await perform(.query(try EncodedStatement(bound))).result else {
            throw DatabaseError(.connectionLost, statement: bound.statement.name)
        }
        return result
    }

    nonisolated(nonsending) func copyIn(
        _ statement: Statement, _ chunks: some Sequence<[UInt8]>
    ) async throws(DatabaseError) -> Int {
        _ = try await perform(.copyInStart(statement.text))
        // Small chunks go together: each costs a round to the loop and back.
        var gathered: [UInt8] = []
        for chunk in chunks {
            gathered.append(contentsOf: chunk)
            guard gathered.count >= 128 * 1024 else { continue }
            _ = try await perform(.copyInData(gathered))
            gathered.removeAll(keepingCapacity: true)
        }
        if !gathered.isEmpty { _ = try await perform(.copyInData(gathered)) }
        return try await perform(.copyInEnd).count ?? 0
    }

    nonisolated(nonsending) func copyOut(_ statement: Statement, _ row: ([UInt8]) throws -> Void) async throws -> Int {
        _ = try await perform(.copyOutStart(statement.text))
        while true {
            let part = try await perform(.copyOutNext)
            for one in part.rows { try row(one) }
            if let count = part.count { return count }
        }
    }

    private nonisolated(nonsending) func perform(_ operation: SessionRequest.Operation) async throws(DatabaseError)
        -> SessionRequest
    {
        let request = SessionRequest(handle, operation, timeout: timeout)
        try await mailbox.perform(request)
        return request
    }

    nonisolated(nonsending) func end() async {
        let handle = handle
        try? await mailbox.settle { .rollback(handle, $0) }
    }
}

extension Database {
    /// - Parameter timeout: for each thing done on the connection.
    nonisolated(nonsending) public func withConnection<T>(
        timeout: Duration = .seconds(600),
        _ body: nonisolated(nonsending) (LeasedConnection) async throws -> T
    ) async throws -> T {
        let connection = LeasedConnection(mailbox, timeout: timeout)
        do {
            let value = try await body(connection)
            await connection.end()
            return value
        } catch {
            await connection.end()
            throw error
        }
    }

    /// Several statements as one text, on a connection of its own: migrations, roles. They are one transaction unless the text says otherwise.
    nonisolated(nonsending) public func script(_ text: String, timeout: Duration = .seconds(600)) async throws(DatabaseError) {
        let connection = LeasedConnection(mailbox, timeout: timeout)
        do {
            try await connection.script(text)
        } catch {
            await connection.end()
            throw error
        }
        await connection.end()
    }

    /// `COPY … FROM STDIN`: sends `chunks`, which may be cut anywhere. All rows, or on an error none.
    /// - Returns: the number of rows.
    nonisolated(nonsending) public func copyIn(
        _ statement: Statement, _ chunks: some Sequence<[UInt8]>, timeout: Duration = .seconds(600)
    ) async throws(DatabaseError) -> Int {
        let connection = LeasedConnection(mailbox, timeout: timeout)
        do {
            let count = try await connection.copyIn(statement, chunks)
            await connection.end()
            return count
        } catch {
            // The connection ends without the copy's end: PostgreSQL keeps no row of it.
            await connection.end()
            throw DatabaseError(error.kind, statement: statement.name)
        }
    }

    /// `COPY … FROM STDIN (FORMAT binary)`: a row of values for each element, exactly of the columns' types.
    /// - Returns: the number of rows.
    nonisolated(nonsending) public func copyIn(
        _ statement: Statement, rows: some Sequence<[(any DatabaseEncodable)?]>, timeout: Duration = .seconds(600)
    ) async throws(DatabaseError) -> Int {
        try await copyIn(statement, BinaryCopy(rows), timeout: timeout)
    }

    /// `COPY … TO STDOUT`: hands over one row at a time (in text format, a line with its end). The server waits while `row` works.
    /// - Returns: the number of rows.
    nonisolated(nonsending) public func copyOut(
        _ statement: Statement, timeout: Duration = .seconds(600), _ row: ([UInt8]) throws -> Void
    ) async throws -> Int {
        try await withConnection(timeout: timeout) { connection in try await connection.copyOut(statement, row) }
    }
}

/// The file format of binary `COPY`: a signature, two empty fields, each row as a count and length-prefixed values, and an end mark.
private struct BinaryCopy<Rows: Sequence>: Sequence where Rows.Element == [(any DatabaseEncodable)?] {
    let rows: Rows
    init(_ rows: Rows) { self.rows = rows }

    func makeIterator() -> AnyIterator<[UInt8]> {
        var rows = rows.makeIterator()
        var isFirst = true
        var isOver = false
        return AnyIterator {
            if isOver { return nil }
            var bytes: [UInt8] = isFirst ? Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0] + [UInt8](repeating: 0, count: 8) : []
            isFirst = false
            guard let row = rows.next() else {
                isOver = true
                bytes.append(bigEndian: Int16(-1))
                return bytes
            }
            bytes.append(bigEndian: Int16(truncatingIfNeeded: row.count))
            for value in row {
                if let value {
                    bytes.appendLengthPrefixed { value.encode(into: &$0) }
                } else {
                    bytes.append(bigEndian: Int32(-1))
                }
            }
            return bytes
        }
    }
}
