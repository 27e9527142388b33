public import Clinic

/// What messages say, in each language and at each level: pure, so that every sentence a client can receive is known before one is sent.
public struct Wording: Hashable, Sendable {
    /// A subject and a body, with Mustache fields for what differs from message to message.
    public struct Text: Hashable, Sendable {
        public var subject: String
        public var body: String

        public init(subject: String, body: String) {
            self.subject = subject
            self.body = body
        }
    }

    /// One kind of message in one language, at both levels of what it gives away.
    public struct Template: Hashable, Sendable {
        /// Names no clinic, no therapist, no topic.
        public var neutral: Text
        /// Only where the client asked for it.
        public var clinicNamed: Text
    }

    /// By language (`en`), then by kind (`appointment_booked`).
    let templates: [String: [String: Template]]
    /// The clinic's name for those who asked to see it; without one, everything is neutral.
    let clinic: String?

    /// What Attune says unless the clinic says otherwise: the same as `Config/wording/en.yaml` and `fr.yaml`.
    public static let standard = Wording(checked: standardTemplates, clinic: nil)

    /// The same wording with the clinic's name, of one line, for clients who asked to see it.
    public func named(_ clinic: String) -> Wording {
        Wording(checked: templates, clinic: clinic.split(whereSeparator: \.isNewline).joined(separator: " "))
    }

    init(checked templates: [String: [String: Template]], clinic: String?) {
        self.templates = templates
        self.clinic = clinic
    }

    /// The words of one message. A language that has no wording reads English.
    public func text(for content: MessageContent, zone: ZoneRules, language: Language, clinicNamed: Bool) -> Text {
        let language = templates[language.primary] == nil ? .english : language
        guard let template = templates[language.primary]?[content.kind] ?? Self.standardTemplates["en"]?[content.kind] else {
            return Text(subject: "A message for you", body: "Please get in touch.")
        }
        let text = clinicNamed && clinic != nil ? template.clinicNamed : template.neutral
        let facts = facts(of: content, zone: zone, language: language)
        return Text(subject: Self.fill(text.subject, with: facts), body: Self.fill(text.body, with: facts))
    }

    private func facts(of content: MessageContent, zone: ZoneRules, language: Language) -> [String: String] {
        var facts = ["clinic": clinic ?? ""]
        func tell(_ instant: Instant) -> String { zone.wording(of: instant, in: language) }
        switch content {
        case .appointmentBooked(let start, let minutes):
            facts["when"] = tell(start)
            facts["minutes"] = String(minutes)
        case .appointmentReminder(let start), .appointmentMoved(let start), .appointmentCancelled(let start):
            facts["when"] = tell(start)
        case .proposalMade(let start, let expires):
            facts["when"] = tell(start)
            facts["expires"] = tell(expires)
        case .handoutShared(let link, let expires):
            facts["link"] = link
            facts["expires"] = tell(expires)
        case .checkIn: break
        }
        return facts
    }

    /// Which facts each kind has; a template that asks for another is refused when it is read.
    static let allowed: [String: Set<String>] = [
        "appointment_booked": ["when", "minutes"], "appointment_reminder": ["when"], "appointment_moved": ["when"],
        "appointment_cancelled": ["when"], "proposal_made": ["when", "expires"], "handout_shared": ["link", "expires"],
        "check_in": [],
    ]

    /// Replaces `{{name}}` once, from left to right: what a fact contains is never read as a placeholder.
    static func fill(_ template: String, with facts: [String: String]) -> String {
        var out = ""
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            out += rest[..<open.lowerBound]
            out += facts[String(rest[open.upperBound..<close.lowerBound])] ?? ""
            rest = rest[close.upperBound...]
        }
        return out + rest
    }
}
