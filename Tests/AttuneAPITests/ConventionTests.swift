import Access
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

@Suite("Conventions that every route keeps", .serialized)
struct ConventionTests {
    @Test("a key makes one effect: the same request is replayed byte for byte, another with the key is refused")
    func idempotency() async throws {
        try await APIHarness.with { api in
            let body = #"{"full_name":"Ash Test","contact_points":[{"channel":"email","value":"ash@example.org"}]}"#
            let first = try await api.post("/v1/clients", key: "one", body)
            #expect(first.status == 201)
            #expect(first["idempotency-replayed"] == nil)
            let again = try await api.post("/v1/clients", key: "one", body)
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again["location"] == first["location"])
            #expect(again["etag"] == first["etag"])
            #expect(again["idempotency-replayed"] == "true")
            let other = try await api.post("/v1/clients", key: "one", #"{"full_name":"Somebody Else"}"#)
            #expect(other.status == 422)
            #expect(other.code == "idempotency.key_reused")
            // Another actor's key is another key.
            #expect(try await api.post("/v1/clients", as: .intake, key: "one", #"{"full_name":"Third Test"}"#).status == 201)
            for wrong in [nil, "", "has space", String(repeating: "k", count: 256)] {
                #expect(try await api.post("/v1/clients", key: wrong, body).code == "idempotency.key_required")
            }
            guard case .array(let clients)? = try await api.get("/v1/clients").json["data"] else { return #expect(Bool(false)) }
            #expect(clients.count == 5)
        }
    }

    @Test("twenty retries at once make one effect: the others are replayed or told to ask again")
    func concurrentRetries() async throws {
        try await APIHarness.with { api in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 { group.addTask { try await api.post("/v1/clients", key: "same", #"{"full_name":"Ash Test"}"#) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency.in_flight" })
            #expect(answers.count { $0.status == 201 && $0["idempotency-replayed"] == nil } == 1)
            #expect(Set(answers.filter { $0.status == 201 }.map(\.body)).count == 1)
            guard case .array(let clients)? = try await api.get("/v1/clients").json["data"] else { return #expect(Bool(false)) }
            #expect(clients.count == 4)
        }
    }

    @Test("a retry of what can exist only once hears its own answer, never that it exists already")
    func retriesOfWhatIsUnique() async throws {
        try await APIHarness.with { api in
            let body = #"{"slug":"mika","display_name":"Mika Ünal","formats":["online"],"capacity":12}"#
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<20 { group.addTask { try await api.post("/v1/therapists", key: "same", body) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 201 || $0.code == "idempotency.in_flight" }, "\(answers.map(\.text))")
            #expect(Set(answers.filter { $0.status == 201 }.map(\.body)).count == 1)
            #expect(try await api.post("/v1/therapists", key: "same", body)["idempotency-replayed"] == "true")
            #expect(try await api.post("/v1/therapists", key: "another", body).code == "therapist.slug_taken")
            // Whoever may not do it at all is told that, with a key that is taken and with one that is not.
            for key in ["same", "fresh"] {
                #expect(try await api.post("/v1/therapists", as: .frontDesk, key: key, body).status == 403)
            }
        }
    }

    @Test("a refusal is not kept: the same key may try again")
    func refusalsAreNotKept() async throws {
        try await APIHarness.with { api in
            let body = api.booking(at: "\(Ahead.tuesday)T09:00")
            #expect(try await api.post("/v1/appointments", key: "other", api.booking(at: "\(Ahead.tuesday)T09:00")).status == 201)
            let refused = try await api.post("/v1/appointments", key: "mine", body)
            #expect(refused.status == 409)
            let retried = try await api.post("/v1/appointments", key: "mine", api.booking(at: "\(Ahead.tuesday)T10:00"))
            #expect(retried.status == 201, "\(retried.text)")
        }
    }

    @Test("changing needs the version that was read; a stale one hears the current one")
    func versions() async throws {
        try await APIHarness.with { api in
            let booked = try await api.post("/v1/appointments", api.booking(at: "\(Ahead.tuesday)T09:00"))
            #expect(booked.status == 201, "\(booked.text)")
            let path = try #require(booked["location"])
            let tag = try #require(booked["etag"])
            #expect(try await api.get(path)["etag"] == tag)
            let known = try await api.get(path, fields: [("If-None-Match", tag)])
            #expect(known.status == 304)
            #expect(known.body.isEmpty)
            #expect(try await api.request("POST", path + "/cancel").status == 428)
            let move = #"{"start":"\#(Ahead.tuesday)T10:00"}"#
            // Further than any version can count.
            for verb in ["cancel", "move", "arrive", "expect"] {
                let far = try await api.request(
                    "POST", path + "/" + verb, ifMatch: "\"9999999999\"", body: verb == "move" ? move : nil)
                #expect(far.status == 412, "\(verb): \(far.text)")
            }
            let moved = try await api.request("POST", path + "/move", ifMatch: tag, body: move)
            #expect(moved.status == 200, "\(moved.text)")
            #expect(moved["etag"] != tag)
            let stale = try await api.request("POST", path + "/cancel", ifMatch: tag)
            #expect(stale.status == 412)
            #expect(stale["etag"] == moved["etag"])
            for wrong in ["W/\"2\"", "2", "\"two\""] {
                #expect(try await api.request("POST", path + "/cancel", ifMatch: wrong).status == 412)
            }
            let cancelled = try await api.request("POST", path + "/cancel", ifMatch: moved["etag"], body: #"{"reason":"Unwell"}"#)
            #expect(cancelled.status == 200, "\(cancelled.text)")
            #expect(cancelled.text("status") == "cancelled")
            // Staff's reasons are not for the front desk.
            #expect(try await api.get(path).text("status_reason") == "Unwell")
            #expect(try await api.get(path, as: .frontDesk).json["status_reason"] == nil)
        }
    }

    @Test("pages of any size add up to the same list, and end")
    func pages() async throws {
        try await APIHarness.with { api in
            for number in 0..<7 { _ = try await api.post("/v1/clients", "{\"full_name\":\"Test \(number)\"}") }
            func ids(_ limit: Int) async throws -> [String] {
                var found: [String] = []
                var target: String? = "/v1/clients?limit=\(limit)"
                while let next = target {
                    let page = try await api.get(next)
                    #expect(page.status == 200)
                    guard case .array(let rows)? = page.json["data"] else { break }
                    #expect(rows.count <= limit)
                    found += rows.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
                    target = page.text("next")
                    if let target { #expect(page["link"] == "<\(target)>; rel=\"next\"") }
                }
                return found
            }
            let all = try await ids(200)
            #expect(all.count == 10)
            #expect(Set(all).count == 10)
            for limit in [1, 3, 9, 10, 11] { #expect(try await ids(limit) == all) }
        }
    }

    @Test("of two hundred who want one hour, one gets it, and all are answered")
    func race() async throws {
        try await APIHarness.with { api in
            let body = api.booking(at: "\(Ahead.wednesday)T09:00")
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for _ in 0..<200 { group.addTask { try await api.post("/v1/appointments", body) } }
                return try await group.reduce(into: [Answer]()) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 201 } == 1)
            #expect(answers.count { $0.status == 409 } == 199, "\(Set(answers.map(\.status)))")
        }
    }
}
