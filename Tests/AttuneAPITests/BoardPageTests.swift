import Access
import Clinic
import Database
import HTTPTypes
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The board's pages")
struct BoardPageTests {
    private static func add(_ api: APIHarness, _ name: String = "Ash Test", _ more: String = "") async throws -> String {
        let added = try await api.post(
            "/v1/referrals", as: .intake, #"{"source":"self","full_name":"\#(name)","consent_matching":true\#(more)}"#)
        #expect(added.status == 201, "\(added.text)")
        return try #require(added.text("id"))
    }

    @Test("leads whoever has no session to the sign-in, and shows other roles nothing but that")
    func door() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            for path in ["/staff/board", "/staff/board/stamp", "/staff/board/\(id)"] {
                let away = try await api.request("GET", path, as: nil)
                #expect(away.status == 303 && away["location"] == "/staff/sign-in", "\(path)")
            }
            for (role, name) in [(Role.frontDesk, "Fern Desk"), (.therapist, "Amara Okafor")] {
                let other = try await StaffBrowser(api, role, name: name)
                for path in ["/staff/board", "/staff/board/\(id)"] {
                    let refused = try await other.see(path)
                    #expect(refused.status == 403 && refused.text.contains("for intake and the clinical lead"))
                    #expect(!refused.text.contains("Ash"))
                }
                #expect(try await other.send("/staff/board/\(id)/claim", [("act", "claim")]).status == 403)
            }
            let robin = try await StaffBrowser(api)
            let absent = try await robin.see("/staff/board/\(UUIDText.string(TestIDs.absent))")
            let malformed = try await robin.see("/staff/board/nobody")
            #expect(absent.status == 404 && malformed.status == 404)
        }
    }

    @Test("shows who waits, safety holds first, with age in words; the script is our own and the only one")
    func list() async throws {
        try await APIHarness.with { api in
            let robin = try await StaffBrowser(api)
            let empty = try await robin.see("/staff/board")
            #expect(empty.status == 200 && empty.text.contains("Nobody is waiting. New referrals appear here."))
            _ = try await Self.add(api, "Ash O'Test")
            _ = try await Self.add(api, "Bo Test", #","safety_flag":true"#)
            let page = try await robin.see("/staff/board")
            let text = page.text
            #expect(text.contains("0 h of 48 h") && text.contains("Safety hold"))
            let (ash, bo) = (text.firstRange(of: "Ash O&#39;Test"), text.firstRange(of: "Bo Test"))
            #expect(try #require(bo).lowerBound < (try #require(ash)).lowerBound)
            let policy = try #require(page["content-security-policy"])
            #expect(policy.contains("script-src 'self';") && !policy.contains("unsafe") && policy.hasPrefix("default-src 'none'"))
            #expect(!text.contains("<script>") && text.contains("<script src=\"/staff/board.js\" defer></script>"))
            #expect(!text.contains(" style=") && !text.contains(" onclick"))
            let sessions = try await robin.see("/staff/sessions")
            #expect(sessions["content-security-policy"]?.contains("script") == false)
            #expect(try await robin.see("/staff/board?safety_hold=true").text.contains("Ash") == false)
            let mine = try await robin.see("/staff/board?mine=true")
            #expect(mine.text.contains("You are on no referral"))
            let routine = try await robin.see("/staff/board?status=draft&urgency=routine")
            #expect(routine.text.contains("Nothing matches"))
            #expect(try await robin.see("/staff/board?cursor=nothing").status == 422)
        }
    }

    @Test("a claim is seen by the other; the second hears by whom, takes it over openly, and a stamp tells both to look")
    func claims() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            let robin = try await StaffBrowser(api), kim = try await StaffBrowser(api, .lead, name: "Kim Lead")
            let before = try await kim.see("/staff/board/stamp").text("stamp")
            let done = try await robin.send(
                "/staff/board/\(id)/claim", [("act", "claim"), ("back", "list?urgency=any&mine=true")])
            #expect(done.status == 303 && done["location"] == "/staff/board?urgency=any&mine=true")
            let after = try await kim.see("/staff/board/stamp").text("stamp")
            #expect(before != after)
            #expect(try await kim.see("/staff/board").text.contains("<span class=\"who\">Robin Staff</span>"))
            #expect(try await robin.see("/staff/board").text.contains("<span class=\"who you\">You</span>"))
            let second = try await kim.send("/staff/board/\(id)/claim", [("act", "claim"), ("back", "list")])
            #expect(second.status == 409 && second.text.contains("Robin Staff is on this referral."))
            let holder = try #require(
                second.text.split(separator: "name=\"from\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let taken = try await kim.send(
                "/staff/board/\(id)/claim", [("act", "take"), ("from", String(holder)), ("back", "list")])
            #expect(taken.status == 303)
            #expect(try await robin.see("/staff/board").text.contains("Kim Lead (took over from Robin Staff)"))
            let problem = try await api.request("PUT", "/v1/referrals/\(id)/claim", as: .intake, body: "{}")
            #expect(
                problem.status == 409 && problem.code == "referral.claimed" && problem.json["by"]?["name"] == .string("Kim Lead"))
            #expect(try await kim.send("/staff/board/\(id)/claim", [("act", "release")]).status == 303)
            let own = try await api.request("PUT", "/v1/referrals/\(id)/claim", as: .intake)
            #expect(own.status == 200, "\(own.text)")
            let listed = try await api.get("/v1/referrals?mine=true", as: .intake)
            #expect(listed.text.contains(id))
            #expect(try await api.request("DELETE", "/v1/referrals/\(id)/claim", as: .intake).status == 204)
        }
    }

    @Test("sends nobody elsewhere after a form, and takes none without its token")
    func forged() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            let robin = try await StaffBrowser(api)
            for back in ["https://evil.example", "//evil.example", "list/../../x", "list?a=//x", "list%0d%0aX: 1"] {
                let done = try await robin.send("/staff/board/\(id)/claim", [("act", "claim"), ("back", back)])
                let place = try #require(done["location"])
                #expect(["/staff/board", "/staff/board/\(id)"].contains(place), "\(back): \(place)")
            }
            for path in ["claim", "triage", "propose", "consent"] {
                let forged = try await robin.send("/staff/board/\(id)/\(path)", [("act", "claim")], form: "wrong")
                #expect(forged.code == "access.other_site", "\(path)")
            }
        }
    }

    @Test("triage and proposal by form; a stale one is told so and keeps what was typed")
    func decisions() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api), path = "/staff/board/\(id)"
            let robin = try await StaffBrowser(api)
            let first = try await robin.see(path)
            #expect(first.text.contains("Nobody is ranked.") && first.text.contains("Triage it first"))
            let nothing = try await robin.send(path + "/triage", [("version", "1"), ("reason", "Spoke with them")])
            #expect(
                nothing.status == 422 && nothing.text.contains("Choose an urgency")
                    && nothing.text.contains(">Spoke with them</textarea>"))
            let short = try await robin.send(path + "/triage", [("version", "1"), ("outcome", "soon"), ("reason", "")])
            #expect(short.status == 422 && short.text.contains("value=\"soon\" required checked"))
            let done = try await robin.send(
                path + "/triage", [("version", "1"), ("outcome", "soon"), ("reason", "Spoke with them")])
            #expect(done.status == 303, "\(done.text)")
            let stale = try await robin.send(
                path + "/triage", [("version", "1"), ("outcome", "urgent"), ("reason", "Second thoughts <b>")])
            #expect(stale.status == 412 && stale.text.contains("Somebody changed this since you opened it"))
            #expect(
                stale.text.contains("Second thoughts &lt;b&gt;</textarea>")
                    && stale.text.contains("value=\"urgent\" required checked"))
            let ranked = try await robin.see(path)
            #expect(ranked.text.contains("by intake<br>“Spoke with them”"))
            try Self.expectSums(ranked.text)
            let version = try #require(
                ranked.text.split(separator: "name=\"version\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let therapists = ranked.text.split(separator: "name=\"therapist\" value=\"").dropFirst().map {
                String($0.prefix { $0 != "\"" })
            }
            #expect(therapists.count >= 2)
            let second = try #require(therapists.dropFirst().first)
            let unexplained = try await robin.send(path + "/propose", [("version", String(version)), ("therapist", second)])
            #expect(unexplained.status == 422 && unexplained.text.contains("Say why you choose this one"))
            let old = try await robin.send(
                path + "/propose", [("version", "1"), ("therapist", second), ("reason", "Asked for by the client")])
            #expect(old.status == 412 && old.text.contains(">Asked for by the client</textarea>"))
            let proposed = try await robin.send(
                path + "/propose", [("version", String(version)), ("therapist", second), ("reason", "Asked for by the client")])
            #expect(proposed.status == 303, "\(proposed.text)")
            let after = try await robin.see(path)
            #expect(after.text.contains("Chosen because: Asked for by the client") && !after.text.contains("/propose\""))
            let again = try await robin.send(
                path + "/propose", [("version", String(version)), ("therapist", second), ("reason", "Once more, please")])
            #expect([409, 412].contains(again.status) && again.text.contains("Once more, please"))
        }
    }

    @Test("how to reach a client is told with whether it is safe now, by their clock; only a number that is safe can be touched")
    func reach() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            let robin = try await StaffBrowser(api)
            #expect(try await robin.see("/staff/board/\(id)").text.contains("No way to reach them is on record."))
            let client = try #require(try await api.get("/v1/referrals/\(id)", as: .intake).text("client"))
            let rules = try ZoneCatalogue().rules(#require(ZoneID("America/Vancouver")))
            let hour = rules.local(of: try await api.clinic.now).time.hour
            func clock(_ later: Int) -> String { "\((hour + later) % 24 < 10 ? "0" : "")\((hour + later) % 24):00" }
            func add(_ value: String, _ more: String) async throws {
                let body = #"{"channel":"phone","value":"\#(value)"\#(more)}"#
                let made = try await api.post("/v1/clients/\(client)/contact-points", as: .intake, body)
                #expect(made.status == 201, "\(made.text)")
            }
            try await add("250-555-0101", #","may_call":true,"may_voicemail":true,"sender_label":"the dentist""#)
            try await add("250-555-0102", #","may_call":true,"hours":{"from":"\#(clock(3))","until":"\#(clock(5))"}"#)
            try await add("250-555-0103", "")
            let page = try await robin.see("/staff/board/\(id)").text
            #expect(page.contains("<strong>May be called now</strong>: <a href=\"tel:2505550101\">250-555-0101</a>"), "\(page)")
            #expect(page.contains("A voicemail is all right; say that it is the dentist."))
            #expect(page.contains("<strong class=\"hold\">Do not call now</strong>: 250-555-0102"))
            #expect(page.contains("Only from \(clock(3)) to \(clock(5)), by the clock where they are; no voicemail."))
            #expect(page.contains("<strong class=\"hold\">Do not call</strong>: 250-555-0103"))
            let mail = #"{"channel":"email","value":"ash@example.org","may_write":true}"#
            #expect(try await api.post("/v1/clients/\(client)/contact-points", as: .intake, mail).status == 201)
            #expect(
                try await robin.see("/staff/board/\(id)").text.contains("<strong>May be written to now</strong>: ash@example.org")
            )
            let agreed = try await api.post(
                "/v1/clients/\(client)/consents", as: .intake, #"{"kind":"messages","basis":"verbal"}"#)
            #expect(agreed.status == 201, "\(agreed.text)")
            #expect(try await robin.see("/staff/board/\(id)").text.contains("May be written to now"))
            let revoked = try await api.request(
                "POST", "/v1/clients/\(client)/consents/messages/revoke", as: .intake, key: "revoke-1")
            #expect(revoked.status < 300, "\(revoked.text)")
            let refusing = try await robin.see("/staff/board/\(id)").text
            #expect(
                refusing.contains("Do not write: they do not agree to messages any more</strong>: ash@example.org"), "\(refusing)"
            )
            #expect(refusing.contains("<strong>May be called now</strong>"))
        }
    }

    @Test(
        "who agrees later is recorded by form and then ranked; who does not agree any more is not, and what was proposed is told")
    func consent() async throws {
        try await APIHarness.with { api in
            let added = try await api.post("/v1/referrals", as: .intake, #"{"source":"physician","full_name":"Ash Test"}"#)
            let id = try #require(added.text("id")), path = "/staff/board/\(id)"
            let triage = #"{"outcome":"soon","reason":"Asked twice already"}"#
            _ = try await api.request("POST", "/v1/referrals/\(id)/triage", as: .intake, ifMatch: "*", body: triage)
            let robin = try await StaffBrowser(api)
            let first = try await robin.see(path)
            #expect(first.text.contains("No. Ask them, and record it here.") && first.text.contains("Nobody is ranked."))
            func version(_ text: String) throws -> String {
                String(try #require(text.split(separator: "name=\"version\" value=\"").dropFirst().first?.prefix { $0 != "\"" }))
            }
            let seen = try version(first.text)
            let unsaid = try await robin.send(path + "/consent", [("act", "record"), ("version", seen), ("basis", "")])
            #expect(unsaid.status == 422 && unsaid.text.contains("choose how the client agreed"))
            let ahead = try await robin.send(
                path + "/consent", [("act", "record"), ("version", seen), ("basis", "verbal"), ("given_on", "2199-01-01")])
            #expect(
                ahead.status == 422 && ahead.text.contains("value=\"2199-01-01\"")
                    && ahead.text.contains("value=\"verbal\" selected"))
            let done = try await robin.send(path + "/consent", [("act", "record"), ("version", seen), ("basis", "verbal")])
            #expect(done.status == 303, "\(done.text)")
            let stale = try await robin.send(path + "/consent", [("act", "record"), ("version", seen), ("basis", "verbal")])
            #expect(stale.status == 412)
            let ranked = try await robin.see(path)
            #expect(ranked.text.contains("Yes, by word, on ") && ranked.text.contains("name=\"therapist\" value=\""))
            let therapist = try #require(
                ranked.text.split(separator: "name=\"therapist\" value=\"").dropFirst().first?.prefix { $0 != "\"" })
            let proposed = try await robin.send(
                path + "/propose",
                [("version", try version(ranked.text)), ("therapist", String(therapist)), ("reason", "Asked for by the client")])
            #expect(proposed.status == 303, "\(proposed.text)")
            let gone = try await robin.send(
                path + "/consent", [("act", "withdraw"), ("version", try version(try await robin.see(path).text))])
            #expect(gone.status == 200 && gone.text.contains("What was proposed has ended"))
            #expect(gone.text.contains("Not any more, since ") && gone.text.contains("Nobody is ranked."))
        }
    }

    @Test("flags that wait and questionnaires stand beside the referral; a lead reads no figures before she opens the file")
    func beside() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api, "Ash Test", #","safety_flag":true"#)
            let total = #"{"instrument":"gad7","total":14,"taken_on":"2026-11-02"}"#
            let scored = try await api.post("/v1/referrals/\(id)/assessments", as: .intake, total)
            #expect(scored.status == 201, "\(scored.text)")
            let robin = try await StaffBrowser(api)
            let page = try await robin.see("/staff/board/\(id)").text
            #expect(
                page.contains("Somebody must look") && page.contains("a box that was ticked")
                    && page.contains("nobody has taken it"))
            #expect(page.contains("GAD-7 of 2026-11-02: total 14 of 21.") && page.contains("No rank rests on them"))
            let kim = try await StaffBrowser(api, .lead, name: "Kim Lead")
            let leads = try await kim.see("/staff/board/\(id)").text
            #expect(leads.contains("GAD-7 of 2026-11-02: open the client") && !leads.contains("total 14"))
        }
    }

    @Test("a therapist who is kept apart from the client reads as having no place, on the page as in the API")
    func keptApart() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            let triage = #"{"outcome":"soon","reason":"Asked twice already"}"#
            _ = try await api.request("POST", "/v1/referrals/\(id)/triage", as: .intake, ifMatch: "*", body: triage)
            try await api.clinic.alter(Self.keptApart())
            let lead = try await StaffBrowser(api, .lead, name: "Kim Lead")
            let text = try await lead.see("/staff/board/\(id)").text
            #expect(text.contains("H6: No place for this client at present."))
            for word in ["H7", "kept", "Cannot be this"] { #expect(!text.contains(word), "\(word)") }
        }
    }

    @Test(
        "each look and act is on record as the API's are; asking whether anything changed is not, nor is it a use of the session")
    func audit() async throws {
        try await APIHarness.with { api in
            let id = try await Self.add(api)
            let robin = try await StaffBrowser(api)
            let idle = { try await api.clinic.reader(as: .operator).query(Self.lastUsed()).values(Instant.self) }
            try await api.clinic.alter(Self.longAgo())
            let before = try await idle()
            _ = try await robin.see("/staff/board/stamp")
            let asked = try await idle()
            #expect(asked == before)
            _ = try await robin.see("/staff/board")
            let looked = try await idle()
            #expect(looked != before)
            _ = try await robin.see("/staff/board/\(id)")
            _ = try await robin.send("/staff/board/\(id)/claim", [("act", "claim")])
            _ = try await robin.send("/staff/board/\(id)/claim", [("act", "release")])
            let actions = try await api.clinic.reader(as: .operator).query(Self.actions()).values(String.self)
            #expect(actions == ["referral.listed", "referral.read", "referral.claimed", "referral.released"])
        }
    }

    /// Each `1 + 2 = 3` of the page is true, and the sum is the score in the heading.
    private static func expectSums(_ text: String) throws {
        var found = 0
        for match in text.matches(of: #/([0-9]+(?: \+ [0-9]+)+) = ([0-9]+)/#) {
            let sum = match.1.split(separator: " + ").compactMap { Int($0) }.reduce(0, +)
            #expect(String(sum) == match.2)
            #expect(text.contains(": \(match.2)</h3>"))
            found += 1
        }
        #expect(found >= 2)
    }

    private static let keptApart = Statement(
        "BoardPageTests/kept_apart", sent: .lease,
        """
        INSERT INTO kept_apart (id, one_id, other_id, kind)
        SELECT gen_random_uuid(), c.client_id, r.client_id, 'former_partner'
          FROM care_relationship c, referral r WHERE c.during @> now() AND c.client_id <> r.client_id LIMIT 1
        """)
    private static let lastUsed = Statement(
        "BoardPageTests/last_used", sent: .lane, "SELECT last_used_at FROM staff_session ORDER BY id")
    private static let longAgo = Statement(
        "BoardPageTests/long_ago", sent: .lease, "UPDATE staff_session SET last_used_at = now() - interval '10 minutes'")
    private static let actions = Statement(
        "BoardPageTests/actions", sent: .lane,
        """
        SELECT action FROM audit WHERE operation IN ('seeBoard', 'seeWhy', 'claimByForm', 'getBoardStamp') AND action LIKE 'referral.%'
         ORDER BY at, id
        """)
}
