import Access
import HTTPTypes
import Testing

@testable import AttuneAPI

@Suite("The route table")
struct RouteTableTests {
    private let routes = RouteTable.all

    @Test("the document has exactly the routes that are served")
    func documentIsTheTable() throws {
        let document = try JSONReader.read(OpenAPIDocument.bytes(of: routes), limits: .init(depth: 64))
        guard case .object(let paths)? = document["paths"] else { return #expect(Bool(false)) }
        var documented: Set<String> = []
        for path in paths {
            guard case .object(let operations) = path.value else { continue }
            for operation in operations { documented.insert(operation.name.uppercased() + " " + path.name) }
        }
        #expect(documented == Set(routes.map { $0.method.rawValue + " " + $0.path }))
        let router = Router(routes)
        for (index, route) in routes.enumerated() {
            let path = route.path.replacing("{id}", with: "x").replacing("{token}", with: "x")
            guard case .route(let found, _) = router.find(route.method, path[...]) else {
                #expect(Bool(false), "\(route.path) is not routed")
                continue
            }
            #expect(found == index)
        }
    }

    @Test("operation ids and tags are there and unique")
    func operations() {
        #expect(Set(routes.map(\.operation)).count == routes.count)
        #expect(routes.allSatisfy { !$0.summary.isEmpty && !$0.answers.isEmpty })
    }

    @Test("under /v1 nobody comes in without a token, and every policy names its roles")
    func doors() {
        for route in routes where route.path.hasPrefix("/v1") && !["openSession", "searchDirectory"].contains(route.operation) {
            #expect(route.policy != nil, "\(route.path)")
            #expect(route.policy?.allowed.isEmpty == false, "\(route.path)")
            #expect(
                route.policy?.allowed.contains(.client) == false && route.policy?.allowed.contains(.worker) == false,
                "\(route.path)")
        }
    }

    @Test("what reads is a GET; what creates needs a key; what changes needs a version or a key")
    func traits() {
        for route in routes where route.path.hasPrefix("/v1") && route.method != .get {
            #expect(
                route.traits.contains(.idempotent) || route.traits.contains(.ifMatch) || route.traits.contains(.needsNoKey),
                "\(route.method) \(route.path)")
        }
        // Codes that are spent, sessions and files that are gone, claims of which two are one, a copy that is to be kept nowhere, and
        // nothing else.
        let without = routes.filter { $0.traits.contains(.needsNoKey) }.map(\.operation)
        #expect(
            Set(without) == [
                "openSession", "endSession", "stepUp", "changePassword", "offerFactor", "confirmFactor", "copyClient",
                "confirmDestruction", "claimReferral", "releaseReferral",
            ])
    }

    @Test("every object schema refuses unknown names, and every request body has an example that fits it")
    func examples() throws {
        for route in routes {
            guard let body = route.body, body.isJSON else { continue }
            let example = try #require(body.example, "\(route.method) \(route.path) has no example")
            var faults: [Fault] = []
            body.schema.check(example, into: &faults)
            #expect(faults == [], "\(route.method) \(route.path)")
        }
    }

    @Test("a path with another method hears which methods it has")
    func otherMethods() {
        guard case .otherMethods(let methods) = Router(routes).find(.delete, "/livez") else { return #expect(Bool(false)) }
        #expect(methods == [.get])
        guard case .nothing = Router(routes).find(.get, "/livez/") else { return #expect(Bool(false)) }
    }
}
