import Clinic
import Therapists

/// What the directory says, English and French. Its title tells a passer-by nothing.
struct DirectoryWords: Sendable {
    let isFrench: Bool

    init(_ language: Language) { isFrench = language.primary == "fr" }

    var code: String { isFrench ? "fr" : "en" }
    /// The other one, and its code, for the link to it.
    var other: (name: String, code: String) { isFrench ? ("English", "en") : ("Français", "fr") }

    func callAsFunction(_ key: Key) -> String { isFrench ? key.words.french : key.words.english }

    func found(_ count: Int) -> String {
        if isFrench {
            return
                "\(count == 1 ? "Une personne correspond." : "\(count) personnes correspondent.") Celles qui ont de la place viennent d’abord."
        }
        return "\(count == 1 ? "One person matches." : "\(count) people match.") Those with places come first."
    }

    /// A concept in the page's language, as the clinic's vocabulary has it.
    func label(_ concept: Concept) -> String { concept.label(in: isFrench ? .french : .english) }

    func format(_ format: SessionFormat) -> String {
        switch format {
        case .inPerson: isFrench ? "En personne" : "In person"
        case .online: isFrench ? "En ligne" : "Online"
        case .phone: isFrench ? "Par téléphone" : "By phone"
        }
    }

    func kind(_ kind: ClientKind) -> String {
        guard isFrench else { return Self.code(kind.rawValue).prefix(1).uppercased() + Self.code(kind.rawValue).dropFirst() }
        return switch kind {
        case .child: "Enfant"
        case .youth: "Jeune"
        case .adult: "Adulte"
        case .olderAdult: "Personne aînée"
        case .couple: "Couple"
        case .family: "Famille"
        case .group: "Groupe"
        }
    }

    func fee(_ cents: Int) -> String {
        let (whole, rest) = (cents / 100, cents % 100)
        let part = "\(rest < 10 ? "0" : "")\(rest)"
        if isFrench { return rest == 0 ? "\(whole) $" : "\(whole),\(part) $" }
        return rest == 0 ? "$\(whole)" : "$\(whole).\(part)"
    }

    func fees(_ cents: Int, sliding: Int?) -> String {
        guard let sliding else { return fee(cents) }
        return fee(cents) + (isFrench ? "; quelques places dès \(fee(sliding))" : "; some places from \(fee(sliding))")
    }

    /// A code as words, where nobody has given it any: `low_fee` is "low fee".
    static func code(_ code: String) -> String { code.replacing("_", with: " ") }

    enum Key: CaseIterable {
        case tab, leave, leaveHint, heading, lead, nobody, whoIsHere, concern, language, how, kind, funding, when, evening,
            weekend
        case look, again, anything, worksWith, sees, speaks, format, place, also, evenings, weekends, modalities, paidBy, fee
        case licence, hasPlaces, waitingList, card, cardOf

        var words: (english: String, french: String) {
            switch self {
            case .tab: ("Directory", "Répertoire")
            case .leave: ("Leave now", "Quitter maintenant")
            case .leaveHint: ("opens the weather", "ouvre la météo")
            case .heading: ("Find somebody who fits", "Trouver quelqu’un qui vous convient")
            case .lead:
                (
                    "Choose what matters to you. Nothing you choose here is kept.",
                    "Choisissez ce qui compte pour vous. Rien de ce que vous choisissez ici n’est conservé."
                )
            case .nobody:
                (
                    "Nobody here matches all of this. Choose less, or ask us: there may be a way.",
                    "Personne ici ne correspond à tout cela. Choisissez moins de critères, ou demandez-nous : il y a peut-être un moyen."
                )
            case .whoIsHere: ("Who is here", "Qui est ici")
            case .concern: ("What it is about", "De quoi il s’agit")
            case .language: ("Language", "Langue")
            case .how: ("How", "Comment")
            case .kind: ("For whom", "Pour qui")
            case .funding: ("Paid by", "Payé par")
            case .when: ("When", "Quand")
            case .evening: ("In the evening", "Le soir")
            case .weekend: ("At the weekend", "La fin de semaine")
            case .look: ("Look", "Chercher")
            case .again: ("Start again", "Recommencer")
            case .anything: ("It does not matter", "Peu importe")
            case .worksWith: ("Works with", "Travaille avec")
            case .sees: ("Sees", "Reçoit")
            case .speaks: ("Speaks", "Parle")
            case .format: ("How", "Comment")
            case .place: ("Where", "Où")
            case .also: ("Also", "Aussi")
            case .evenings: ("evenings", "le soir")
            case .weekends: ("weekends", "la fin de semaine")
            case .modalities: ("Ways of working", "Façons de travailler")
            case .paidBy: ("Paid by", "Payé par")
            case .fee: ("Fee", "Tarif")
            case .licence: ("Licence", "Permis")
            case .hasPlaces: ("Has places now", "A de la place maintenant")
            case .waitingList: ("Waiting list", "Liste d’attente")
            case .card: ("Keep this card", "Garder cette carte")
            case .cardOf: ("of", "de")
            }
        }
    }
}
