import Access
import Clinic
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The HTTP door: how much one caller may send, and what is counted", .serialized)
struct LoadTests {
    @Test("a second's worth may come at once, then at the pace, and one caller's haste is not another's")
    func pace() throws {
        let limit = try #require(RequestLimit(perSecond: 10))
        let start = ContinuousClock.now
        let hasty = RequestLimit.Caller.token(TokenHash(of: "one")), calm = RequestLimit.Caller.token(TokenHash(of: "two"))
        let first = (0..<15).map { _ in limit.refuses(hasty, at: start) }
        #expect(first == Array(repeating: nil, count: 10) + Array(repeating: 1, count: 5))
        #expect(limit.refuses(calm, at: start) == nil)
        // 300 ms bring three more.
        let later = (0..<4).map { _ in limit.refuses(hasty, at: start + .milliseconds(300)) }
        #expect(later == [nil, nil, nil, 1])
        // Quiet brings back one second's worth and no more.
        let rested = (0..<11).map { _ in limit.refuses(hasty, at: start + .seconds(60)) }
        #expect(rested.filter { $0 == nil }.count == 10)
        #expect(RequestLimit(perSecond: 0) == nil)
    }

    @Test("beyond the limit a caller hears 429 and when to come back; health is always answered")
    func tooMany() async throws {
        try await APIHarness.with(requestsPerSecond: 1) { api in
            // At once, so that a slow machine does not wait the limit out.
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<40 { group.addTask { try await api.get("/v1/me") } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            for answer in answers where answer.status == 429 {
                #expect(answer["retry-after"].flatMap { Int($0) }.map { $0 >= 1 } == true)
                #expect(answer.text.contains("http.too_many"))
            }
            #expect(Set(answers.map(\.status)) == [200, 429])
            for _ in 0..<20 {
                let health = try await api.get("/livez", as: nil)
                #expect(health.status == 200)
            }
        }
    }

    @Test("what is counted names routes, methods and statuses, and nobody")
    func metrics() async throws {
        try await APIHarness.with { api in
            let robin = UUIDText.string(TestClinic.robin)
            _ = try await api.get("/v1/clients/\(robin)")
            _ = try await api.get("/v1/clients/\(robin.dropLast(12))000000000000")
            _ = try await api.get("/v1/nowhere")
            let answer = try await api.get("/metrics")
            #expect(answer["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let lines = answer.text.split(separator: "\n")
            let clients = #"attune_http_requests_total{route="/v1/clients/{id}",method="GET",status="#
            #expect(lines.contains { $0 == clients + #""200"} 1"# })
            #expect(lines.contains { $0 == clients + #""404"} 1"# })
            #expect(lines.contains { $0.hasPrefix(#"attune_http_requests_total{route="none",method="none",status="404"}"#) })
            #expect(!answer.text.contains(robin))
            // The last cell of a histogram is its count.
            for line in lines where line.contains(#"le="+Inf""#) {
                let count = line.replacing(#",le="+Inf""#, with: "").replacing("_bucket", with: "_count")
                #expect(lines.contains { $0 == count }, "\(line)")
            }
            let refused = try await api.get("/metrics", as: .frontDesk)
            #expect(refused.status == 403)
            let nobody = try await api.get("/metrics", as: nil)
            #expect(nobody.status == 401)
        }
    }
}
