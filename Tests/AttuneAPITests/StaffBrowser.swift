import Access
import HTTPTypes
import TestKit

/// Somebody in a session, as a browser holds it.
struct StaffBrowser {
    let api: APIHarness
    let cookie: String
    let formToken: String

    init(_ api: APIHarness, _ role: Role = .intake, name: String = "Robin Staff") async throws {
        let email = "\(name.lowercased().replacing(" ", with: "."))@clinic.example"
        let staff = try await TestStaff.join(api.clinic, role: role, email: email, name: name)
        let token = try await staff.signIn(api.clinic).token
        (self.api, cookie, formToken) = (api, "__Host-attune=\(token.text)", api.clinic.gate.formToken(token.hash))
    }

    func see(_ path: String) async throws -> Answer {
        try await api.request("GET", path, as: nil, fields: [("Cookie", cookie)])
    }

    func send(_ path: String, _ fields: [(String, String)], form: String? = nil) async throws -> Answer {
        let text = ([("form", form ?? formToken)] + fields).map {
            "\($0)=\($1.replacing("&", with: "%26").replacing("=", with: "%3D").replacing(" ", with: "+"))"
        }.joined(
            separator: "&")
        return try await api.request(
            "POST", path, as: nil, fields: [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin")],
            type: "application/x-www-form-urlencoded", body: text)
    }
}
