import Access
import HTTPTypes

/// One thing that can be asked of the server: the router, the OpenAPI document, the access tests and the log all read this value, so
/// none of them can say something else than the others. A route without a ``Door`` does not compile.
struct Route: Sendable {
    /// Who may come in.
    enum Door: Sendable {
        /// Anybody: health, the document, the page that says what is here. Nothing about a person is behind it.
        case open
        /// A bearer token whose role the policy names.
        case bearer(Policy)
        /// Whoever holds the secret in the address.
        case link
        /// Whoever proves in the body who they are.
        case signIn
        /// A session's cookie, which pages alone accept; where there is none, the page leads to the sign-in. What changes something also
        /// asks for the form's own token and for the page's own origin.
        case cookie
    }

    enum Trait: Sendable {
        /// The answer carries an ETag, and `If-None-Match` answers 304.
        case conditional
        /// `If-Match` is required: 428 without it, 412 when it is stale.
        case ifMatch
        /// `Idempotency-Key` is required; a retry gets the same bytes.
        case idempotent
        /// The answer has a secret that is kept nowhere, so a retry cannot get it again: it hears 409.
        case showsSecret
        /// Asks for no key: what it takes is spent (a code), it is gone already (a session, a file), twice is the same as once (a claim), or its
        /// answer is to be kept nowhere (a copy of a whole file). Beside a kept answer would lie a fast hash of the body, and sometimes a
        /// password is in that.
        case needsNoKey
        /// `limit` and `cursor`, and a `Link` to the next page.
        case pages
        /// Computes for no longer than it takes to write a page of rows: answered on the connection's own thread. Everything else leaves that
        /// thread to the connections that share it.
        case brief
    }

    /// What a request body may be.
    struct Body: Sendable {
        let schema: Schema
        var example: JSON?
        /// Other media types are handed to the handler as they are.
        var otherTypes: [String] = []
        /// False: only the other types.
        var isJSON = true
        /// Files may be larger than other bodies: see ``APIConfiguration/maximumImportBytes``.
        var isImport = false
        var required = true

        var types: [String] { (isJSON ? ["application/json"] : []) + otherTypes }
    }

    /// A documented answer that is not a problem.
    struct Answer: Sendable {
        let status: HTTPResponse.Status
        let summary: String
        var schema: Schema?
        var mediaType = "application/json"
        var example: JSON?
        var location = false
    }

    let method: HTTPRequest.Method
    /// `/v1/therapists/{id}`: captures are whole segments.
    let path: String
    /// `operationId`: camel case, stable.
    let operation: String
    let tag: String
    let summary: String
    var notes = ""
    var door: Door
    var parameters: [Parameter] = []
    var body: Body?
    let answers: [Answer]
    /// Problems of this route's own, beside those that its traits bring: status and when.
    var problems: [(status: HTTPResponse.Status, when: String)] = []
    var traits: Set<Trait> = []
    let handle: @Sendable (borrowing Exchange) async throws -> Reply

    var policy: Policy? { if case .bearer(let policy) = door { policy } else { nil } }

    var isReadOnly: Bool { method == .get }
    /// Asked by whatever keeps the process running.
    var isHealth: Bool { path == "/livez" || path == "/readyz" }
}

/// The answer of a handler, before the headers that every answer gets.
struct Reply: Sendable {
    var status: HTTPResponse.Status = .ok
    var mediaType = "application/json"
    var body: [UInt8] = []
    var tag: EntityTag?
    /// Path of the thing that was created.
    var location: String?
    /// Path and query of the next page.
    var next: String?
    /// Further headers, such as a page's own content security policy.
    var fields: [HTTPField] = []
    var closes = false

    static func json(
        _ status: HTTPResponse.Status = .ok, capacity: Int = 1_024, _ write: (inout JSONWriter) throws -> Void
    ) rethrows -> Reply {
        Reply(status: status, body: try JSONWriter.write(capacity: capacity, write))
    }

    func tagged(_ version: Int) -> Reply {
        var copy = self
        copy.tag = EntityTag(version)
        return copy
    }

    func located(_ path: String) -> Reply {
        var copy = self
        copy.location = path
        return copy
    }

    static func html(_ page: String, policy: String? = nil) -> Reply {
        var reply = Reply(mediaType: "text/html; charset=utf-8", body: Array(page.utf8))
        if let policy { reply.fields.append(HTTPField(name: .contentSecurityPolicy, value: policy)) }
        return reply
    }
}
