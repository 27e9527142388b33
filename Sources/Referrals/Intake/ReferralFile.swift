public import Clinic

/// A CSV file of referrals as a clinic or a referrer exports it: the good rows ready to be stored, the others by line and column.
///
/// Nothing half done: a row is whole or it is a problem. Reading stores nothing.
public struct ReferralFile: Sendable, Hashable {
    /// A row that can be stored.
    public struct Row: Sendable, Hashable {
        /// The line on which it begins.
        public let line: Int
        public let referral: NewReferral
        /// For a person to settle: words that could not be read for certain.
        public let doubts: [CSVProblem]
    }

    /// In the order of the file.
    public let rows: [Row]
    /// Rows and cells that could not be used, in the order of the file. They never repeat what a cell holds.
    public let problems: [CSVProblem]
    /// Columns that nobody reads.
    public let notes: [CSVProblem]

    public init(_ bytes: [UInt8], rules: IntakeRules, limits: CSVLimits = CSVLimits()) {
        let sheet = CSVDocument(bytes, limits: limits).sheet(Self.columns)
        var rows: [Row] = []
        var problems = sheet.problems
        var lineOfKey: [String: Int] = [:]
        for row in sheet.rows {
            do {
                let checked = try ReferralForm(reading: row.text).checked(by: rules)
                if let key = checked.referral.sourceKey {
                    if let earlier = lineOfKey[key] {
                        let message = "This reference is also on line \(earlier), which was kept. Remove one of them."
                        problems.append(row.problem("reference", code: "referral.duplicate_in_file", message))
                        continue
                    }
                    lineOfKey[key] = row.line
                }
                rows.append(
                    Row(
                        line: row.line, referral: checked.referral,
                        doubts: checked.doubts.map { row.problem($0.field, code: $0.code, $0.message) }))
            } catch {
                problems += error.problems.map { row.problem($0.field, code: $0.code, $0.message) }
            }
        }
        self.rows = rows
        self.problems = problems.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        notes = sheet.notes
    }

    /// The columns that are read, with the headers that practice systems give them.
    public static let columns: [CSVColumn] = [
        CSVColumn(
            "reference", aliases: ["referral number", "referral id", "source reference", "source key", "external id", "number"]),
        CSVColumn("received_on", aliases: ["received", "received at", "date received", "referral date", "date"]),
        CSVColumn("source", aliases: ["referral source", "referred by", "referrer", "referrer type"]),
        CSVColumn("full_name", aliases: ["name", "client", "client name", "patient", "patient name"], required: true),
        CSVColumn("preferred_name", aliases: ["goes by", "known as"]),
        CSVColumn("pronouns"),
        CSVColumn("birth_date", aliases: ["date of birth", "dob", "born", "birthdate"]),
        CSVColumn("kind", aliases: ["client kind", "client type", "age group", "type"]),
        CSVColumn("language", aliases: ["preferred language", "client language"]),
        CSVColumn("jurisdiction", aliases: ["province", "state"]),
        CSVColumn("email", aliases: ["e-mail", "email address", "mail"]),
        CSVColumn("email_may_write", aliases: ["email ok", "ok to email", "may email", "safe to email"]),
        CSVColumn("phone", aliases: ["telephone", "phone number", "mobile", "cell"]),
        CSVColumn("phone_may_call", aliases: ["ok to call", "may call", "safe to call"]),
        CSVColumn("phone_may_voicemail", aliases: ["ok to leave message", "voicemail ok", "may leave voicemail"]),
        CSVColumn("phone_may_write", aliases: ["ok to text", "text ok", "sms ok", "may text"]),
        CSVColumn("safe_from", aliases: ["safe hours from", "contact from"]),
        CSVColumn("safe_until", aliases: ["safe hours until", "contact until"]),
        CSVColumn("sender_label", aliases: ["sender name", "say you are"]),
        CSVColumn(
            "concerns", aliases: ["presenting concerns", "concern", "reason for referral", "presenting problem", "issues"]),
        CSVColumn("patterns", aliases: ["relationship patterns", "quiz"]),
        CSVColumn("must", aliases: ["needs", "must have", "must haves", "requirements"]),
        CSVColumn("wish", aliases: ["wishes", "preferences", "would like", "nice to have"]),
        CSVColumn("funding", aliases: ["funder", "payer", "funding source", "programme", "program"]),
        CSVColumn("fee_ceiling", aliases: ["can pay", "max fee", "maximum fee", "budget"]),
        CSVColumn("intensity"),
        CSVColumn("consent_matching", aliases: ["consent", "consent to matching", "matching consent"]),
        CSVColumn("consent_messages", aliases: ["consent to messages", "messages consent"]),
        CSVColumn("safety_flag", aliases: ["safety", "risk", "safety concern", "safety concerns", "risk flag", "urgent safety"]),
        CSVColumn("narrative", aliases: ["notes", "comments", "referral text", "letter", "story"]),
        CSVColumn("phq9", aliases: ["phq-9", "phq 9"]), CSVColumn("gad7", aliases: ["gad-7", "gad 7"]),
        CSVColumn("pcl5", aliases: ["pcl-5", "pcl 5"]), CSVColumn("itq"),
    ]
}

extension ReferralForm {
    /// Answers by the names of ``ReferralFile/columns``; nil where there is none. Those that list several things separate them with `;`,
    /// `|` or a line end.
    public init(reading text: (String) -> String?) {
        func list(_ name: String) -> [String] {
            (text(name) ?? "").split { ";|\n\r\r\n".contains($0) }.map(String.init)
        }
        self.init()
        reference = text("reference")
        receivedOn = text("received_on")
        source = text("source")
        fullName = text("full_name")
        preferredName = text("preferred_name")
        pronouns = text("pronouns")
        birthDate = text("birth_date")
        kind = text("kind")
        language = text("language")
        jurisdiction = text("jurisdiction")
        email = text("email")
        emailMayWrite = text("email_may_write")
        phone = text("phone")
        phoneMayCall = text("phone_may_call")
        phoneMayVoicemail = text("phone_may_voicemail")
        phoneMayWrite = text("phone_may_write")
        safeFrom = text("safe_from")
        safeUntil = text("safe_until")
        senderLabel = text("sender_label")
        concerns = list("concerns")
        patterns = list("patterns")
        must = list("must")
        wish = list("wish")
        funding = text("funding")
        feeCeiling = text("fee_ceiling")
        intensity = text("intensity")
        consentMatching = text("consent_matching")
        consentMessages = text("consent_messages")
        safetyFlag = text("safety_flag")
        narrative = text("narrative")
        for instrument in Instrument.allCases { scores[instrument] = text(instrument.rawValue) }
    }
}
