import Access
import Clinic
import HTTPTypes
import TestKit
import Testing

@testable import AttuneAPI

/// Abuse that knows nothing of any route, made for each of them from the route table: a new route is tried without anybody remembering it.
@Suite("Abuse of every route", .serialized)
struct GeneratedAbuseTests {
    /// Names that other systems bind to what they protect, and names of nothing.
    private static let names =
        [
            "@type", "@class", "$type", "$where", "__proto__", "constructor", "prototype", "_id", "id_", "uuid", "owner",
            "owner_id",
            "user", "user_id", "actor", "actor_id", "is_admin", "admin", "is_superuser", "permissions", "scope", "policy",
            "roles",
            "therapist_id", "client_id", "created_at", "updated_at", "deleted_at", "verified", "is_verified", "token",
            "password_hash",
            "session", "csrf", "method", "_method", "callback", "select", "fields", "include", "expand", "sort", "order_by",
            "filter",
        ] + (0..<6).map { "member_\($0)" }

    /// A request of each route as the lead would send it, or as anybody would who has no token.
    private struct Sent: Sendable {
        let operation: String
        let method: String, target: String
        let head: String
        let json: JSON?
    }

    private static func requests(_ token: String) -> [Sent] {
        RouteTable.all.enumerated().map { number, route in
            let target = route.path.replacing("{id}", with: UUIDText.string(TestClinic.robin)).replacing(
                "{token}", with: "unknown")
            var head = "Host: localhost\r\n"
            if route.policy != nil { head += "Authorization: Bearer \(token)\r\n" }
            if route.traits.contains(.idempotent) { head += "Idempotency-Key: abuse-\(number)\r\n" }
            if route.traits.contains(.ifMatch) { head += "If-Match: *\r\n" }
            return Sent(
                operation: route.operation, method: route.method.rawValue, target: target, head: head,
                json: route.body.flatMap { $0.isJSON ? $0.example : nil })
        }
    }

    @Test("fifty members that no route knows are refused by each that takes a body, one by one, and change nothing")
    func unknownMembers() async throws {
        #expect(Set(Self.names).count == 50)
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let bodies = Self.requests(token).filter { $0.json != nil }
            #expect(bodies.count >= 20)
            for sent in bodies {
                guard case .object(let members)? = sent.json else { continue }
                let taken = Set(members.map(\.name))
                let answers = try await api.loopback(seconds: 120) { client in
                    try Self.names.filter { !taken.contains($0) }.map { name in
                        let body = WireText.of(.object(members + [.init(name: name, value: .string("x"))]))
                        client.send(
                            "\(sent.method) \(sent.target) HTTP/1.1\r\n\(sent.head)Content-Type: application/json\r\n"
                                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                        return (name, try client.receive())
                    }
                }
                for (name, answer) in answers {
                    #expect(answer?.status == 422, "\(sent.operation) and \(name): \(answer?.status ?? 0)")
                    #expect(
                        answer?.pointers.contains { $0.hasSuffix(name.replacing("~", with: "~0").replacing("/", with: "~1")) }
                            == true,
                        "\(sent.operation) and \(name): \(answer?.text.prefix(200) ?? "")")
                }
            }
        }
    }

    @Test("no route lets a second request in behind a first whose end is told in two ways")
    func smuggling() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let second = "GET /v1/me HTTP/1.1\r\nHost: smuggled\r\nAuthorization: Bearer \(token)\r\n\r\n"
            let ends = [
                "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Content-Length: 5\r\nContent-Length: 0\r\n\r\n",
                "Content-Length: +0\r\n\r\n", "Content-Length: 0x0\r\n\r\n", "Transfer-Encoding: xchunked\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", "X: a\u{0}b\r\n\r\n",
            ]
            for sent in Self.requests(token) {
                for end in ends {
                    let raw = "\(sent.method) \(sent.target) HTTP/1.1\r\n\(sent.head)\(end)\(second)"
                    let answers = try await api.loopback(seconds: 2) { client in
                        client.send(raw)
                        var found: [Answer] = []
                        while found.count < 2, let answer = try? client.receive() { found.append(answer) }
                        return found
                    }
                    #expect(
                        answers.count <= 1 || answers[1].status != 200 || !answers[1].text.contains("\"role\""),
                        "\(sent.operation): \(end.debugDescription)")
                    #expect(answers.allSatisfy { $0.status < 500 }, "\(sent.operation): \(end.debugDescription)")
                }
            }
        }
    }

    @Test("no route writes what it was sent to the log, and none writes more than one line for a request")
    func logInjection() async throws {
        let clinic = try await TestClinic.open()
        let lines = CollectedLines()
        var configuration = APIConfiguration()
        configuration.port = 0
        let token = try await clinic.act(as: .operator) { try await $0.issueToken(role: .lead, label: "test").token.text }
        let server = try await APIServer.start(configuration, gate: clinic.gate, logger: lines.logger)
        let client = try LoopbackClient(port: server.port, seconds: 60)
        let requests = Self.requests(token)
        let before = lines.all.count
        for sent in requests {
            let body = sent.json.map { json -> String in
                guard case .object(let members) = json else { return "{}" }
                return WireText.of(
                    .object(members.map { .init(name: $0.name, value: .string("canary\r\n{\"level\":\"forged\"}")) }))
            }
            let content = body.map { "Content-Type: application/json\r\nContent-Length: \($0.utf8.count)\r\n\r\n\($0)" } ?? "\r\n"
            client.send(
                "\(sent.method) \(sent.target)?q=canary%0d%0a%7b%22level%22:%22forged%22%7d HTTP/1.1\r\n\(sent.head)User-Agent: canary\r\n"
                    + "Referer: https://canary.example/\r\nX-Request-Id: canary\r\nX-Forwarded-For: canary\r\n\(content)")
            _ = try client.receive()
        }
        await server.stop()
        await clinic.close()
        let text = lines.all.dropFirst(before)
        #expect(text.count >= requests.count)
        #expect(!text.contains { $0.contains("canary") || $0.contains("forged") || $0.contains(token) })
        #expect(!text.contains { $0.contains(where: \.isNewline) })
    }
}

/// A value as it travels.
enum WireText {
    static func of(_ json: JSON) -> String {
        switch json {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .decimal(let text): text
        case .string(let text):
            "\""
                + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\r", with: "\\r")
                .replacing("\n", with: "\\n") + "\""
        case .array(let items): "[" + items.map(of).joined(separator: ",") + "]"
        case .object(let members): "{" + members.map { "\"\($0.name)\":" + of($0.value) }.joined(separator: ",") + "}"
        }
    }
}
