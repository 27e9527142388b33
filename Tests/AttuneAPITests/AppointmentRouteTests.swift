import Access
import TestKit
import Testing

@testable import AttuneAPI

@Suite("Appointments over HTTP", .serialized)
struct AppointmentRouteTests {
    @Test("openings are found, booked, and gone")
    func slots() async throws {
        try await APIHarness.with { api in
            let service = UUIDText.string(TestClinic.session)
            let amara = UUIDText.string(TestClinic.amara)
            let target =
                "/v1/slots?service=\(service)&format=online&therapist=\(amara)&from=\(Ahead.tuesday)T08:00:00Z&until=\(Ahead.wednesday)T08:00:00Z&limit=50"
            func starts() async throws -> [String] {
                guard case .array(let slots)? = try await api.get(target, as: .frontDesk).json["data"] else { return [] }
                return slots.compactMap { if case .string(let start)? = $0["start"] { start } else { nil } }
            }
            let before = try await starts()
            let first = try #require(before.first)
            let booked = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: first))
            #expect(booked.status == 201, "\(booked.text)")
            #expect(booked.text("start") == first)
            let after = try await starts()
            #expect(!after.contains(first))
            #expect(after.count < before.count)
        }
    }

    @Test("somebody comes, and the session takes place; what has not begun is neither fulfilled nor missed")
    func attendance() async throws {
        try await APIHarness.with { api in
            let ahead = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T09:00"))
            let path = try #require(ahead["location"])
            for verb in ["fulfil", "miss"] {
                let early = try await api.request("POST", "\(path)/\(verb)", as: .frontDesk, ifMatch: "*")
                #expect(early.status == 409 && early.code == "appointment.not_yet", "\(early.text)")
            }
            let past = try await api.post(
                "/v1/appointments", as: .frontDesk,
                api.booking(at: "2026-03-03T09:00").replacing("}", with: #","override":"written down afterwards"}"#))
            let begun = try #require(past["location"], "\(past.text)")
            let talked = try await api.request(
                "POST", begun + "/arrive", as: .frontDesk, ifMatch: "\"1\"", body: #"{"at":"9:00"}"#)
            #expect(talked.status == 400 && talked.code == "http.body_not_taken", "\(talked.text)")
            // What many clients send with every POST.
            let here = try await api.request("POST", begun + "/arrive", as: .frontDesk, ifMatch: "\"1\"", body: "{}")
            #expect(here.status == 200 && here.text("status") == "arrived", "\(here.text)")
            let stale = try await api.request("POST", begun + "/fulfil", as: .therapist, ifMatch: "\"1\"")
            #expect(stale.status == 412)
            let done = try await api.request("POST", begun + "/fulfil", as: .therapist, ifMatch: here["etag"])
            #expect(done.status == 200 && done.text("status") == "fulfilled", "\(done.text)")
            // The wrong line was clicked: each is put right by another.
            for (verb, status) in [
                ("miss", "noshow"), ("arrive", "arrived"), ("miss", "noshow"), ("arrive", "arrived"), ("expect", "booked"),
                ("fulfil", "fulfilled"), ("arrive", "arrived"),
            ] {
                let answer = try await api.request("POST", begun + "/" + verb, as: .frontDesk, ifMatch: "*")
                #expect(answer.status == 200 && answer.text("status") == status, "\(verb): \(answer.text)")
            }
            let silent = try await api.request("POST", begun + "/withdraw", as: .frontDesk, ifMatch: "*", body: "{}")
            #expect(silent.status == 422 && silent.pointers == ["/reason"], "\(silent.text)")
            let reason = #"{"reason":"Booked for the wrong client"}"#
            let withdrawn = try await api.request("POST", begun + "/withdraw", as: .frontDesk, ifMatch: "*", body: reason)
            #expect(withdrawn.status == 200 && withdrawn.text("status") == "entered-in-error", "\(withdrawn.text)")
            #expect(!withdrawn.text.contains("wrong client"), "a reason is not for the front desk")
            let missed = try await api.request("POST", begun + "/miss", as: .frontDesk, ifMatch: "*")
            #expect(missed.status == 409 && missed.code == "appointment.status_move", "\(missed.text)")
        }
    }

    @Test("times that do not exist, and references that lead nowhere, are refused with their place")
    func badBookings() async throws {
        try await APIHarness.with { api in
            let gap = try await api.post(
                "/v1/appointments",
                api.booking(at: "2027-03-14T02:30").replacing("}", with: #","zone":"America/Toronto"}"#))
            #expect(gap.status == 422)
            #expect(gap.code == "appointment.no_such_local_time")
            #expect(gap.pointers == ["/start"])
            let stranger = try await api.post(
                "/v1/appointments", api.booking(at: "\(Ahead.tuesday)T09:00", client: TestIDs.absent))
            #expect(stranger.status == 422)
            #expect(stranger.pointers == ["/client"])
            let kind = try await api.post(
                "/v1/appointments", api.booking(at: "\(Ahead.tuesday)T09:00", therapist: TestClinic.robin))
            #expect(kind.status == 422)
            #expect(kind.pointers == ["/therapist"])
            for start in [
                "2027-02-30T09:00", "\(Ahead.tuesday)T25:00", "\(Ahead.tuesday)T09:00:30", "tomorrow",
                "\(Ahead.tuesday)T09:00:00+99:99",
                "0000-01-01T00:00:00Z",
            ] {
                let answer = try await api.post("/v1/appointments", api.booking(at: start))
                #expect(answer.status == 422, "\(start)")
                #expect(answer.pointers == ["/start"], "\(start)")
            }
            let night = try await api.post("/v1/appointments", api.booking(at: "\(Ahead.tuesday)T03:00"))
            #expect(night.status == 409)
        }
    }
}
