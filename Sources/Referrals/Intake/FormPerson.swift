internal import Clients
internal import Clinic
internal import Therapists

extension FormReader {
    /// Reads who is to be seen and how they may be reached. Contact that a form does not call safe is stored as not safe.
    mutating func person(_ form: ReferralForm, isSelf: Bool) -> NewReferral.Person {
        let name = text(form.fullName, "full_name", longest: 200)
        if name == nil { fail("full_name", "name_missing", "A name is missing. Add one, or the client that this is about.") }
        var contacts: [NewReferral.Contact] = []
        let from = time(form.safeFrom, "safe_from"), until = time(form.safeUntil, "safe_until")
        if (from == nil) != (until == nil) || from != nil && from == until {
            fail(
                until == nil ? "safe_until" : "safe_from", "safe_hours",
                "Safe hours need a beginning and a different end. Add both, or neither.")
        }
        let hours = from.flatMap { from in until.flatMap { SafeHours(from: from, until: $0) } }
        let label = text(form.senderLabel, "sender_label", longest: 60)
        if let email = text(form.email, "email", longest: 320) {
            if !ContactPoint.Channel.email.accepts(email) {
                fail("email", "not_an_address", "This is not an e-mail address. Correct it, or leave it empty.")
            }
            let safety = ContactSafety(mayWrite: yes(form.emailMayWrite, "email_may_write"), hours: hours, senderLabel: label)
            contacts.append(NewReferral.Contact(channel: .email, value: email, safety: safety))
        }
        if let phone = text(form.phone, "phone", longest: 40) {
            if !ContactPoint.Channel.phone.accepts(phone) {
                fail("phone", "not_a_number", "This is not a telephone number. Correct it, or leave it empty.")
            }
            let mayWrite = yes(form.phoneMayWrite, "phone_may_write")
            let safety = ContactSafety(
                mayWrite: mayWrite, mayCall: yes(form.phoneMayCall, "phone_may_call"),
                mayVoicemail: yes(form.phoneMayVoicemail, "phone_may_voicemail"), hours: hours, senderLabel: label)
            contacts.append(NewReferral.Contact(channel: mayWrite ? .sms : .phone, value: phone, safety: safety))
        }
        // Without an answer, a client's own "you may write" is the consent; a referrer's is not.
        let consents =
            present(form.consentMessages) == nil
            ? isSelf && contacts.contains { $0.safety.mayWrite } : yes(form.consentMessages, "consent_messages")
        return NewReferral.Person(
            fullName: name ?? "", preferredName: text(form.preferredName, "preferred_name", longest: 200),
            pronouns: text(form.pronouns, "pronouns", longest: 60),
            birthDate: date(form.birthDate, "birth_date", noLaterThan: rules.today), language: language(form.language),
            jurisdiction: jurisdiction(form.jurisdiction), contacts: contacts, consentsToMessages: consents)
    }

    private mutating func language(_ answer: String?) -> Language {
        guard let text = present(answer) else { return rules.language }
        if let language = Language(text) { return language }
        if let known = Self.languageNames[text.lowercased()], let language = Language(known) { return language }
        fail("language", "not_a_language", "Write the language as a code such as en or fr.")
        return .english
    }

    private mutating func jurisdiction(_ answer: String?) -> String {
        guard let text = present(answer)?.uppercased() else { return "CA-BC" }
        let letters = text.utf8.map { (65...90).contains($0) }
        if letters == [true, true, false, true, true], text.utf8.dropFirst(2).first == UInt8(ascii: "-") { return text }
        if letters == [true, true] { return "CA-\(text)" }
        fail("jurisdiction", "not_a_jurisdiction", "Write the province as CA-BC.")
        return "CA-BC"
    }

    static let languageNames = [
        "english": "en", "anglais": "en", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es",
    ]
}
