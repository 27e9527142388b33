/// The shape of a body or a parameter: one value that both checks what comes in (``check(_:at:into:)``) and describes itself in the
/// OpenAPI document (``write(into:)``), so that the two cannot drift apart.
struct Schema: Sendable {
    indirect enum Shape: Sendable {
        case string(Text)
        case integer(ClosedRange<Int64>)
        case boolean
        /// One of these words.
        case word([String])
        case array(of: Schema, count: ClosedRange<Int>)
        case object([Member])
        /// Names that are not known beforehand.
        case map(of: Schema)
        /// Any JSON value.
        case any
    }

    /// What a text may be. Lengths are in Unicode scalars, as JSON Schema and PostgreSQL's `char_length` count them.
    struct Text: Sendable {
        var length: ClosedRange<Int>
        var format: TextFormat?
    }

    struct Member: Sendable {
        let name: String
        let schema: Schema
        let required: Bool
    }

    var shape: Shape
    /// Set for shapes that the document lists under `components/schemas`.
    var name: String?
    var summary: String?
    var nullable = false
    var example: JSON?

    // MARK: Making one

    static func text(_ length: ClosedRange<Int> = 1...200, _ format: TextFormat? = nil) -> Schema {
        Schema(shape: .string(Text(length: length, format: format)))
    }
    static func word(_ words: [String]) -> Schema { Schema(shape: .word(words)) }
    static func integer(_ range: ClosedRange<Int64>) -> Schema { Schema(shape: .integer(range)) }
    static func list(_ item: Schema, _ count: ClosedRange<Int> = 0...1_000) -> Schema {
        Schema(shape: .array(of: item, count: count))
    }
    static func map(_ item: Schema) -> Schema { Schema(shape: .map(of: item)) }
    static func object(_ name: String? = nil, _ members: [Member]) -> Schema {
        Schema(shape: .object(members), name: name)
    }
    /// Text of which nothing is refused here: other limits hold, such as that of all headers together.
    static let anyText = Schema(shape: .string(Text(length: 0...Int.max)))
    static let boolean = Schema(shape: .boolean)
    static let any = Schema(shape: .any)
    static let uuid = Schema(shape: .string(Text(length: 36...36, format: .uuid)))
    static let date = Schema(shape: .string(Text(length: 10...10, format: .date)))
    static let instant = Schema(shape: .string(Text(length: 20...35, format: .instant)))

    /// May also be `null`.
    var orNull: Schema {
        var copy = self
        copy.nullable = true
        return copy
    }

    func described(_ summary: String, example: JSON? = nil) -> Schema {
        var copy = self
        copy.summary = summary
        if let example { copy.example = example }
        return copy
    }
}

extension Schema.Member {
    static func required(_ name: String, _ schema: Schema) -> Self { Self(name: name, schema: schema, required: true) }
    static func optional(_ name: String, _ schema: Schema) -> Self { Self(name: name, schema: schema, required: false) }
}
