import CLibPQ

/// The rows of one statement, in the order in which PostgreSQL gave them. Decoded where they are read, on the reader's task.
///
/// SAFETY of `@unchecked Sendable`: a `PGresult` is immutable once libpq has handed it out, and libpq's accessors for it are documented as
/// safe to call from several threads (manual, "Behavior in Threaded Programs"). It is cleared once, in `deinit`.
public final class ResultSet: @unchecked Sendable {
    let pointer: OpaquePointer
    /// The statement's name, for errors.
    @usableFromInline let statement: String
    /// The number of rows.
    public let count: Int
    @usableFromInline let columns: Int32

    init(_ pointer: OpaquePointer, statement: String) {
        self.pointer = pointer
        self.statement = statement
        count = Int(PQntuples(pointer))
        columns = PQnfields(pointer)
    }

    deinit { PQclear(pointer) }

    public var isEmpty: Bool { count == 0 }

    /// Rows inserted, updated, deleted or selected; 0 for a statement that has no rows.
    public var affected: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// Each row as a value: `try result.map { row throws(DatabaseError) in Service(id: try row.next(), name: try row.next()) }`.
    @inlinable
    public func map<T, E: Error>(_ body: (inout RowReader) throws(E) -> T) throws(E) -> [T] {
        var values: [T] = []
        values.reserveCapacity(count)
        var reader = RowReader(self)
        for row in 0..<count {
            reader.move(to: row)
            values.append(try body(&reader))
        }
        return values
    }

    /// Each row in turn, without keeping them. Stops at the first error.
    @inlinable
    public func forEach<E: Error>(_ body: (inout RowReader) throws(E) -> Void) throws(E) {
        var reader = RowReader(self)
        for row in 0..<count {
            reader.move(to: row)
            try body(&reader)
        }
    }

    /// The first row, or nil where there is none.
    @inlinable
    public func first<T, E: Error>(_ body: (inout RowReader) throws(E) -> T) throws(E) -> T? {
        guard count > 0 else { return nil }
        var reader = RowReader(self)
        return try body(&reader)
    }

    /// The only row.
    /// - Throws: `DatabaseError.rowCount` where there is none, or more than one; otherwise what `body` throws.
    @inlinable
    public func one<T>(_ body: (inout RowReader) throws -> T) throws -> T {
        guard count == 1 else { throw DatabaseError(.rowCount(count), statement: statement) }
        var reader = RowReader(self)
        return try body(&reader)
    }

    /// The first column of the only row.
    @inlinable
    public func value<T: DatabaseDecodable>(_ type: T.Type = T.self) throws(DatabaseError) -> T {
        guard count == 1 else { throw DatabaseError(.rowCount(count), statement: statement) }
        var reader = RowReader(self)
        return try reader.next()
    }

    /// The first column of every row.
    @inlinable
    public func values<T: DatabaseDecodable>(_ type: T.Type = T.self) throws(DatabaseError) -> [T] {
        try map { row throws(DatabaseError) in try row.next() }
    }
}
