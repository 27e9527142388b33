import Access
import Clinic
import Database
import TestKit
import Testing

@testable import AttuneAPI

@Suite("The clinic's day on a page")
struct DayPageTests {
    private static let amara = UUIDText.string(TestClinic.amara)

    /// A session of Robin's with Amara.
    private static func book(_ api: APIHarness, _ start: String) async throws -> (id: String, answer: Answer) {
        let booked = try await api.post(
            "/v1/appointments", as: .frontDesk,
            api.booking(at: start).replacing("}", with: #","override":"As agreed by telephone"}"#))
        #expect(booked.status == 201, "\(booked.text)")
        return (try #require(booked.text("id")), booked)
    }

    private static func day(_ day: LocalDate) -> String { "/staff/day?on=\(day)" }

    @Test("the front desk sees who comes to whom, a therapist her own sessions alone, and each look is on record")
    func whose() async throws {
        try await APIHarness.with { api in
            let (id, _) = try await Self.book(api, "\(Ahead.tuesday)T09:00")
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            let page = try await fern.see(Self.day(Ahead.tuesday))
            #expect(page.status == 200 && page.text.contains("<h1>Tuesday, \(Ahead.tuesday)"), "\(page.text)")
            #expect(page.text.contains("Robin Test") && page.text.contains("09:00–") && page.text.contains("Amara"))
            #expect(page.text.contains("/staff/day/\(id)") && !page.text.contains("href=\"/staff/board\""))
            // It has not begun, and is not today: nothing to say of it yet but another time, or none.
            #expect(!page.text.contains("value=\"fulfil\"") && !page.text.contains("value=\"arrive\""))
            #expect(try await fern.see(Self.day(Ahead.monday)).text.contains("Nothing stands on this day."))
            #expect(try await fern.see("/staff/day").text.contains("today</span>"))
            for odd in ["?on=9999-12-31", "?on=0001-01-01", "?on=tomorrow", "?on=2026-02-30"] {
                let page = try await fern.see("/staff/day" + odd)
                #expect(page.status == 200, "\(odd): \(page.status) \(page.text)")
            }
            let amara = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            #expect(try await amara.see(Self.day(Ahead.tuesday)).text.contains("Robin Test"))
            let looks = try await api.clinic.database.owner.query(
                Statement(
                    "DayPageTests/looks", sent: .lease,
                    "SELECT count(*) FROM audit WHERE operation = 'seeDay' AND action IN ('appointment.listed', 'client.listed') GROUP BY action"
                )())
            #expect(try looks.values(Int64.self) == [8, 8])
        }
    }

    @Test("a session is moved or cancelled as it was seen; what cannot be is said, with what was typed")
    func change() async throws {
        try await APIHarness.with { api in
            let (id, _) = try await Self.book(api, "\(Ahead.tuesday)T09:00")
            _ = try await Self.book(api, "\(Ahead.tuesday)T11:00")
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk"), on = ("on", "\(Ahead.tuesday)")
            func send(_ act: String, version: Int = 1, _ more: (String, String)...) async throws -> Answer {
                try await fern.send("/staff/day/\(id)", [("act", act), ("version", "\(version)"), on] + more)
            }
            let taken = try await send("move", ("start", "\(Ahead.tuesday)T11:00"))
            #expect(taken.status == 409 && taken.text.contains("role=\"alert\""), "\(taken.text)")
            #expect(taken.text.contains("value=\"\(Ahead.tuesday)T11:00\"") && taken.text.contains("<details open>"))
            #expect(try await send("move", ("start", "soon")).status == 422)
            let moved = try await send("move", ("start", "\(Ahead.wednesday)T10:00"))
            #expect(moved.status == 303 && moved["location"] == Self.day(Ahead.wednesday), "\(moved.text)")
            #expect(try await api.get("/v1/appointments/\(id)").text("promised_start") == "\(Ahead.wednesday)T10:00")
            let stale = try await send("cancel", ("reason", "Rang & asked"))
            #expect(stale.status == 412 && stale.text.contains("Somebody changed this since you opened it"))
            #expect(try await send("cancel", version: 2, ("reason", String(repeating: "x", count: 501))).status == 422)
            #expect(try await send("fulfil", version: 2).status == 409, "it has not begun")
            #expect(try await send("cancel", version: 2, ("reason", "Rang and asked")).status == 303)
            #expect(try await fern.see(Self.day(Ahead.wednesday)).text.contains("Cancelled"))
            #expect(try await send("dance").status == 404)
            for version in ["9999999999", "-1", "99999999999999999999", "one"] {
                let odd = try await fern.send("/staff/day/\(id)", [("act", "arrive"), ("version", version), on])
                #expect([404, 409, 412].contains(odd.status), "\(version): \(odd.status) \(odd.text)")
            }
            let (other, _) = try await Self.book(api, "\(Ahead.tuesday)T14:00")
            for start in ["9999-12-31T23:59", "0001-01-01T00:00", "2026-02-30T09:00"] {
                let odd = try await fern.send("/staff/day/\(other)", [("act", "move"), ("version", "1"), on, ("start", start)])
                #expect([409, 422].contains(odd.status), "\(start): \(odd.status) \(odd.text)")
            }
            #expect(try await fern.send("/staff/day/\(Self.amara)", [("act", "cancel"), ("version", "1")]).status == 404)
        }
    }

    @Test("who came, and who did not")
    func attendance() async throws {
        try await APIHarness.with { api in
            let (id, _) = try await Self.book(api, "2026-03-03T09:00")
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            let path = "/staff/day?on=2026-03-03"
            func send(_ act: String, _ version: Int) async throws -> Int {
                try await fern.send("/staff/day/\(id)", [("act", act), ("version", "\(version)"), ("on", "2026-03-03")]).status
            }
            let page = try await fern.see(path)
            for act in ["arrive", "fulfil", "miss", "cancel"] { #expect(page.text.contains("value=\"\(act)\""), "\(act)") }
            #expect(!page.text.contains("value=\"move\""), "it is over")
            #expect(try await send("miss", 1) == 303)
            let missed = try await fern.see(path)
            #expect(missed.text.contains("Did not come</td>") && missed.text.contains("Came after all"), "\(missed.text)")
            #expect(try await send("arrive", 2) == 303)
            #expect(try await send("fulfil", 3) == 303)
            let done = try await fern.see(path)
            #expect(done.text.contains("Took place") && done.text.contains("Not over yet"))
            #expect(try await send("arrive", 4) == 303)
            #expect(try await fern.see(path).text.contains("Not here yet"))
            #expect(try await send("expect", 5) == 303)
            #expect(try await send("withdraw", 6) == 422, "without a reason")
            let wrong = try await fern.send(
                "/staff/day/\(id)", [("act", "withdraw"), ("version", "6"), ("on", "2026-03-03"), ("reason", "Wrong client")])
            #expect(wrong.status == 303, "\(wrong.text)")
            let last = try await fern.see(path)
            #expect(last.text.contains("Entered in error</td>") && !last.text.contains("/staff/day/\(id)"))
        }
    }

    @Test("somebody is ill on Monday: the page closes the day, says whom to call, shows what stays, and takes it back")
    func illness() async throws {
        try await APIHarness.with { api in
            let (id, _) = try await Self.book(api, "\(Ahead.monday)T09:00")
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk"), on = ("on", "\(Ahead.monday)")
            func send(_ act: String, _ more: (String, String)...) async throws -> Answer {
                try await fern.send("/staff/day/hours", [("act", act), on, ("therapist", Self.amara)] + more)
            }
            let first = ("first_day", "\(Ahead.monday)")
            let untold = try await send("close", first, ("reason", "Flu"), ("note", "Back on Thursday"))
            #expect(untold.status == 422 && untold.text.contains("value=\"Back on Thursday\""), "\(untold.text)")
            #expect(untold.text.contains("<details open>") && untold.text.contains("value=\"\(Self.amara)\" selected"))
            for (name, value) in [
                ("first_day", "soon"), ("first_day", "9999-12-31"), ("last_day", "2020-01-01"), ("starts", "9"),
                ("starts", "09:00"),
            ] {
                let fields = [("first_day", "\(Ahead.monday)")].filter { $0.0 != name } + [(name, value)]
                let answer = try await fern.send(
                    "/staff/day/hours", [("act", "close"), on, ("therapist", Self.amara)] + fields)
                #expect(answer.status == 422, "\(name) \(value): \(answer.text)")
            }
            #expect(try await fern.send("/staff/day/hours", [("act", "close"), on, first]).status == 422)

            let closed = try await send("close", first)
            #expect(closed.status == 200 && closed.text.contains("stays: move or cancel it"), "\(closed.text)")
            #expect(closed.text.contains(": not there, the whole day."))
            let page = try await fern.see(Self.day(Ahead.monday))
            #expect(page.text.contains("1 of these is at hours at which the therapist is not there"))
            let cancelled = try await send("close", first, ("cancel", "yes"), ("reason", "Flu"))
            #expect(cancelled.text.contains("cancelled; no message about it had left yet"), "\(cancelled.text)")
            #expect(try await api.get("/v1/appointments/\(id)").text("status") == "cancelled")
            let back = try await send("reset")
            #expect(back.status == 303)
            #expect(!(try await fern.see(Self.day(Ahead.monday)).text.contains("As in every week")))
        }
    }

    @Test("somebody works an extra Saturday: the hours are open then, and taken back with the rest of that day")
    func extraHours() async throws {
        try await APIHarness.with { api in
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            func send(_ more: (String, String)...) async throws -> Answer {
                try await fern.send(
                    "/staff/day/hours",
                    [("act", "open"), ("on", "\(Ahead.saturday)"), ("therapist", Self.amara), ("day", "\(Ahead.saturday)")] + more
                )
            }
            let saturday = "\(Ahead.saturday)T10:00"
            #expect(try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: saturday)).status == 409)
            let bare = try await send(("starts", "10:00"), ("ends", "14:00"), ("note", "Before the holidays"))
            #expect(bare.status == 422 && bare.text.contains("value=\"Before the holidays\""), "no format: \(bare.text)")
            #expect(try await send(("starts", "14:00"), ("ends", "10:00"), ("online", "yes")).status == 422)
            #expect(try await send(("starts", "10:00"), ("ends", "14:00"), ("in_person", "yes")).status == 422, "nowhere")
            let opened = try await send(("starts", "10:00"), ("ends", "14:00"), ("online", "yes"))
            #expect(opened.status == 303 && opened["location"] == Self.day(Ahead.saturday), "\(opened.text)")
            let page = try await fern.see(Self.day(Ahead.saturday))
            #expect(page.text.contains("extra hours, 10:00–14:00, online"), "\(page.text)")
            #expect(try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: saturday)).status == 201)
            let back = try await fern.send(
                "/staff/day/hours", [("act", "reset"), ("on", "\(Ahead.saturday)"), ("therapist", Self.amara)])
            #expect(back.status == 303)
            #expect(!(try await fern.see(Self.day(Ahead.saturday)).text.contains("extra hours, ")))
        }
    }

    @Test("a therapist closes her own hours and nobody else's, and sees no colleague's sessions")
    func ownCalendar() async throws {
        try await APIHarness.with { api in
            _ = try await Self.book(api, "\(Ahead.monday)T09:00")
            let own = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            let page = try await own.see(Self.day(Ahead.monday))
            #expect(page.text.contains("href=\"/staff/proposals\"") && page.text.contains("<option value=\"\(Self.amara)\""))
            #expect(!page.text.contains(UUIDText.string(TestClinic.tomasz)))
            // Noor is in her calendar, and in nobody's care of hers.
            let stranger = try await api.post(
                "/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.monday)T11:00", client: TestClinic.noor))
            #expect(stranger.status == 201, "\(stranger.text)")
            let both = try await own.see(Self.day(Ahead.monday))
            #expect(both.text.contains("Not in your care") && !both.text.contains("Noor"), "\(both.text)")
            #expect(!both.text.contains("/staff/day/\(stranger.text("id") ?? "-")"))
            let fields = [("act", "close"), ("on", "\(Ahead.monday)"), ("first_day", "\(Ahead.monday)")]
            let other = try await own.send("/staff/day/hours", fields + [("therapist", UUIDText.string(TestClinic.tomasz))])
            #expect(other.status != 200 && other.status != 303, "\(other.text)")
            #expect(try await own.send("/staff/day/hours", fields + [("therapist", Self.amara)]).status == 200)
            let theirs = try await api.post(
                "/v1/appointments", as: .frontDesk,
                api.booking(at: "\(Ahead.monday)T15:00", therapist: TestClinic.tomasz, client: TestClinic.noor))
            let id = try #require(theirs.text("id"), "\(theirs.text)")
            for act in ["cancel", "arrive", "withdraw", "move"] {
                let refused = try await own.send(
                    "/staff/day/\(id)",
                    [("act", act), ("version", "1"), ("reason", "Mine"), ("start", "\(Ahead.tuesday)T15:00")])
                #expect(refused.status == 404, "\(act): \(refused.text)")
            }
            let away = try await api.request(
                "POST", "/staff/day/hours", as: nil, fields: [("Cookie", own.cookie)],
                type: "application/x-www-form-urlencoded", body: "act=close")
            #expect(away.status == 403, "a form of another site's")
        }
    }

    @Test("a session is booked in two steps: whom for, then one of the hours that are free; what is taken meanwhile is said")
    func booking() async throws {
        try await APIHarness.with { api in
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            #expect(try await fern.see("/staff/book").text.contains("Client: reference, e-mail address or telephone"))
            let robin = try #require(try await api.get("/v1/clients/\(UUIDText.string(TestClinic.robin))").text("reference"))
            let what = [
                ("service", UUIDText.string(TestClinic.session)), ("format", "online"), ("therapist", Self.amara),
                ("from", "\(Ahead.monday)"),
            ]
            let unknown = try await fern.send("/staff/book", [("act", "find"), ("client", "C-99999")] + what)
            #expect(unknown.status == 200 && unknown.text.contains("Nobody is known by that"), "\(unknown.text)")
            for (name, value) in [("from", "soon"), ("service", "x"), ("format", "by post")] {
                let odd = try await fern.send(
                    "/staff/book", [("act", "find"), ("client", robin)] + what.filter { $0.0 != name } + [(name, value)])
                #expect(odd.status == 200 && odd.text.contains("Choose what, how"), "\(name)")
            }
            let found = try await fern.send("/staff/book", [("act", "find"), ("client", robin.lowercased())] + what)
            #expect(found.status == 200 && found.text.contains("Robin Test"), "\(found.text)")
            let hour = try #require(found.text.firstMatch(of: /name="hour" required value="([^"]+)"/)?.1, "\(found.text)")
            let fields = [("act", "book"), ("client", robin), ("hour", String(hour))] + what
            let booked = try await fern.send("/staff/book", fields)
            #expect(booked.status == 303, "\(booked.text)")
            let day = try await fern.see(try #require(booked["location"]))
            #expect(day.text.contains("Robin Test") && day.text.contains("Booked"))
            let twice = try await fern.send("/staff/book", fields)
            #expect(twice.status == 303 && twice["location"] == booked["location"], "pressed twice: \(twice.text)")
            let sam = try #require(try await api.get("/v1/clients/\(UUIDText.string(TestClinic.sam))").text("reference"))
            let late = try await fern.send("/staff/book", fields.filter { $0.0 != "client" } + [("client", sam)])
            #expect(late.status == 409 && late.text.contains("role=\"alert\""), "\(late.text)")
            #expect(!late.text.contains(String(hour)), "what is free now")
            #expect(try await fern.send("/staff/book", [("act", "book"), ("client", robin)] + what).status == 422)
            for from in ["9999-12-31", "9999-12-20", "0001-01-01"] {
                let odd = try await fern.send(
                    "/staff/book", [("act", "find"), ("client", robin)] + what.filter { $0.0 != "from" } + [("from", from)])
                #expect(odd.status == 200, "\(from): \(odd.status) \(odd.text)")
            }
            // Whom a therapist does not care for, she does not find.
            let tomasz = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            let noor = try #require(try await api.get("/v1/clients/\(UUIDText.string(TestClinic.noor))").text("reference"))
            let hidden = try await tomasz.send("/staff/book", [("act", "find"), ("client", noor)] + what)
            #expect(hidden.text.contains("Nobody is known by that") && !hidden.text.contains("Noor"), "\(hidden.text)")
        }
    }

    @Test("whom a person must call has a page: what is safe now, and when they come; a client of somebody else's has none")
    func client() async throws {
        try await APIHarness.with { api in
            _ = try await Self.book(api, "\(Ahead.tuesday)T09:00")
            let fern = try await StaffBrowser(api, .frontDesk, name: "Fern Desk")
            let path = "/staff/clients/\(UUIDText.string(TestClinic.robin))"
            #expect(try await fern.see(Self.day(Ahead.tuesday)).text.contains("href=\"\(path)\""))
            let page = try await fern.see(path)
            #expect(
                page.status == 200 && page.text.contains("Robin Test") && page.text.contains("How to reach them"), "\(page.text)")
            #expect(page.text.contains("May be written to now") && page.text.contains("\(Ahead.tuesday), 09:00"), "\(page.text)")
            #expect(!page.text.contains("<title>Robin"))
            let looks = try await api.clinic.database.owner.query(
                Statement(
                    "DayPageTests/client", sent: .lease,
                    "SELECT action FROM audit WHERE operation = 'seeClient' AND client_id = $1 ORDER BY action")(TestClinic.robin)
            )
            #expect(try looks.values(String.self) == ["appointment.listed", "client.read"])
            let amara = try await StaffBrowser(api, .therapist, name: "Amara Okafor")
            #expect(try await amara.see(path).status == 200)
            let absent = try await amara.see("/staff/clients/\(UUIDText.string(TestIDs.absent))")
            let hidden = try await amara.see("/staff/clients/\(UUIDText.string(TestClinic.noor))")
            #expect(hidden.status == 404 && hidden.body == absent.body)
        }
    }

    @Test("whoever has signed in is led to where they work")
    func home() async throws {
        try await APIHarness.with { api in
            for (role, place) in [(Role.lead, "/staff/board"), (.intake, "/staff/board"), (.frontDesk, "/staff/day")] {
                let email = "\(role.rawValue).home@clinic.example"
                let staff = try await TestStaff.join(api.clinic, role: role, email: email, name: "Home \(role.rawValue)")
                let code = try await staff.code(api.clinic)
                let entered = try await api.request(
                    "POST", "/staff/sign-in", as: nil, fields: [("Sec-Fetch-Site", "same-origin")],
                    type: "application/x-www-form-urlencoded",
                    body:
                        "email=\(email.replacing("@", with: "%40"))&password=\(staff.password.replacing(" ", with: "+"))&code=\(code)"
                )
                #expect(entered.status == 303 && entered["location"] == place, "\(role): \(entered.text)")
            }
        }
    }
}
