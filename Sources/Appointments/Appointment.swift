public import Clients
public import Clinic
public import Therapists

/// An agreed time, or a hold on one.
public struct Appointment: Hashable, Sendable {
    public typealias ID = TypedID<Appointment>

    public let id: ID
    /// For people: `A-3001`.
    public let reference: String
    public let therapist: Therapist.ID
    public let client: Client.ID
    public let service: Service.ID
    /// Only, and not always, when in person.
    public let room: Room.ID?
    public let format: SessionFormat
    public let time: TimeRange
    public let promise: PromisedTime
    public let status: AppointmentStatus
    /// When a hold ends by itself; nil unless `status.isHold`.
    public let holdUntil: Instant?
    /// Why it was allowed to overlap another one; nil for almost all.
    public let overlapReason: String?
    /// Why it was cancelled, or booked outside the rules. Staff's words: not for the client, not for logs.
    public let statusReason: String?
    /// Counts up with every change; the ETag.
    public let version: Int
    public let createdAt: Instant
    public let updatedAt: Instant
}

/// What the client was told: a wall time and its zone. Kept beside the instant, so that a change of law can be found and mended.
public struct PromisedTime: Hashable, Sendable {
    public let start: LocalDateTime
    public let zone: ZoneID

    public init(start: LocalDateTime, zone: ZoneID) {
        self.start = start
        self.zone = zone
    }
}
