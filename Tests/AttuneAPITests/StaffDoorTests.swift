import Access
import Clinic
import Database
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The door for staff")
struct StaffDoorTests {
    private func body(_ email: String, _ password: String, _ code: String) -> String {
        "{\"email\":\"\(email)\",\"password\":\"\(password)\",\"code\":\"\(code)\"}"
    }

    @Test("signs in over HTTP, shows whom, lists and ends sessions; the ended one is refused on the very next request")
    func session() async throws {
        try await APIHarness.with { api in
            let robin = try await TestStaff.join(api.clinic)
            let code = try await robin.code(api.clinic)
            let opened = try await api.request("POST", "/v1/sessions", as: nil, body: body(robin.email, robin.password, code))
            #expect(opened.status == 201)
            guard case .string(let token)? = opened.json["token"] else {
                Issue.record("no token")
                return
            }
            let me = try await api.request("GET", "/v1/me", as: nil, token: token)
            #expect(me.json["name"] == .string("Robin Staff") && me.json["role"] == .string("intake"))
            let other = try await robin.signIn(api.clinic)
            let list = try await api.request("GET", "/v1/sessions", as: nil, token: token)
            #expect(list.text.contains(other.id.description) && !list.text.contains("attune_session"))
            let ended = try await api.request("DELETE", "/v1/sessions/\(other.id)", as: nil, token: token)
            #expect(ended.status == 204)
            #expect(try await api.request("GET", "/v1/me", as: nil, token: other.token.text).status == 401)
            // Another's session is as absent as none; the lead ends anybody's.
            let sam = try await TestStaff.join(api.clinic, email: "sam@clinic.example", name: "Sam")
            let sams = try await sam.signIn(api.clinic)
            #expect(try await api.request("DELETE", "/v1/sessions/\(sams.id)", as: nil, token: token).status == 404)
            #expect(try await api.request("GET", "/v1/me", as: nil, token: sams.token.text).status == 200)
            let seen = try await api.get("/v1/sessions?staff=\(sam.id)")
            #expect(seen.text.contains(sams.id.description))
            let notSeen = try await api.request("GET", "/v1/sessions?staff=\(sam.id)", as: nil, token: token)
            #expect(!notSeen.text.contains(sams.id.description))
            #expect(try await api.request("DELETE", "/v1/sessions/\(sams.id)", as: .lead).status == 204)
            #expect(try await api.request("GET", "/v1/me", as: nil, token: sams.token.text).status == 401)
        }
    }

    @Test(
        "gives an unknown account, a wrong password and a wrong code the same answer to the byte, and the same when there were too many"
    )
    func alike() async throws {
        try await APIHarness.with { api in
            let robin = try await TestStaff.join(api.clinic)
            func ask(_ email: String, _ password: String, _ code: String) async throws -> String {
                let answer = try await api.request("POST", "/v1/sessions", as: nil, body: body(email, password, code))
                let id = answer["x-request-id"] ?? ""
                let kept = answer.fields.filter { $0.key != "x-request-id" && $0.key != "date" && $0.key != "retry-after" }
                return "\(answer.status) \(kept.sorted { $0.key < $1.key }) \(answer.text.replacing(id, with: "-"))"
            }
            let good = try await robin.code(api.clinic)
            var answers: Set<String> = []
            answers.insert(try await ask("nobody@clinic.example", robin.password, good))
            answers.insert(try await ask(robin.email, "wrong", good))
            answers.insert(try await ask(robin.email, robin.password, "wrong!"))
            #expect(answers.count == 1 && answers.first?.hasPrefix("401") == true)
            for number in 0..<8 {
                _ = try await ask(robin.email, "wrong", "000000")
                _ = try await ask("nobody@clinic.example", "wrong", "000000")
                if number == 4 { try await api.clinic.holdThrottled() }
            }
            let known = try await ask(robin.email, robin.password, try await robin.code(api.clinic))
            let unknown = try await ask("nobody@clinic.example", "wrong", "000000")
            #expect(known == unknown && known.hasPrefix("429"))
            let throttled = try await api.request("POST", "/v1/sessions", as: nil, body: body(robin.email, "wrong", "000000"))
            #expect(throttled["retry-after"].flatMap { Int($0) }.map { (1...3_660).contains($0) } == true)
        }
    }

    @Test("changes password and factor only for a person, and a factor only after a fresh proof")
    func stepUp() async throws {
        try await APIHarness.with { api in
            let robin = try await TestStaff.join(api.clinic)
            var token = try await robin.signIn(api.clinic).token.text
            let fresh = try await api.request("POST", "/v1/factors", as: nil, token: token)
            #expect(fresh.status == 201)
            try await api.clinic.alter(Self.stale())
            let stale = try await api.request("POST", "/v1/factors", as: nil, token: token)
            #expect(stale.status == 403 && stale.code == "access.step_up_needed")
            let code = try await robin.code(api.clinic)
            let confirmed = try await api.request(
                "POST", "/v1/sessions/step-up", as: nil, token: token,
                body: "{\"password\":\"\(robin.password)\",\"code\":\"\(code)\"}")
            #expect(confirmed.status == 200)
            guard case .string(let renewed)? = confirmed.json["token"] else {
                Issue.record("no token")
                return
            }
            #expect(try await api.request("GET", "/v1/me", as: nil, token: token).status == 401)
            token = renewed
            #expect(try await api.request("POST", "/v1/factors", as: nil, token: token).status == 201)
            let next = try await robin.code(api.clinic)
            let short = try await api.request(
                "POST", "/v1/password", as: nil, token: token,
                body: "{\"old\":\"\(robin.password)\",\"new\":\"short\",\"code\":\"\(next)\"}")
            #expect(short.status == 422 && short.code == "access.password_too_short")
            let program = try await api.request(
                "POST", "/v1/password", as: .lead, body: "{\"old\":\"a\",\"new\":\"b\",\"code\":\"c\"}")
            #expect(program.status == 403 && program.code == "access.session_needed")
        }
    }

    @Test("holds a token to its scope, whatever its role may do")
    func scope() async throws {
        try await APIHarness.with { api in
            let issued = try await api.clinic.act(as: .operator) { act in
                try await act.issueToken(role: .lead, label: "web form", scope: ["directory.read"])
            }
            #expect(try await api.request("GET", "/v1/therapists", as: nil, token: issued.token.text).status == 200)
            let refused = try await api.request("GET", "/v1/clients", as: nil, token: issued.token.text)
            #expect(refused.status == 403 && refused.code == "access.not_allowed")
            let listed = try await api.clinic.reader(as: .operator).issuedTokens().first { $0.id == issued.id }
            #expect(listed?.scope == ["directory.read"] && listed?.lastUsedAt != nil)
        }
    }

    @Test("takes a form only from its own page and with the session's own token, and a cookie only for pages")
    func forms() async throws {
        try await APIHarness.with { api in
            let robin = try await TestStaff.join(api.clinic)
            let own = [("Origin", "http://localhost"), ("Sec-Fetch-Site", "same-origin")]
            func form(_ path: String, _ text: String, _ fields: [(String, String)]) async throws -> Answer {
                try await api.request(
                    "POST", path, as: nil, fields: fields, type: "application/x-www-form-urlencoded", body: text)
            }
            func signIn(_ fields: [(String, String)]) async throws -> Answer {
                let code = try await robin.code(api.clinic)
                let text = "email=robin%40clinic.example&password=\(robin.password.replacing(" ", with: "+"))&code=\(code)"
                return try await form("/staff/sign-in", text, fields)
            }
            for wrong in [
                [], [("Origin", "https://evil.example")], [("Origin", "null")], [("Sec-Fetch-Site", "cross-site")],
                [("Sec-Fetch-Site", "same-site")], [("Origin", "http://localhost.evil.example")],
                [("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
            ] {
                let refused = try await signIn(wrong)
                #expect(refused.status == 403 && refused.code == "access.other_site" && refused["set-cookie"] == nil, "\(wrong)")
            }
            // A session that was chosen by somebody else is not taken over: signing in always makes a new one.
            let planted = try await robin.signIn(api.clinic)
            let entered = try await signIn(own + [("Cookie", "__Host-attune=\(planted.token.text)")])
            #expect(entered.status == 303 && entered["location"] == "/staff/board")
            let set = try #require(entered["set-cookie"])
            #expect(set.hasSuffix("; Path=/; Secure; HttpOnly; SameSite=Strict") && !set.contains(planted.token.text))
            let cookie = String(set.prefix { $0 != ";" })
            let page = try await api.request("GET", "/staff/sessions", as: nil, fields: [("Cookie", cookie)])
            #expect(
                page.status == 200 && page.text.contains("Robin Staff")
                    && page["content-security-policy"]?.contains("script") == false)
            #expect(try await api.request("GET", "/v1/me", as: nil, fields: [("Cookie", cookie)]).status == 401)
            // A program's token in a cookie, two cookies, and half of one.
            for bad in ["__Host-attune=\(api.tokens[.lead] ?? "")", "\(cookie); \(cookie)", String(cookie.dropLast())] {
                let away = try await api.request("GET", "/staff/sessions", as: nil, fields: [("Cookie", bad)])
                #expect(away.status == 303 && away["location"] == "/staff/sign-in")
            }
            let hidden = try #require(
                page.text.split(separator: "name=\"form\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let other = api.clinic.gate.formToken(planted.token.hash)
            for text in ["", "form=", "form=\(other)", "form=\(hidden)x"] {
                #expect(try await form("/staff/sign-out", text, own + [("Cookie", cookie)]).code == "access.other_site")
            }
            #expect(try await form("/staff/sign-out", "form=\(hidden)", [("Cookie", cookie)]).code == "access.other_site")
            let end = try await form("/staff/sessions", "form=\(hidden)&session=\(planted.id)", own + [("Cookie", cookie)])
            #expect(end.status == 303)
            #expect(try await api.request("GET", "/v1/me", as: nil, token: planted.token.text).status == 401)
            let out = try await form("/staff/sign-out", "form=\(hidden)", own + [("Cookie", cookie)])
            #expect(out.status == 303 && out["set-cookie"]?.contains("Max-Age=0") == true)
            #expect(try await api.request("GET", "/staff/sessions", as: nil, fields: [("Cookie", cookie)]).status == 303)
        }
    }

    @Test(
        "lets somebody join by their link: GET changes nothing, an unknown link looks the same, and the page shows secrets once")
    func join() async throws {
        try await APIHarness.with { api in
            let added = try await api.clinic.act(as: .operator) { act in
                try await act.addStaff(email: "kim@clinic.example", name: "Kim", role: .lead)
            }
            let path = "/staff/join/\(added.link.text)"
            let own = [("Sec-Fetch-Site", "same-origin")]
            func send(_ path: String, _ text: String, _ fields: [(String, String)]) async throws -> Answer {
                try await api.request(
                    "POST", path, as: nil, fields: fields, type: "application/x-www-form-urlencoded", body: text)
            }
            let first = try await api.request("GET", path, as: nil), again = try await api.request("GET", path, as: nil)
            let unknown = try await api.request("GET", "/staff/join/unknown", as: nil)
            #expect(first.status == 200 && first.text == again.text && first.text == unknown.text)
            #expect(
                try await send("/staff/join/unknown", "password=seven+quiet+herons&again=seven+quiet+herons", own).status == 404)
            #expect(try await send(path, "password=seven+quiet+herons&again=seven+quiet+herons", []).status == 403)
            #expect(try await send(path, "password=seven+quiet+herons&again=other", own).status == 422)
            #expect(try await send(path, "password=password1234&again=password1234", own).status == 422)
            let offered = try await send(path, "password=seven+quiet+herons&again=seven+quiet+herons", own)
            #expect(offered.status == 200)
            let secret = try #require(offered.text.split(separator: "<code>").dropFirst().first?.prefix { $0 != "<" })
            #expect(try await send(path, "code=000000", own).status == 422)
            let factor = try TestStaff.factor(String(secret))
            let code = factor.code(step: TimeCode.step(at: try await api.clinic.now))
            let joined = try await send(path, "code=\(code)", own)
            #expect(joined.status == 200 && joined.text.components(separatedBy: "<li>") == 11)
            #expect(try await send(path, "code=\(code)", own).status == 404)
        }
    }

    private static let stale = Statement(
        "StaffDoorTests/stale", sent: .lease, "UPDATE staff_session SET step_up_at = step_up_at - interval '6 minutes'")
}

extension String {
    /// How many pieces `separator` cuts it into.
    fileprivate func components(separatedBy separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
