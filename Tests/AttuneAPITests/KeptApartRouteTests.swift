import Access
import Clinic
import Database
import TestKit
import Testing

@testable import AttuneAPI

@Suite("Keeping two clients apart over HTTP")
struct KeptApartRouteTests {
    private static let robin = UUIDText.string(TestClinic.robin), noor = UUIDText.string(TestClinic.noor)
    private static let words = "Police file 24-1180; she moved because of him."

    private static func path(_ client: String) -> String { "/v1/clients/\(client)/kept-apart" }
    private static func body(_ other: String, _ more: String = "") -> String {
        #"{"other":"\#(other)","kind":"alleged_harm"\#(more)}"#
    }

    @Test("an entry is the same from either of the two, closes the other's therapist while it lasts, and ends")
    func both() async throws {
        try await APIHarness.with { api in
            let reason = #","reason":"\#(Self.words)""#
            let made = try await api.post(Self.path(Self.noor), as: .intake, key: "apart-1", Self.body(Self.robin, reason))
            #expect(made.status == 201 && made.text("other") == Self.robin && made.text("reason") == Self.words, "\(made.text)")
            let again = try await api.post(Self.path(Self.noor), as: .intake, key: "apart-1", Self.body(Self.robin, reason))
            #expect(again.body == made.body)
            for (client, other) in [(Self.noor, Self.robin), (Self.robin, Self.noor)] {
                let found = try await api.get(Self.path(client))
                #expect(found.status == 200 && found.entries.count == 1, "\(found.text)")
                #expect(found.entries.first?["other"] == .string(other) && found.entries.first?["until"] == .null)
                #expect(found.entries.first?["reason"] == .string(Self.words))
            }
            let twice = try await api.post(Self.path(Self.robin), as: .lead, Self.body(Self.noor))
            #expect(twice.status == 409 && twice.code == "kept_apart.already")
            // Robin is Amara's: for Noor she has no time, and nobody hears why.
            let booking = api.booking(at: "\(Ahead.tuesday)T09:00", client: TestClinic.noor)
            let refused = try await api.post("/v1/appointments", as: .frontDesk, booking)
            #expect(refused.status == 409 && !refused.text.contains("apart"), "\(refused.text)")
            let end = "/v1/kept-apart/\(made.text("id") ?? "")/end"
            for role in [Role.frontDesk, .therapist, .integration] {
                #expect(try await api.request("POST", end, as: role, key: "k").status == 403)
            }
            #expect(try await api.request("POST", end, as: .lead, key: "end-1").status == 204)
            #expect(try await api.request("POST", end, as: .lead, key: "end-2").code == "not_found")
            #expect(try await api.get(Self.path(Self.robin)).entries.isEmpty)
            #expect(try await api.post("/v1/appointments", as: .frontDesk, booking).status == 201)
        }
    }

    @Test("only the lead and intake read and write it; what is wrong is named, and nobody else learns of an entry")
    func refusals() async throws {
        try await APIHarness.with { api in
            #expect(try await api.post(Self.path(Self.noor), as: .lead, Self.body(Self.robin)).status == 201)
            for role in [Role.frontDesk, .therapist, .integration] {
                #expect(try await api.get(Self.path(Self.robin), as: role).status == 403)
                #expect(try await api.post(Self.path(Self.robin), as: role, Self.body(Self.noor)).status == 403)
            }
            // Nothing of it is in what those read who may see the client.
            for role in [Role.frontDesk, .therapist] {
                let file = try await api.get("/v1/clients/\(Self.robin)", as: role)
                #expect(file.status == 200 && !file.text.contains(Self.noor) && !file.text.contains("apart"))
            }
            let absent = UUIDText.string(TestIDs.absent)
            for wrong in [
                "{}", Self.body("robin"), Self.body(absent), Self.body(Self.noor),
                Self.body(Self.robin, #","because":"he said so""#),
                Self.body(Self.robin).replacing("alleged_harm", with: "enemies"),
                Self.body(Self.robin, #","until":"2020-01-01T00:00:00Z""#),
                Self.body(Self.robin, #","reason":"""#),
            ] {
                let answer = try await api.post(Self.path(Self.noor), wrong)
                #expect(answer.status == 422, "\(wrong): \(answer.text)")
            }
            for client in [absent, "robin"] {
                #expect(try await api.get(Self.path(client)).code == "not_found")
                #expect(try await api.post(Self.path(client), Self.body(Self.robin)).code == "not_found")
            }
            for id in [absent, Self.robin] {
                #expect(try await api.request("POST", "/v1/kept-apart/\(id)/end", key: "k-\(id)").code == "not_found")
            }
        }
    }

    @Test("why is sealed, looks are on record in each file, and neither file's record names the other")
    func record() async throws {
        try await APIHarness.with { api in
            let reason = #","reason":"\#(Self.words)""#
            _ = try await api.post(Self.path(Self.noor), as: .intake, Self.body(Self.robin, reason))
            _ = try await api.get(Self.path(Self.noor), as: .lead)
            let reader = api.clinic.reader(as: .lead)
            let actions = try await reader.query(Self.actions(TestClinic.noor, TestClinic.robin)).values(String.self)
            #expect(actions == ["client.read noor", "client.read robin", "kept_apart.added nobody"], "\(actions)")
            let kept = try await reader.query(Self.kept(Array("Police".utf8))).values(Int.self)
            #expect(kept == [0])
        }
    }

    private static let actions = Statement(
        "KeptApartRouteTests/actions", sent: .lane,
        """
        SELECT action || ' ' || CASE client_id WHEN $1 THEN 'noor' WHEN $2 THEN 'robin' ELSE 'nobody' END
          FROM audit WHERE operation IN ('keepApart', 'listKeptApart') AND clients IS NULL ORDER BY 1
        """)
    private static let kept = Statement(
        "KeptApartRouteTests/kept", sent: .lane,
        """
        SELECT (SELECT coalesce(sum(position($1::bytea IN reason)), 0) FROM kept_apart)::bigint
        """)
}

extension Answer {
    fileprivate var entries: [JSON] { if case .array(let entries)? = json["data"] { entries } else { [] } }
}
