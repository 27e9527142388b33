import Access
import TestKit
import Testing

@testable import AttuneAPI

@Suite("A therapist's own profile over HTTP")
struct ProfileRouteTests {
    private static let body = #"""
        {"pronouns":"she/her","gender":null,"profile":"I work slowly.","languages":["en","fr"],"modalities":["emdr"],"published":["profile"]}
        """#

    @Test("is changed under its version, appears in the directory at once, and is gone when she does not agree any more")
    func own() async throws {
        try await APIHarness.with { api in
            let own = "/v1/therapists/\(UUIDText.string(TestClinic.amara))"
            let before = try await api.get(own, as: .therapist)
            #expect(try await api.request("PUT", "/v1/me/profile", as: .therapist, body: Self.body).status == 428)
            #expect(
                try await api.request("PUT", "/v1/me/profile", as: .therapist, ifMatch: "\"999\"", body: Self.body).status == 412)
            let done = try await api.request("PUT", "/v1/me/profile", as: .therapist, ifMatch: before["etag"], body: Self.body)
            #expect(done.status == 200 && done.text("profile") == "I work slowly.", "\(done.text)")
            #expect(try await api.get("/v1/directory", as: nil).text.contains("I work slowly."))
            for role in [Role.lead, .intake, .frontDesk, .integration] {
                #expect(try await api.request("PUT", "/v1/me/profile", as: role, ifMatch: "*", body: Self.body).status == 403)
            }
            #expect(try await api.request("PUT", own + "/profile", as: .therapist, ifMatch: "*", body: Self.body).status == 403)
            for extra in [#""capacity":9"#, #""fee_cents":1"#, #""specialties":[]"#, #""credentials":[]"#] {
                let more = Self.body.replacing("{\"pronouns\"", with: "{\(extra),\"pronouns\"")
                #expect(try await api.request("PUT", "/v1/me/profile", as: .therapist, ifMatch: "*", body: more).status == 422)
            }
            let none = Self.body.replacing(#"["profile"]"#, with: "[]")
            let gone = try await api.request("PUT", own + "/profile", as: .lead, ifMatch: "*", body: none)
            #expect(gone.status == 200 && gone.json["published_on"] == .null, "\(gone.text)")
            #expect(try await api.get("/v1/directory", as: nil).text.contains("I work slowly.") == false)
        }
    }
}
