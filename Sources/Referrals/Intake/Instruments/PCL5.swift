/// The provisional rule of the PCL-5 by DSM-5 clusters: an item answered 2 or more counts, and it takes one of B (items 1 to 5), one of C (6
/// and 7), two of D (8 to 14) and two of E (15 to 20). National Center for PTSD.
enum PCL5 {
    private static let rules: [(code: String, items: Range<Int>, needed: Int)] = [
        ("cluster_b", 0..<5, 1), ("cluster_c", 5..<7, 1), ("cluster_d", 7..<14, 2), ("cluster_e", 14..<20, 2),
    ]

    /// - Parameters: 20 answers each, with the lowest and with the highest in the place of missing ones.
    static func clusters(lowest: [Int], highest: [Int]) -> [InstrumentScore.Finding] {
        let low = met(lowest), high = met(highest)
        let clusters = rules.indices.map { InstrumentScore.Finding(code: rules[$0].code, isMet: agreed(low[$0], high[$0])) }
        return clusters + [.init(code: "clusters", isMet: agreed(low.allSatisfy(\.self), high.allSatisfy(\.self)))]
    }

    /// A total says nothing about clusters.
    static var unknown: [InstrumentScore.Finding] {
        (rules.map(\.code) + ["clusters"]).map { .init(code: $0, isMet: nil) }
    }

    private static func met(_ answers: [Int]) -> [Bool] {
        rules.map { rule in answers[rule.items].count { $0 >= 2 } >= rule.needed }
    }
}
