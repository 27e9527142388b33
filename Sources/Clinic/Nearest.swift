/// The candidate that was probably meant: for "did you mean" in messages about files, settings and arguments.
/// - Returns: the nearest by Damerau-Levenshtein distance; the first in a tie; `nil` when over a third of its letters differ.
/// - Complexity: O(candidates × length²); words are cut to 64 characters.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    let wanted = Array(word.lowercased().prefix(64))
    for candidate in candidates {
        let letters = Array(candidate.lowercased().prefix(64))
        let allowed = max(1, max(wanted.count, letters.count) / 3)
        guard abs(letters.count - wanted.count) <= allowed else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= allowed, distance < (best?.distance ?? .max) { best = (candidate, distance) }
    }
    return best?.word
}

/// Insertions, deletions, substitutions and swaps of neighbours ("teh") that turn one word into the other.
private func editDistance(_ one: [Character], _ other: [Character]) -> Int {
    if one.isEmpty || other.isEmpty { return max(one.count, other.count) }
    var older: [Int] = []
    var previous = Array(0...other.count)
    for row in 1...one.count {
        var current = [row] + Array(repeating: 0, count: other.count)
        for column in 1...other.count {
            let cost = one[row - 1] == other[column - 1] ? 0 : 1
            current[column] = min(previous[column] + 1, current[column - 1] + 1, previous[column - 1] + cost)
            if row > 1, column > 1, one[row - 1] == other[column - 2], one[row - 2] == other[column - 1] {
                current[column] = min(current[column], older[column - 2] + 1)
            }
        }
        older = previous
        previous = current
    }
    return previous[other.count]
}
