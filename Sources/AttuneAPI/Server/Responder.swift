import Access
import Clinic
import Database
import HTTPTypes
import Logging

import struct Foundation.UUID

/// Takes a request through its route: finds it, checks everything that was sent against it, calls its handler, and turns whatever comes
/// back, or is thrown, into an answer. The only place where failures become answers and log lines.
///
/// There is no middleware: each check is a line here, in the order in which it happens, and costs no allocation where it passes.
struct Responder: Sendable {
    let routes: [Route]
    let router: Router
    let services: Services
    let log: RequestLog

    /// - Parameters:
    ///   - peer: the address at the other end of the connection.
    ///   - body: reads the whole body up to a limit in bytes; it throws the 413 itself.
    func answer(
        _ head: HTTPRequest, from peer: String? = nil, body: (_ limit: Int) async throws -> [UInt8]
    ) async -> Answered {
        let started = ContinuousClock.now
        let id = services.gate.newID()
        services.meter.began()
        var place: Int?
        var reply: Reply
        let address = Self.address(head.headerFields, peer: peer, proxy: services.configuration.proxy)
        do {
            reply = try await handle(head, from: address, id: id, place: &place, body: body)
            conclude(&reply, head, place.map { routes[$0] })
        } catch {
            let route = place.map { routes[$0] }
            reply = failure(error, id: id, route: route)
            if EvenTime.isNeeded(reply.status, route) { await EvenTime.wait(since: started) }
        }
        let took = (ContinuousClock.now - started).wholeMicroseconds ?? .max
        services.meter.ended(place, reply.status, took: took)
        log.write(id: id, method: head.method, route: place.map { routes[$0] }, status: reply.status, took: took)
        return Answered(reply: reply, id: id, omitsBody: head.method == .head)
    }

    // MARK: The way in

    private func handle(
        _ head: HTTPRequest, from address: ClientAddress?, id: UUID, place: inout Int?,
        body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> Reply {
        let target = head.path ?? ""
        guard target.utf8.count <= services.configuration.maximumURIBytes else { throw Problem.uriTooLong }
        if target == "*", head.method == .options { return Reply(status: .noContent) }
        guard target.utf8.first == UInt8(ascii: "/") else { throw Problem.malformed }
        let path = target.prefix { $0 != "?" }
        let query = target[path.endIndex...].dropFirst()
        let route: Route
        let captures: [Substring]
        switch router.find(head.method, path) {
        case .nothing:
            guard PercentCoding.decode(path) != nil else { throw Problem.badEncoding }
            throw Problem.notFound
        case .otherMethods(let methods):
            let allowed = Self.allowed(methods)
            if head.method == .options {
                var reply = Reply(status: .noContent)
                reply.fields.append(HTTPField(name: .allow, value: allowed))
                return reply
            }
            throw Problem.methodNotAllowed(allowed)
        case .route(let index, let segments):
            route = routes[index]
            captures = segments
            place = index
        }
        let credential = try self.credential(head, route)
        try limit(credential, address, route)
        let values = try captures.map { segment throws(Problem) in
            guard let value = PercentCoding.decode(segment) else { throw .badEncoding }
            return value
        }
        let parameters =
            query.isEmpty && !route.parameters.contains { $0.place == .query && $0.required }
            ? .none : try QueryValues(query, of: route)
        try checkAccept(head, route)
        func answer() async throws -> Reply {
            let sent = try await read(head, route, body)
            if route.traits.contains(.ifMatch) { _ = try Precondition(head.headerFields) }
            let exchange = Exchange(
                route: route, head: head, id: id, services: services, captures: values, query: parameters,
                bytes: sent.bytes, mediaType: sent.mediaType, json: sent.json, credential: credential,
                address: address)
            return try await route.handle(exchange)
        }
        return route.traits.contains(.brief)
            ? try await answer() : try await withTaskExecutorPreference(globalConcurrentExecutor) { try await answer() }
    }

    private static func allowed(_ methods: [HTTPRequest.Method]) -> String {
        var names = methods.map(\.rawValue)
        if methods.contains(.get) { names.append("HEAD") }
        names.append("OPTIONS")
        return names.sorted().joined(separator: ", ")
    }

    /// A token is hashed here and looked up by the database, in the flight of the request's first statement.
    private func credential(_ head: HTTPRequest, _ route: Route) throws(Problem) -> Credential? {
        guard case .bearer = route.door else { return nil }
        guard let value = head.headerFields[.authorization], value.utf8.count <= 512 else { throw .unauthorized }
        let scheme = value.prefix { $0 != " " }
        guard scheme.lowercased() == "bearer" else { throw .unauthorized }
        let token = value.dropFirst(scheme.count + 1)
        guard token.hasPrefix(Token.bearerPrefix) else { throw .unauthorized }
        return .token(TokenHash(of: token))
    }

    /// Health is asked by machines that must not be told to come back later.
    private func limit(_ credential: Credential?, _ address: ClientAddress?, _ route: Route) throws(Problem) {
        guard let limit = services.limit, !route.isHealth else { return }
        if let seconds = limit.refuses(.address(address)) { throw .tooMany(seconds: seconds) }
        if case .token(let hash) = credential, let seconds = limit.refuses(.token(hash)) { throw .tooMany(seconds: seconds) }
    }

    /// The peer; or, where that is the proxy which the configuration names, whom it says it speaks for: the last entry of the last such header
    /// is the one that it wrote itself. What anybody else says of themselves is passed over.
    static func address(_ fields: HTTPFields, peer: String?, proxy: String?) -> ClientAddress? {
        guard let peer else { return nil }
        let connected = ClientAddress(peer)
        guard let proxy, peer == proxy || peer == "::ffff:\(proxy)",
            let last = fields[values: .attune("X-Forwarded-For")].last?.split(separator: ",").last
        else { return connected }
        return ClientAddress(last.filter { $0 != " " && $0 != "\t" }) ?? connected
    }

    private func checkAccept(_ head: HTTPRequest, _ route: Route) throws(Problem) {
        guard let accept = head.headerFields[.accept], accept != "*/*" else { return }
        let offered = route.answers.map(\.mediaType)
        guard offered.contains(where: { MediaRange.accepts(accept, $0) }) else { throw .notAcceptable }
    }

    private func read(
        _ head: HTTPRequest, _ route: Route, _ body: (_ limit: Int) async throws -> [UInt8]
    ) async throws -> (bytes: [UInt8], mediaType: String?, json: JSON?) {
        guard let expected = route.body else {
            // What is not asked for is not read: at most a few bytes are passed over, then the connection ends.
            // An empty object says nothing either: many clients send one with every POST.
            let bytes: [UInt8]
            do {
                bytes = try await body(2)
            } catch let problem as Problem where problem.code == Problem.bodyTooLarge.code {
                throw Problem.bodyNotTaken
            }
            guard bytes.isEmpty || bytes == Array("{}".utf8) else { throw Problem.bodyNotTaken }
            return ([], nil, nil)
        }
        if let encoding = head.headerFields[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem.contentEncoding.closing
        }
        let type = head.headerFields[.contentType].map(MediaRange.essence)
        let accepted = expected.types
        let limits = services.configuration
        let bytes = try await body(expected.isImport ? limits.maximumImportBytes : limits.maximumBodyBytes)
        if bytes.isEmpty, !expected.required { return ([], nil, nil) }
        guard let type, accepted.contains(type), MediaRange.isUTF8(head.headerFields[.contentType] ?? "") else {
            throw Problem.mediaType(accepted)
        }
        guard type == "application/json" else { return (bytes, type, nil) }
        let json: JSON
        do { json = try JSONReader.read(bytes) } catch { throw Problem.unreadable(error) }
        var faults: [Fault] = []
        expected.schema.check(json, into: &faults)
        guard faults.isEmpty else { throw Problem.invalid(Array(faults.prefix(Schema.faultLimit))) }
        return (bytes, type, json)
    }

    // MARK: The way out

    /// 304 where the caller already has this version.
    private func conclude(_ reply: inout Reply, _ head: HTTPRequest, _ route: Route?) {
        guard let tag = reply.tag, reply.status == .ok, route?.isReadOnly == true,
            let known = head.headerFields[.ifNoneMatch], tag.isNamed(in: known)
        else { return }
        reply.status = .notModified
        reply.body = []
    }

    private func failure(_ error: any Error, id: UUID, route: Route?) -> Reply {
        let problem = Problem.describing(error)
        if problem.status.code >= 500 { log.failure(id: id, route: route, error) }
        var reply = Reply(status: problem.status, mediaType: "application/problem+json")
        reply.body = problem.body(requestID: UUIDText.string(id))
        reply.fields = problem.headers
        if let seconds = problem.retryAfter { reply.fields.append(HTTPField(name: .retryAfter, value: String(seconds))) }
        reply.closes = problem.closes
        return reply
    }
}

/// An answer, ready to be written.
struct Answered: Sendable {
    let reply: Reply
    let id: UUID
    let omitsBody: Bool

    var head: HTTPResponse {
        var fields = reply.mediaType.hasPrefix("text/html") ? StandardFields.page : StandardFields.api
        fields[StandardFields.requestID] = UUIDText.string(id)
        if reply.status != .noContent, reply.status != .notModified {
            fields[.contentType] = reply.mediaType
            fields[.contentLength] = String(reply.body.count)
        }
        if let tag = reply.tag { fields[.eTag] = tag.description }
        if let location = reply.location { fields[.location] = location }
        if let next = reply.next { fields[.attune("Link")] = "<\(next)>; rel=\"next\"" }
        for field in reply.fields { fields[field.name] = field.value }
        if reply.closes { fields[.connection] = "close" }
        return HTTPResponse(status: reply.status, headerFields: fields)
    }
}
