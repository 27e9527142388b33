/// SQL that is known when Attune is built, with the way it may travel to the server.
///
/// Made from a file in `SQL/Queries` by the `EmbedSQL` plugin, or from a literal. Values are never part of the text: they are parameters
/// (``Bound``). A statement is prepared once per connection under its ``name``.
public struct Statement: Sendable, Hashable {
    /// How a statement may be sent; the file that defines it says so (`-- sent: lane`).
    public enum Sent: Sendable, Hashable {
        /// On a connection of its own: writes, and everything that may take long.
        case lease
        /// On a shared connection, with a sync of its own: a short read-only statement that needs an actor.
        case lane
        /// On a shared connection, and one sync may serve several callers: a short read-only statement that needs no actor
        /// (public directory, vocabulary). It is sent again by itself when a neighbour's error aborts the batch.
        case shared
    }

    /// `Appointments/book_appointment`; unique in the process.
    public let name: String
    public let text: String
    public let sent: Sent

    public init(_ name: StaticString, sent: Sent, _ text: StaticString) {
        self.name = String(describing: name)
        self.text = String(describing: text)
        self.sent = sent
    }

    public static func == (one: Statement, other: Statement) -> Bool { one.name == other.name }
    public func hash(into hasher: inout Hasher) { hasher.combine(name) }

    /// This statement with values for `$1`, `$2`, …
    public func callAsFunction(_ values: (any DatabaseEncodable)?...) -> Bound { Bound(self, values) }
}

/// A statement with a value for each of its parameters.
public struct Bound: Sendable {
    public let statement: Statement
    public let values: [(any DatabaseEncodable)?]

    public init(_ statement: Statement, _ values: [(any DatabaseEncodable)?] = []) {
        self.statement = statement
        self.values = values
    }
}
