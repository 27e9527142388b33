internal import Clients
internal import Clinic

/// What may be told to a service outside. Each is chosen by a person, and none comes along by itself: least of all the narrative.
public enum PacketField: String, Sendable, Hashable, CaseIterable {
    case reference, name
    case preferredName = "preferred_name"
    case pronouns
    case birthDate = "birth_date"
    case language, region
    /// Only what is safe, with how.
    case contact
    case concerns, needs, urgency, funding
    /// The client's or referrer's own words.
    case narrative

    var label: String {
        switch self {
        case .reference: "Our reference"
        case .name: "Name"
        case .preferredName: "Preferred name"
        case .pronouns: "Pronouns"
        case .birthDate: "Born"
        case .language: "Language"
        case .region: "Lives in"
        case .contact: "To reach them"
        case .concerns: "Asks for help with"
        case .needs: "Needs and wishes"
        case .urgency: "Urgency"
        case .funding: "Funding"
        case .narrative: "In their words"
        }
    }
}

/// What a service outside is told, word for word.
public struct Packet: Sendable, Hashable {
    /// One fact, under the name by which the service reads it.
    public struct Line: Sendable, Hashable {
        public let label: String
        public let text: String
    }

    public let lines: [Line]

    /// One line for each, `Label: text`; what goes on in a further line is indented.
    public var text: String {
        lines.map {
            "\($0.label): " + $0.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n  ") + "\n"
        }
        .joined()
    }

    /// Reads ``text`` back.
    public init(text: String) {
        var lines: [Line] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("  "), let last = lines.popLast() {
                lines.append(Line(label: last.label, text: last.text + "\n" + line.dropFirst(2)))
            } else if let colon = line.firstRange(of: ": ") {
                lines.append(Line(label: String(line[..<colon.lowerBound]), text: String(line[colon.upperBound...])))
            }
        }
        self.lines = lines
    }

    /// Pure: the same facts make the same packet, whatever the order in which fields were chosen.
    /// - Parameter labels: of concepts, by code.
    /// - Throws: `.invalid` where there is nothing to tell, or the narrative is not this person's to read.
    init(
        _ fields: Set<PacketField>, of folder: ReferralFolder, _ client: Client, _ contacts: [ContactPoint],
        labels: [String: String]
    ) throws(ReferralRefusal) {
        var lines: [Line] = []
        for field in PacketField.allCases where fields.contains(field) {
            let text = Self.text(field, folder, client, contacts, labels)
            if field == .narrative, text == nil {
                throw .invalid(field: "fields", problem: "there is no narrative that you may read. Leave it out.")
            }
            if let text, !text.isEmpty { lines.append(Line(label: field.label, text: text)) }
        }
        guard !lines.isEmpty else { throw .invalid(field: "fields", problem: "nothing is known of what you chose.") }
        self.lines = lines
    }

    private static func text(
        _ field: PacketField, _ folder: ReferralFolder, _ client: Client, _ contacts: [ContactPoint], _ labels: [String: String]
    ) -> String? {
        switch field {
        case .reference: folder.referral.reference
        case .name: client.person.fullName
        case .preferredName: client.person.preferredName
        case .pronouns: client.person.pronouns
        case .birthDate: client.person.birthDate?.description
        case .language: folder.language.code
        case .region: folder.jurisdiction
        case .contact: contacts.compactMap(reach).joined(separator: "\n")
        case .concerns: folder.concerns.map { labels[$0.concept] ?? $0.concept }.joined(separator: ", ")
        case .needs: folder.needs.map { "\($0.strength.rawValue): \($0.kind.rawValue)=\($0.value)" }.joined(separator: "\n")
        case .urgency: folder.referral.standing.urgency?.rawValue
        case .funding: folder.referral.funding
        case .narrative: folder.narrative
        }
    }

    /// Nil where neither writing nor calling is safe: whoever is told an address uses it.
    private static func reach(_ point: ContactPoint) -> String? {
        var ways: [String] = []
        if point.channel != .phone, point.safety.mayWrite { ways.append("may be written to") }
        if point.channel != .email, point.safety.mayCall {
            ways.append(point.safety.mayVoicemail ? "may be called, voicemail too" : "may be called, no voicemail")
        }
        guard !ways.isEmpty, point.safety.confirmedAt != nil else { return nil }
        let hours = point.safety.hours.map { ", only \($0.from) to \($0.until)" } ?? ""
        return "\(point.value) (\(ways.joined(separator: "; "))\(hours))"
    }
}
