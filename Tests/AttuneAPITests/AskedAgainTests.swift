import Access
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

@Suite("What a caller may hold on to: cursors, and answers that are told again", .serialized)
struct AskedAgainTests {
    @Test("a cursor that nobody was given is refused as one, wherever it is sent")
    func forgedCursors() async throws {
        try await APIHarness.with { api in
            let longAgo = Base64URL.encode([1, 0x80] + [UInt8](repeating: 0, count: 23))
            for path in [
                "/v1/proposals?", "/v1/allocations?", "/v1/early-checks?", "/v1/referrals-out?",
                "/v1/appointments?from=2027-01-01T00:00:00Z&until=2027-02-01T00:00:00Z&",
            ] {
                let answer = try await api.request("GET", path + "cursor=" + longAgo)
                #expect(answer.status == 422, "\(path): \(answer.text)")
            }
            let ofGroup = Base64URL.encode([1, 0xFF, 0x80] + [UInt8](repeating: 0, count: 23))
            #expect(try await api.request("GET", "/v1/referrals?cursor=" + ofGroup).status == 422)
        }
    }

    @Test("an answer that is told again is on record, and not told to whom may not see the client any more")
    func toldAgain() async throws {
        try await APIHarness.with { api in
            func looks() async throws -> Int {
                let count = Statement(
                    "AskedAgainTests/again", sent: .lease, "SELECT count(*) FROM audit WHERE action = 'answer.repeated'")
                return try await api.clinic.act(as: .operator) { act in
                    try await act.record("test.counted")
                    return try await act.query(count()).value(Int.self)
                }
            }
            let added = try await api.post("/v1/clients", as: .intake, key: "again-1", #"{"full_name":"Wren"}"#)
            let again = try await api.post("/v1/clients", as: .intake, key: "again-1", #"{"full_name":"Wren"}"#)
            #expect(added.status == 201 && again.status == 201 && again.body == added.body)
            #expect(try await looks() == 1)

            let article = try await api.post(
                "/v1/articles", ##"{"slug":"quiet","source":"# Quiet\n\nRest.\n","format":"markdown"}"##)
            let give = "{\"client\":\"\(UUIDText.string(TestClinic.robin))\",\"article\":\"\(try #require(article.text("id")))\"}"
            let given = try await api.post("/v1/handouts", as: .therapist, key: "again-2", give)
            #expect(given.status == 201)
            let end = Statement(
                "AskedAgainTests/end", sent: .lease,
                "UPDATE care_relationship SET during = tstzrange(lower(during), now()) WHERE client_id = $1 RETURNING id")
            try await api.clinic.act(as: .lead) { act in
                _ = try await act.query(end(TestClinic.robin))
                try await act.record("test.ended")
            }
            let ended = try await api.post("/v1/handouts", as: .therapist, key: "again-2", give)
            let absent = try await api.request("GET", "/v1/handouts/\(UUIDText.string(TestIDs.absent))", as: .therapist)
            #expect(ended.status == 404 && ended.code == absent.code, "\(ended.text)")
            #expect(try await looks() == 1)
        }
    }
}
