public import struct Foundation.UUID

/// A UUID that knows what it names: a `Therapist.ID` is not accepted where a `Referral.ID` is due.
public struct TypedID<Entity>: Hashable, Comparable, Sendable {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }

    /// Nil unless the text is a UUID in its usual form of 36 characters, in any case.
    public init?(_ text: some StringProtocol) {
        guard let uuid = UUID(uuidString: String(text)) else { return nil }
        self.uuid = uuid
    }

    /// By their bytes, as PostgreSQL orders them; for version 7 that is by the time they were made.
    public static func < (one: TypedID, other: TypedID) -> Bool { one.uuid < other.uuid }
}

extension TypedID: CustomStringConvertible {
    /// Small letters, as PostgreSQL writes them: `018f2c6e-…`.
    public var description: String { uuid.text }
}
