import Access
import TestKit
import Testing

@testable import AttuneAPI

/// A copy and the end of a file, as two leads meet them in sessions of their own.
@Suite("A person's rights over HTTP")
struct RightsDoorTests {
    @Test("a copy is for a lead in a fresh session who has opened the file; a token gets none, and names are taken out")
    func copy() async throws {
        try await APIHarness.with { api in
            let kim = try await TestStaff.join(api.clinic, role: .lead, email: "kim@clinic.example", name: "Kim")
            let token = try await kim.signIn(api.clinic).token.text
            let path = "/v1/clients/\(UUIDText.string(TestClinic.robin))"
            let names = #"{"redact":["curlew"]}"#
            let byToken = try await api.request("POST", path + "/copy", as: .lead, body: "{}")
            #expect(byToken.status == 403 && byToken.code == "access.step_up_needed")
            let closed = try await api.request("POST", path + "/copy", as: nil, token: token, body: names)
            #expect(closed.status == 403 && closed.code == "copy.file_closed")
            let opened = try await api.request(
                "POST", path + "/break-glass", as: nil, token: token, key: "open-1",
                body: #"{"reason":"They asked for a copy; the Curlew said so"}"#)
            #expect(opened.status == 201)
            let made = try await api.request("POST", path + "/copy", as: nil, token: token, body: names)
            #expect(made.status == 200 && made.text.contains("They asked for a copy; the [somebody else] said so"))
            #expect(made.text.contains("robin@example.org") && !made.text.contains("sam@example.org"))
            // Kept nowhere: the same request again makes another copy, on record.
            #expect(try await api.request("POST", path + "/copy", as: nil, token: token, body: names).status == 200)
        }
    }

    @Test("a file goes when one lead asks and another confirms, each in a session; neither alone, and not the neighbour's")
    func destruction() async throws {
        try await APIHarness.with { api in
            let kim = try await TestStaff.join(api.clinic, role: .lead, email: "kim@clinic.example", name: "Kim")
            let noa = try await TestStaff.join(api.clinic, role: .lead, email: "noa@clinic.example", name: "Noa")
            let (one, other) = (try await kim.signIn(api.clinic).token.text, try await noa.signIn(api.clinic).token.text)
            let added = try await api.post("/v1/clients", as: .frontDesk, #"{"full_name":"Ash Test"}"#)
            let path = "/v1/clients/" + (added.text("id") ?? "")
            let reference = added.text("reference") ?? ""
            let ask = { (token: String, body: String, key: String) in
                try await api.request("POST", path + "/destruction", as: nil, token: token, key: key, body: body)
            }
            #expect(try await ask(one, "{}", "ask-1").code == "destruction.not_due")
            let asked = try await ask(one, #"{"early_reason":"They asked that it be gone"}"#, "ask-2")
            #expect(asked.status == 200 && asked.json["early"] == .bool(true))
            #expect(try await api.get(path + "/destruction").text("reference") == reference)
            let confirm = { (token: String, reference: String) in
                try await api.request(
                    "POST", path + "/destruction/confirm", as: nil, token: token, body: #"{"reference":"\#(reference)"}"#)
            }
            #expect(try await confirm(one, reference).code == "destruction.same_person")
            #expect(try await confirm(other, "C-9999").code == "destruction.wrong_reference")
            let byToken = try await api.request(
                "POST", path + "/destruction/confirm", as: .lead, body: #"{"reference":"\#(reference)"}"#)
            #expect(byToken.code == "access.step_up_needed")
            let certificate = try await confirm(other, reference)
            #expect(
                certificate.status == 200 && certificate.text("asked_as") == "lead" && certificate.text("confirmed_as") == "lead")
            #expect(try await api.get(path).status == 404)
            #expect(try await confirm(other, reference).status == 404)
        }
    }
}
