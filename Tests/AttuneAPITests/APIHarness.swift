import Access
import Clinic
import Dispatch
import HTTPTypes
import Logging
import TestKit
import Testing

import class Foundation.Thread
import struct Foundation.UUID

@testable import AttuneAPI

/// A server on a free port over a fresh small clinic, with a bearer token for each role. Every answer is held against the schema that
/// its route documents.
struct APIHarness: Sendable {
    let clinic: TestClinic
    let server: APIServer
    let tokens: [Role: String]
    let otherTherapist: String
    private let routes: [Route]

    /// A whole run's tests work at once on a machine of two processors: how long an answer takes is no part of what most of them test.
    static let patience: Duration = .seconds(120)

    static func open(
        deadline: Duration = APIHarness.patience, checks: [ReadinessCheck] = [], language: Language = .english,
        publicURL: String? = nil, routes: [Route] = RouteTable.all, requestsPerSecond: Int? = nil
    ) async throws
        -> APIHarness
    {
        let clinic = try await TestClinic.open()
        var configuration = APIConfiguration()
        configuration.port = 0
        configuration.publicURL = publicURL
        configuration.clinic.language = language
        configuration.requestDeadline = deadline
        if let requestsPerSecond { configuration.requestsPerSecond = requestsPerSecond }
        var tokens: [Role: String] = [:]
        let roles: [Role] = [.lead, .intake, .frontDesk, .therapist, .integration]
        for role in roles {
            tokens[role] = try await clinic.act(as: .operator) { act in
                try await act.issueToken(role: role, therapist: role == .therapist ? TestClinic.amara : nil, label: "test").token
                    .text
            }
        }
        let other = try await clinic.act(as: .operator) { act in
            try await act.issueToken(role: .therapist, therapist: TestClinic.tomasz, label: "test").token.text
        }
        let server = try await APIServer.start(configuration, gate: clinic.gate, checks: checks, routes: routes, logger: quiet)
        return APIHarness(clinic: clinic, server: server, tokens: tokens, otherTherapist: other, routes: routes)
    }

    func close() async {
        await server.stop()
        await clinic.close()
    }

    static func with<T>(
        deadline: Duration = APIHarness.patience, checks: [ReadinessCheck] = [], language: Language = .english,
        publicURL: String? = nil, routes: [Route] = RouteTable.all, requestsPerSecond: Int? = nil,
        _ body: (APIHarness) async throws -> T
    ) async throws -> T {
        let harness = try await open(
            deadline: deadline, checks: checks, language: language, publicURL: publicURL, routes: routes,
            requestsPerSecond: requestsPerSecond)
        do {
            let value = try await body(harness)
            await harness.close()
            return value
        } catch {
            await harness.close()
            throw error
        }
    }

    /// Runs blocking socket work on a thread of its own.
    func loopback<T: Sendable>(seconds: Int = 120, _ body: @escaping @Sendable (LoopbackClient) throws -> T) async throws -> T {
        let port = server.port
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detach {
                continuation.resume(with: Result { try body(LoopbackClient(port: port, seconds: seconds)) })
            }
        }
    }

    /// One request on a connection of its own.
    func request(
        _ method: String, _ target: String, as role: Role? = .lead, token: String? = nil, key: String? = nil,
        ifMatch: String? = nil,
        fields: [(String, String)] = [], type: String? = "application/json", body: String? = nil, bytes: [UInt8]? = nil
    ) async throws -> Answer {
        var head = "\(method) \(target) HTTP/1.1\r\nHost: localhost\r\n"
        if let token = token ?? role.flatMap({ tokens[$0] }) { head += "Authorization: Bearer \(token)\r\n" }
        if let key { head += "Idempotency-Key: \(key)\r\n" }
        if let ifMatch { head += "If-Match: \(ifMatch)\r\n" }
        for field in fields { head += "\(field.0): \(field.1)\r\n" }
        let content = bytes ?? body.map { Array($0.utf8) }
        if let content {
            if let type { head += "Content-Type: \(type)\r\n" }
            head += "Content-Length: \(content.count)\r\n"
        }
        head += "\r\n"
        let sent = Array(head.utf8) + (content ?? [])
        let answer = try await loopback { client in
            client.send(sent)
            return try client.receive(hasBody: method != "HEAD")
        }
        let answered = try #require(answer, "no answer to \(method) \(target)")
        check(answered, method, target)
        return answered
    }

    func get(_ target: String, as role: Role? = .lead, fields: [(String, String)] = []) async throws -> Answer {
        try await request("GET", target, as: role, fields: fields)
    }

    func post(_ target: String, as role: Role? = .lead, key: String? = UUID().uuidString, _ body: String) async throws -> Answer {
        try await request("POST", target, as: role, key: key, body: body)
    }

    /// The status is documented, the body fits its schema, and the headers that every answer must have are there.
    private func check(_ answer: Answer, _ method: String, _ target: String) {
        #expect(answer["x-content-type-options"] == "nosniff", "\(method) \(target)")
        #expect(answer["cache-control"] == "no-store")
        #expect(answer["date"]?.hasSuffix(" GMT") == true)
        if answer["content-type"] == "application/problem+json", method != "HEAD" {
            var faults: [Fault] = []
            Problem.schema.check(answer.json, into: &faults)
            #expect(faults == [], "\(answer.text)")
        }
        let path = target.prefix { $0 != "?" }
        guard let wanted = HTTPRequest.Method(method), case .route(let index, _) = Router(routes).find(wanted, path) else {
            return
        }
        let route = routes[index]
        let documented = Set(route.answers.map(\.status.code) + OpenAPIDocument.problems(of: route).map(\.status))
        #expect(
            documented.contains(answer.status) || (answer.status == 304 && route.traits.contains(.conditional)),
            "\(method) \(target): \(answer.status) is not documented: \(answer.text)")
        guard method != "HEAD", let known = route.answers.first(where: { $0.status.code == answer.status }),
            let schema = known.schema
        else { return }
        var faults: [Fault] = []
        schema.check(answer.json, into: &faults)
        #expect(faults == [], "\(method) \(target)")
    }

    func booking(
        at start: String, therapist: UUID = TestClinic.amara, client: UUID = TestClinic.robin, format: String = "online"
    ) -> String {
        """
        {"therapist":"\(UUIDText.string(therapist))","client":"\(UUIDText.string(client))",\
        "service":"\(UUIDText.string(TestClinic.session))","format":"\(format)","start":"\(start)"}
        """
    }
}

extension Thread {
    fileprivate static func detach(_ body: @escaping @Sendable () -> Void) {
        let thread = Thread(block: body)
        thread.stackSize = 512 * 1_024
        thread.start()
    }
}
