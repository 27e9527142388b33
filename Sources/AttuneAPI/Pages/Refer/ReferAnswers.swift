import Clinic
import Referrals
import Therapists

/// What somebody wrote into the form, as they wrote it; ``form`` is the same for the domain.
struct ReferAnswers: Sendable {
    struct Fault: Sendable, Hashable {
        let field: String
        let code: String
    }

    /// The questions with one answer, in the page's order.
    static let questions = [
        "full_name", "preferred_name", "pronouns", "birth_date", "email", "phone", "safe_from", "safe_until", "words",
        "narrative",
        "safety",
    ]
    static let boxes = [
        "email_may_write", "phone_may_call", "phone_may_voicemail", "phone_may_write", "agree", "consent_matching",
    ]
    /// What can be asked for, and the values that the page offers.
    static let wishes: [(kind: String, values: [String])] = [
        ("format", ["in_person", "online", "phone"]), ("gender", ["woman", "man", "nonbinary"]), ("language", ["en", "fr"]),
        ("time_of_day", ["morning", "afternoon", "evening"]),
    ]

    private(set) var texts: [String: String] = [:]
    private(set) var ticked: Set<String> = []
    private(set) var concerns: [String] = []
    private(set) var patterns: [String] = []
    private(set) var wanted: [String: (value: String, strength: String)] = [:]
    private var key = ""

    init() {}

    /// - Parameters: what the page offered; anything else in the form counts for nothing.
    init(_ fields: FormFields, vocabulary: Vocabulary, patterns table: PatternTable?) {
        for name in Self.questions { texts[name] = String(fields[name].prefix(name == "narrative" ? 6_000 : 400)) }
        ticked = Set(Self.boxes.filter { fields[$0] == "yes" })
        concerns = vocabulary.offered.map(\.code).filter { fields["c_\($0)"] == "yes" }
        patterns = (table?.patterns ?? []).map(\.code).filter { fields["p_\($0)"] == "yes" }
        for (kind, values) in Self.wishes where values.contains(fields["w_\(kind)"]) {
            wanted[kind] = (fields["w_\(kind)"], ["must", "wish"].contains(fields["s_\(kind)"]) ? fields["s_\(kind)"] : "any")
        }
        key = String(fields["form"].prefix { $0 != "." })
    }

    func text(_ name: String) -> String { texts[name] ?? "" }

    /// What this page asks for beyond what every referral needs.
    var faults: [Fault] {
        var faults: [Fault] = []
        if text("full_name").trimmingWhitespace().isEmpty { faults.append(Fault(field: "full_name", code: "missing")) }
        if text("email").trimmingWhitespace().isEmpty, text("phone").trimmingWhitespace().isEmpty {
            faults.append(Fault(field: "email", code: "no_contact"))
        }
        if !["yes", "no", "unsure"].contains(text("safety")) { faults.append(Fault(field: "safety", code: "missing")) }
        if !ticked.contains("agree") { faults.append(Fault(field: "agree", code: "missing")) }
        return faults
    }

    var form: ReferralForm {
        var form = ReferralForm()
        // One form, one referral, however often it is sent.
        form.reference = "self-\(key)"
        form.source = "self"
        form.fullName = text("full_name")
        form.preferredName = text("preferred_name")
        form.pronouns = text("pronouns")
        form.birthDate = text("birth_date")
        form.email = text("email")
        form.phone = text("phone")
        form.emailMayWrite = answer("email_may_write")
        form.phoneMayCall = answer("phone_may_call")
        form.phoneMayVoicemail = answer("phone_may_voicemail")
        form.phoneMayWrite = answer("phone_may_write")
        form.safeFrom = text("safe_from")
        form.safeUntil = text("safe_until")
        form.concerns = text("words").split { ";\n\r\n".contains($0) }.map(String.init) + concerns
        form.patterns = patterns
        for (kind, _) in Self.wishes {
            guard let wanted = wanted[kind], wanted.strength != "any" else { continue }
            if wanted.strength == "must" {
                form.must.append("\(kind)=\(wanted.value)")
            } else {
                form.wish.append("\(kind)=\(wanted.value)")
            }
        }
        form.language = wanted["language"].flatMap { $0.strength == "must" ? $0.value : nil }
        form.consentMatching = answer("consent_matching")
        // Only a plain no is one.
        form.safetyFlag = text("safety")
        form.narrative = text("narrative")
        return form
    }

    private func answer(_ box: String) -> String { ticked.contains(box) ? "yes" : "no" }
}

extension Vocabulary {
    /// What a client may tick: wide concerns, in the words of the vocabulary. A crisis is asked about by itself.
    var offered: [Concept] { concepts.filter { $0.status == .active && $0.broader == nil && $0.code != "crisis" } }
}
