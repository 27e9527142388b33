import Access
import Clinic
import Database
import HTTPTypes
import Logging
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

/// Holes by which systems of this kind were broken into, one test for each class; what is proven at length elsewhere is asked once more
/// here, by its name.
@Suite("Holes that others had", .serialized)
struct KnownHoleTests {
    private static let robin = UUIDText.string(TestClinic.robin)
    private static let absent = UUIDText.string(TestIDs.absent)

    @Test(
        "a colleague's appointment is neither read nor changed by its id (Easy!Appointments, CVE-2023-3285 to 3290, 38047 to 38055)"
    )
    func objectLevel() async throws {
        try await APIHarness.with { api in
            let booked = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T10:00"))
            let path = "/v1/appointments/" + (booked.text("id") ?? "")
            let move = #"{"start":"\#(Ahead.tuesday)T11:00"}"#
            let asks = [("GET", path, nil), ("POST", path + "/cancel", "{}"), ("POST", path + "/move", move)]
            for (method, target, body) in asks {
                let answer = try await api.request(
                    method, target, as: nil, token: api.otherTherapist, ifMatch: body == nil ? nil : "*", body: body)
                #expect(answer.status == 404, "\(method) \(target)")
            }
            #expect(try await api.get(path, as: .frontDesk).body == booked.body)
        }
    }

    @Test("no page or document that is open to anybody names a person or holds a hash (CVE-2019-14936)")
    func openPages() async throws {
        try await APIHarness.with { api in
            for route in RouteTable.all where route.policy == nil && route.method == .get {
                let page = try await api.get(route.path.replacing("{token}", with: String(repeating: "x", count: 43)), as: nil)
                for word in ["Robin", "Amara", "@example", "hash", "attune_"] {
                    #expect(!page.text.contains(word) || route.operation == "getDocument", "\(route.path): \(word)")
                }
            }
        }
    }

    @Test("a GET changes nothing but the record that somebody looked (CVE-2026-23622)")
    func safeMethods() async throws {
        try await AuthorisationClinic.with { clinic in
            let asks = AuthorisationAsks.all(clinic.tokens).filter { $0.isRead && $0.expectation == .allowed }
            let before = try await clinic.rows()
            let answers = try await clinic.answers(to: asks)
            let changed = Set(try await clinic.rows()).subtracting(before).map { $0.prefix { $0 != " " } }
            #expect(answers.contains { $0.status == 200 })
            #expect(changed == ["audit"])
        }
    }

    @Test("no parameter of an address reaches an ORDER BY, and one that is not documented is refused (OpenEMR, CVE-2026-24908)")
    func sorting() async throws {
        try await APIHarness.with { api in
            for route in RouteTable.all where route.method == .get && route.path.hasPrefix("/v1") {
                for name in ["_sort", "sort", "order", "orderBy", "filter", "q", "fields", "include", "_method"] {
                    let query = route.requiredQuery
                    let target =
                        route.path.replacing("{id}", with: Self.absent) + query + (query.isEmpty ? "?" : "&") + name
                        + "=id%3B%20DROP%20TABLE%20client"
                    let answer = try await api.get(target)
                    // What a route does not know, or whose {id} is not there: never an answer.
                    #expect([403, 404, 422].contains(answer.status), "\(target): \(answer.status)")
                }
            }
        }
    }

    @Test("text that is SQL is text, in every body and every parameter (CVE-2026-23627)")
    func injection() async throws {
        try await APIHarness.with { api in
            let payloads = [
                "Robin'; DROP TABLE client; --", "' OR '1'='1", "$1", "\\'; SELECT pg_sleep(9); --", "%27%20OR%201=1",
                "{}::jsonb",
                "\u{02BC} OR 1=1", "$$;SELECT 1;$$",
            ]
            for payload in payloads {
                let json = payload.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                let added = try await api.post("/v1/clients", as: .frontDesk, "{\"full_name\":\"\(json)\"}")
                #expect(added.status == 201, "\(added.text)")
                #expect(added.text("full_name") == payload)
                let encoded = PercentEncoding.all(payload)
                for target in ["/v1/clients?cursor=\(encoded)", "/v1/clients/\(encoded)", "/v1/referrals?status=\(encoded)"] {
                    let status = try await api.get(target).status
                    #expect([404, 422].contains(status), "\(target)")
                }
            }
            #expect(try await api.get("/v1/clients/\(Self.robin)").status == 200)
        }
    }

    @Test("every route asks a policy; what asks none is listed by hand (CVE-2026-25164, 24487)")
    func everyRouteAsks() {
        for route in RouteTable.all where route.policy == nil {
            #expect(ExpectedAuthorisation.forAnybody.contains(route.operation), "\(route.operation)")
        }
    }

    @Test("what belongs to one client is not given to another by an id in the body (CVE-2026-25744)")
    func foreignIDs() async throws {
        try await APIHarness.with { api in
            let noor = UUIDText.string(TestClinic.noor)
            let other = try await api.request(
                "POST", "/v1/appointments", as: nil, token: api.otherTherapist, key: "a",
                body: api.booking(at: "\(Ahead.tuesday)T10:00", therapist: TestClinic.tomasz, client: TestClinic.robin))
            let nobody = try await api.request(
                "POST", "/v1/appointments", as: nil, token: api.otherTherapist, key: "b",
                body: api.booking(at: "\(Ahead.tuesday)T10:00", therapist: TestClinic.tomasz, client: TestIDs.absent))
            #expect(other.status == 422 && nobody.status == 422)
            #expect(other.pointers == nobody.pointers && other.code == nobody.code)
            let booked = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T10:00"))
            let moved = try await api.request(
                "POST", "/v1/appointments/\(booked.text("id") ?? "")/move", as: .frontDesk, ifMatch: "*",
                body: "{\"start\":\"\(Ahead.tuesday)T11:00\",\"client\":\"\(noor)\"}")
            #expect(moved.status == 422)
        }
    }

    @Test("an explicit no beats every yes (CVE-2026-33302)")
    func denyWins() {
        for role in Role.allCases {
            #expect(!Policy("test", allow: Set(Role.allCases), deny: [role]).allows(role))
            #expect(!Policy("test", allow: [], deny: []).allows(role))
        }
    }

    @Test("no condition is the wrong way round: each role has its way where it may, and nowhere else (CVE-2026-32126)")
    func notInverted() {
        for route in RouteTable.all {
            guard let policy = route.policy, let roles = ExpectedAuthorisation.roles(of: route.operation) else { continue }
            for role in Role.allCases { #expect(policy.allows(role) == roles.contains(role), "\(route.operation) \(role)") }
        }
    }

    @Test("no body says of what type it is, and a member that nobody documented is refused, at every depth (OpenMRS, 2018)")
    func noTypesFromOutside() async throws {
        try await APIHarness.with { api in
            let unknown =
                [
                    "@type", "@class", "$type", "__proto__", "constructor", "_id", "id", "role", "actor", "is_admin", "version",
                    "created_at",
                ]
                + (0..<38).map { "member_\($0)" }
            for route in RouteTable.all {
                guard let body = route.body, body.isJSON, case .object(let members)? = body.example else { continue }
                for name in unknown where !members.contains(where: { $0.name == name }) {
                    var faults: [Fault] = []
                    body.schema.check(.object(members + [.init(name: name, value: .string("x"))]), into: &faults)
                    let known = Self.knownMembers(body.schema)
                    #expect(!faults.isEmpty || known.contains(name), "\(route.operation) takes \(name)")
                }
            }
            let added = try await api.post(
                "/v1/clients", as: .frontDesk,
                #"{"full_name":"Ash Test","contact_points":[{"channel":"email","value":"a@b.ca","@type":"x"}]}"#)
            #expect(added.status == 422)
        }
    }

    private static func knownMembers(_ schema: Schema) -> Set<String> {
        let document = "\(schema)"
        return ["role", "version"].filter { document.contains("\"\($0)\"") }.reduce(into: []) { $0.insert($1) }
    }

    @Test("no path leaves its route (OpenMRS, 2022)")
    func traversal() async throws {
        try await APIHarness.with { api in
            for path in [
                "/../etc/passwd", "/v1/clients/../../etc/passwd", "/v1/clients/%2e%2e%2f%2e%2e", "/v1/clients/..%5c..",
                "/attune.css/../keys",
                "//etc/passwd", "/v1//clients", "/v1/clients/./\(Self.robin)", "/v1/clients/\(Self.robin)%00",
                "/v1/clients/\(Self.robin)/",
            ] {
                let answer = try await api.get(path)
                #expect([400, 404].contains(answer.status), "\(path): \(answer.status)")
            }
        }
    }

    @Test("nothing is served that is not declared, whatever it is called (Cal.com, January 2026)")
    func undeclared() async throws {
        try await APIHarness.with { api in
            for path in [
                "/_internal", "/v1/_internal/appointments", "/v1/internal", "/debug", "/metrics/all", "/admin", "/api", "/v1",
                "/v2/clients",
                "/.env", "/.git/config", "/keys", "/actuator", "/server-status", "/graphql", "/v1/clients/_search", "/v1/tokens",
            ] {
                let answer = try await api.get(path)
                #expect(answer.status == 404, "\(path)")
            }
        }
    }

    @Test(
        "an answer is replayed to whoever asked, for the same request: not to another actor, nor for another body (Stripe's promise)"
    )
    func idempotency() async throws {
        try await APIHarness.with { api in
            let body = api.booking(at: "\(Ahead.tuesday)T10:00")
            let first = try await api.post("/v1/appointments", as: .frontDesk, key: "same", body)
            #expect(try await api.post("/v1/appointments", as: .frontDesk, key: "same", body).body == first.body)
            #expect(
                try await api.post("/v1/appointments", as: .frontDesk, key: "same", api.booking(at: "\(Ahead.tuesday)T11:00"))
                    .status
                    == 422)
            #expect(try await api.post("/v1/appointments", as: .intake, key: "same", body).status == 409)
        }
    }

    @Test("a plan that was made for one actor shows the next one nothing of his (PostgreSQL, CVE-2024-10976)")
    func cachedPlans() async throws {
        try await APIHarness.with { api in
            for _ in 0..<50 {
                #expect(try await api.get("/v1/clients", as: .therapist).text.contains("Robin"))
                let others = try await api.request("GET", "/v1/clients", as: nil, token: api.otherTherapist)
                #expect(!others.text.contains("Robin"))
            }
        }
    }

    @Test("a unique or foreign key that row-level security does not hide tells no more than an absence (PostgreSQL's manual)")
    func keysTellNothing() async throws {
        try await APIHarness.with { api in
            let article = UUIDText.string(TestIDs.absent)
            let give = { (client: String, key: String) in
                try await api.request(
                    "POST", "/v1/handouts", as: nil, token: api.otherTherapist, key: key,
                    body: "{\"client\":\"\(client)\",\"article\":\"\(article)\"}")
            }
            let (hidden, nobody) = (try await give(Self.robin, "a"), try await give(Self.absent, "b"))
            #expect(hidden.status == nobody.status && hidden.code == nobody.code)
        }
    }

    @Test("the database listens to no network (Vastaamo, 2017 to 2019)")
    func noListener() async throws {
        let server = try await TestServer.shared.started()
        let address = try await server.admin.query(Self.listenAddresses()).value(String.self)
        #expect(address == "")
    }
    private static let listenAddresses = Statement(
        "KnownHoleTests/listen_addresses", sent: .lease, "SELECT current_setting('listen_addresses')")

    @Test("no page loads anything from anybody else (BetterHelp, Cerebral)")
    func noThirdParty() async throws {
        try await APIHarness.with { api in
            for route in RouteTable.all
            where route.answers.contains(where: { $0.mediaType == "text/html" }) && route.method == .get {
                let page = try await api.get(route.path.replacing("{token}", with: String(repeating: "x", count: 43)), as: nil)
                #expect(page["content-security-policy"]?.contains("default-src 'none'") == true, "\(route.path)")
                // A form must say where it comes from; a page that a client only reads says nothing.
                let sends = route.path.hasPrefix("/staff/") || route.path == "/refer"
                #expect(page["referrer-policy"] == (sends ? "same-origin" : "no-referrer"), "\(route.path)")
                for tag in ["src=\"http", "src=\"//", "<script src", "<iframe", "url(http", "@import"] {
                    #expect(!page.text.contains(tag), "\(route.path): \(tag)")
                }
            }
        }
    }

    @Test("headers without end end the connection, and the server goes on (Swift NIO, CVE-2026-28980)")
    func headerFlood() async throws {
        try await APIHarness.with { api in
            let flooded = try await api.loopback { client in
                client.send("GET /livez HTTP/1.1\r\nHost: a\r\n")
                for number in 0..<20_000 { client.send("X-\(number): y\r\n") }
                return try? client.receive()?.status
            }
            #expect(flooded == nil || flooded == 431)
            #expect(try await api.get("/livez", as: nil).status == 200)
        }
    }

    @Test("a line's end in a header or an address starts no second request (CVE-2026-28898; smuggling)")
    func smuggling() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let second = "GET /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n"
            for raw in [
                "POST /v1/clients HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n\(second)",
                "POST /v1/clients HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 0\r\n\r\n\(second)",
                "GET /livez HTTP/1.1\r\nHost: a\r\nX: y\u{0}z\r\n\r\n\(second)",
                "GET /livez HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n\(second)",
            ] {
                let answers = try await api.loopback { client in
                    client.send(raw)
                    var statuses: [Int] = []
                    while statuses.count < 2, let answer = try? client.receive() { statuses.append(answer.status) }
                    return statuses
                }
                #expect(!answers.dropFirst().contains(200), "\(raw.prefix(120)): \(answers)")
            }
        }
    }

    @Test("tokens that are expired, revoked, cut short, lengthened, of another kind or of another's case are nobody's")
    func tokens() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let bare = token.dropFirst(Token.bearerPrefix.count)
            for wrong in [
                String(token.dropLast()), token + "A", String(bare), token.uppercased(), "attune_" + token, token + "\u{0}",
                " " + token,
                Token.link().text,
            ] {
                let answer = try await api.request("GET", "/v1/clients", as: nil, token: wrong)
                // A NUL is no header at all.
                #expect(answer.status == (wrong.contains("\0") ? 400 : 401), "\(wrong.count)")
            }
            // A bearer token opens no link, and its presence in an address opens nothing.
            #expect(try await api.get("/v1/clients?access_token=\(token)", as: nil).status == 401)
        }
    }

    @Test("what callers send is in no line of the log, and each event is one line (F13)")
    func logs() async throws {
        let clinic = try await TestClinic.open()
        let lines = CollectedLines()
        var configuration = APIConfiguration()
        configuration.port = 0
        let token = try await clinic.act(as: .operator) { try await $0.issueToken(role: .lead, label: "test").token.text }
        let server = try await APIServer.start(configuration, gate: clinic.gate, logger: lines.logger)
        let client = try LoopbackClient(port: server.port)
        for number in 0..<1_000 {
            let canary = "canary\(number)x"
            let broken = number % 3 == 0 ? "\",\"zone\":\"Nowhere/\(canary)\"" : "\\n{\\\"level\\\":\\\"forged\\\"}"
            let body = "{\"full_name\":\"\(canary)\(broken)}"
            let path = number % 2 == 0 ? "/v1/clients" : "/v1/clients/\(canary)%0aERROR"
            client.send(
                "\(number % 2 == 0 ? "POST" : "GET") \(path)?x=\(canary) HTTP/1.1\r\nHost: \(canary)\r\nUser-Agent: \(canary)\r\n"
                    + "Authorization: Bearer \(number % 5 == 0 ? canary : token)\r\nIdempotency-Key: \(canary)\r\nX-Request-Id: \(canary)\r\n"
                    + "Content-Type: application/json\r\nContent-Length: \(number % 2 == 0 ? body.utf8.count : 0)\r\n\r\n"
                    + (number % 2 == 0 ? body : ""))
            _ = try client.receive()
        }
        await server.stop()
        await clinic.close()
        let text = lines.all
        #expect(text.count >= 1_000, "a line for each request")
        #expect(!text.contains { $0.contains("canary") || $0.contains("forged") || $0.contains("attune_") })
        #expect(!text.contains { $0.contains(where: \.isNewline) })
    }
}

/// What would have been written to the log.
final class CollectedLines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(lines: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let lines: CollectedLines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.lines.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:]) \(metadata)") }
        }
    }
}

/// Every byte as `%41`.
private enum PercentEncoding {
    static func all(_ text: String) -> String { text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}
