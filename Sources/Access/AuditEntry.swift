public import struct Foundation.UUID

/// What an act did, in codes and ids. Names, contact details and clinical words do not belong here.
public struct AuditEntry: Sendable, Hashable {
    /// `appointment.booked`: the thing and what became of it. Retired, never renamed.
    public let action: String
    /// What was acted on.
    public let subject: UUID?
    /// Whose file this belongs to.
    public let client: UUID?
    /// Further codes, such as `status` or `reason_code`.
    public let details: [String: String]

    public init(_ action: String, subject: UUID? = nil, client: UUID? = nil, details: [String: String] = [:]) {
        self.action = action
        self.subject = subject
        self.client = client
        self.details = details
    }

    /// The details as a JSON object, keys in order.
    var detailsJSON: String {
        let members = details.sorted { $0.key < $1.key }.map { "\(Self.quoted($0.key)):\(Self.quoted($0.value))" }
        return "{" + members.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case _ where scalar.value < 0x20:
                // jsonb refuses U+0000; the others are escaped as JSON asks.
                if scalar.value > 0 { json += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) }
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}
