public import Clinic

/// Whom somebody can reach at once: shown wherever a flag is recorded, at the moment it is, to whoever recorded it.
public struct CrisisText: Sendable, Hashable {
    public let english: String
    public let french: String

    public init(english: String? = nil, french: String? = nil) {
        self.english = english ?? Self.englishOfBC
        self.french = french ?? Self.frenchOfBC
    }

    /// French for every kind of French, English for every other language.
    public func text(in language: Language) -> String { language.primary == "fr" ? french : english }

    /// Public services of British Columbia and Canada, as they name themselves.
    public static let englishOfBC =
        "In danger now: call 911. Thoughts of suicide: call or text 9-8-8, day and night. To talk with somebody in British Columbia: "
        + "310-6789, without an area code, day and night. Harmed by somebody: VictimLinkBC 1-800-563-0808, day and night."
    public static let frenchOfBC =
        "En danger maintenant : appelez le 911. Idées de suicide : appelez ou textez le 9-8-8, jour et nuit. Pour parler à quelqu'un en "
        + "Colombie-Britannique : 310-6789, sans indicatif, jour et nuit. Victime de violence : VictimLinkBC 1-800-563-0808, jour et nuit."
}
