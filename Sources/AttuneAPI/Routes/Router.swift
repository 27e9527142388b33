import HTTPTypes

/// Finds the route of a method and a path: a tree of path segments, built once from the table, so that what is served and what is
/// documented are the same list.
struct Router: Sendable {
    private struct Node: Sendable {
        var literals: [(name: String, node: Int)] = []
        var capture: Int?
        var routes: [(method: HTTPRequest.Method, route: Int)] = []
    }

    enum Found {
        case route(Int, captures: [Substring])
        /// The path exists; these are the methods it has.
        case otherMethods([HTTPRequest.Method])
        case nothing
    }

    private var nodes = [Node()]

    init(_ routes: [Route]) {
        for (index, route) in routes.enumerated() {
            var at = 0
            for segment in route.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
                at = child(of: at, for: segment)
            }
            precondition(
                !nodes[at].routes.contains { $0.method == route.method }, "two routes for \(route.method) \(route.path)")
            nodes[at].routes.append((route.method, index))
        }
    }

    private mutating func child(of parent: Int, for segment: Substring) -> Int {
        if segment.hasPrefix("{") {
            if let node = nodes[parent].capture { return node }
            nodes.append(Node())
            nodes[parent].capture = nodes.count - 1
        } else {
            if let known = nodes[parent].literals.first(where: { $0.name == segment }) { return known.node }
            nodes.append(Node())
            nodes[parent].literals.append((String(segment), nodes.count - 1))
        }
        return nodes.count - 1
    }

    /// - Parameter path: begins with a slash; without query. Segments are still percent-encoded.
    func find(_ method: HTTPRequest.Method, _ path: Substring) -> Found {
        var at = 0
        var captures: [Substring] = []
        for segment in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            if let literal = nodes[at].literals.first(where: { $0.name == segment }) {
                at = literal.node
            } else if let capture = nodes[at].capture, !segment.isEmpty {
                at = capture
                captures.append(segment)
            } else {
                return .nothing
            }
        }
        let routes = nodes[at].routes
        guard !routes.isEmpty else { return .nothing }
        let wanted = method == .head ? HTTPRequest.Method.get : method
        if let found = routes.first(where: { $0.method == wanted }) { return .route(found.route, captures: captures) }
        return .otherMethods(routes.map(\.method))
    }
}
