public import Clinic

/// How people describe themselves in close relationships, and the concerns that each description may point to.
///
/// A clinician owns the table: until somebody has signed it, every explanation that rests on it says so. Source: R-matching 5.2.
public struct PatternTable: Hashable, Sendable {
    /// One description, as a client may choose it.
    public struct Pattern: Hashable, Sendable {
        public let code: String
        public let labelEnglish: String
        public let labelFrench: String?
        /// The sentence that a client may recognise, in English and French.
        public let saysEnglish: String?
        public let saysFrench: String?
        /// Basis points by concept code, in the file's order; they sum to 10,000.
        public let weights: [ConceptWeight]
    }

    /// A concept's share of something, in basis points of 10,000.
    public struct ConceptWeight: Hashable, Sendable {
        public let concept: String
        public let basisPoints: Int

        public init(concept: String, basisPoints: Int) {
            self.concept = concept
            self.basisPoints = basisPoints
        }
    }

    public let version: String
    public let signedOffBy: String?
    public let signedOffOn: LocalDate?
    /// In the file's order, which is also the order in which ties are broken.
    public let patterns: [Pattern]

    /// Both who signed and when are there.
    public var isSignedOff: Bool { signedOffBy != nil && signedOffOn != nil }

    /// The concerns that these descriptions point to together: weights summed and brought to exactly 10,000, largest first, ties by
    /// code. Unknown pattern codes count for nothing; none known gives an empty list.
    public func weights(of codes: some Sequence<String>) -> [ConceptWeight] {
        let wanted = Set(codes)
        var sums: [String: Int] = [:]
        for pattern in patterns where wanted.contains(pattern.code) {
            for weight in pattern.weights { sums[weight.concept, default: 0] += weight.basisPoints }
        }
        let total = sums.values.reduce(0, +)
        guard total > 0 else { return [] }
        // Largest remainder: the shares are whole and sum exactly, whatever order they are added in.
        var shares = sums.map { (concept: $0.key, whole: $0.value * 10_000 / total, rest: $0.value * 10_000 % total) }
        shares.sort { ($1.rest, $0.concept) < ($0.rest, $1.concept) }
        let missing = 10_000 - shares.reduce(0) { $0 + $1.whole }
        for index in 0..<missing { shares[index].whole += 1 }
        return shares.map { ConceptWeight(concept: $0.concept, basisPoints: $0.whole) }
            .sorted { ($1.basisPoints, $0.concept) < ($0.basisPoints, $1.concept) }
    }
}

extension PatternTable {
    /// Reads `Config/vocabulary/patterns.yaml`.
    /// - Throws: everything that is wrong with it, by line; unknown concepts with the nearest one.
    public static func parse(_ text: String, vocabulary: Vocabulary) throws(FileRefusal) -> PatternTable {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(["version", "signed_off_by", "signed_off_on", "patterns"]) else {
            throw FileRefusal(document.problems.all)
        }
        let values = top.required("patterns")?.items() ?? []
        var seen: Set<String> = []
        let patterns = values.compactMap { value -> Pattern? in
            guard let pattern = pattern(value, vocabulary) else { return nil }
            if !seen.insert(pattern.code).inserted {
                value.fail("pattern.duplicate_code", "The code \(pattern.code) is there twice.")
            }
            return pattern
        }
        return try document.finish(
            PatternTable(
                version: top.required("version")?.text(longest: 40) ?? "",
                signedOffBy: top["signed_off_by"]?.present?.text(), signedOffOn: top["signed_off_on"]?.present?.date(),
                patterns: patterns))
    }

    private static func pattern(_ value: YAMLValue, _ vocabulary: Vocabulary) -> Pattern? {
        guard let fields = value.mapping(["code", "label", "says", "weights"]),
            let code = fields.required("code")?.code(separator: "_"), let weights = fields.required("weights")
        else { return nil }
        let label = fields.required("label")?.mapping(["en", "fr"])
        let says = fields["says"]?.mapping(["en", "fr"])
        let shares = weights.pairs().compactMap { key, value -> ConceptWeight? in
            guard let concept = key.concept(in: vocabulary), let points = value.whole(1...10_000) else { return nil }
            return ConceptWeight(concept: concept, basisPoints: points)
        }
        let sum = shares.reduce(0) { $0 + $1.basisPoints }
        if sum != 10_000 { weights.fail("pattern.weights_sum", "The weights sum to \(sum); they must sum to 10000.") }
        return Pattern(
            code: code, labelEnglish: label?.required("en")?.text() ?? code, labelFrench: label?["fr"]?.text(),
            saysEnglish: says?["en"]?.text(longest: 500), saysFrench: says?["fr"]?.text(longest: 500), weights: shares)
    }
}

extension YAMLValue {
    /// The code of a concept that may be used today.
    func concept(in vocabulary: Vocabulary) -> String? {
        guard let code = code(separator: "_") else { return nil }
        guard let concept = vocabulary[code] else {
            let meant = vocabulary.nearestCode(to: code).map { "Was \($0) meant?" } ?? "The vocabulary's file lists them all."
            fail("file.unknown_concept", "There is no concept \(code). \(meant)")
            return nil
        }
        guard concept.status == .active else {
            let heir = vocabulary.current(code).flatMap { $0.code == code ? nil : $0.code }
            fail("file.inactive_concept", "\(code) is \(concept.status.rawValue)." + (heir.map { " Use \($0)." } ?? ""))
            return nil
        }
        return code
    }
}
