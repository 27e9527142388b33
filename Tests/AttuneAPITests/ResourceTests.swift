import Access
import Database
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

@Suite("What the routes answer", .serialized)
struct ResourceTests {
    @Test("a therapist is added, read, listed and known by version")
    func therapists() async throws {
        try await APIHarness.with { api in
            let body = #"{"slug":"mika","display_name":"Mika Ünal","formats":["online"],"capacity":12,"languages":["en","fr"]}"#
            let added = try await api.post("/v1/therapists", body)
            #expect(added.status == 201, "\(added.text)")
            let path = try #require(added["location"])
            let read = try await api.get(path, as: .frontDesk)
            #expect(read.body == added.body)
            #expect(read["etag"] == "\"1\"")
            #expect(read.text("display_name") == "Mika Ünal")
            #expect(try await api.post("/v1/therapists", body).status == 409)
            #expect(try await api.post("/v1/therapists", as: .frontDesk, body).status == 403)
            #expect(
                try await api.post(
                    "/v1/therapists", #"{"slug":"x","display_name":"X","formats":["online"],"capacity":1,"intense_capacity":2}"#
                ).status == 422)
        }
    }

    @Test("a therapist sees her own clients; another hears the same as of nobody")
    func clients() async throws {
        try await APIHarness.with { api in
            let path = "/v1/clients/\(UUIDText.string(TestClinic.robin))"
            #expect(try await api.get(path, as: .therapist).status == 200)
            let other = try await api.request("GET", path, as: nil, token: api.otherTherapist)
            let absent = try await api.request(
                "GET", "/v1/clients/\(UUIDText.string(TestIDs.absent))", as: nil, token: api.otherTherapist)
            #expect(other.status == 404)
            #expect(other.text("detail") == absent.text("detail"))
            guard
                case .array(let hers)? = try await api.request("GET", "/v1/clients", as: nil, token: api.otherTherapist).json[
                    "data"]
            else { return #expect(Bool(false)) }
            #expect(hers.isEmpty)
        }
    }

    @Test("a lead reads what a client said only after she has opened the file, with a reason")
    func glass() async throws {
        try await APIHarness.with { api in
            let form =
                #"{"source":"self","full_name":"Ash Test","narrative":"Sleeps badly since the spring","consent_matching":true}"#
            let added = try await api.post("/v1/referrals", as: .intake, form)
            let path = try #require(added["location"])
            let decision = #"{"outcome":"soon","reason":"Asked twice already"}"#
            _ = try await api.request("POST", path + "/triage", as: .intake, ifMatch: "*", body: decision)
            let text = try await api.get(path, as: .intake).text
            #expect(text.contains("Sleeps badly") && text.contains("Asked twice"))
            let lead = try await TestStaff.join(api.clinic, role: .lead)
            let token = try await lead.signIn(api.clinic).token.text
            let closed = try await api.request("GET", path, as: nil, token: token)
            #expect(closed.status == 200)
            #expect(!closed.text.contains("Sleeps badly") && !closed.text.contains("Asked twice"))
            let client = try #require(closed.text("client"))
            let ask = "/v1/clients/\(client)/break-glass", reason = #"{"reason":"The hospital asks what we know"}"#
            #expect(try await api.post(ask, reason).code == "access.step_up_needed", "a token does not prove who holds it")
            let opened = try await api.request("POST", ask, as: nil, token: token, key: "open", body: reason)
            #expect(opened.status == 201, "\(opened.text)")
            let open = try await api.request("GET", path, as: nil, token: token)
            #expect(open.text.contains("Sleeps badly since the spring"))
            let id = opened.text("id") ?? ""
            let close = try await api.request("POST", "/v1/break-glass/\(id)/close", as: nil, token: token, key: "close")
            #expect(close.status == 200, "\(close.text)")
            let after = try await api.request("GET", path, as: nil, token: token)
            #expect(!after.text.contains("Sleeps badly"))
        }
    }

    @Test(
        "a body that cannot be meant is refused, and nothing is half written",
        arguments: ["/v1/clients", "/v1/referrals", "/v1/appointments", "/v1/articles", "/v1/handouts", "/v1/therapists"])
    func badBodies(_ path: String) async throws {
        try await APIHarness.with { api in
            let bodies: [[UInt8]] = [
                [], Array("{".utf8), Array("[]".utf8), Array("null".utf8), Array("5".utf8), Array(#"{"colour":1}"#.utf8),
                Array(#"{"full_name":7,"source":[],"client":{},"slug":1}"#.utf8),
                Array(#"{"source":"self","source":"self"}"#.utf8),
                Array(#"{"full_name":"a\u0000b","slug":"\u0000","source":"\u0000"}"#.utf8), [0x7B, 0x22, 0xFF, 0x22, 0x7D],
                Array(#"{"full_name":"\ud800"}"#.utf8), Array(String(repeating: "[", count: 40).utf8),
                Array(String(repeating: "{\"a\":", count: 10_000).utf8), [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
                Array(("{\"capacity\":" + String(repeating: "9", count: 5_000) + "}").utf8),
            ]
            for body in bodies {
                let answer = try await api.request("POST", path, key: UUID().uuidString, bytes: body)
                #expect([400, 415, 422].contains(answer.status), "\(path) \(answer.text)")
                #expect((answer.text("detail") ?? "").count > 10)
            }
            guard case .array(let clients)? = try await api.get("/v1/clients").json["data"] else { return #expect(Bool(false)) }
            #expect(clients.count == 3)
        }
    }

    @Test("a handout's link begins with the address that clients see")
    func publicLinks() async throws {
        try await APIHarness.with(publicURL: "https://rooms.example.org") { api in
            let article = try await api.post(
                "/v1/articles", ##"{"slug":"quiet","source":"# Quiet\n\nRest.\n","format":"markdown"}"##)
            let version = try #require(article.text("id"))
            let given = try await api.post(
                "/v1/handouts", as: .therapist, "{\"client\":\"\(UUIDText.string(TestClinic.robin))\",\"article\":\"\(version)\"}"
            )
            let path = try #require(given["location"])
            let link = try await api.post(path + "/links", as: .therapist, #"{"uses":1}"#)
            #expect(link.text("url")?.hasPrefix("https://rooms.example.org/h/") == true, "\(link.text)")
        }
    }

    @Test("a handout's link: fetching it does nothing, opening it does, and every closed door looks alike")
    func handoutLinks() async throws {
        try await APIHarness.with { api in
            let article = try await api.post(
                "/v1/articles",
                ##"{"slug":"quiet-hour","source":"# A quiet hour\n\nWhat helps you settle?\n","format":"markdown"}"##)
            #expect(article.status == 201, "\(article.text)")
            let version = try #require(article.text("id"))
            let given = try await api.post(
                "/v1/handouts", as: .therapist, "{\"client\":\"\(UUIDText.string(TestClinic.robin))\",\"article\":\"\(version)\"}"
            )
            #expect(given.status == 201, "\(given.text)")
            let path = try #require(given["location"])
            let link = try await api.post(path + "/links", as: .therapist, key: "link", #"{"uses":1}"#)
            #expect(link.status == 201, "\(link.text)")
            let url = try #require(link.text("url"))
            #expect(url.hasPrefix("http://127.0.0.1:\(api.server.port)/h/"))
            let door = String(url.dropFirst("http://127.0.0.1:\(api.server.port)".count))
            // The secret is kept nowhere, so a retry cannot have it.
            let retried = try await api.post(path + "/links", as: .therapist, key: "link", #"{"uses":1}"#)
            #expect(retried.code == "idempotency.secret_shown")

            for _ in 0..<3 { #expect(try await api.get(door, as: nil).status == 200) }
            #expect(try await api.request("HEAD", door, as: nil).status == 200)
            #expect(try await api.get(path, as: .therapist).text("status") == "given")
            let opened = try await api.request("POST", door, as: nil, type: "application/x-www-form-urlencoded", body: "")
            #expect(opened.status == 200)
            #expect(opened.text.contains("A quiet hour"))
            #expect(opened["referrer-policy"] == "no-referrer")
            #expect(try await api.get(path, as: .therapist).text("status") == "read")

            let used = try await api.request("POST", door, as: nil)
            let unknown = try await api.request("POST", "/h/unknown", as: nil)
            #expect(used.status == 404)
            #expect(unknown.status == 404)
            #expect(used.body == unknown.body)
            #expect(try await api.get("/v1/handouts", as: .frontDesk).status == 403)
        }
    }

    @Test("a referral goes from its form to a triage; words that name danger put it on hold")
    func referrals() async throws {
        try await APIHarness.with { api in
            let added = try await api.post(
                "/v1/referrals", as: .intake,
                #"{"source":"self","full_name":"Ash Test","consent_matching":true,"narrative":"Sleeps badly"}"#)
            #expect(added.status == 201, "\(added.text)")
            let path = try #require(added["location"])
            let triage = #"{"outcome":"soon","reason":"Sleeps badly since spring"}"#
            #expect(try await api.request("POST", path + "/triage", as: .intake, body: triage).status == 428)
            let triaged = try await api.request("POST", path + "/triage", as: .intake, ifMatch: added["etag"], body: triage)
            #expect(triaged.status == 200, "\(triaged.text)")
            #expect(triaged.text("status") == "active")
            let stale = try await api.request("POST", path + "/triage", as: .intake, ifMatch: added["etag"], body: triage)
            #expect(stale.status == 412)
            let held = try await api.post(
                "/v1/referrals", as: .intake, #"{"source":"physician","full_name":"Bo Test","narrative":"Says he wants to die"}"#)
            #expect(held.json["safety_hold"] == .bool(true))
            let heldPath = try #require(held["location"])
            #expect(try await api.get(heldPath + "/matches", as: .intake).status == 409)
            let matches = try await api.get(path + "/matches", as: .intake)
            #expect(matches.status == 200, "\(matches.text)")
            for role in [Role.frontDesk, .integration] { #expect(try await api.get(path, as: role).status == 403) }
            #expect(try await api.get(path, as: .therapist).status == 404)
            let wrong = try await api.post("/v1/referrals", as: .intake, #"{"source":"self"}"#)
            #expect(wrong.status == 422)
            #expect(wrong.pointers.contains("/full_name"), "\(wrong.text)")
        }
    }

    @Test("a CSV file with a BOM, CRLF, quotes and semicolons is read; bad rows are named by line")
    func importFile() async throws {
        try await APIHarness.with { api in
            let csv = "\u{FEFF}reference;full_name;source;narrative\r\nX-1;\"Test; Ash\";self;\"two\r\nlines\"\r\nX-2;;self;\r\n"
            let report = try await api.request(
                "POST", "/v1/referrals/import", as: .intake, key: "f", type: "text/csv", body: csv)
            #expect(report.status == 200, "\(report.text)")
            guard case .array(let added)? = report.json["added"], case .array(let problems)? = report.json["problems"] else {
                return #expect(Bool(false))
            }
            #expect(added.count == 1)
            #expect(problems.count == 1)
            #expect(problems.first?["line"] == .integer(4))
            let json = try await api.request("POST", "/v1/referrals/import", as: .intake, key: "g", body: "{}")
            #expect(json.status == 415)
            let many = "reference,full_name\n" + String(repeating: "X-3,Ash Test\n", count: 2_000) + "X-4,Bo Test\n"
            let first = try await api.request(
                "POST", "/v1/referrals/import", as: .intake, key: "h", type: "text/csv", body: many)
            #expect(first.text.contains("csv.too_many_rows"))
            guard case .array(let kept)? = first.json["added"] else { return #expect(Bool(false)) }
            #expect(kept.count == 1)
        }
    }

    @Test(
        "the matching policy is read by those who read explanations, adopted by the lead, and its file's faults are told by line")
    func matchingPolicy() async throws {
        try await APIHarness.with { api in
            let own = try await api.get("/v1/matching/policy", as: .therapist)
            #expect(own.status == 200 && own.json["number"] == .integer(0) && own.json["text"] == .null)
            #expect(own.json["weights"]?["clinical_fit"] == .integer(4000))
            #expect(try await api.get("/v1/matching/policy", as: .frontDesk).status == 403)
            let text = try #require(MatchPolicyWire.example["text"])
            func body(_ change: (String) -> String = { $0 }, replaces: Int = 0) -> String {
                guard case .string(let yaml) = text else { return "" }
                return String(
                    decoding: JSONWriter.write { writer in
                        writer.object { writer in
                            writer.member("text", change(yaml))
                            writer.member("replaces", replaces)
                        }
                    }, as: UTF8.self)
            }
            #expect(try await api.post("/v1/matching/policies", as: .intake, body()).status == 403)
            let wrong = try await api.post("/v1/matching/policies", body { $0.replacing("access: 1000", with: "access: 1001") })
            #expect(
                wrong.status == 422 && wrong.text.contains("policy.weights_sum") && wrong.text.contains("line 4"), "\(wrong.text)"
            )
            let unsigned = try await api.post(
                "/v1/matching/policies",
                body { $0.replacing("signed_off_by: \"A. Clinician\"\nsigned_off_on: 2026-11-20\n", with: "") })
            #expect(unsigned.code == "matching_policy.not_signed_off", "\(unsigned.text)")
            let adopted = try await api.post("/v1/matching/policies", body())
            #expect(adopted.status == 201 && adopted.json["version"] == .string("2026-12.example"), "\(adopted.text)")
            #expect(try await api.get("/v1/matching/policy").body == adopted.body)
            let again = try await api.post("/v1/matching/policies", body())
            #expect(again.status == 409 && again.code == "matching_policy.version_used")
            let stale = try await api.post(
                "/v1/matching/policies", body { $0.replacing("2026-12.example", with: "2026-12.other") })
            #expect(stale.status == 412 && stale.code == "matching_policy.stale", "\(stale.text)")
        }
    }

    @Test("a proposal is replayed to the same bytes over HTTP, and not for its therapist")
    func replay() async throws {
        try await APIHarness.with { api in
            let added = try await api.post(
                "/v1/referrals", as: .intake, #"{"source":"self","full_name":"Ash Test","consent_matching":true}"#)
            let path = try #require(added["location"])
            let triage = #"{"outcome":"soon","reason":"Sleeps badly since spring"}"#
            #expect(
                try await api.request("POST", path + "/triage", as: .intake, ifMatch: added["etag"], body: triage).status == 200)
            let amara = UUIDText.string(TestClinic.amara)
            let body = "{\"therapist\":\"\(amara)\",\"override_reason\":\"Asked for by the client\"}"
            let proposed = try await api.post(path + "/proposals", as: .intake, body)
            #expect(proposed.status == 201, "\(proposed.text)")
            let proposal = try #require(proposed["location"])
            let replay = try await api.get(proposal + "/replay", as: .intake)
            #expect(replay.status == 200 && replay.text("verdict") == "same", "\(replay.text)")
            #expect(replay.json["input_hash"] == proposed.json["input_hash"])
            #expect(try await api.get(proposal + "/replay", as: .therapist).status == 403)
        }
    }

    @Test(
        "the directory shows anybody what therapists agreed to, and nothing else of theirs; places are derived, and not counted")
    func directory() async throws {
        try await APIHarness.with { api in
            let empty = try await api.get("/v1/directory", as: nil)
            #expect(empty.status == 200 && empty.json["data"] == .array([]), "\(empty.text)")
            let change: StaticString = """
                UPDATE therapist SET published = '{languages,formats,times}', published_on = '2026-01-05', profile = 'Canary profile',
                       gender = 'woman', funding = '{canary}', fee_cents = 12345 WHERE slug = 'amara'
                """
            _ = try await api.clinic.act(as: .operator) { act in
                try await act.record("test.published")
                return try await act.query(Statement("ResourceTests/publish", sent: .lease, change)())
            }
            let found = try await api.get("/v1/directory?language=fr", as: nil)
            #expect(found.text.contains("\"slug\":\"amara\"") && found.text.contains("\"has_places\":\"yes\""), "\(found.text)")
            #expect(found.text.contains("\"evening\":false"))
            for hidden in ["anary", "woman", "12345", "capacity", "tomasz"] { #expect(!found.text.contains(hidden), "\(hidden)") }
            #expect(try await api.get("/v1/directory?language=es", as: nil).json["data"] == .array([]))
            #expect(try await api.get("/v1/directory?funding=canary", as: nil).json["data"] == .array([]))
            #expect(try await api.get("/v1/directory?evening=yes", as: nil).json["data"] == .array([]))
            #expect(try await api.get("/v1/directory?lang=fr", as: nil).status == 422)
            let page = try await api.get("/directory?language=fr", as: nil)
            #expect(page.status == 200 && page.text.contains("Has places now") && page.text.contains("<title>Directory</title>"))
            #expect(!page.text.contains("<script") && !page.text.contains("anary"))
            #expect(page.text.contains("href=\"/directory?language=fr&amp;lang=fr\" lang=\"fr\""))
            // In French by choice, or as the browser asks; what was looked for stays.
            for french in [
                try await api.get("/directory?language=fr&lang=fr", as: nil),
                try await api.request(
                    "GET", "/directory?language=fr", as: nil, fields: [("Accept-Language", "fr-CA,fr;q=0.9,en;q=0.5")]),
            ] {
                #expect(
                    french.status == 200 && french.text.contains("<html lang=\"fr\">")
                        && french.text.contains("<title>Répertoire</title>"))
                #expect(
                    french.text.contains("A de la place maintenant")
                        && french.text.contains("<option value=\"fr\" selected>Français</option>"))
                for english in ["Has places", "Start again", "It does not matter", "Leave now", "Works with"] {
                    #expect(!french.text.contains(english), "\(english)")
                }
                #expect(french.text.contains("lang=en\" lang=\"en\"") && french.text.contains("name=\"lang\" value=\"fr\""))
            }
            let chosen = try await api.request("GET", "/directory?lang=en", as: nil, fields: [("Accept-Language", "fr")])
            #expect(chosen.text.contains("<html lang=\"en\">"))
            #expect(try await api.get("/directory?lang=de", as: nil).status == 422)

            // Four places, four clients: a waiting list, and no word of how many.
            let fill: StaticString = """
                INSERT INTO caseload_place (id, therapist_id, place, client_id, status)
                SELECT gen_random_uuid(), t.id, row_number() OVER (), c.id, 'taken' FROM therapist t, client c WHERE t.slug = 'amara'
                """
            _ = try await api.clinic.act(as: .operator) { act in
                try await act.record("test.filled")
                _ = try await act.query(
                    Statement("ResourceTests/smaller", sent: .lease, "UPDATE therapist SET capacity = 3, intense_capacity = 1")())
                return try await act.query(Statement("ResourceTests/fill", sent: .lease, fill)())
            }
            let full = try await api.get("/v1/directory", as: nil)
            #expect(full.text.contains("\"has_places\":\"waiting_list\""), "\(full.text)")

            let card = try await api.get("/directory/amara.vcf", as: nil)
            #expect(card.status == 200 && card["content-type"]?.hasPrefix("text/vcard") == true)
            #expect(card.text.hasPrefix("BEGIN:VCARD\r\nVERSION:4.0\r\n") && card.text.hasSuffix("END:VCARD\r\n"))
            #expect(card.text.contains("\r\nLANG;PREF=2:fr\r\n") && !card.text.contains("anary"))
            for other in ["tomasz.vcf", "nobody.vcf", "amara"] {
                #expect(try await api.get("/directory/" + other, as: nil).status == 404, "\(other)")
            }
        }
    }

    @Test(
        "after a no, who is next is shown and proposed in a request each; what she said is masked; another hour is held; it is closed"
    )
    func proposalFlow() async throws {
        try await APIHarness.with { api in
            let added = try await api.post(
                "/v1/referrals", as: .intake, #"{"source":"self","full_name":"Ash Test","consent_matching":true}"#)
            let path = try #require(added["location"])
            let triage = #"{"outcome":"soon","reason":"Spoke with them"}"#
            _ = try await api.request("POST", path + "/triage", as: .intake, ifMatch: "*", body: triage)
            let choice = #"{"therapist":"\#(UUIDText.string(TestClinic.amara))","override_reason":"Asked for by the client"}"#
            let made = try await api.post(path + "/proposals", as: .intake, choice)
            #expect(made.status == 201, "\(made.text)")
            let proposal = try #require(made["location"])
            #expect(try await api.get(proposal + "/next", as: .intake).status == 409)
            let hours = try await api.get(proposal + "/hours?limit=2", as: .intake)
            #expect(hours.status == 200, "\(hours.text)")
            guard case .array(let openings)? = hours.json["data"], case .string(let start)? = openings.last?["start"] else {
                return #expect(Bool(false), "\(hours.text)")
            }
            let body = #"{"start":"\#(start)"}"#
            #expect(try await api.request("POST", proposal + "/hour", as: .intake, body: body).status == 428)
            let moved = try await api.request("POST", proposal + "/hour", as: .intake, ifMatch: made["etag"], body: body)
            #expect(moved.status == 200 && moved["etag"] != made["etag"], "\(moved.text)")
            let wrong = #"{"by":"client","code":"relation"}"#
            #expect(try await api.request("POST", proposal + "/decline", as: .intake, ifMatch: "*", body: wrong).status == 422)
            let relation = #"{"code":"relation","reason":"I see her sister"}"#
            let no = try await api.request("POST", proposal + "/decline", as: .therapist, ifMatch: "*", body: relation)
            #expect(no.status == 200 && no.text("decline_code") == "relation", "\(no.text)")
            let told = try await api.get(proposal, as: .intake)
            #expect(
                told.text("decline_code") == "caseload" && told.json["decline_reason"] == .null && !told.text.contains("sister"))
            #expect(try await api.get(path, as: .intake).text.contains("relation") == false)
            #expect(try await api.get("/v1/proposals", as: .intake).text.contains(proposal.suffix(36)))
            let next = try await api.get(proposal + "/next", as: .intake)
            #expect(next.status == 200 && next.text.contains(UUIDText.string(TestClinic.tomasz)))
            let other = #"{"therapist":"\#(UUIDText.string(TestClinic.amara))"}"#
            let changed = try await api.post(proposal + "/next", as: .intake, other)
            #expect(changed.status == 409 && changed.code == "proposal.next_changed")
            let second = try await api.request("POST", proposal + "/next", as: .intake, key: "next")
            #expect(second.status == 201 && second.text("therapist") == UUIDText.string(TestClinic.tomasz), "\(second.text)")
            #expect(try await api.request("POST", proposal + "/next", as: .intake, key: "next").body == second.body)
            let closed = try await api.request(
                "POST", path + "/close", as: .intake, ifMatch: "*", body: #"{"outcome":"no_contact"}"#)
            #expect(closed.status == 200 && closed.text("status") == "revoked", "\(closed.text)")
            let span = "?from=2026-01-01T00:00:00Z&until=2028-01-01T00:00:00Z"
            let report = try await api.get("/v1/reports/matching" + span)
            #expect(report.status == 200 && report.json["ended"] == .null, "\(report.text)")
            #expect(try await api.get("/v1/reports/matching" + span, as: .intake).status == 403)
        }
    }

    @Test("a service outside is told what was chosen, on a consent, and the text is there to print; a retired one is not found")
    func outgoing() async throws {
        try await APIHarness.with { api in
            let added = try await api.post(
                "/v1/referrals", as: .intake, #"{"source":"self","full_name":"Ash Test","language":"fr","narrative":"Kept here"}"#
            )
            let path = try #require(added["location"])
            let known = try await api.post(
                "/v1/external-services", as: .intake,
                #"{"name":"Riverbend","kind":"peer","contact":"250-555-0142","region":"Kamloops","checked_on":"2026-11-20"}"#)
            let service = try #require(known.text("id"))
            let choice = #"{"service":"\#(service)","fields":["language","reference"]}"#
            let unasked = try await api.post(path + "/out", as: .intake, choice)
            #expect(unasked.status == 409 && unasked.code == "referral_out.no_consent")
            try await api.clinic.alter(
                Statement(
                    "ResourceTests/sharing", sent: .lease,
                    "INSERT INTO consent (id, client_id, kind, basis, given_at) SELECT gen_random_uuid(), id, 'sharing', 'own', now() FROM client"
                )())
            let out = try await api.post(path + "/out", as: .intake, choice)
            #expect(out.status == 201 && out.text("status") == "prepared", "\(out.text)")
            let text = try #require(out.text("text"))
            #expect(text.hasSuffix("Language: fr\n") && !out.text.contains("Ash") && !out.text.contains("Kept"))
            let place = try #require(out["location"])
            let sent = try await api.request(
                "POST", place + "/move", as: .intake, ifMatch: out["etag"],
                body: #"{"to":"sent","how":"post","check_on":"\#(Ahead.soon)"}"#)
            #expect(sent.status == 200 && sent.text("check_on") == "\(Ahead.soon)", "\(sent.text)")
            let again = try await api.request("POST", place + "/move", as: .intake, ifMatch: "*", body: #"{"to":"closed"}"#)
            #expect(again.status == 409)
            #expect(try await api.get("/v1/referrals-out", as: .intake).text.contains(place.suffix(36)))
            #expect(try await api.get(place, as: .therapist).status == 403)
            #expect(
                try await api.request("POST", "/v1/external-services/\(service)/retire", as: .intake, key: "r1").status == 204)
            #expect(
                try await api.request("POST", "/v1/external-services/\(service)/retire", as: .intake, key: "r2").status == 404)
        }
    }
}
