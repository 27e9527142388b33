/// How a therapist and a client meet. The raw value is the word in JSON, SQL and CSV.
public enum SessionFormat: String, CaseIterable, Sendable {
    case inPerson = "in_person"
    case online
    case phone

    /// Only an in-person session takes a room.
    public var needsRoom: Bool { self == .inPerson }

    /// In the order of the cases, so that the same set is the same text.
    public static func words(_ formats: Set<SessionFormat>) -> [String] { allCases.filter(formats.contains).map(\.rawValue) }
}
