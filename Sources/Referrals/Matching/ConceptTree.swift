/// Which concepts are broader than which: "complex trauma" is narrower than "trauma". Codes in alphabetical order.
public struct ConceptTree: Sendable, Hashable {
    public let codes: [String]
    let index: [String: Int]
    /// By concept: all that are broader, and all that are narrower, at any distance.
    let ancestors: [[Int]]
    let descendants: [[Int]]

    /// - Parameter broader: each code with those directly broader than it. Unknown ones are ignored, a cycle is walked once.
    public init(broader: [String: [String]]) {
        let codes = broader.keys.sorted()
        let index = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
        let parents = codes.map { (broader[$0] ?? []).compactMap { index[$0] }.sorted() }
        let ancestors = codes.indices.map { start in
            var found: Set<Int> = []
            var waiting = parents[start]
            while let next = waiting.popLast() {
                if next != start, found.insert(next).inserted { waiting += parents[next] }
            }
            return found.sorted()
        }
        var descendants = Array(repeating: [Int](), count: codes.count)
        for (concept, list) in ancestors.enumerated() {
            for ancestor in list { descendants[ancestor].append(concept) }
        }
        self.codes = codes
        self.index = index
        self.ancestors = ancestors
        self.descendants = descendants
    }

    var count: Int { codes.count }
}
