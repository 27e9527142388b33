/// The statements that this process has sent, and the parameter types they were sent with.
///
/// A statement is normally one variant. One whose first use had NULL where a later one has a number becomes two: PostgreSQL inferred the
/// type for the first, and must not read the second's bytes as it.
final class StatementRegistry {
    private struct Entry {
        let text: String
        var variants: [Variant]
    }

    final class Variant {
        let id: Int
        let statement: Statement
        let types: [UInt32]

        init(id: Int, statement: Statement, types: [UInt32]) {
            self.id = id
            self.statement = statement
            self.types = types
        }

        func fits(_ encoded: EncodedStatement) -> Bool {
            guard types.count == encoded.parameters.count else { return false }
            for index in types.indices {
                let parameter = encoded.parameters[index]
                if !parameter.isNull && parameter.type != types[index] { return false }
            }
            return true
        }
    }

    private var entries: [String: Entry] = [:]
    private var nextID = 0

    /// - Throws: `.configuration` when two texts share a name.
    func variant(for encoded: EncodedStatement) throws(DatabaseError) -> Variant {
        let statement = encoded.statement
        guard let entry = entries[statement.name] else {
            let variant = newVariant(encoded, like: nil)
            entries[statement.name] = Entry(text: statement.text, variants: [variant])
            return variant
        }
        guard entry.text == statement.text else {
            throw DatabaseError(.configuration("two statements have this name"), statement: statement.name)
        }
        for variant in entry.variants where variant.fits(encoded) { return variant }
        let variant = newVariant(encoded, like: entry.variants.last)
        // The newest first: it knows the most types.
        entries[statement.name]?.variants.insert(variant, at: 0)
        return variant
    }

    private func newVariant(_ encoded: EncodedStatement, like other: Variant?) -> Variant {
        defer { nextID += 1 }
        let types = encoded.parameters.indices.map { index in
            let parameter = encoded.parameters[index]
            guard parameter.isNull, let other, other.types.indices.contains(index) else { return parameter.type }
            return other.types[index]
        }
        return Variant(id: nextID, statement: encoded.statement, types: types)
    }
}

/// A statement prepared on one connection.
final class Prepared {
    /// NUL-terminated: `s12`.
    let name: [CChar]
    let variant: StatementRegistry.Variant
    /// Why PostgreSQL refused to prepare it; statements sent after it then fail with "no such statement".
    var error: DatabaseError?

    init(number: Int, variant: StatementRegistry.Variant) {
        name = Array("s\(number)".utf8CString)
        self.variant = variant
    }
}
