public import Clients
public import Clinic
public import Therapists

/// What a form is checked against.
public struct IntakeRules: Sendable {
    public let vocabulary: Vocabulary
    /// How self-described patterns become concerns; without it patterns are a doubt.
    public let patterns: PatternTable?
    /// The clinic's date: nothing is received or born after it.
    public let today: LocalDate
    /// Of a person whose form names none.
    public let language: Language

    public init(vocabulary: Vocabulary, patterns: PatternTable? = nil, today: LocalDate, language: Language = .english) {
        self.vocabulary = vocabulary
        self.patterns = patterns
        self.today = today
        self.language = language
    }

    static let kinds = ["child", "youth", "adult", "older_adult", "couple", "family", "group"]
}

extension ReferralForm {
    /// Reads every answer, so that all problems are told at once.
    /// - Parameter client: somebody who is a client already; then the form's person is not read.
    public func checked(by rules: IntakeRules, client: Client.ID? = nil) throws(UnusableReferral) -> CheckedReferral {
        var reader = FormReader(rules: rules)
        let source = reader.choice(ReferralSource.self, source, "source", missing: .other, aliases: FormReader.sourceAliases)
        let received = reader.date(receivedOn, "received_on", noLaterThan: rules.today)
        let kind = reader.word(kind, "kind", among: IntakeRules.kinds, missing: "adult", aliases: FormReader.kindAliases)
        let concerns = reader.concerns(self)
        let needs = reader.needs(must: must, wish: wish)
        let subject: NewReferral.Subject = client.map { .known($0) } ?? .new(reader.person(self, isSelf: source == .`self`))
        let narrative = reader.text(narrative, "narrative", longest: 8000)
        let assessments = reader.assessments(self, received: received)
        var referral = NewReferral(
            sourceKey: reader.text(reference, "reference", longest: 120), source: source, receivedOn: received, subject: subject,
            kind: kind,
            intensity: reader.choice(Referral.Intensity.self, intensity, "intensity", missing: .standard, aliases: [:]),
            concerns: concerns, needs: needs, funding: reader.code(funding, "funding"),
            feeCeilingCents: reader.cents(feeCeiling, "fee_ceiling"), narrative: narrative,
            matchingConsent: reader.yes(consentMatching, "consent_matching"),
            flags: flags(narrative) + assessments.compactMap(\.entry.safetyFlag), assessments: assessments)
        guard reader.problems.isEmpty else { throw UnusableReferral(problems: reader.problems) }
        referral.doubts = reader.doubts
        return CheckedReferral(referral: referral, doubts: reader.doubts)
    }

    private func flags(_ narrative: String?) -> [SafetyFlag] {
        let texts = [narrative ?? ""] + concerns
        return [SafetyFlag.inCell(safetyFlag), texts.lazy.compactMap { SafetyFlag.inText($0) }.first].compactMap { $0 }
    }
}
