import CLibPQ

/// Reads one row, column by column, in the order of the `SELECT`. Not copyable: it is valid only in the closure that receives it.
public struct RowReader: ~Copyable {
    @usableFromInline let result: ResultSet
    @usableFromInline var row: Int32 = 0
    /// The next column to be read, from 0.
    @usableFromInline var column: Int32 = 0

    @usableFromInline init(_ result: ResultSet) { self.result = result }

    @inlinable mutating func move(to row: Int) {
        self.row = Int32(truncatingIfNeeded: row)
        column = 0
    }

    /// The next column's value.
    /// - Throws: `DatabaseError.decoding` with the column's name, when it is NULL, of another type, or outside what `T` holds.
    @inlinable
    public mutating func next<T: DatabaseDecodable>(_ type: T.Type = T.self) throws(DatabaseError) -> T {
        guard let bytes = advance() else { throw failure(.null) }
        return try decode(bytes)
    }

    /// The next column's value, nil for NULL.
    @inlinable
    public mutating func nextOptional<T: DatabaseDecodable>(_ type: T.Type = T.self) throws(DatabaseError) -> T? {
        guard let bytes = advance() else {
            // An expression that is always NULL has the type text; a missing column has none.
            guard currentType != 0 else { throw failure(.wrongType) }
            return nil
        }
        return try decode(bytes)
    }

    /// Passes over a column.
    @inlinable public mutating func skip() { column += 1 }

    @inlinable
    func decode<T: DatabaseDecodable>(_ bytes: UnsafeRawBufferPointer) throws(DatabaseError) -> T {
        guard T.accepts(currentType) else { throw failure(.wrongType) }
        do { return try T.decode(bytes) } catch { throw failure(error) }
    }

    /// The bytes of the next column, nil for NULL and past the last column. Moves on.
    @usableFromInline
    mutating func advance() -> UnsafeRawBufferPointer? {
        let current = column
        column += 1
        // Past the end, libpq prints a warning to stderr: it is not asked.
        guard current < result.columns, PQgetisnull(result.pointer, row, current) == 0 else { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, row, current), count: Int(PQgetlength(result.pointer, row, current)))
    }

    /// The type of the column that was read last; 0 past the last column.
    @usableFromInline
    var currentType: UInt32 { column <= result.columns ? PQftype(result.pointer, column - 1) : 0 }

    @usableFromInline
    func failure(_ error: ValueError) -> DatabaseError {
        let index = column - 1
        guard index < result.columns else {
            return DatabaseError(.decoding(column: "\(index + 1) of \(result.columns)", .wrongType), statement: result.statement)
        }
        let name = PQfname(result.pointer, index).map { String(cString: $0) } ?? "\(index + 1)"
        return DatabaseError(.decoding(column: name, error), statement: result.statement)
    }
}
