/// One numbered, forward-only step of the schema, embedded in the binary from `SQL/Migrations`.
public struct Migration: Sendable, Hashable {
    /// The file's name without its ending: `0001_access`.
    public let name: String
    public let text: String

    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
