/// Takes words about somebody else out of free text: whole words, whatever their case.
struct Redaction {
    /// What stands in their place.
    static let mark = "[somebody else]"

    private var words: [[Character]]
    /// How often something was taken out.
    private(set) var count = 0

    /// - Parameter spared: words that stay, whoever else has them too: the client's own name.
    init(of words: [String], sparing spared: [String]) {
        let spared = Set(spared.map { $0.lowercased() })
        // The longest first, so that a whole name goes at once and not in parts.
        self.words = Set(words.map { $0.lowercased() }).subtracting(spared).filter { $0.count >= 2 }
            .map(Array.init).sorted { ($1.count, String($0)) < ($0.count, String($1)) }
    }

    mutating func add(_ other: Redaction) {
        words = Array(Set(words + other.words)).sorted { ($1.count, String($0)) < ($0.count, String($1)) }
    }

    /// A name, and each of its parts that is not too short to be somebody's alone.
    static func parts(_ name: String) -> [String] {
        [name] + name.split(whereSeparator: { !$0.isLetter }).filter { $0.count >= 3 }.map(String.init)
    }

    /// Free text alone: what was sealed.
    mutating func apply(to value: ClientExport.Value) -> ClientExport.Value {
        guard value.kind == "secret", let text = value.text, !words.isEmpty else { return value }
        return ClientExport.Value(field: value.field, kind: value.kind, text: apply(to: text))
    }

    mutating func apply(to text: String) -> String {
        let characters = Array(text)
        // Character by character: a letter whose small form has another length must not shift what follows.
        let small = characters.map { Array($0.lowercased()) }
        var shown = ""
        var index = 0
        while index < characters.count {
            let isStart = index == 0 || !Self.isWord(characters[index - 1])
            if isStart, let length = words.lazy.compactMap({ Self.match($0, in: small, at: index) }).first,
                index + length == characters.count || !Self.isWord(characters[index + length])
            {
                shown += Self.mark
                count += 1
                index += length
            } else {
                shown.append(characters[index])
                index += 1
            }
        }
        return shown
    }

    /// How many characters from `start` on spell this word; nil where they do not, or where a longer word begins so.
    private static func match(_ word: [Character], in small: [[Character]], at start: Int) -> Int? {
        var (index, place) = (start, 0)
        while place < word.count {
            guard index < small.count else { return nil }
            for character in small[index] {
                guard place < word.count, word[place] == character else { return nil }
                place += 1
            }
            index += 1
        }
        return index < small.count && small[index].allSatisfy(isWord) ? nil : index - start
    }

    private static func isWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }
}
