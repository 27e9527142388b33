public import Clinic

/// A kind of session: how long, how far ahead, how.
public struct Service: Hashable, Sendable {
    public typealias ID = TypedID<Service>

    public let id: ID
    /// `individual_50`: for files and links. Never renamed.
    public let code: String
    public let name: String
    public let durationMinutes: Int
    /// Kept free before and after, against the therapist's other sessions.
    public let bufferMinutes: Int
    /// Slots are offered every so many minutes from the start of a window.
    public let gridMinutes: Int
    /// At least so long from now.
    public let noticeHours: Int
    /// At most so many days from today.
    public let horizonDays: Int
    public let formats: Set<SessionFormat>
    public let feeCents: Int?
    public let isActive: Bool

    public init(
        id: ID, code: String, name: String, durationMinutes: Int, bufferMinutes: Int = 10, gridMinutes: Int = 30,
        noticeHours: Int = 24,
        horizonDays: Int = 90, formats: Set<SessionFormat> = Set(SessionFormat.allCases), feeCents: Int? = nil,
        isActive: Bool = true
    ) {
        self.id = id
        self.code = code
        self.name = name
        self.durationMinutes = durationMinutes
        self.bufferMinutes = bufferMinutes
        self.gridMinutes = gridMinutes
        self.noticeHours = noticeHours
        self.horizonDays = horizonDays
        self.formats = formats
        self.feeCents = feeCents
        self.isActive = isActive
    }
}
