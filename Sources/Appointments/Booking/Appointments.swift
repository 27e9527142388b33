public import Access
public import Clients
public import Clinic
internal import Database
public import Therapists

internal import struct Foundation.UUID

/// Whose appointments are listed.
public enum AppointmentOwner: Hashable, Sendable {
    case therapist(Therapist.ID)
    case client(Client.ID)
    /// All that the actor may see.
    case everybody
}

/// The last appointment of a page: the next page begins after it.
public struct AppointmentCursor: Hashable, Sendable {
    public let start: Instant
    public let id: Appointment.ID

    public init(start: Instant, id: Appointment.ID) {
        self.start = start
        self.id = id
    }

    public init(_ appointment: Appointment) { self.init(start: appointment.time.start, id: appointment.id) }
}

extension Querying {
    /// Nil: none, or not for this actor; the two look the same.
    public func appointment(_ id: Appointment.ID) async throws -> Appointment? {
        try await admitted(Appointment.all(query(SQL.appointment(id)), vault), { $0.includesCalendar(of: $1.therapist.uuid) })
            .first
    }

    /// By its reference (`A-3001`).
    public func appointment(named reference: String) async throws -> Appointment? {
        guard let id = try await query(SQL.findAppointment(reference)).values(Appointment.ID.self).first else { return nil }
        return try await appointment(id)
    }

    /// Those that begin within a span, the cancelled ones too, by start and then id.
    /// - Parameter limit: at most 500.
    public func appointments(
        of owner: AppointmentOwner, during span: TimeRange, after cursor: AppointmentCursor? = nil, limit: Int = 50
    ) async throws -> [Appointment] {
        let (start, id) = (cursor?.start ?? span.start, cursor?.id ?? Appointment.ID(.lowest))
        let limit = min(max(limit, 1), 500)
        let bound =
            switch owner {
            case .therapist(let therapist): SQL.appointmentsOfTherapist(therapist, span.start, span.end, start, id, limit)
            case .client(let client): SQL.appointmentsOfClient(client, span.start, span.end, start, id, limit)
            case .everybody: SQL.appointments(span.start, span.end, start, id, limit)
            }
        return try await admitted(Appointment.all(query(bound), vault), { $0.includesCalendar(of: $1.therapist.uuid) })
    }

    /// Those of one day of a zone's calendar.
    public func appointments(
        of owner: AppointmentOwner, on day: LocalDate, in zone: ZoneRules, after cursor: AppointmentCursor? = nil,
        limit: Int = 500
    ) async throws -> [Appointment] {
        guard let span = zone.stretch(day, from: .midnight, to: .endOfDay) else { return [] }
        return try await appointments(of: owner, during: span, after: cursor, limit: limit)
    }
}

extension UUID {
    /// Before every other one.
    static let lowest = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
}
