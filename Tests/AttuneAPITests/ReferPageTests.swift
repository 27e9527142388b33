import Access
import Clinic
import Database
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The page on which clients refer themselves", .serialized)
struct ReferPageTests {
    private static let own = [("Sec-Fetch-Site", "same-origin")]
    private static let formType = "application/x-www-form-urlencoded"

    private static func token(_ page: Answer) -> String {
        guard let start = page.text.firstRange(of: "name=\"form\" value=\"")?.upperBound else { return "" }
        return String(page.text[start...].prefix { $0 != "\"" })
    }

    private static func send(_ api: APIHarness, _ more: String, token: String? = nil, lang: String = "en") async throws -> Answer
    {
        let page = try await api.get("/refer", as: nil)
        return try await api.request(
            "POST", "/refer?lang=\(lang)", as: nil, fields: own, type: formType,
            body: "form=\(token ?? Self.token(page))&full_name=Ash+Test&email=ash%40example.org&agree=yes&" + more)
    }

    private static func referrals(_ api: APIHarness) async throws -> [JSON] {
        guard case .array(let rows)? = try await api.get("/v1/referrals", as: .intake).json["data"] else { return [] }
        return rows
    }

    @Test("says nothing in its title, asks nobody else for anything, is kept nowhere, and speaks English and French")
    func quiet() async throws {
        try await APIHarness.with { api in
            let page = try await api.get("/refer", as: nil)
            #expect(page.status == 200 && page.text.contains("<title>Form</title>"))
            #expect(page["cache-control"] == "no-store" && page["set-cookie"] == nil)
            let policy = page["content-security-policy"] ?? ""
            #expect(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'") && !policy.contains("script"))
            #expect(!page.text.contains("<script") && !page.text.contains("src="))
            // The way out and whom to reach stand before the first question.
            let first = try #require(page.text.firstRange(of: "<form")?.lowerBound)
            let exit = try #require(page.text.firstRange(of: "https://weather.gc.ca/")?.lowerBound)
            let help = try #require(page.text.firstRange(of: "9-8-8")?.lowerBound)
            #expect(exit < first && help < first)
            let french = try await api.get("/refer?lang=fr", as: nil)
            #expect(
                french.text.contains("lang=\"fr\"") && french.text.contains("Votre sécurité") && french.text.contains("textez"))
            let other = try await api.get("/refer?lang=xx", as: nil).status
            #expect([400, 422].contains(other))
        }
    }

    @Test("a whole form becomes a draft with what it asks for; sent twice it is one; what is not ticked as safe is not")
    func sent() async throws {
        try await APIHarness.with { api in
            let token = Self.token(try await api.get("/refer", as: nil))
            let more =
                "safety=no&consent_matching=yes&words=sleep&w_format=online&s_format=must&w_gender=woman&s_gender=wish&narrative=Hello"
            let first = try await Self.send(api, more, token: token)
            #expect(first.status == 200 && first.text.contains("Thank you"), "\(first.text)")
            #expect(try await Self.send(api, more, token: token).text.contains("Thank you"))
            let rows = try await Self.referrals(api)
            #expect(rows.count == 1)
            guard case .string(let id)? = rows.first?["id"] else { return #expect(Bool(false)) }
            let referral = try await api.get("/v1/referrals/\(id)", as: .intake)
            #expect(
                referral.text("source") == "self" && referral.text("status") == "draft" && referral.text("narrative") == "Hello")
            #expect(referral.text.contains(#""kind":"format","value":"online","importance":"must""#))
            #expect(referral.text.contains(#""kind":"gender","value":"woman","importance":"wish""#))
            // Doubts are for intake.
            #expect(referral.text.contains("referral.concern_unknown") && !first.text.contains("vocabulary"))
            let client = try #require(referral.text("client"))
            let file = try await api.get("/v1/clients/\(client)", as: .intake)
            #expect(file.text.contains("ash@example.org") && file.text.contains(#""may_write":false"#))
        }
    }

    @Test(
        "whatever is not a plain no to the question about danger is a hold, and the answer says whom to reach",
        arguments: ["yes", "unsure"])
    func safety(answer: String) async throws {
        try await APIHarness.with { api in
            let done = try await Self.send(api, "safety=\(answer)", lang: "fr")
            #expect(done.status == 200 && done.text.contains("9-8-8") && done.text.contains("Quelqu"), "\(done.text)")
            #expect(try await api.get("/v1/safety-tasks", as: .intake).text.contains("flag_ticked"))
            #expect(try await Self.referrals(api).first?["safety_hold"] == .bool(true))
        }
    }

    @Test("what is missing or wrong is told in place, keeps what was written, and stores nothing")
    func corrected() async throws {
        try await APIHarness.with { api in
            let page = try await Self.send(api, "birth_date=1990-13-40&words=%3Cscript%3E")
            #expect(page.status == 422 && page.text.contains("href=\"#safety\""), "\(page.text)")
            #expect(
                page.text.contains("value=\"Ash Test\"") && page.text.contains("&lt;script&gt;") && !page.text.contains("<script")
            )
            let date = try await Self.send(api, "safety=no&birth_date=1990-13-40")
            #expect(date.status == 422 && date.text.contains("href=\"#birth_date\""))
            #expect(try await Self.referrals(api).isEmpty)
        }
    }

    @Test("is taken from its own page only, and not from a token that nobody made")
    func otherSites() async throws {
        try await APIHarness.with { api in
            let token = Self.token(try await api.get("/refer", as: nil))
            let body = "form=\(token)&full_name=Ash+Test&email=ash%40example.org&agree=yes&safety=no"
            let others: [[(String, String)]] = [[], [("Sec-Fetch-Site", "cross-site")], [("Origin", "https://example.com")]]
            for fields in others {
                let refused = try await api.request("POST", "/refer", as: nil, fields: fields, type: Self.formType, body: body)
                #expect(refused.status == 403)
            }
            for wrong in ["", "x", token + "x", "99999999999-abc.def", "-1.x"] {
                let kept = try await Self.send(api, "safety=no", token: wrong)
                #expect(kept.status == 403, "\(wrong)")
                // What was written is still there, to be sent from a page that is young.
                #expect(kept.text.contains("value=\"Ash Test\"") && kept.text.contains("open for a long time"))
                #expect(api.clinic.gate.isPublicFormToken(Self.token(kept), at: api.clinic.gate.time.now()))
            }
            #expect(try await Self.referrals(api).isEmpty)
            let gate = api.clinic.gate
            let made = gate.publicFormToken(at: .epoch + .hours(100))
            #expect(
                gate.isPublicFormToken(made, at: .epoch + .hours(111)) && !gate.isPublicFormToken(made, at: .epoch + .hours(113)))
        }
    }

    @Test("too many are asked to wait, with whom to reach meanwhile, and nothing of theirs is kept")
    func throttled() async throws {
        try await APIHarness.with { api in
            let address = ClientAddress("203.0.113.9")
            let request = Request(id: api.clinic.gate.newID(), door: "http")
            var waits: [Int] = []
            for _ in 0..<13 { waits.append(try await api.clinic.gate.countForm("refer", from: address, request)) }
            #expect(waits.prefix(12).allSatisfy { $0 == 0 } && waits.last ?? 0 > 0, "\(waits)")
            // Another address goes on.
            #expect(try await api.clinic.gate.countForm("refer", from: ClientAddress("203.0.114.9"), request) == 0)
        }
    }
}
