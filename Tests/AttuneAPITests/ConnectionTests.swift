import Access
import Clinic
import Testing

@testable import AttuneAPI

@Suite("A connection")
struct ConnectionTests {
    private static func head(
        _ token: String, _ path: String = "/v1/clients", type: String = "application/json", key: String, _ more: String
    ) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\nIdempotency-Key: \(key)\r\nContent-Type: \(type)\r\n\(more)\r\n"
    }

    @Test("answers whoever has said all and goes on listening, and then ends")
    func halfClosed() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let (status, isClosed) = try await api.loopback { client in
                client.send("GET /v1/therapists HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n")
                client.endSending()
                return (try client.receive()?.status, try client.isClosed())
            }
            #expect(status == 200)
            #expect(isClosed)
            let nothingSaid = try await api.loopback { client in
                client.endSending()
                return try client.isClosed()
            }
            #expect(nothingSaid)
        }
    }

    @Test("takes hundreds of requests at once, and answers them in their order")
    func manyAtOnce() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let body = #"{"full_name":"Ash Test"}"#
            let answers = try await api.loopback { client in
                for turn in 0..<300 {
                    if turn % 100 == 50 {
                        client.send(Self.head(token, key: "t\(turn)", "Content-Length: \(body.utf8.count)\r\n") + body)
                    } else {
                        let path = turn.isMultiple(of: 2) ? "/livez" : "/v1/nothing"
                        client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                    }
                }
                return try (0..<300).map { _ in try client.receive()?.status }
            }
            #expect(answers == (0..<300).map { $0 % 100 == 50 ? 201 : $0.isMultiple(of: 2) ? 200 : 404 })
        }
    }

    @Test("answers what came whole before it says that what followed cannot be read", arguments: Broken.allCases)
    func brokenBehind(_ broken: Broken) async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let whole = "GET /v1/therapists HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n"
            let (answers, isClosed) = try await api.loopback { client in
                client.send(whole + whole + broken.text(token) + whole)
                var answers: [Int] = []
                while let answer = try client.receive() { answers.append(answer.status) }
                return (answers, try client.isClosed())
            }
            #expect(answers == [200, 200, broken.status])
            #expect(isClosed)
        }
    }

    enum Broken: CaseIterable {
        case line, field, length, chunk, headers

        func text(_ token: String) -> String {
            switch self {
            case .line: "GE T / HTTP/1.1\r\n\r\n"
            case .field: "GET /livez HTTP/1.1\r\nHost: a\r\nX Y: 1\r\n\r\n"
            case .length: "POST /v1/clients HTTP/1.1\r\nHost: a\r\nContent-Length: twelve\r\n\r\n"
            case .chunk: ConnectionTests.head(token, key: "c", "Transfer-Encoding: chunked\r\n") + "ZZ\r\n"
            case .headers: "GET /livez HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: 20_000))\r\n\r\n"
            }
        }
        var status: Int { self == .headers ? 431 : 400 }
    }

    @Test(
        "a request names one host, and its body comes in no coding but chunks: whatever else is refused, and nothing is read after it"
    )
    func smuggling() async throws {
        try await APIHarness.with { api in
            let chunks = "0\r\n\r\n"
            let wrong: [(String, Int, String)] = [
                ("GET /livez HTTP/1.1\r\n\r\n", 400, "http.no_host"),
                ("GET /livez HTTP/1.1\r\nHost:\r\n\r\n", 400, "http.no_host"),
                ("GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "http.no_host"),
                ("GET /livez HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n", 400, "http.no_host"),
                (
                    "POST /v1/clients HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n\(chunks)", 400,
                    "http.transfer_coding"
                ),
                (
                    "POST /v1/clients HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)",
                    400,
                    "http.transfer_coding"
                ),
            ]
            for (text, status, code) in wrong {
                let answers = try await api.loopback { client in
                    client.send("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n" + text + "GET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                    return [try client.receive(), try client.receive(), try client.receive()]
                }
                #expect(answers.map { $0?.status } == [200, status, nil], "\(text)")
                #expect(answers[1]?.code == code, "\(text)")
            }
            // A probe of the old kind is no fault.
            let old = try await api.loopback { client in
                client.send("GET /livez HTTP/1.0\r\n\r\n")
                return try client.receive()?.status
            }
            #expect(old == 200)
        }
    }

    @Test("says nothing more to a request that has its answer, when its body breaks afterwards")
    func brokenAfterwards() async throws {
        try await APIHarness.with { api in
            let (status, more) = try await api.loopback { client in
                client.send("POST /v1/nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                let status = try client.receive()?.status
                client.send("ZZ\r\n")
                return (status, try client.receive()?.status)
            }
            #expect(status == 404)
            #expect(more == nil)
        }
    }

    @Test("reads no more of what nobody wants than it must, and what follows is a request again")
    func unwanted() async throws {
        try await APIHarness.with { api in
            // The answer is out before the body is; the body is passed over.
            let statuses = try await api.loopback { client in
                let part = String(repeating: "x", count: 4_096)
                client.send("POST /v1/nothing HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
                let first = try client.receive()?.status
                for _ in 0..<40 { client.send("1000\r\n\(part)\r\n") }
                client.send("0\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\n\r\n")
                return [first, try client.receive()?.status]
            }
            #expect(statuses == [404, 200])
        }
    }

    @Test("a body that is wanted comes whole, however it is cut, up to its route's limit")
    func wanted() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.intake])
            let csv = "name\n\"" + String(repeating: "x", count: 300_000) + "\"\n"
            let pieces = Array(csv.utf8)
            let status = try await api.loopback { client in
                client.send(
                    Self.head(token, "/v1/referrals/import", type: "text/csv", key: "w", "Content-Length: \(pieces.count)\r\n"))
                for start in stride(from: 0, to: pieces.count, by: 7_001) {
                    client.send(Array(pieces[start..<min(start + 7_001, pieces.count)]))
                }
                return try client.receive()?.status
            }
            // Every row has its fault told; it was read to its end to learn that.
            #expect(status == 200)
            let announced = try await api.loopback { client in
                client.send(
                    Self.head(
                        token, "/v1/referrals/import", type: "text/csv", key: "v",
                        "Content-Length: 10000000000\r\nExpect: 100-continue\r\n"))
                return (try client.receive()?.status, try client.isClosed())
            }
            #expect(announced.0 == 413)
            #expect(announced.1)
        }
    }

    @Test("a body that breaks off is refused or forgotten, nothing of it is written, and the server goes on")
    func brokenOff() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let before = try await api.get("/v1/clients").body
            for more in ["Content-Length: 400\r\n", "Transfer-Encoding: chunked\r\n"] {
                let answer = try await api.loopback { client in
                    client.send(
                        Self.head(token, key: "b", more) + (more.hasPrefix("T") ? "40\r\n{\"full_name\"" : "{\"full_name\""))
                    client.endSending()
                    return try client.receive()?.status
                }
                #expect(answer == 400)
                // Gone altogether, before and while it is answered.
                try await api.loopback { client in client.send(Self.head(token, key: "c", more)) }
                try await api.loopback { client in
                    client.send("GET /v1/therapists HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n")
                }
            }
            #expect(try await api.get("/v1/clients").body == before)
            #expect(try await api.get("/livez").status == 200)
        }
    }

    @Test("whoever waits to be told to go on is told, and then answered")
    func goOn() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let body = #"{"full_name":"Ash Test"}"#
            let (interim, status) = try await api.loopback { client in
                client.send(Self.head(token, key: "g", "Expect: 100-continue\r\nContent-Length: \(body.utf8.count)\r\n"))
                let interim = try client.receive(interim: true)?.status
                client.send(body)
                return (interim, try client.receive()?.status)
            }
            #expect(interim == 100)
            #expect(status == 201)
        }
    }

    @Test("a server that is told to stop finishes what it has begun, and keeps no idle connection")
    func stopping() async throws {
        try await APIHarness.with { api in
            let token = try #require(api.tokens[.lead])
            let idle = try LoopbackClient(port: api.server.port)
            defer { withExtendedLifetime(idle) {} }
            async let answers = withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        try await api.loopback { client in
                            client.send("GET /v1/therapists HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \(token)\r\n\r\n")
                            return try client.receive()?.status
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await Task.sleep(for: .milliseconds(5))
            await api.server.stop()
            // Whoever came too late was closed; nobody was cut off in the middle of an answer.
            for status in (try? await answers) ?? [] { #expect(status == 200 || status == nil) }
        }
    }
}
