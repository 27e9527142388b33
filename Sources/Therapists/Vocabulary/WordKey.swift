/// The form in which words are compared: small letters without accents, one space between words, nothing else.
///
/// "C-PTSD", "c ptsd" and "C.PTSD" are one; so are "Évitement" and "evitement". Apostrophes join ("can't" is "cant").
enum WordKey {
    static func key(_ text: String) -> String { words(text).joined(separator: " ") }

    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in text.lowercased() {
            if character == "'" || character == "’" { continue }
            if character.isLetter || character.isNumber {
                word += plain(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// A letter without its accent, for the letters of French and its neighbours; others stay as they are.
    private static func plain(_ character: Character) -> String {
        switch character {
        case "à", "á", "â", "ã", "ä", "å": "a"
        case "ç": "c"
        case "è", "é", "ê", "ë": "e"
        case "ì", "í", "î", "ï": "i"
        case "ñ": "n"
        case "ò", "ó", "ô", "õ", "ö": "o"
        case "ù", "ú", "û", "ü": "u"
        case "ý", "ÿ": "y"
        case "œ": "oe"
        case "æ": "ae"
        default: String(character)
        }
    }
}
