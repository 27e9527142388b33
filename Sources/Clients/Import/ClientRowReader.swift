internal import Clinic

/// Reads one row of a client file. All that is wrong with the row is reported, not only the first thing.
struct ClientRowReader {
    let row: CSVRow
    let zone: ZoneRules
    let now: Instant
    /// Of a client whose row names none.
    let usual: Language
    private(set) var problems: [CSVProblem] = []

    init(row: CSVRow, zone: ZoneRules, now: Instant, language: Language) {
        self.row = row
        self.zone = zone
        self.now = now
        usual = language
    }

    mutating func fail(_ name: String, _ code: String, _ message: String) {
        problems.append(row.problem(name, code: code, message))
    }

    /// Nil where what identifies the client is missing.
    mutating func read() -> ClientRow? {
        let key = text("source_key", longest: 100)
        if key == nil, problems.isEmpty { fail("source_key", "clients.no_key", "Each client needs a key of its own here.") }
        let parts = [text("first_name"), text("last_name")].compactMap { $0 }
        let name = text("full_name") ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
        if name == nil { fail("full_name", "clients.no_name", "A name is needed: full_name, or first_name and last_name.") }
        let person = ClientPerson(
            fullName: name ?? "", preferredName: text("preferred_name"), pronouns: text("pronouns", longest: 60),
            birthDate: past("birth_date"),
            kind: word("kind") ?? .adult, language: language() ?? usual, jurisdiction: jurisdiction() ?? "CA-BC",
            zone: zone.zone,
            status: word("status") ?? .active)
        let contacts = contacts()
        let consents = consents()
        let keepApartFrom = text("keep_apart_from", longest: 100)
        if let keepApartFrom, keepApartFrom == key {
            fail("keep_apart_from", "clients.kept_apart_from_themselves", "This is the client's own key. Name the other one.")
        }
        let client = ClientRow(
            line: row.line, key: key ?? "", person: person, contacts: contacts, consents: consents,
            therapist: text("therapist", longest: 100), isIntense: flag("intense"), keepApartFrom: keepApartFrom,
            keepApartKind: word("keep_apart_kind") ?? .other, row: row)
        return key == nil || name == nil ? nil : client
    }

    private mutating func contacts() -> [ClientRow.Contact] {
        let hours = hours()
        var usual = ContactSafety(
            hours: hours, senderLabel: text("sender_label", longest: 60), wording: word("wording") ?? .neutral)
        if let asked = past("confirmed_on").flatMap({ zone.start(of: $0) }) { usual = usual.confirmed(at: asked) }
        var found: [ClientRow.Contact] = []
        if let email = address("email", .email) {
            var safety = usual
            safety.mayWrite = flag("email_may_write")
            found.append(ClientRow.Contact(channel: .email, value: email, safety: safety))
        }
        if let phone = address("phone", .phone) {
            var spoken = usual
            spoken.mayCall = flag("phone_may_call")
            spoken.mayVoicemail = flag("phone_may_voicemail")
            found.append(ClientRow.Contact(channel: .phone, value: phone, safety: spoken))
            if flag("phone_may_write") {
                var written = usual
                written.mayWrite = true
                found.append(ClientRow.Contact(channel: .sms, value: phone, safety: written))
            }
        }
        return found
    }

    private mutating func consents() -> [ClientRow.ConsentEntry] {
        let given = past("consent_on").flatMap { zone.start(of: $0) }
        var found: [ClientRow.ConsentEntry] = []
        for kind in Consent.Kind.allCases {
            let column = "consent_\(kind.rawValue)"
            guard let basis: Consent.Basis = word(column) else { continue }
            if basis.needsAssessor {
                fail(column, "clients.needs_assessor", "Somebody must assess this basis: add the consent by hand, not by a file.")
                continue
            }
            guard let given else {
                fail("consent_on", "clients.no_consent_date", "A consent needs the day on which it was given.")
                break
            }
            found.append(ClientRow.ConsentEntry(kind: kind, basis: basis, givenAt: given))
        }
        return found
    }

    private mutating func hours() -> SafeHours? {
        let from = time("safe_from")
        let until = time("safe_until")
        guard row.text("safe_from") != nil || row.text("safe_until") != nil else { return nil }
        guard let from, let until, let hours = SafeHours(from: from, until: until) else {
            fail("safe_from", "clients.half_hours", "Give both safe_from and safe_until, two different times such as 09:00.")
            return nil
        }
        return hours
    }

    private mutating func address(_ name: String, _ channel: ContactPoint.Channel) -> String? {
        guard let value = row.text(name) else { return nil }
        guard channel.accepts(value) else {
            fail(
                name, "clients.not_an_address",
                "This is not \(channel == .email ? "an address" : "a number"). Correct it, or leave it empty.")
            return nil
        }
        return value
    }

    private mutating func text(_ name: String, longest: Int = 200) -> String? {
        guard let text = row.text(name) else { return nil }
        guard text.count <= longest, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            fail(name, "clients.not_a_line", "One line of at most \(longest) characters is expected here.")
            return nil
        }
        return text
    }

    /// Yes only where somebody wrote yes: everything else, emptiness included, is no or an error.
    private mutating func flag(_ name: String) -> Bool {
        switch row.text(name)?.lowercased() {
        case nil, "no", "n", "false", "0": return false
        case "yes", "y", "true", "1": return true
        default:
            fail(name, "clients.not_a_flag", "yes or no is expected here; empty is no.")
            return false
        }
    }

    private mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String) -> Word? where Word.RawValue == String {
        guard let text = row.text(name)?.lowercased() else { return nil }
        if let word = Word(rawValue: text.split { $0 == " " || $0 == "-" }.joined(separator: "_")) { return word }
        let words = Word.allCases.map(\.rawValue)
        let advice = nearest(to: text, among: words).map { "Was \($0) meant?" } ?? "Expected: \(words.joined(separator: ", "))."
        fail(name, "clients.unknown_word", "This word is not known. \(advice)")
        return nil
    }

    private mutating func past(_ name: String) -> LocalDate? {
        guard let text = row.text(name) else { return nil }
        guard let date = try? LocalDate(text), date <= zone.local(of: now).date else {
            fail(name, "clients.no_such_date", "A day such as 1984-11-23 is expected here, not in the future.")
            return nil
        }
        return date
    }

    private mutating func time(_ name: String) -> LocalTime? {
        guard let text = row.text(name) else { return nil }
        guard let time = try? LocalTime(text) else {
            fail(name, "clients.no_such_time", "A time such as 09:00 is expected here.")
            return nil
        }
        return time
    }

    private mutating func language() -> Language? {
        guard let text = row.text("language") else { return nil }
        if let language = Language(text) { return language }
        fail("language", "clients.not_a_language", "A language code such as en or fr is expected here.")
        return nil
    }

    /// `CA-BC`, or the province alone as other systems write it.
    private mutating func jurisdiction() -> String? {
        guard let text = row.text("jurisdiction")?.uppercased() else { return nil }
        let letters = text.split(separator: "-", omittingEmptySubsequences: false)
        let isPair = letters.count <= 2 && letters.allSatisfy { $0.count == 2 && $0.allSatisfy { ("A"..."Z").contains($0) } }
        guard isPair else {
            fail("jurisdiction", "clients.not_a_jurisdiction", "Country and province are expected here: CA-BC.")
            return nil
        }
        return letters.count == 1 ? "CA-\(text)" : text
    }
}
