import Access
import HTTPTypes

/// The route table as an OpenAPI 3.1 document. Made from the same values that serve, so that it cannot describe another API.
enum OpenAPIDocument {
    static func bytes(of routes: [Route]) -> [UInt8] {
        JSONWriter.write(capacity: 128 * 1_024) { writer in
            writer.object { writer in
                writer.member("openapi", "3.1.1")
                writer.key("info")
                writer.object { writer in
                    writer.member("title", "Attune")
                    writer.member("version", "1")
                    writer.member("summary", "Referrals, matching, appointments and handouts of a counselling team")
                    writer.member("description", notes)
                    writer.key("license")
                    writer.object { writer in
                        writer.member("name", "Apache-2.0")
                        writer.member("identifier", "Apache-2.0")
                    }
                }
                writer.key("servers")
                writer.array(["/"]) { writer, url in writer.object { $0.member("url", url) } }
                writer.key("tags")
                writer.array(tags(of: routes)) { writer, tag in writer.object { $0.member("name", tag) } }
                writer.key("paths")
                writer.object { writer in
                    for path in paths(of: routes) {
                        writer.key(named: path)
                        writer.object { writer in
                            for route in routes where route.path == path {
                                writer.key(named: route.method.rawValue.lowercased())
                                write(route, into: &writer)
                            }
                        }
                    }
                }
                writer.key("components")
                writeComponents(of: routes, into: &writer)
            }
        }
    }

    private static let notes = """
        Times are RFC 3339 and answered in UTC. Lists have `limit` and `cursor`, and a `Link` to the next page. What is edited has an ETag: \
        changing it needs `If-Match`. What creates something needs an `Idempotency-Key`; a retry with the same key and body gets the same \
        answer. What is refused and what does not exist look the same.
        """

    private static func paths(of routes: [Route]) -> [String] {
        var seen: Set<String> = []
        return routes.map(\.path).filter { seen.insert($0).inserted }
    }

    private static func tags(of routes: [Route]) -> [String] {
        var seen: Set<String> = []
        return routes.map(\.tag).filter { seen.insert($0).inserted }
    }

    // MARK: Operations

    private static func write(_ route: Route, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("operationId", route.operation)
            writer.key("tags")
            writer.array([route.tag]) { $0.value($1) }
            writer.member("summary", route.summary)
            let text = [route.notes, roles(route)].filter { !$0.isEmpty }.joined(separator: "\n\n")
            if !text.isEmpty { writer.member("description", text) }
            if case .bearer = route.door {
                writer.key("security")
                writer.array(["bearer"]) { writer, scheme in
                    writer.object { writer in
                        writer.key(named: scheme)
                        writer.array([String]()) { $0.value($1) }
                    }
                }
            }
            let parameters = allParameters(route)
            if !parameters.isEmpty {
                writer.key("parameters")
                writer.array(parameters) { write($1, into: &$0) }
            }
            if let body = route.body { write(body, into: &writer) }
            writer.key("responses")
            writer.object { writer in writeResponses(of: route, into: &writer) }
        }
    }

    private static func roles(_ route: Route) -> String {
        guard let policy = route.policy else { return "" }
        let roles = policy.allowed.subtracting(policy.denied).map(\.rawValue).sorted()
        return "Roles: \(roles.joined(separator: ", "))."
    }

    static func allParameters(_ route: Route) -> [Parameter] {
        var parameters = route.parameters
        if route.traits.contains(.idempotent) {
            parameters.append(
                Parameter(
                    name: "Idempotency-Key", place: .header, schema: .text(1...255, .visibleASCII),
                    summary: "New for each act; the same for its retries.", required: true))
        }
        if route.traits.contains(.ifMatch) {
            parameters.append(
                Parameter(
                    name: "If-Match", place: .header, schema: .text(1...22, .visibleASCII),
                    summary: "The ETag that was read, or *.",
                    required: true))
        }
        if route.traits.contains(.conditional) {
            parameters.append(
                Parameter(
                    // Any text: what names no version of ours is no mistake (RFC 9110, 13.1.2), and gets the document.
                    name: "If-None-Match", place: .header, schema: .anyText,
                    summary:
                        "ETags that are known already, or *: 304 while one of them is current. Whatever else is passed over.",
                    required: false))
        }
        return parameters
    }

    private static func write(_ parameter: Parameter, into writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("name", parameter.name)
            writer.member("in", parameter.place.rawValue)
            writer.member("description", parameter.summary)
            writer.member("required", parameter.required)
            writer.key("schema")
            parameter.schema.write(into: &writer)
            if let example = parameter.schema.example {
                writer.key("example")
                writer.value(example)
            }
        }
    }

    private static func write(_ body: Route.Body, into writer: inout JSONWriter) {
        writer.key("requestBody")
        writer.object { writer in
            writer.member("required", body.required)
            writer.key("content")
            writer.object { writer in
                if body.isJSON {
                    writer.key("application/json")
                    writer.object { writer in
                        writer.key("schema")
                        body.schema.write(into: &writer)
                        if let example = body.example {
                            writer.key("example")
                            writer.value(example)
                        }
                    }
                }
                for type in body.otherTypes {
                    writer.key(named: type)
                    writer.object { writer in
                        writer.key("schema")
                        Schema.text(0...1_048_576).write(into: &writer)
                    }
                }
            }
        }
    }

    // MARK: Responses

    private static func writeResponses(of route: Route, into writer: inout JSONWriter) {
        for status in Set(route.answers.map(\.status.code)).sorted() {
            let answers = route.answers.filter { $0.status.code == status }
            writer.key(named: String(status))
            writer.object { writer in
                writer.member("description", answers.map(\.summary).joined(separator: " "))
                writeHeaders(of: route, answers[0], into: &writer)
                let described = answers.filter { $0.schema != nil || $0.mediaType != "application/json" }
                guard !described.isEmpty else { return }
                writer.key("content")
                writer.object { writer in
                    for answer in described {
                        writer.key(named: MediaRange.essence(answer.mediaType))
                        writer.object { writer in
                            writer.key("schema")
                            (answer.schema ?? .text(0...10_000_000)).write(into: &writer)
                            if let example = answer.example {
                                writer.key("example")
                                writer.value(example)
                            }
                        }
                    }
                }
            }
        }
        if route.traits.contains(.conditional) {
            writer.key("304")
            writer.object { $0.member("description", "What If-None-Match names is current.") }
        }
        let documented = Set(route.answers.map(\.status.code))
        for (status, when) in problems(of: route) where !documented.contains(status) {
            writer.key(named: String(status))
            writer.object { writer in
                writer.member("description", when)
                writer.key("content")
                writer.object { writer in
                    writer.key("application/problem+json")
                    writer.object { writer in
                        writer.key("schema")
                        Problem.schema.write(into: &writer)
                    }
                }
            }
        }
    }

    private static func writeHeaders(of route: Route, _ answer: Route.Answer, into writer: inout JSONWriter) {
        var headers: [(name: String, summary: String)] = [("X-Request-Id", "Names this request in the server's log.")]
        if route.traits.contains(.conditional) || (route.traits.contains(.ifMatch) && answer.status.kind == .successful) {
            headers.append(("ETag", "The version, for If-Match."))
        }
        if answer.location { headers.append(("Location", "Where the created thing is.")) }
        writer.key("headers")
        writer.object { writer in
            for header in headers {
                writer.key(named: header.name)
                writer.object { writer in
                    writer.member("description", header.summary)
                    writer.key("schema")
                    writer.object { $0.member("type", "string") }
                }
            }
        }
    }

    /// Every problem that a route can answer with: those of its traits, of its own, and those that any request may meet.
    static func problems(of route: Route) -> [(status: Int, when: String)] {
        var found: [Int: String] = [
            400: "The request cannot be read.",
            406: "The answer is only available in the documented media types.",
            408: "The request took too long to arrive.",
            414: "The address is too long.",
            431: "The headers are too large.",
            429: "More than one caller may send: see Retry-After.",
            500: "Something went wrong here.",
            503: "Not just now: see Retry-After.",
        ]
        if case .bearer = route.door {
            found[401] = "No valid bearer token."
            found[403] = "The role may not do this."
        }
        if case .bearer = route.door, route.method != .get {
            found[404] = "Something that the body names is not here, or not for you."
            found[409] = "It clashes with what is there."
            found[410] = "It was there and has ended."
        }
        if route.path.contains("{") { found[404] = "There is nothing here, or not for you." }
        if route.body != nil {
            found[413] = "The body is too large."
            found[415] = "The body's media type or encoding is not taken."
        }
        if route.body != nil || route.parameters.contains(where: { $0.place == .query }) || route.method == .get {
            found[422] = "Something in the request needs correcting: see errors."
        }
        if route.traits.contains(.ifMatch) {
            found[412] = "It was changed since it was read."
            found[428] = "If-Match is missing."
        }
        if route.traits.contains(.idempotent) {
            found[409] = "It clashes with what is there, or the same key is being carried out right now."
            found[422] = "Something in the request needs correcting, or the key was used for another request."
        }
        for problem in route.problems { found[problem.status.code] = problem.when }
        return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    // MARK: Components

    private static func writeComponents(of routes: [Route], into writer: inout JSONWriter) {
        var named: [String: Schema] = [:]
        Problem.schema.collectNamed(into: &named)
        for route in routes {
            route.body?.schema.collectNamed(into: &named)
            for answer in route.answers { answer.schema?.collectNamed(into: &named) }
        }
        writer.object { writer in
            writer.key("securitySchemes")
            writer.object { writer in
                writer.key("bearer")
                writer.object { writer in
                    writer.member("type", "http")
                    writer.member("scheme", "bearer")
                    writer.member("description", "`attune access token` issues one.")
                }
            }
            writer.key("schemas")
            writer.object { writer in
                for (name, schema) in named.sorted(by: { $0.key < $1.key }) {
                    writer.key(named: name)
                    schema.writeShape(into: &writer)
                }
            }
        }
    }
}
