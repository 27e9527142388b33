/// Lists what looks like a slip of the pen or a sentence too long to follow. It changes nothing: the author decides.
enum Proofreader {
    /// About twice what plain-language guidance advises: only sentences that lose most readers.
    static let longestSentence = 45

    static func doubts(in lines: [String]) -> [ArticleDraft.Doubt] {
        lines.enumerated().flatMap { index, line in spelling(line, index + 1) + length(line, index + 1) }
    }

    private static func spelling(_ line: String, _ number: Int) -> [ArticleDraft.Doubt] {
        let text = line.folded
        let known = slips.filter { text.mentions($0.0) }.map { ($0.0, $0.1) }
        let words = text.words
        // “so so so tight” is a way of speaking; “the the” is not.
        let doubled = zip(words, words.dropFirst()).filter {
            $0 == $1 && ["the", "a", "an", "to", "of", "and", "in", "is", "de", "le", "la"].contains($0)
        }
        return known.map { .init(line: number, kind: .spelling, excerpt: $0.0, suggestion: "Did you mean “\($0.1)”?") }
            + doubled.map {
                .init(line: number, kind: .spelling, excerpt: "\($0) \($1)", suggestion: "Did you mean “\($0)” once?")
            }
    }

    private static func length(_ line: String, _ number: Int) -> [ArticleDraft.Doubt] {
        sentences(of: line).compactMap { sentence in
            let count = sentence.words.count
            guard count > longestSentence else { return nil }
            return .init(
                line: number, kind: .longSentence,
                excerpt: sentence.split(separator: " ").prefix(6).joined(separator: " ") + " …",
                suggestion: "This sentence has \(count) words. Two or three shorter ones are easier to take in.")
        }
    }

    private static let slips: [(String, String)] = [
        ("wont", "won't"), ("cant", "can't"), ("dont", "don't"), ("doesnt", "doesn't"), ("didnt", "didn't"), ("isnt", "isn't"),
        ("arent", "aren't"), ("wasnt", "wasn't"), ("couldnt", "couldn't"), ("wouldnt", "wouldn't"), ("shouldnt", "shouldn't"),
        ("youre", "you're"), ("theyre", "they're"), ("theres", "there's"), ("thats", "that's"), ("whats", "what's"),
        ("ive", "I've"),
        ("in a rel", "in a relationship"), ("now longer", "no longer"), ("for a counselling", "for counselling"),
        ("does not the", "does not know the"), ("others needs", "others' needs"), ("cry in to", "cry into"), ("teh", "the"),
        ("recieve", "receive"), ("seperate", "separate"), ("alot", "a lot"), ("should of", "should have"),
        ("could of", "could have"),
    ]
}
