internal import Clinic
internal import Therapists

extension FormReader {
    /// Concerns by code or free words, and the patterns' share. What cannot be read is a doubt that names the item, not its
    /// words.
    ///
    /// The first concern named is the primary one and weighs half as much again as each other. With both concerns and patterns,
    /// what the
    /// client named weighs six tenths and the patterns four: a clinic may change the weights at intake.
    mutating func concerns(_ form: ReferralForm) -> [NewReferral.Concern] {
        var named: [String] = []
        for (number, item) in form.concerns.enumerated() {
            for code in codes(of: item, number: number + 1) where !named.contains(code) { named.append(code) }
        }
        let spoken = named.enumerated().map { (concept: $0.element, weight: $0.offset == 0 ? 3 : 2) }
        let drawn = patternWeights(form.patterns)
        if named.isEmpty, drawn.isEmpty {
            doubt("concerns", "no_concern", "No concern could be read. Ask the client, or fit cannot be judged.")
        }
        let shares = drawn.isEmpty ? (10_000, 0) : spoken.isEmpty ? (0, 10_000) : (6000, 4000)
        var weights: [String: Int] = [:]
        for (list, share) in [(spoken, shares.0), (drawn, shares.1)] {
            for concern in MatchNeed.normalised(list) { weights[concern.concept, default: 0] += concern.weight * share / 10_000 }
        }
        return weights.map { NewReferral.Concern(concept: $0.key, weight: max(1, min(10_000, $0.value))) }
            .sorted { ($1.weight, $0.concept) < ($0.weight, $1.concept) }
    }

    private mutating func codes(of item: String, number: Int) -> [String] {
        guard let words = present(item) else { return [] }
        switch rules.vocabulary.resolve(words) {
        case .concept(let code): return [code]
        case .ambiguous(let codes):
            doubt("concerns", "concern_ambiguous", "Concern \(number) may mean \(codes.joined(separator: " or ")). Choose one.")
            return []
        case .unknown(let near):
            let parts = words.split(separator: ",").map(String.init)
            if parts.count > 1 { return parts.flatMap { codes(of: $0, number: number) } }
            let mentioned = rules.vocabulary.mentions(in: words)
            if !mentioned.isEmpty {
                doubt(
                    "concerns", "concern_guessed", "Concern \(number) was read as \(mentioned.joined(separator: ", ")). Check it."
                )
                return mentioned
            }
            let hint = near.map { "Was \($0) meant?" } ?? "Choose the nearest one by hand."
            doubt("concerns", "concern_unknown", "Concern \(number) is not in the vocabulary. \(hint)")
            return []
        }
    }

    private mutating func patternWeights(_ codes: [String]) -> [(concept: String, weight: Int)] {
        guard let table = rules.patterns else {
            if !codes.isEmpty {
                doubt("patterns", "patterns_not_read", "Patterns are not in use here. Name the concerns instead.")
            }
            return []
        }
        let known = table.patterns.map(\.code)
        var found: [String] = []
        for code in codes.compactMap({ present($0) }).map({ Self.code($0) }) {
            if known.contains(code) {
                found.append(code)
            } else {
                let hint =
                    nearest(to: code, among: known).map { "Was \($0) meant?" } ?? "Known are: \(known.joined(separator: ", "))."
                doubt("patterns", "pattern_unknown", "A pattern is not known. \(hint)")
            }
        }
        if !found.isEmpty, !table.isSignedOff {
            doubt(
                "patterns", "patterns_not_signed_off",
                "The table from patterns to concerns is not signed off by a clinician. Check the concerns.")
        }
        return table.weights(of: found).map { ($0.concept, $0.basisPoints) }
    }
}
