/// A statement with its values in PostgreSQL's format: made on the caller's task, so that the loop only copies it.
struct EncodedStatement: Sendable, Equatable {
    struct Parameter: Sendable, Equatable {
        /// Object id; 0 lets PostgreSQL infer it: NULL, and text.
        let type: UInt32
        /// Where the value starts in `bytes`.
        let offset: Int32
        let length: Int32
        let isNull: Bool
        /// Text travels in the text format, which PostgreSQL reads as whatever type the statement wants there.
        let isText: Bool
    }

    let statement: Statement
    private(set) var bytes: [UInt8] = []
    private(set) var parameters: [Parameter] = []

    init(_ statement: Statement) { self.statement = statement }

    /// - Throws: `.encoding` for text with a NUL, which libpq would cut off there, and for more than 1 GB, which PostgreSQL does not take.
    init(_ bound: Bound) throws(DatabaseError) {
        statement = bound.statement
        parameters.reserveCapacity(bound.values.count)
        for value in bound.values {
            let start = bytes.count
            guard let value else {
                parameters.append(Parameter(type: 0, offset: 0, length: 0, isNull: true, isText: false))
                continue
            }
            value.encode(into: &bytes)
            let type = Swift.type(of: value).databaseType
            let isText = type == ObjectID.text
            let length = bytes.count - start
            guard length < 1 << 30, bytes.count < 1 << 31 - 1, !(isText && bytes[start...].contains(0)) else {
                throw DatabaseError(.encoding(parameter: parameters.count + 1), statement: bound.statement.name)
            }
            // libpq finds the end of text by its NUL.
            if isText { bytes.append(0) }
            parameters.append(
                Parameter(type: isText ? 0 : type, offset: Int32(start), length: Int32(length), isNull: false, isText: isText))
        }
        guard parameters.count <= 65_535 else {
            throw DatabaseError(.encoding(parameter: 65_536), statement: bound.statement.name)
        }
    }
}
