import Access
import Clinic
import HTTPTypes

import struct Foundation.UUID

/// One request on its way through its route: what was sent, checked against the route, and what a handler may use to answer.
struct Exchange: Sendable {
    let route: Route
    let head: HTTPRequest
    let id: UUID
    let services: Services
    /// Values of the path's captures, decoded, in order.
    let captures: [String]
    let query: QueryValues
    /// The body as it was sent; empty where there is none.
    let bytes: [UInt8]
    /// The body's media type without parameters; nil where there is no body.
    let mediaType: String?
    /// The body after it was read and checked; nil where there is none or where it is not JSON.
    let json: JSON?
    let credential: Credential?
    /// Where it came from, for counting tries and nothing else.
    let address: ClientAddress?

    var request: Request { Request(id: id, door: "http", operation: route.operation) }

    /// The `{id}` of the address.
    /// - Throws: 404 for text that is no id: nothing can be there.
    func pathID<Entity>(_: Entity.Type = Entity.self) throws(Problem) -> TypedID<Entity> {
        guard let text = captures.first, let uuid = UUIDText.parse(text) else { throw .notFound }
        return TypedID(uuid)
    }

    /// The body of a route that has one.
    var body: Fields {
        get throws(Problem) {
            guard let json else { throw .unreadable(JSONError(reason: .empty, pointer: JSONPointer(), line: 1, column: 1)) }
            return Fields(json)
        }
    }

    /// What was asked of the version; for routes with the trait `ifMatch`.
    var precondition: Precondition { get throws(Problem) { try Precondition(head.headerFields) } }

    var page: Page {
        get throws(Problem) {
            var limit = Page.usual
            if case .integer(let number) = query["limit"] { limit = Int(number) }
            var after: [UInt8]?
            if case .string(let text) = query["cursor"] { after = try Page.decode(text) }
            return Page(limit: limit, after: after)
        }
    }

    func text(_ name: String) -> String? {
        if case .string(let text) = query[name] { text } else { nil }
    }
    func queryID<Entity>(_ name: String, _: Entity.Type = Entity.self) -> TypedID<Entity>? {
        text(name).flatMap { UUIDText.parse($0) }.map(TypedID.init)
    }
    func instant(_ name: String) -> Instant? { text(name).flatMap(WireInstant.parse) }
    func date(_ name: String) -> LocalDate? { text(name).flatMap { try? LocalDate($0) } }
    func integer(_ name: String) -> Int? {
        if case .integer(let number) = query[name] { Int(exactly: number) } else { nil }
    }

    // MARK: The boundary

    /// Reads as whoever asks.
    func reader() throws(Problem) -> Reader {
        guard let credential, let policy = route.policy else { throw .unauthorized }
        return services.gate.reader(credential, policy)
    }

    /// A look at somebody's file by whoever asks: answered when it is on record. For what changes nothing and does not take long.
    func look(_ body: @escaping @Sendable (Look) async throws -> Reply) async throws -> Reply {
        guard let credential, let policy = route.policy else { throw Problem.unauthorized }
        return try await services.gate.look(credential, policy, request, body)
    }

    /// One transaction by whoever asks; an effect of a route with the trait `idempotent` is kept with its answer.
    func act(_ body: @escaping @Sendable (Act) async throws -> Reply) async throws -> Reply {
        guard let credential, let policy = route.policy else { throw Problem.unauthorized }
        guard route.traits.contains(.idempotent) else {
            return try await services.gate.act(credential, policy, request, body)
        }
        let key = try IdempotencyKey(head.headerFields)
        return try await OnceOnly(key: key, exchange: self, credential: credential, policy: policy).act(body)
    }

    /// The address of the page after this one: the same question with another cursor.
    func next(_ cursor: String) -> String {
        let path = head.path ?? route.path
        let bare = path.prefix { $0 != "?" }
        var query = path.dropFirst(bare.count + 1).split(separator: "&").filter { !$0.hasPrefix("cursor=") }.map(String.init)
        query.append("cursor=" + cursor)
        return bare + "?" + query.joined(separator: "&")
    }

    /// A page of rows: `{"data": […]}`, and the address of the next where there is one.
    /// - Parameter mayHaveMore: nil when one row more than `page.limit` was asked for.
    func list<Row>(
        _ rows: [Row], _ page: Page, mayHaveMore: Bool? = nil, cursor: (Row) -> String, _ write: (inout JSONWriter, Row) -> Void
    ) -> Reply {
        let shown = rows.prefix(page.limit)
        let goesOn = mayHaveMore ?? (rows.count > page.limit)
        let next: String? = goesOn ? shown.last.map { self.next(cursor($0)) } : nil
        var reply = Reply.json(capacity: 64 + shown.count * 512) { writer in
            writer.object { writer in
                writer.key("data")
                writer.array(shown, write)
                writer.key("next")
                if let next { writer.value(next) } else { writer.null() }
            }
        }
        reply.next = next
        return reply
    }
}
