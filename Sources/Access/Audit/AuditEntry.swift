internal import Clinic

public import struct Foundation.UUID

/// What an act did, in codes and ids. Names, contact details and clinical words do not belong here.
public struct AuditEntry: Sendable, Hashable {
    /// `appointment.booked`: the thing and what became of it. Retired, never renamed.
    public let action: String
    /// What was acted on.
    public let subject: UUID?
    /// Whose file this belongs to.
    public let client: UUID?
    /// One look at a page of many: whom it showed. Empty, or `client` is nil.
    public let clients: [UUID]
    /// Through what the actor reaches the client; where nil, what the policy found at the sign-in.
    public let through: Reach.Grant?
    /// Which of the client's facts it was about; where nil, the action's noun tells.
    public let fields: FieldsClass?
    /// Further codes, such as `status` or `reason_code`.
    public let details: [String: String]

    public init(
        _ action: String, subject: UUID? = nil, client: UUID? = nil, clients: [UUID] = [], through: Reach.Grant? = nil,
        fields: FieldsClass? = nil, details: [String: String] = [:]
    ) {
        self.action = action
        self.subject = subject
        // Each once, in the order of the page. A page of one is a look at one client.
        var seen: Set<UUID> = []
        let named = (client.map { [$0] } ?? []) + clients
        let shown = named.filter { seen.insert($0).inserted }
        self.client = shown.count == 1 ? shown[0] : nil
        self.clients = shown.count > 1 ? shown : []
        self.through = through
        self.fields = fields
        self.details = details
    }

    /// Everybody whom it names, each once.
    public var everyClient: [UUID] { client.map { [$0] } ?? clients }
    /// Which of their facts it is about; nil where it is about none.
    public var about: FieldsClass? { fields ?? FieldsClass.of(action) }

    var namesClient: Bool { client != nil || !clients.isEmpty }
}

/// A JSON object of texts, byte for byte as PostgreSQL prints a `jsonb`: so that what was sealed can be compared with what is stored.
enum DetailsText {
    static func of(_ details: [String: String]) -> String {
        // jsonb orders its keys by length, then by their bytes.
        let members = details.map { (key: kept($0.key), value: kept($0.value)) }.sorted { one, other in
            let (a, b) = (one.key.utf8, other.key.utf8)
            return a.count == b.count ? a.lexicographicallyPrecedes(b) : a.count < b.count
        }
        var text = "{"
        for (index, member) in members.enumerated() {
            if index > 0 { text += ", " }
            text.append(quotedAsJSON: member.key, shortensAll: true)
            text += ": "
            text.append(quotedAsJSON: member.value, shortensAll: true)
        }
        return text + "}"
    }

    /// jsonb refuses U+0000.
    private static func kept(_ text: String) -> String {
        text.utf8.contains(0) ? String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0 })) : text
    }
}
