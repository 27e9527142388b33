import Access
import Clinic
import HTTPTypes
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The HTTP door: limits and manners", .serialized)
struct DoorTests {
    @Test("health, document and index are for anybody, and the document is the table's")
    func open() async throws {
        try await APIHarness.with { api in
            #expect(try await api.get("/livez", as: nil).status == 200)
            #expect(try await api.get("/readyz", as: nil).text == #"{"status":"ready","checks":{"database":"pass"}}"#)
            #expect(try await api.get("/openapi.json", as: nil).body == OpenAPIDocument.bytes(of: RouteTable.all))
            let index = try await api.get("/", as: nil)
            #expect(index["content-type"] == "text/html; charset=utf-8")
            #expect(index["content-security-policy"]?.contains("default-src 'none'") == true)
        }
    }

    @Test("not ready names the check that failed, and nothing besides, to somebody without a token")
    func notReady() async throws {
        let checks = [ReadinessCheck("migrations") { false }, ReadinessCheck("time") { true }]
        try await APIHarness.with(checks: checks) { api in
            let answer = try await api.get("/readyz", as: nil)
            #expect(answer.status == 503)
            #expect(answer.text == #"{"status":"not_ready","checks":{"database":"pass","migrations":"fail","time":"pass"}}"#)
        }
    }

    @Test("a link's door speaks the browser's language, and the clinic's where the browser asks for none of ours")
    func doorLanguage() async throws {
        try await APIHarness.with(language: .french) { api in
            let asked: [(String?, String)] = [(nil, "fr"), ("de, en;q=0.7, fr;q=0.5", "en"), ("fr-CA", "fr"), ("de", "fr")]
            for (wanted, expected) in asked {
                let fields = wanted.map { [("Accept-Language", $0)] } ?? []
                let door = try await api.get("/h/" + String(repeating: "x", count: 43), as: nil, fields: fields)
                #expect(door.text.contains("<html lang=\"\(expected)\""), "\(wanted ?? "nothing")")
            }
        }
    }

    @Test("nobody comes in without a valid token, and nobody hears why theirs is not")
    func tokens() async throws {
        try await APIHarness.with { api in
            let wrong: [[(String, String)]] = [
                [], [("Authorization", "Bearer attune_wrong")], [("Authorization", "Bearer nonsense")],
                [("Authorization", "Basic YTpi")], [("Authorization", "Bearer attune_" + String(repeating: "x", count: 600))],
                [("Authorization", "Bearer")], [("Authorization", "")],
            ]
            for route in RouteTable.all where route.policy != nil && route.method == .get {
                let path = route.path.replacing("{id}", with: UUIDText.string(TestIDs.absent)) + route.requiredQuery
                for fields in wrong.prefix(2) {
                    let answer = try await api.get(path, as: nil, fields: fields)
                    #expect(answer.status == 401, "\(path)")
                    #expect(answer["www-authenticate"] == "Bearer realm=\"attune\"")
                }
            }
            for fields in wrong { #expect(try await api.get("/v1/therapists", as: nil, fields: fields).code == "access.sign_in") }
        }
    }

    @Test("each role reaches exactly the routes whose policy names it")
    func roles() async throws {
        try await APIHarness.with { api in
            for route in RouteTable.all where route.method == .get {
                guard let policy = route.policy else { continue }
                let path = route.path.replacing("{id}", with: UUIDText.string(TestIDs.absent)) + route.requiredQuery
                for role in api.tokens.keys {
                    let status = try await api.get(path, as: role).status
                    if policy.allows(role) {
                        #expect(status == 200 || status == 404 || status == 422, "\(role) \(path): \(status)")
                    } else {
                        #expect(status == 403, "\(role) \(path): \(status)")
                    }
                }
            }
        }
    }

    @Test("what is absent and what is not an id look the same")
    func absent() async throws {
        try await APIHarness.with { api in
            let nouns = ["therapists", "clients", "referrals", "appointments", "handouts", "articles", "proposals"]
            for noun in nouns {
                let answers = [
                    try await api.get("/v1/\(noun)/\(UUIDText.string(TestIDs.absent))"), try await api.get("/v1/\(noun)/7"),
                    try await api.get("/v1/\(noun)/\(UUIDText.string(TestIDs.site))"),
                ]
                #expect(answers.map(\.status) == [404, 404, 404], "\(noun)")
                #expect(Set(answers.map { "\($0.code ?? "") \($0.text("detail") ?? "")" }).count == 1)
            }
            #expect(try await api.get("/nothing").code == "not_found")
        }
    }

    @Test("methods, OPTIONS and HEAD")
    func methods() async throws {
        try await APIHarness.with { api in
            let wrong = try await api.request("DELETE", "/v1/therapists")
            #expect(wrong.status == 405)
            #expect(wrong["allow"] == "GET, HEAD, OPTIONS, POST")
            let options = try await api.request("OPTIONS", "/v1/therapists", as: nil)
            #expect(options.status == 204)
            #expect(options["allow"] == "GET, HEAD, OPTIONS, POST")
            let get = try await api.get("/livez", as: nil)
            let head = try await api.request("HEAD", "/livez", as: nil)
            #expect(head.status == 200)
            #expect(head["content-length"] == get["content-length"])
        }
    }

    @Test("large bodies, headers and addresses are refused, each with its status")
    func sizes() async throws {
        try await APIHarness.with { api in
            let large = "{\"full_name\":\"" + String(repeating: "x", count: 65 * 1_024) + "\"}"
            #expect(try await api.post("/v1/clients", large).status == 413)
            #expect(try await api.get("/v1/therapists?x=" + String(repeating: "y", count: 9_000)).status == 414)
            #expect(
                try await api.get("/v1/therapists", fields: [("X-Long", String(repeating: "z", count: 17_000))]).status == 431)
            let many = (0..<150).map { ("X-\($0)", "1") }
            #expect(try await api.get("/v1/therapists", fields: many).status == 431)
            // Announced or not: a chunked body has no length to be judged by.
            let token = try #require(api.tokens[.lead])
            let chunked = try await api.loopback { client in
                client.send(
                    "POST /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nIdempotency-Key: c\r\n"
                        + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                let part = String(repeating: " ", count: 8_192)
                for _ in 0..<12 { client.send("2000\r\n\(part)\r\n") }
                return try client.receive()
            }
            #expect(chunked?.status == 413)
        }
    }

    @Test("broken HTTP is answered with a problem document and the connection ends")
    func broken() async throws {
        try await APIHarness.with { api in
            for raw in [
                "HELLO\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "GET /x HTTP/1.1\r\nBad Header: x\r\n\r\n",
                "POST /v1/clients HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
                "GET /v1/therapists HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            ] {
                let (answer, closed) = try await api.loopback { client in
                    client.send(raw)
                    let answer = try client.receive()
                    return (answer, try answer == nil || client.isClosed())
                }
                #expect(answer.map { (400..<500).contains($0.status) } ?? true, "\(raw)")
                #expect(closed, "\(raw)")
            }
            for path in ["/%zz", "/v1/therapists/%00", "/v1/therapists?limit=%f", "/v1/therapists/%C3"] {
                #expect(try await api.get(path).code == "http.bad_encoding", "\(path)")
            }
        }
    }

    @Test("a body that dribbles in is cut off at the deadline, however busy it looks")
    func slowBody() async throws {
        try await APIHarness.with(deadline: .milliseconds(600)) { api in
            let token = try #require(api.tokens[.lead])
            let answer = try await api.loopback { client in
                client.send(
                    "POST /v1/clients HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nIdempotency-Key: s\r\n"
                        + "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n")
                for _ in 0..<20 {
                    client.send(" ")
                    pause(milliseconds: 50)
                }
                return try client.receive()
            }
            #expect(answer?.status == 408)
            #expect(answer?["connection"] == "close")
            #expect(try await api.get("/livez").status == 200)
        }
    }

    @Test("requests follow one another on a connection, also when they are sent at once")
    func pipelining() async throws {
        try await APIHarness.with { api in
            let statuses = try await api.loopback { client in
                client.send(String(repeating: "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n", count: 20))
                return try (0..<20).map { _ in try client.receive()?.status }
            }
            #expect(statuses == Array(repeating: 200, count: 20))
            let closes = try await api.loopback { client in
                client.send("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return (try client.receive()?["connection"], try client.isClosed())
            }
            #expect(closes.0 == "close")
            #expect(closes.1)
        }
    }

    @Test("media types: what is sent, and what is asked for")
    func mediaTypes() async throws {
        try await APIHarness.with { api in
            let body = #"{"full_name":"Ash Test"}"#
            let plain = try await api.request("POST", "/v1/clients", key: "a", type: "text/plain", body: body)
            #expect(plain.status == 415)
            #expect(try await api.request("POST", "/v1/clients", key: "b", type: nil, body: body).status == 415)
            #expect(
                try await api.request("POST", "/v1/clients", key: "c", type: "application/json; charset=latin1", body: body)
                    .status == 415)
            #expect(
                try await api.request("POST", "/v1/clients", key: "d", fields: [("Content-Encoding", "gzip")], body: body).status
                    == 415)
            #expect(try await api.get("/v1/therapists", fields: [("Accept", "text/html")]).status == 406)
            #expect(try await api.get("/v1/therapists", fields: [("Accept", "application/*;q=0.5, text/html")]).status == 200)
            #expect(
                try await api.request("POST", "/v1/clients", key: "e", type: "application/json; charset=UTF-8", body: body).status
                    == 201)
        }
    }

    @Test("a taken port is named, so that the next can be tried; stopping twice is harmless")
    func ports() async throws {
        try await APIHarness.with { api in
            var configuration = APIConfiguration()
            configuration.port = api.server.port
            await #expect(throws: APIServerError.portTaken(api.server.port)) {
                _ = try await APIServer.start(configuration, gate: api.clinic.gate, logger: quietLogger)
            }
            await api.server.stop()
            await #expect(throws: (any Error).self) { try await api.get("/livez") }
        }
    }

    @Test("unknown, repeated and misshapen parameters are refused with their names")
    func parameters() async throws {
        try await APIHarness.with { api in
            let cases: [(String, String)] = [
                ("/v1/therapists?limt=5", "limt"), ("/v1/therapists?limit=0", "limit"), ("/v1/therapists?limit=201", "limit"),
                ("/v1/therapists?limit=5&limit=6", "limit"), ("/v1/therapists?limit=five", "limit"),
                ("/v1/therapists?cursor=zz", "cursor"),
                ("/v1/appointments", "from"), ("/v1/appointments?from=2027-01-01&until=2027-02-01T00:00:00Z", "from"),
                ("/v1/appointments?from=2027-02-01T00:00:00Z&until=2027-01-01T00:00:00Z", "until"),
            ]
            for (target, name) in cases {
                let answer = try await api.get(target)
                #expect(answer.status == 422, "\(target)")
                #expect(answer.pointers.first == name, "\(target)")
            }
            #expect(try await api.get("/livez?x=1", as: nil).status == 422)
        }
    }
}
