import Access
import Clinic
import TestKit
import Testing

@testable import AttuneAPI

@Suite("A therapist's hours over HTTP")
struct HoursRouteTests {
    private static let path = "/v1/therapists/\(UUIDText.string(TestClinic.amara))/hours"
    private static let others = "/v1/therapists/\(UUIDText.string(TestClinic.tomasz))/hours"
    private static let day = "?first_day=\(Ahead.tuesday)&last_day=\(Ahead.tuesday)"

    @Test("somebody is ill: the day is closed, what stands in it is named, moved or cancelled, and the day comes back")
    func illness() async throws {
        try await APIHarness.with { api in
            let booked = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T09:00"))
            #expect(booked.status == 201)
            let ill = #"{"first_day":"\#(Ahead.tuesday)","note":"Unwell"}"#
            let closed = try await api.post(Self.path + "/close", as: .frontDesk, key: "ill-1", ill)
            #expect(closed.status == 201 && closed.rows.count == 1, "\(closed.text)")
            #expect(closed.rows.first?["outcome"] == .string("to_move") && closed.rows.first?["told"] == .null)
            let again = try await api.post(Self.path + "/close", as: .frontDesk, key: "ill-1", ill)
            #expect(again.body == closed.body)
            let hours = try await api.get(Self.path + Self.day, as: .therapist)
            #expect(hours.status == 200 && hours.text.contains(#""note":"Unwell""#) && hours.text("zone") == "America/Vancouver")
            let refused = try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T11:00"))
            #expect(refused.status == 409 && refused.code == "appointment.leave", "\(refused.text)")
            let affected = try await api.get(Self.path + "/affected" + Self.day, as: .therapist)
            #expect(affected.rows.count == 1, "\(affected.text)")
            let cancelled = try await api.post(
                Self.path + "/close", as: .frontDesk,
                #"{"first_day":"\#(Ahead.monday)","last_day":"\#(Ahead.wednesday)","cancel":true,"reason":"Therapist unwell"}"#)
            #expect(cancelled.rows.first?["outcome"] == .string("cancelled"), "\(cancelled.text)")
            #expect(cancelled.rows.first?["told"] == .string("nothing_to_tell"))
            // A reason is not for the front desk.
            #expect(!cancelled.text.contains("status_reason"))
            #expect(try await api.get(Self.path + "/affected" + Self.day).rows.isEmpty)
            let reset = try await api.post(
                Self.path + "/reset", as: .frontDesk, #"{"first_day":"\#(Ahead.monday)","last_day":"\#(Ahead.wednesday)"}"#)
            #expect(reset.status == 200 && reset.json["taken_back"] == .integer(3), "\(reset.text)")
            #expect(
                try await api.post("/v1/appointments", as: .frontDesk, api.booking(at: "\(Ahead.tuesday)T11:00")).status == 201)
        }
    }

    @Test("extra hours open a Saturday")
    func extra() async throws {
        try await APIHarness.with { api in
            let saturday = api.booking(at: "\(Ahead.saturday)T10:00").replacing("in_person", with: "online")
            #expect(try await api.post("/v1/appointments", as: .frontDesk, saturday).status == 409)
            let open = #"{"day":"\#(Ahead.saturday)","starts":"10:00","ends":"12:00","formats":["online"]}"#
            let made = try await api.post(Self.path + "/open", as: .therapist, open)
            #expect(made.status == 201 && made.text("kind") == "open" && made.text("starts") == "10:00", "\(made.text)")
            #expect(try await api.post("/v1/appointments", as: .frontDesk, saturday).status == 201)
        }
    }

    @Test("what cannot be is refused with its place, and a colleague's calendar is as if it were not there")
    func refusals() async throws {
        try await APIHarness.with { api in
            let wrong: [(String, String, String)] = [
                ("close", "{}", "/first_day"), ("close", #"{"first_day":"2027-02-30"}"#, "/first_day"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","last_day":"\#(Ahead.monday)"}"#, "/last_day"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","last_day":"\#(Ahead.yearLater)"}"#, "/last_day"),
                ("close", #"{"first_day":"9999-12-31"}"#, "/first_day"), ("reset", #"{"first_day":"0001-01-01"}"#, "/first_day"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","starts":"09:00"}"#, "/ends"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","starts":"11:00","ends":"10:00"}"#, "/ends"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","starts":"9","ends":"10:00"}"#, "/starts"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","reason":"Unwell"}"#, "/reason"),
                ("close", #"{"first_day":"\#(Ahead.tuesday)","cancel":"yes"}"#, "/cancel"),
                ("open", #"{"day":"\#(Ahead.saturday)","starts":"10:00","ends":"12:00","formats":[]}"#, "/formats"),
                ("open", #"{"day":"\#(Ahead.saturday)","starts":"10:00","ends":"12:00","formats":["in_person"]}"#, "/site"),
                ("reset", #"{"last_day":"\#(Ahead.saturday)"}"#, "/first_day"),
            ]
            for (verb, body, place) in wrong {
                let answer = try await api.post("\(Self.path)/\(verb)", as: .lead, body)
                #expect(answer.status == 422 && answer.pointers == [place], "\(verb) \(body): \(answer.text)")
            }
            for query in ["", "?first_day=\(Ahead.tuesday)", "?first_day=\(Ahead.tuesday)&last_day=\(Ahead.monday)"] {
                #expect(try await api.get(Self.path + query).status == 422, "\(query)")
                #expect(try await api.get(Self.path + "/affected" + query).status == 422, "\(query)")
            }
            let tooMany = try await api.get(Self.path + "?first_day=\(Ahead.tuesday)&last_day=\(Ahead.yearLater)")
            #expect(tooMany.code == "schedule.too_many_days" && tooMany.pointers == ["/last_day"], "\(tooMany.text)")
            // Hours are no secret among those who book; whoever is in them is.
            #expect(try await api.get(Self.others + Self.day, as: .therapist).status == 200)
            #expect(try await api.get(Self.others + "/affected" + Self.day, as: .therapist).code == "not_found")
            let ill = #"{"first_day":"\#(Ahead.tuesday)"}"#
            for verb in ["close", "reset"] {
                #expect(try await api.post("\(Self.others)/\(verb)", as: .therapist, ill).code == "not_found")
            }
            #expect(try await api.get(Self.path + Self.day, as: .integration).status == 403)
            let absent = "/v1/therapists/\(UUIDText.string(TestIDs.absent))/hours"
            #expect(try await api.post(absent + "/close", as: .lead, ill).code == "not_found")
            #expect(try await api.get(absent + Self.day, as: .lead).code == "not_found")
            #expect(try await api.get(Self.path + Self.day).text.contains(#""exceptions":[]"#))
        }
    }
}

extension Answer {
    fileprivate var rows: [JSON] { if case .array(let rows)? = json["data"] { rows } else { [] } }
}
