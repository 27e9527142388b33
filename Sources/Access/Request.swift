public import struct Foundation.UUID

/// Where an act came in, for the audit.
public struct Request: Sendable, Hashable {
    /// Names this one request in logs, problems and audit rows.
    public let id: UUID
    /// `http`, `cli` or `worker`.
    public let door: String
    /// The route; nil where the policy's name says enough.
    public let operation: String?

    public init(id: UUID, door: String, operation: String? = nil) {
        self.id = id
        self.door = door
        self.operation = operation
    }
}
