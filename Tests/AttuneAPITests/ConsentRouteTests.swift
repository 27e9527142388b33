import Access
import Clinic
import TestKit
import Testing

@testable import AttuneAPI

@Suite("A referral's consent over HTTP")
struct ConsentRouteTests {
    @Test("is recorded under the referral's version, shown with its basis and days, and withdrawn with what that ended")
    func record() async throws {
        try await APIHarness.with { api in
            let added = try await api.post("/v1/referrals", as: .intake, #"{"source":"physician","full_name":"Ash Test"}"#)
            let path = try #require(added["location"])
            #expect(added.json["consent"] == .null && added.json["matching_consent"] == .bool(false))
            let triage = #"{"outcome":"soon","reason":"Asked twice already"}"#
            let triaged = try await api.request("POST", path + "/triage", as: .intake, ifMatch: "*", body: triage)
            let refused = try await api.get(path + "/matches", as: .intake)
            #expect(refused.status == 409 && refused.code == "referral.no_consent")
            let body = #"{"basis":"guardian","given_on":"2026-01-05","until":"2199-01-01"}"#
            #expect(try await api.request("PUT", path + "/consent", as: .intake, body: body).status == 428)
            #expect(try await api.request("PUT", path + "/consent", as: .intake, ifMatch: "\"99\"", body: body).status == 412)
            let done = try await api.request("PUT", path + "/consent", as: .intake, ifMatch: triaged["etag"], body: body)
            #expect(done.status == 200 && done.json["matching_consent"] == .bool(true), "\(done.text)")
            #expect(done.json["consent"]?["basis"] == .string("guardian") && done["etag"] != triaged["etag"])
            #expect(try await api.get(path + "/matches", as: .intake).status == 200)
            for wrong in [
                #"{}"#, #"{"basis":"hearsay"}"#, #"{"basis":"own","given_on":"2199-01-01"}"#,
                #"{"basis":"own","until":"2020-01-01"}"#,
            ] {
                #expect(
                    try await api.request("PUT", path + "/consent", as: .intake, ifMatch: "*", body: wrong).status == 422,
                    "\(wrong)")
            }
            for role in [Role.frontDesk, .therapist, .integration] {
                #expect(try await api.request("PUT", path + "/consent", as: role, ifMatch: "*", body: body).status == 403)
                #expect(try await api.request("DELETE", path + "/consent", as: role, ifMatch: "*").status == 403)
            }
            let gone = try await api.request("DELETE", path + "/consent", as: .intake, ifMatch: done["etag"])
            #expect(gone.status == 200 && gone.json["ended_proposals"] == .array([]), "\(gone.text)")
            let after = try await api.get(path, as: .intake)
            #expect(after.json["matching_consent"] == .bool(false) && after.json["consent"]?["revoked_at"] != .null)
        }
    }
}
