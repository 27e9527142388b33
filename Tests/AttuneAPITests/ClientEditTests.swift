import Access
import Clinic
import Database
import Messages
import Synchronization
import TestKit
import Testing

import struct Foundation.UUID

@testable import AttuneAPI

@Suite("Changing a client's file over HTTP")
struct ClientEditTests {
    private static let robin = "/v1/clients/\(UUIDText.string(TestClinic.robin))"
    private static let person = #"""
        {"full_name":"Robin Corrected","preferred_name":"Rob","pronouns":null,"birth_date":"1990-02-03","kind":"adult",
         "language":"fr","jurisdiction":"CA-BC","zone":"America/Vancouver","status":"active"}
        """#

    @Test("a name is corrected by whoever read the file as it is; the second of two hears that somebody was first")
    func person() async throws {
        try await APIHarness.with { api in
            let read = try await api.get(Self.robin, as: .frontDesk)
            let edit = { (role: Role, tag: String?, body: String) in
                try await api.request("PUT", Self.robin, as: role, ifMatch: tag, body: body)
            }
            #expect(try await edit(.frontDesk, nil, Self.person).status == 428)
            let done = try await edit(.frontDesk, read["etag"], Self.person)
            #expect(done.status == 200 && done.text("full_name") == "Robin Corrected", "\(done.text)")
            #expect(done["etag"] != read["etag"])
            let second = try await edit(.lead, read["etag"], Self.person)
            #expect(second.status == 412 && second.code == "client.stale")
            let after = try await api.get(Self.robin)
            #expect(after["etag"] == done["etag"] && after.text("preferred_name") == "Rob" && after.text("language") == "fr")
            #expect(try await edit(.intake, "*", Self.person.replacing(#""Rob""#, with: "null")).json["preferred_name"] == .null)
            // What is left out is not guessed, and what is not known is not passed over.
            for wrong in [
                Self.person.replacing(#""pronouns":null,"#, with: ""), Self.person.replacing("}", with: #","version":9}"#),
                Self.person.replacing("CA-BC", with: "Canada"), Self.person.replacing("America/Vancouver", with: "Nowhere/Land"),
                Self.person.replacing("Robin Corrected", with: " "), Self.person.replacing("1990-02-03", with: "1990-02-30"),
            ] { #expect(try await edit(.lead, "*", wrong).status == 422, "\(wrong)") }
            for role in [Role.therapist, .integration] { #expect(try await edit(role, "*", Self.person).status == 403) }
            for absent in [UUIDText.string(TestIDs.absent), "robin"] {
                let answer = try await api.request("PUT", "/v1/clients/\(absent)", ifMatch: "*", body: Self.person)
                #expect(answer.status == 404, "\(absent)")
            }
        }
    }

    @Test("an address is added, asked about again, and retired; each makes what was read before stale")
    func contacts() async throws {
        try await APIHarness.with { api in
            var tag = try await api.get(Self.robin)["etag"] ?? ""
            func expectStale() async throws {
                let again = try await api.get(Self.robin, fields: [("If-None-Match", tag)])
                #expect(again.status == 200 && again["etag"] != tag)
                let edit = try await api.request("PUT", Self.robin, ifMatch: tag, body: Self.person)
                #expect(edit.status == 412)
                tag = again["etag"] ?? ""
            }
            let body = #"{"channel":"phone","value":"250-555-0142","may_call":true,"hours":{"from":"09:00","until":"12:00"}}"#
            let added = try await api.post(Self.robin + "/contact-points", as: .frontDesk, key: "add-1", body)
            #expect(added.status == 201 && added.json["may_call"] == .bool(true) && added.json["confirmed_at"] != .null)
            let again = try await api.post(Self.robin + "/contact-points", as: .frontDesk, key: "add-1", body)
            #expect(again.body == added.body)
            try await expectStale()
            let point = "/v1/contact-points/" + (added.text("id") ?? "")
            let confirmed = try await api.post(
                point + "/confirm", as: .intake, #"{"may_voicemail":true,"wording":"clinic_named"}"#)
            #expect(confirmed.status == 200 && confirmed.json["may_call"] == .bool(false), "\(confirmed.text)")
            #expect(confirmed.json["hours"] == .null && confirmed.text("value") == "250-555-0142")
            try await expectStale()
            for wrong in [
                #"{"channel":"email","value":"nobody"}"#, #"{"channel":"pigeon","value":"coo coo"}"#, #"{"channel":"email"}"#,
                #"{"channel":"email","value":"a@b.example","confirmed_at":"2026-01-01T00:00:00Z"}"#,
            ] { #expect(try await api.post(Self.robin + "/contact-points", wrong).status == 422, "\(wrong)") }
            for wrong in [#"{"value":"250-555-0143"}"#, #"{"may_write":"yes"}"#, #"{"hours":{"from":"09:00","until":"09:00"}}"#] {
                #expect(try await api.post(point + "/confirm", wrong).status == 422, "\(wrong)")
            }
            for role in [Role.therapist, .integration] {
                #expect(try await api.post(Self.robin + "/contact-points", as: role, body).status == 403)
                #expect(try await api.post(point + "/confirm", as: role, "{}").status == 403)
                #expect(try await api.request("POST", point + "/retire", as: role, key: "k").status == 403)
            }
            #expect(try await api.request("POST", point + "/retire", as: .frontDesk, key: "retire-1").status == 204)
            try await expectStale()
            #expect(try await api.get(Self.robin).text.contains("0142") == false)
            // Retired, another kind of thing, and nothing: they look the same.
            for id in [added.text("id") ?? "", UUIDText.string(TestClinic.robin), UUIDText.string(TestIDs.absent), "x"] {
                #expect(try await api.post("/v1/contact-points/\(id)/confirm", "{}").code == "not_found")
                #expect(try await api.request("POST", "/v1/contact-points/\(id)/retire", key: "k-\(id)").code == "not_found")
            }
            let nobody = "/v1/clients/\(UUIDText.string(TestIDs.absent))/contact-points"
            #expect(try await api.post(nobody, body).code == "not_found")
        }
    }

    @Test("a consent is given once, with its basis and days, and revoked once")
    func consents() async throws {
        try await APIHarness.with { api in
            let path = Self.robin + "/consents"
            let tag = try await api.get(Self.robin)["etag"]
            let body = #"{"kind":"sharing","basis":"written","given_on":"2026-01-05","until":"2199-01-01"}"#
            let given = try await api.post(path, as: .frontDesk, body)
            #expect(given.status == 201 && given.text("basis") == "written" && given.json["expires_at"] != .null, "\(given.text)")
            #expect(try await api.get(Self.robin)["etag"] != tag)
            let twice = try await api.post(path, as: .lead, body)
            #expect(twice.status == 409 && twice.code == "consent.already_given")
            for wrong in [
                #"{"kind":"sharing"}"#, #"{"kind":"everything","basis":"written"}"#,
                #"{"kind":"messages","basis":"own","given_on":"2199-01-01"}"#,
                #"{"kind":"messages","basis":"own","until":"2020-01-01"}"#,
                #"{"kind":"messages","basis":"own","revoked_at":null}"#,
            ] { #expect(try await api.post(path, wrong).status == 422, "\(wrong)") }
            for role in [Role.therapist, .integration] {
                #expect(try await api.post(path, as: role, body).status == 403)
                #expect(try await api.request("POST", path + "/sharing/revoke", as: role, key: "k").status == 403)
            }
            let revoked = try await api.request("POST", path + "/sharing/revoke", as: .frontDesk, key: "revoke-1")
            #expect(revoked.status == 200 && revoked.text("kind") == "sharing", "\(revoked.text)")
            let file = try await api.get(Self.robin)
            guard case .array(let listed)? = file.json["consents"] else {
                Issue.record("\(file.text)")
                return
            }
            #expect(listed.contains { $0["kind"] == .string("sharing") && $0["revoked_at"] != .null })
            for kind in ["sharing", "treatment", "everything"] {
                #expect(try await api.request("POST", path + "/\(kind)/revoke", key: "k-\(kind)").code == "not_found", "\(kind)")
            }
        }
    }

    @Test("consent to matching that is revoked in the file takes referrals out of ranking; the front desk sends them to intake")
    func matching() async throws {
        try await APIHarness.with { api in
            let form = #"{"source":"self","full_name":"Ash Test","consent_matching":true}"#
            let added = try await api.post("/v1/referrals", as: .intake, form)
            #expect(added.json["matching_consent"] == .bool(true), "\(added.text)")
            let path = "/v1/clients/\(added.text("client") ?? "")/consents/matching/revoke"
            #expect(try await api.request("POST", path, as: .frontDesk, key: "desk").status == 403)
            let done = try await api.request("POST", path, as: .intake, key: "intake")
            #expect(done.status == 200 && done.json["ended_proposals"] == .array([]), "\(done.text)")
            let after = try await api.get(added["location"] ?? "", as: .intake)
            #expect(after.json["matching_consent"] == .bool(false) && after.json["consent"]?["revoked_at"] != .null)
        }
    }

    @Test("what waits for an address that is dangerous now, for a retired one, or for whoever withdrew consent, is never sent")
    func unsafe() async throws {
        try await APIHarness.with { api in
            let point = try await api.get(Self.robin).contactPoints.first ?? ""
            var slots = [Ahead.tuesday, Ahead.wednesday, Ahead.thursday].flatMap { day in
                ["09", "10", "11"].map { "\(day)T\($0):00" }
            }[...]
            func post(_ path: String, _ body: String? = nil, _ status: Int) async throws {
                let key = UUID().uuidString
                let answer = try await api.request("POST", path, as: .frontDesk, key: key, body: body)
                #expect(answer.status == status, "\(path): \(answer.text)")
            }
            func book() async throws { try await post("/v1/appointments", api.booking(at: slots.removeFirst()), 201) }
            func confirm(_ safety: String) async throws { try await post("/v1/contact-points/\(point)/confirm", safety, 200) }
            func agree() async throws { try await post(Self.robin + "/consents", #"{"kind":"messages","basis":"verbal"}"#, 201) }
            func beSafe() async throws { try await confirm(#"{"may_write":true,"hours":{"from":"00:00","until":"23:59"}}"#) }
            func expectSilence(_ danger: String) async throws {
                #expect(try await Self.waiting(api) > 0, "\(danger): nothing was queued, so nothing is proven")
                #expect(try await Self.dispatch(api) == [], "\(danger)")
                #expect(try await Self.waiting(api) == 0, "\(danger)")
                // Nor is anything new queued.
                try await book()
                #expect(try await Self.waiting(api) == 0, "\(danger)")
            }

            try await beSafe()
            try await book()
            #expect(Set(try await Self.dispatch(api)) == ["robin@example.org"])

            try await book()
            try await confirm(#"{"may_call":true}"#)
            try await expectSilence("dangerous")

            try await beSafe()
            try await agree()
            try await book()
            try await post(Self.robin + "/consents/messages/revoke", nil, 200)
            try await expectSilence("withdrawn")

            try await agree()
            try await book()
            try await post("/v1/contact-points/\(point)/retire", nil, 204)
            try await expectSilence("retired")
        }
    }

    /// How many messages have not left yet.
    private static func waiting(_ api: APIHarness) async throws -> Int {
        let count = Statement(
            "ClientEditTests/waiting", sent: .lane, "SELECT count(*) FROM message WHERE status IN ('queued', 'sending')")
        return Int(try await api.clinic.reader(as: .lead).query(count()).value(Int64.self))
    }

    /// Everything that waits is due now. Returns whom a message reached.
    private static func dispatch(_ api: APIHarness) async throws -> [String] {
        try await api.clinic.act(as: .operator) { act in
            let due = Statement(
                "ClientEditTests/due", sent: .lease,
                "UPDATE message SET not_before = now() - interval '1 second' WHERE status = 'queued'")
            _ = try await act.query(due())
            try await act.record("test.due")
        }
        let postbox = Postbox()
        let sender = try #require(EmailAddress("office@example.org"))
        let dispatcher = Dispatcher(
            gate: api.clinic.gate, worker: TestClinic.actor(.worker), transport: postbox, settings: .init(sender: sender),
            zones: ZoneCatalogue(), logger: quiet)
        _ = try await dispatcher.dispatchDue()
        return postbox.reached
    }

    private final class Postbox: MailTransport {
        private let mails = Mutex<[String]>([])
        var reached: [String] { mails.withLock { $0 } }
        func send(_ mail: Mail) async throws(MailFailure) { mails.withLock { $0.append(mail.recipient.text) } }
    }

    @Test("nobody is born tomorrow, or before 1900", arguments: ["9999-12-31", "0001-01-01"])
    func birthDates(_ date: String) async throws {
        try await APIHarness.with { api in
            let answer = try await api.post("/v1/clients", "{\"full_name\":\"Wren\",\"birth_date\":\"\(date)\"}")
            #expect(answer.status == 422 && answer.pointers == ["/birth_date"], "\(answer.text)")
        }
    }
}

extension Answer {
    /// Ids of the ways to reach a client, in a client's file.
    fileprivate var contactPoints: [String] {
        guard case .array(let points)? = json["contact_points"] else { return [] }
        return points.compactMap { if case .string(let id)? = $0["id"] { id } else { nil } }
    }
}
