internal import Clinic

/// A sign that somebody may be in danger. It takes a referral out of the pool and starts a person's clock; it never becomes a
/// score.
public enum SafetyFlag: String, Sendable, Hashable, CaseIterable {
    /// The box on a form, or a cell that is not plainly "no".
    case ticked = "flag_ticked"
    /// Words of the referrer or the client that name danger.
    case words = "flag_words"
    /// The ninth item of the PHQ-9 was answered with more than "not at all".
    case itemNine = "flag_phq9_item9"
    /// The referrer asked for somebody at once: that is a person's to answer, and never software's.
    case stat = "flag_stat"

    /// What a safety cell says. Only a plain "no" is one: anything else, an unreadable cell included, is a flag for a person to
    /// look at.
    public static func inCell(_ cell: String?) -> SafetyFlag? {
        guard let cell else { return nil }
        let word = cell.trimmingWhitespace().lowercased()
        return plainNo.contains(word) ? nil : .ticked
    }

    /// Whether a text names danger. Deliberately coarse: "no thoughts of suicide" raises a flag too, since a person should read
    /// that.
    public static func inText(_ text: String) -> SafetyFlag? {
        let padded =
            " "
            + text.lowercased().map { $0.isLetter || $0.isNumber ? $0 : " " }.reduce(into: "") { text, letter in
                if letter != " " || text.last != " " { text.append(letter) }
            } + " "
        return danger.contains { padded.contains($0) } ? .words : nil
    }

    private static let plainNo: Set<String> = [
        "", "no", "n", "none", "false", "0", "-", "n/a", "na", "nil", "non", "aucun", "aucune", "not reported", "none reported",
        "unchecked",
    ]

    /// Beginnings of words, English and French. A person reads every text that one of these is in.
    private static let danger = [
        " suicid", " self harm", " selfharm", " self injur", " kill myself", " kill himself", " kill herself", " kill themsel",
        " end my life",
        " end it all", " want to die", " wants to die", " wanting to die", " better off dead", " don t want to live",
        " doesn t want to live",
        " cut myself", " cutting myself", " cuts herself", " cuts himself", " overdos", " not safe at home", " unsafe at home",
        " afraid of my partner", " afraid of my husband", " afraid of my wife", " he will kill", " threatened to kill",
        " strangl", " choked me",
        " hurt my child", " hurting my child", " hears voices", " hearing voices", " automutil", " me tuer", " me faire du mal",
        " envie de mourir",
        " en danger", " in danger", " peur de mon mari", " peur de mon conjoint",
    ]
}
