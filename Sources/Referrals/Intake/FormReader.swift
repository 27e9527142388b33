internal import Clinic
internal import Therapists

/// Reads the answers of one form and collects what is wrong.
struct FormReader {
    let rules: IntakeRules
    private(set) var problems: [IntakeProblem] = []
    private(set) var doubts: [IntakeProblem] = []

    init(rules: IntakeRules) { self.rules = rules }

    mutating func fail(_ field: String, _ code: String, _ message: String) {
        problems.append(IntakeProblem(field: field, code: "referral.\(code)", message: message))
    }

    mutating func problem(_ problem: IntakeProblem) { problems.append(problem) }

    mutating func doubt(_ field: String, _ code: String, _ message: String) {
        doubts.append(IntakeProblem(field: field, code: "referral.\(code)", message: message))
    }

    mutating func text(_ answer: String?, _ field: String, longest: Int) -> String? {
        guard let text = present(answer) else { return nil }
        guard text.unicodeScalars.count <= longest, !text.unicodeScalars.contains("\0") else {
            fail(field, "text_length", "At most \(longest) characters fit here, without NUL. Shorten it.")
            return nil
        }
        return text
    }

    mutating func code(_ answer: String?, _ field: String) -> String? {
        guard let text = text(answer, field, longest: 60) else { return nil }
        return Self.code(text)
    }

    mutating func word(
        _ answer: String?, _ field: String, among words: [String], missing: String, aliases: [String: String]
    ) -> String {
        guard let text = present(answer) else { return missing }
        let code = Self.code(text)
        if words.contains(code) { return code }
        if let alias = aliases[code] { return alias }
        let meant = nearest(to: code, among: words).map { "Was \($0) meant?" } ?? "Use one of: \(words.joined(separator: ", "))."
        fail(field, "unknown_word", "This word is not known. \(meant)")
        return missing
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _: Choice.Type, _ answer: String?, _ field: String, missing: Choice, aliases: [String: String]
    ) -> Choice where Choice.RawValue == String {
        let words = Choice.allCases.map(\.rawValue)
        return Choice(rawValue: word(answer, field, among: words, missing: missing.rawValue, aliases: aliases)) ?? missing
    }

    mutating func date(_ answer: String?, _ field: String, noLaterThan latest: LocalDate) -> LocalDate? {
        guard let text = present(answer) else { return nil }
        guard let date = try? LocalDate(text), date.year >= 1900 else {
            fail(field, "no_such_date", "There is no such date. Write it as 2026-03-31.")
            return nil
        }
        guard date <= latest else {
            fail(field, "date_in_future", "This date is still to come. Check the year.")
            return nil
        }
        return date
    }

    mutating func time(_ answer: String?, _ field: String) -> LocalTime? {
        guard let text = present(answer) else { return nil }
        if let time = try? LocalTime(text) { return time }
        fail(field, "no_such_time", "There is no such time of day. Write it as 09:00.")
        return nil
    }

    /// Only a plain yes is one. A consent that cannot be read is a problem, never a consent.
    mutating func yes(_ answer: String?, _ field: String) -> Bool {
        guard let text = present(answer)?.lowercased() else { return false }
        if ["yes", "y", "true", "1", "x", "oui", "o", "ok", "written", "verbal", "form", "guardian"].contains(text) {
            return true
        }
        if ["no", "n", "false", "0", "-", "non", "none", "revoked"].contains(text) { return false }
        fail(field, "not_yes_or_no", "Write yes or no here.")
        return false
    }

    /// `60`, `60.00`, `$60`, `60,50`.
    mutating func cents(_ answer: String?, _ field: String) -> Int? {
        guard let text = present(answer) else { return nil }
        let digits = text.filter { $0 != "$" && $0 != " " && $0 != "\u{a0}" }.replacing(",", with: ".")
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isNumber = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
        guard isNumber, (1...2).contains(parts.count), let whole = Int(parts[0]), whole <= 100_000,
            parts.count == 1 || parts[1].count == 2
        else {
            fail(field, "not_an_amount", "Write an amount such as 60 or 60.00.")
            return nil
        }
        return whole * 100 + (parts.count == 2 ? Int(parts[1]) ?? 0 : 0)
    }

    func present(_ answer: String?) -> String? {
        guard let text = answer?.trimmingWhitespace(), !text.isEmpty else { return nil }
        return text
    }

    /// `In person` and `in-person` are `in_person`.
    static func code(_ text: String) -> String {
        text.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    }

    static let sourceAliases = [
        "client": "self", "self_referral": "self", "gp": "physician", "doctor": "physician", "family_doctor": "physician",
        "md": "physician",
        "nurse_practitioner": "physician", "ngo": "agency", "victim_services": "agency", "shelter": "agency",
        "insurance": "insurer",
        "eap": "insurer", "internal": "staff", "counsellor": "staff", "website": "self", "web": "self",
    ]
    static let kindAliases = [
        "individual": "adult", "adults": "adult", "teen": "youth", "adolescent": "youth", "senior": "older_adult",
        "couples": "couple",
        "children": "child", "families": "family",
    ]
}
