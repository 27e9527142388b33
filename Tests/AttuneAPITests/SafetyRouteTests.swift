import Access
import TestKit
import Testing

@testable import AttuneAPI

@Suite("Flags, waits and questionnaires over HTTP", .serialized)
struct SafetyRouteTests {
    private static func tasks(_ api: APIHarness) async throws -> [JSON] {
        guard case .array(let tasks)? = try await api.get("/v1/safety-tasks", as: .intake).json["data"] else { return [] }
        return tasks
    }

    private static func text(_ json: JSON?, _ name: String) -> String? {
        if case .string(let text)? = json?[name] { text } else { nil }
    }

    @Test(
        "the answer that records a flag says whom to reach; the task is listed, taken once and cleared, and then triage goes on")
    func story() async throws {
        try await APIHarness.with { api in
            let form =
                #"{"source":"self","full_name":"Ash Test","language":"fr","safety_flag":true,"consent_matching":true,"concerns":["sleep"]}"#
            let added = try await api.post("/v1/referrals", as: .intake, form)
            #expect(added.status == 201, "\(added.text)")
            #expect(
                added.text("crisis_text")?.contains("9-8-8") == true && added.text("crisis_text")?.contains("appelez") == true)
            #expect(added.text("wait") == "within" && added.text("due_on")?.count == 10)
            let path = try #require(added["location"])
            let service = UUIDText.string(TestClinic.session)
            #expect(try await api.get("\(path)/matches?service=\(service)", as: .intake).code == "referral.on_safety_hold")

            let task = try #require(try await Self.tasks(api).first)
            let id = try #require(Self.text(task, "id"))
            #expect(Self.text(task, "reason") == "flag_ticked" && task["overdue"] == .bool(false))
            #expect(try await api.request("POST", "/v1/safety-tasks/\(id)/acknowledge", as: .intake, key: "one").status == 200)
            #expect(
                try await api.request("POST", "/v1/safety-tasks/\(id)/acknowledge", as: .lead, key: "two").code == "safety.taken")
            let clear = #"{"reason":"Spoke with them; a friend stays tonight"}"#
            let cleared = try await api.post("/v1/safety-tasks/\(id)/clear", as: .intake, clear)
            #expect(cleared.status == 200 && cleared.text("cleared_reason") == "Spoke with them; a friend stays tonight")
            #expect(try await api.post("/v1/safety-tasks/\(id)/clear", as: .intake, clear).code == "safety.cleared")
            #expect(try await Self.tasks(api).isEmpty)
            #expect(try await api.get(path, as: .intake).json["crisis_text"] == .null)
            // Clearing a flag is no level.
            #expect(try await api.get("\(path)/matches?service=\(service)", as: .intake).code == "referral.on_hold")
            let decision = #"{"outcome":"soon","reason":"Sleeps badly since the spring"}"#
            let triaged = try await api.request("POST", path + "/triage", as: .intake, ifMatch: "*", body: decision)
            #expect(triaged.status == 200 && triaged.json["target_hours"] == .integer(336), "\(triaged.text)")
            let board = try await api.get("/v1/referrals", as: .intake)
            #expect(board.text.contains("target 14 d"))
        }
    }

    @Test("answers and totals come back scored, a flag takes the referral to a hold, and what cannot be is refused by its place")
    func assessments() async throws {
        try await APIHarness.with { api in
            let form = #"{"source":"physician","full_name":"Ash Test","consent_matching":true}"#
            let path = try #require(try await api.post("/v1/referrals", as: .intake, form)["location"])
            let itq =
                #"{"instrument":"itq","answers":[2,0,3,0,2,0,2,0,0,2,0,2,0,2,0,4,0,0],"taken_on":"2020-11-02"}"#
            let kept = try await api.post(path + "/assessments", as: .intake, itq)
            #expect(kept.status == 201, "\(kept.text)")
            #expect(kept.json["score"]?["band"] == .string("cptsd"))
            #expect(kept.text.contains("ITQ pattern consistent with CPTSD") && kept.json["crisis_text"] == .null)
            let open = try await api.post(
                path + "/assessments", as: .intake, #"{"instrument":"phq9","answers":[3,3,3,3,3,3,3,3,null]}"#)
            #expect(open.json["score"]?["band"] == .string("severe") && open.json["crisis_text"] == .null)
            #expect(try await Self.tasks(api).isEmpty)
            let nine = try await api.post(
                path + "/assessments", as: .intake, #"{"instrument":"phq9","answers":[0,0,0,0,0,0,0,0,1]}"#)
            #expect(nine.status == 201 && nine.text("crisis_text")?.contains("9-8-8") == true)
            #expect(try await Self.tasks(api).map { Self.text($0, "reason") } == ["flag_phq9_item9"])
            #expect(try await api.get(path, as: .intake).text("safety_reason") == "flag_phq9_item9")
            guard case .array(let all)? = try await api.get(path + "/assessments", as: .intake).json["data"] else {
                return #expect(Bool(false))
            }
            #expect(all.count == 3)
            for (body, code, pointer) in [
                (#"{"instrument":"itq","total":40}"#, "assessment.no_total", "/total"),
                (#"{"instrument":"phq9","total":28}"#, "assessment.total_out_of_range", "/total"),
                (#"{"instrument":"phq9","total":3,"answers":[1]}"#, "assessment.one_of_two", "/total"),
                (#"{"instrument":"gad7","answers":[1,2]}"#, "assessment.wrong_count", "/answers"),
                (#"{"instrument":"gad7","answers":[1,2,3,4,0,0,0]}"#, "assessment.answer_out_of_range", "/answers"),
                (#"{"instrument":"gad7"}"#, "assessment.nothing_answered", "/answers"),
                (#"{"instrument":"gad7","total":3,"taken_on":"2999-01-01"}"#, "assessment.date_in_future", "/taken_on"),
            ] {
                let refused = try await api.post(path + "/assessments", as: .intake, body)
                #expect(
                    refused.status == 422 && refused.code == code && refused.pointers == [pointer], "\(body): \(refused.text)")
            }
            for role in [Role.frontDesk, .therapist, .integration] {
                let refused = try await api.post(path + "/assessments", as: role, itq)
                #expect(refused.status == 403)
            }
        }
    }
}
