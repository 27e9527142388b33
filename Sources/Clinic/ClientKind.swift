/// Whom a service is for, and whom a therapist sees. The raw value is the word in JSON, SQL, CSV and YAML.
public enum ClientKind: String, CaseIterable, Sendable {
    case child
    case youth
    case adult
    case olderAdult = "older_adult"
    case couple
    case family
    case group
}
