/// The ITQ's rules for patterns consistent with ICD-11 PTSD and complex PTSD (Cloitre and others 2018).
///
/// An item answered 2 or more is endorsed. PTSD: one of P1 and P2 (re-experiencing), one of P3 and P4 (avoidance), one of P5 and P6 (sense of
/// threat), and one of P7 to P9 (impairment). DSO, disturbances in self-organisation: one of C1 and C2, one of C3 and C4, one of C5 and C6,
/// and one of C7 to C9. Both together are the pattern of CPTSD; it is one or the other, never both. Severity: the sums of P1 to P6 and of C1
/// to C6, 0 to 24 each.
struct ITQ: Sendable, Hashable {
    enum Pattern: String, Sendable, Hashable, CaseIterable {
        case cptsd, ptsd, neither

        var words: String {
            switch self {
            case .cptsd: "ITQ pattern consistent with CPTSD."
            case .ptsd: "ITQ pattern consistent with PTSD."
            case .neither: "ITQ pattern consistent with neither PTSD nor CPTSD."
            }
        }
    }

    /// Whether each cluster of PTSD is met, in the order above; nil where missing answers leave it open.
    let ptsdClusters: [Bool?]
    let dsoClusters: [Bool?]
    let ptsdSeverity: ClosedRange<Int>
    let dsoSeverity: ClosedRange<Int>

    /// - Parameters: 18 answers each, with the lowest and with the highest in the place of missing ones.
    init(lowest: [Int], highest: [Int]) {
        func clusters(from start: Int) -> [Bool?] {
            [0..<2, 2..<4, 4..<6, 6..<9].map { (items: Range<Int>) in
                let own = items.lowerBound + start..<items.upperBound + start
                return agreed(lowest[own].contains { $0 >= 2 }, highest[own].contains { $0 >= 2 })
            }
        }
        func severity(from start: Int) -> ClosedRange<Int> {
            lowest[start..<start + 6].reduce(0, +)...highest[start..<start + 6].reduce(0, +)
        }
        ptsdClusters = clusters(from: 0)
        dsoClusters = clusters(from: 9)
        ptsdSeverity = severity(from: 0)
        dsoSeverity = severity(from: 9)
    }

    var meetsPTSD: Bool? { Self.all(ptsdClusters) }
    var meetsDSO: Bool? { Self.all(dsoClusters) }

    var pattern: Pattern? {
        switch (meetsPTSD, meetsDSO) {
        case (false?, _): .neither
        case (true?, true?): .cptsd
        case (true?, false?): .ptsd
        case (nil, _), (true?, nil): nil
        }
    }

    var findings: [InstrumentScore.Finding] {
        let names = [
            "reexperiencing", "avoidance", "threat", "ptsd_impairment", "affect", "self_concept", "relationships",
            "dso_impairment",
        ]
        let clusters = zip(names, ptsdClusters + dsoClusters).map { InstrumentScore.Finding(code: $0, isMet: $1) }
        return clusters + [
            .init(code: "ptsd_criteria", isMet: meetsPTSD), .init(code: "dso_criteria", isMet: meetsDSO),
            .init(code: "cptsd", isMet: pattern.map { $0 == .cptsd } ?? (meetsDSO == false ? false : nil)),
        ]
    }

    /// One that is not met settles it; one that is open leaves it open.
    private static func all(_ clusters: [Bool?]) -> Bool? {
        if clusters.contains(false) { return false }
        return clusters.contains(nil) ? nil : true
    }
}
