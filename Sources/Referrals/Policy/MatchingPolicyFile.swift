public import Clinic
internal import Therapists

/// A matching policy as people write it: `Config/matching.yaml` is a commented example. What is here has been checked.
///
/// Every setting is written out, so that a file goes on meaning the same when Attune's own defaults change.
public struct MatchingPolicyFile: Sendable, Hashable {
    public let policy: MatchingPolicy
    /// The clinician who answers for these settings, and since when; without both it is not adopted.
    public let signedOffBy: String?
    public let signedOffOn: LocalDate?
    /// As it was read, comments and all.
    public let text: String

    public var isSignedOff: Bool { signedOffBy != nil && signedOffOn != nil }

    static let keys = [
        "version", "signed_off_by", "signed_off_on", "weights", "evidence", "broader_share", "focus_limit", "required_level",
        "required_level_high_intensity", "fit_floor", "horizon_days", "first_week_loss", "later_week_loss", "neutral",
        "choice_of_times", "format_step",
    ]

    /// - Throws: everything that is wrong with it, by line and column; unknown keys with the nearest known one.
    public static func parse(_ text: String) throws(FileRefusal) -> MatchingPolicyFile {
        let document = try YAMLDocument(text)
        guard let top = document.root.mapping(keys) else { throw FileRefusal(document.problems.all) }
        func whole(_ key: String, _ range: ClosedRange<Int> = 0...MatchingPolicy.whole) -> Int? {
            top.required(key)?.whole(range)
        }
        func level(_ key: String) -> Int? {
            top.required(key)?.choice(EvidenceLevel.allCases.map { ($0.word, $0.rawValue) })
        }
        let weights = weights(top.required("weights"))
        let evidence = evidence(top.required("evidence"))
        let times = top.required("choice_of_times")?.items().compactMap { $0.whole(0...MatchingPolicy.whole) }
        let by = top["signed_off_by"]?.present?.text(), on = top["signed_off_on"]?.present?.date()
        if (by == nil) != (on == nil) {
            (top["signed_off_by"] ?? top["signed_off_on"])?.fail(
                "policy.half_signed",
                "A sign-off is a clinician's name and a date. Give signed_off_by and signed_off_on, or neither.")
        }
        let version = version(top.required("version"))
        let numbers = [
            whole("broader_share"), whole("focus_limit", MatchingPolicy.Ranges.focusLimit), level("required_level"),
            level("required_level_high_intensity"), whole("fit_floor"),
            whole("horizon_days", MatchingPolicy.Ranges.horizonDays), whole("first_week_loss"), whole("later_week_loss"),
            whole("neutral", MatchingPolicy.Ranges.neutral), whole("format_step", MatchingPolicy.Ranges.formatStep),
        ].compactMap { $0 }
        // What could not be read is reported already; what was read is judged as a whole.
        guard document.problems.all.isEmpty, numbers.count == 10 else { throw FileRefusal(document.problems.all) }
        var policy = MatchingPolicy.standard
        do {
            policy = try MatchingPolicy(
                version: version ?? "", weights: weights, evidence: evidence, broaderShare: numbers[0], focusLimit: numbers[1],
                requiredLevel: numbers[2], requiredLevelHighIntensity: numbers[3], fitFloor: numbers[4],
                horizonDays: numbers[5], firstWeekLoss: numbers[6], laterWeekLoss: numbers[7], neutral: numbers[8],
                choiceOfTimes: times ?? [], formatStep: numbers[9])
        } catch {
            (top[error.key] ?? document.root).fail(error.code, error.message)
        }
        return try document.finish(MatchingPolicyFile(policy: policy, signedOffBy: by, signedOffOn: on, text: text))
    }

    /// Letters, digits, dots and hyphens: it is part of addresses and file names.
    private static func version(_ value: YAMLValue?) -> String? {
        guard let value, let text = value.text(longest: 40) else { return nil }
        guard text.utf8.allSatisfy({ isWord($0) || $0 == 0x2E || $0 == 0x2D }), text.utf8.first.map(isWord) == true else {
            value.fail("policy.version_form", "A version such as 2026-11.1 is expected here: letters, digits, dots and hyphens.")
            return nil
        }
        return text
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    private static func weights(_ value: YAMLValue?) -> [Factor: Int] {
        guard let fields = value?.mapping(Factor.allCases.map(\.code)) else { return [:] }
        var weights: [Factor: Int] = [:]
        for factor in Factor.allCases { weights[factor] = fields.required(factor.code)?.whole(0...MatchingPolicy.whole) }
        return weights
    }

    private static func evidence(_ value: YAMLValue?) -> [Int] {
        guard let fields = value?.mapping(EvidenceLevel.allCases.map(\.word)) else { return [] }
        return EvidenceLevel.allCases.compactMap { fields.required($0.word)?.whole(0...MatchingPolicy.whole) }
    }
}
