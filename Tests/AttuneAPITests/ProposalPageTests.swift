import Access
import Clinic
import TestKit
import Testing

@testable import AttuneAPI

@Suite("Answers to what is proposed, on the referral's page and the therapist's own, and over HTTP")
struct ProposalPageTests {
    /// A triaged referral that is proposed to Amara.
    private static func propose(_ api: APIHarness, _ name: String = "Ash Test") async throws -> (
        referral: String, proposal: Answer
    ) {
        let added = try await api.post(
            "/v1/referrals", as: .intake,
            #"{"source":"self","full_name":"\#(name)","consent_matching":true,"narrative":"Sleeps badly since spring"}"#)
        let path = try #require(added["location"], "\(added.text)")
        let triage = #"{"outcome":"soon","reason":"Spoke with them"}"#
        _ = try await api.request("POST", path + "/triage", as: .intake, ifMatch: added["etag"], body: triage)
        let body = #"{"therapist":"\#(UUIDText.string(TestClinic.amara))","override_reason":"Asked for by the client"}"#
        let proposed = try await api.post(path + "/proposals", as: .intake, body)
        #expect(proposed.status == 201, "\(proposed.text)")
        return (try #require(added.text("id")), proposed)
    }

    private static func fields(_ proposal: Answer, _ act: String, version: Int = 1, _ more: (String, String)...) throws -> [(
        String, String
    )] {
        [("proposal", try #require(proposal.text("id"))), ("version", String(version)), ("act", act)] + more
    }

    @Test("a therapist answers on her own page, and intake records the client's yes on the referral's: the session is booked")
    func bothYes() async throws {
        try await APIHarness.with { api in
            let (referral, proposal) = try await Self.propose(api)
            let id = try #require(proposal.text("id"))
            let robin = try await StaffBrowser(api), amara = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            let board = "/staff/board/\(referral)"
            let waits = try await robin.see(board)
            #expect(waits.text.contains("who answers on her own page") && waits.text.contains("First session: <strong>20"))
            #expect(
                !waits.text.contains("value=\"client\"><") && !waits.text.contains("value=\"therapist\"><"),
                "neither yes is intake's")
            let early = try await robin.send(board + "/answer", try Self.fields(proposal, "client"))
            #expect(early.status == 409, "\(early.text)")

            let own = try await amara.see("/staff/proposals")
            #expect(
                own.status == 200 && own.text.contains("Ash Test") && own.text.contains("Sleeps badly since spring"),
                "\(own.text)")
            #expect(own.text.contains("Waits for your answer until") && !own.text.contains("href=\"/staff/board\""))
            let yes = try await amara.send("/staff/proposals/\(id)", [("version", "1"), ("act", "accept")])
            #expect(yes.status == 303 && yes["location"] == "/staff/proposals", "\(yes.text)")
            #expect(try await amara.see("/staff/proposals").text.contains("You said yes. Intake asks the client"))
            let twice = try await amara.send("/staff/proposals/\(id)", [("version", "2"), ("act", "accept")])
            #expect(twice.status == 409 && twice.text.contains("role=\"alert\""))

            let asked = try await robin.see(board)
            #expect(asked.text.contains("The client says yes"))
            let stale = try await robin.send(board + "/answer", try Self.fields(proposal, "client"))
            #expect(stale.status == 412 && stale.text.contains("Somebody changed this since you opened it"))
            let done = try await robin.send(board + "/answer", try Self.fields(proposal, "client", version: 2))
            #expect(done.status == 303, "\(done.text)")
            #expect(try await robin.see(board).text.contains(": accepted"))
            let booked = try await api.get("/v1/appointments/\(proposal.text("appointment") ?? "")", as: .intake)
            #expect(booked.text("status") == "booked", "\(booked.text)")
            #expect(try await amara.see("/staff/proposals").text.contains("Nothing waits for you."))
        }
    }

    @Test("a no keeps what was typed until it is whole; another hour is held, and what is taken back may be proposed anew")
    func noAndBack() async throws {
        try await APIHarness.with { api in
            let (referral, proposal) = try await Self.propose(api)
            let id = try #require(proposal.text("id"))
            let robin = try await StaffBrowser(api), amara = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            let board = "/staff/board/\(referral)"
            // Another hour of hers: the first that the page offers.
            let page = try await robin.see(board)
            let hour = try #require(page.text.split(separator: "<option value=\"20").dropFirst().first?.prefix { $0 != "\"" })
            let moved = try await robin.send(
                board + "/answer", try Self.fields(proposal, "move", version: 1, ("start", "20\(hour)")))
            #expect(moved.status == 303, "\(moved.text)")
            let held = try await api.get("/v1/appointments/\(proposal.text("appointment") ?? "")", as: .intake)
            #expect(held.text("start") == "20\(hour)")
            let nonsense = try await robin.send(
                board + "/answer", try Self.fields(proposal, "move", version: 2, ("start", "soon")))
            #expect(nonsense.status == 409)

            let back = try await robin.send(board + "/answer", try Self.fields(proposal, "withdraw", version: 2))
            #expect(back.status == 303, "\(back.text)")
            #expect(try await robin.see(board).text.contains(": withdrawn"))
            let body = #"{"therapist":"\#(UUIDText.string(TestClinic.amara))","override_reason":"Asked for by the client"}"#
            let again = try await api.post("/v1/referrals/\(referral)/proposals", as: .intake, body)
            let second = try #require(again.text("id"), "\(again.text)")

            let unsaid = try await amara.send(
                "/staff/proposals/\(second)", [("version", "1"), ("act", "decline"), ("code", "other")])
            #expect(unsaid.status == 422 && unsaid.text.contains("value=\"other\" selected"), "\(unsaid.text)")
            let no = try await amara.send(
                "/staff/proposals/\(second)",
                [("version", "1"), ("act", "decline"), ("code", "relation"), ("words", "My cousin's colleague")])
            #expect(no.status == 303, "\(no.text)")
            // Why, intake reads as a full caseload.
            let read = try await robin.see(board)
            #expect(read.text.contains(": declined") && !read.text.contains("cousin"))
            let late = try await amara.send(
                "/staff/proposals/\(second)", [("version", "2"), ("act", "accept"), ("words", "I meant yes")])
            #expect(late.status == 409 && late.text.contains("I meant yes"), "what was typed is kept: \(late.text)")
            #expect(try await amara.send("/staff/proposals/\(id)", [("version", "1"), ("act", "shout")]).status == 404)
        }
    }

    @Test("who fell ill since is not promised: a yes to a closed hour is refused until another one is held")
    func closedHour() async throws {
        try await APIHarness.with { api in
            let (referral, proposal) = try await Self.propose(api)
            let id = try #require(proposal.text("id")), appointment = "/v1/appointments/\(proposal.text("appointment") ?? "")"
            #expect(try await api.request("POST", "/v1/proposals/\(id)/accept", as: .therapist, ifMatch: "*").status == 200)
            let day = try #require(try await api.get(appointment, as: .intake).text("promised_start")).prefix(10)
            let hours = "/v1/therapists/\(UUIDText.string(TestClinic.amara))/hours"
            let closed = try await api.post(hours + "/close", as: .frontDesk, #"{"first_day":"\#(day)","cancel":true}"#)
            #expect(closed.status == 201 && closed.text.contains(#""outcome":"held""#), "\(closed.text)")
            let robin = try await StaffBrowser(api)
            let page = try await robin.send(
                "/staff/board/\(referral)/answer", try Self.fields(proposal, "client", version: 2))
            #expect(page.status == 409 && page.text.contains("not there at that hour any more"), "\(page.text)")
            let refused = try await api.request("POST", "/v1/proposals/\(id)/accept", as: .intake, ifMatch: "*")
            #expect(refused.status == 409 && refused.code == "proposal.hour_closed", "\(refused.text)")
            #expect(try await api.get(appointment, as: .intake).text("status") == "proposed")
            let others = try await api.get("/v1/proposals/\(id)/hours", as: .intake)
            let start = try #require(others.text.firstMatch(of: /"start":"([^"]+)"/)?.1)
            let moved = try await api.request(
                "POST", "/v1/proposals/\(id)/hour", as: .intake, ifMatch: "*", body: #"{"start":"\#(start)"}"#)
            #expect(moved.status == 200, "\(moved.text)")
            let yes = try await api.request("POST", "/v1/proposals/\(id)/accept", as: .intake, ifMatch: "*")
            #expect(yes.status == 200 && yes.text("status") == "accepted", "\(yes.text)")
        }
    }

    @Test("nobody answers for another: not by another referral's page, not by another therapist's proposal, not in another role")
    func whose() async throws {
        try await APIHarness.with { api in
            let (referral, proposal) = try await Self.propose(api)
            let (other, _) = try await Self.propose(api, "Bo Test")
            let id = try #require(proposal.text("id"))
            let robin = try await StaffBrowser(api), fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            let elsewhere = try await robin.send("/staff/board/\(other)/answer", try Self.fields(proposal, "withdraw"))
            #expect(elsewhere.status == 404)
            #expect(try await fern.send("/staff/board/\(referral)/answer", try Self.fields(proposal, "withdraw")).status == 403)
            #expect(try await robin.see("/staff/proposals").status == 403)
            #expect(try await fern.see("/staff/proposals").status == 403)
            #expect(try await robin.send("/staff/proposals/\(id)", [("version", "1"), ("act", "accept")]).status == 403)
            let tomasz = try await api.clinic.act(as: .operator) { act in
                try await act.addStaff(email: "t@clinic.example", name: "Tomasz", role: .therapist, therapist: TestClinic.tomasz)
            }
            #expect(tomasz.staff.uuid != TestClinic.tomasz)
            let kim = try await StaffBrowser(api, .lead, name: "Kim Lead")
            #expect(try await kim.see("/staff/board/\(referral)").text.contains("I record it for her"))
            let forHer = try await kim.send("/staff/board/\(referral)/answer", try Self.fields(proposal, "therapist"))
            #expect(forHer.status == 303, "\(forHer.text)")
        }
    }

    @Test("over HTTP: a therapist's open proposals are hers to list, and intake takes one back")
    func routes() async throws {
        try await APIHarness.with { api in
            let (_, proposal) = try await Self.propose(api)
            let id = try #require(proposal.text("id"))
            let own = "/v1/therapists/\(UUIDText.string(TestClinic.amara))/proposals"
            for role in [Role.therapist, .intake, .lead] {
                let found = try await api.get(own, as: role)
                #expect(found.status == 200 && found.text.contains(id), "\(role): \(found.text)")
            }
            #expect(try await api.get(own, as: .frontDesk).status == 403)
            let others = try await api.get("/v1/therapists/\(UUIDText.string(TestClinic.tomasz))/proposals", as: .therapist)
            #expect(others.code == "not_found")
            let path = "/v1/proposals/\(id)/withdraw"
            #expect(try await api.request("POST", path, as: .therapist, ifMatch: "*").status == 403)
            #expect(try await api.request("POST", path, as: .intake, ifMatch: "\"7\"").status == 412)
            let back = try await api.request("POST", path, as: .intake, ifMatch: proposal["etag"])
            #expect(back.status == 200 && back.text("status") == "withdrawn", "\(back.text)")
            let twice = try await api.request("POST", path, as: .intake, ifMatch: "*")
            #expect(twice.status == 409 && twice.code == "proposal.ended", "\(twice.text)")
            #expect(try await api.get(own, as: .therapist).json["data"] == .array([]))
        }
    }
}
