public import struct Foundation.UUID

/// A UUID that knows what it names: a `Therapist.ID` is not accepted where a `Referral.ID` is due.
public struct TypedID<Entity>: Hashable, Sendable {
    public let uuid: UUID
    public init(_ uuid: UUID) { self.uuid = uuid }
}
