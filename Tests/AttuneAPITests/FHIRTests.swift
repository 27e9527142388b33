import Access
import Clinic
import Referrals
import TestKit
import Testing
import Therapists

@testable import AttuneAPI

@Suite("FHIR R4 bundles", .serialized)
struct FHIRTests {
    private static func vocabulary() throws -> Vocabulary {
        try Vocabulary(
            version: "test",
            concepts: [
                Concept(code: "cptsd", labelEnglish: "Complex trauma", external: ["icd11": "6B41"]),
                Concept(code: "ptsd", labelEnglish: "Post-traumatic stress", external: ["icd11": "6B40"]),
                Concept(code: "grief", labelEnglish: "Grief", external: ["service_type": "69"]),
                Concept(code: "anxiety", labelEnglish: "Anxiety", external: ["service_type": "74"]),
                Concept(code: "depression", labelEnglish: "Low mood", external: ["service_type": "74"]),
            ])
    }

    static let patient = """
        {"fullUrl":"urn:uuid:p1","resource":{"resourceType":"Patient","name":[{"use":"official","family":"Test","given":["Ash","B"]},\
        {"use":"nickname","given":["Ashy"]}],"birthDate":"1990-04-02","telecom":[{"system":"email","value":"ash@example.org"}],\
        "communication":[{"language":{"coding":[{"system":"urn:ietf:bcp:47","code":"fr"}]},"preferred":true}],\
        "address":[{"state":"BC","country":"CA"}]},"request":{"method":"POST","url":"Patient"}}
        """

    static func request(
        _ more: String = "", key: String = "A-1", status: String = "active", reason: String = FHIRTests.icd("6B41")
    ) -> String {
        """
        {"resource":{"resourceType":"ServiceRequest","identifier":[{"system":"urn:x","value":"\(key)"}],"status":"\(status)",\
        "intent":"order","subject":{"reference":"urn:uuid:p1"},"requester":{"type":"Practitioner"},"authoredOn":"2026-11-02T10:00:00Z",\
        "reasonCode":[\(reason)]\(more)}}
        """
    }

    static func icd(_ code: String) -> String {
        #"{"coding":[{"system":"http://id.who.int/icd/release/11/mms","code":"\#(code)"}]}"#
    }

    static func bundle(_ entries: String...) -> String {
        #"{"resourceType":"Bundle","type":"transaction","entry":["# + entries.joined(separator: ",") + "]}"
    }

    private static func read(_ text: String) throws -> FHIRBundle { try FHIRBundle(Array(text.utf8), vocabulary: vocabulary()) }

    private static func faults(_ text: String) throws -> [FHIRFault] {
        do {
            _ = try read(text)
            return []
        } catch let unreadable as UnreadableBundle { return unreadable.faults }
    }

    @Test("a ServiceRequest with its Patient is a referral: who, since when, why, by whom, in which language")
    func whole() throws {
        let bundle = try Self.read(
            Self.bundle(Self.patient, Self.request(#","note":[{"text":"Sleeps badly."}],"priority":"urgent""#)))
        let request = try #require(bundle.requests.first)
        let form = request.form
        #expect(form.reference == "urn:x|A-1" && form.source == "physician" && form.receivedOn == "2026-11-02")
        #expect(form.fullName == "Ash B Test" && form.preferredName == "Ashy" && form.birthDate == "1990-04-02")
        #expect(form.language == "fr" && form.jurisdiction == "BC" && form.email == "ash@example.org")
        #expect(form.concerns == ["cptsd"] && form.narrative == "Sleeps badly.")
        // Nothing that a sender says makes writing safe, or is a client's consent, or an urgency.
        #expect(form.emailMayWrite == nil && form.consentMatching == nil && request.flags.isEmpty)
        #expect(request.notes.map(\.code) == ["fhir.priority", "fhir.consent"])
        #expect(request.notes.first?.expression == "Bundle.entry[1].resource.priority")
    }

    @Test("a code that the vocabulary does not have is a fault with the nearest one; one that several have is left to a person")
    func codes() throws {
        let unknown = try Self.faults(Self.bundle(Self.patient, Self.request(reason: Self.icd("6B42"))))
        #expect(unknown.map(\.expression) == ["Bundle.entry[1].resource.reasonCode[0].coding[0].code"])
        #expect(unknown.first?.code == "fhir.unknown_code" && unknown.first?.message.contains("Was 6B4") == true)
        let narrower = try Self.faults(Self.bundle(Self.patient, Self.request(reason: Self.icd("6B41.12345"))))
        #expect(narrower.first?.message.contains("Was 6B41 (cptsd) meant?") == true)
        let shared = #"{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/service-type","code":"74"}]}"#
        let ambiguous = try Self.read(Self.bundle(Self.patient, Self.request(reason: shared)))
        #expect(ambiguous.requests.first?.notes.first?.message.contains("anxiety or depression") == true)
        let other = #"{"coding":[{"system":"http://snomed.info/sct","code":"1"}]}"#
        #expect(try Self.faults(Self.bundle(Self.patient, Self.request(reason: other))).map(\.code) == ["fhir.unknown_system"])
        let words = #"{"coding":[{"system":"http://snomed.info/sct","code":"1","display":"Grief"}]}"#
        #expect(try Self.read(Self.bundle(Self.patient, Self.request(reason: words))).requests.first?.form.concerns == ["Grief"])
    }

    @Test("what changes the meaning and is not understood is refused wherever it stands, and so is what R4 does not have")
    func strict() throws {
        let modifier = #","modifierExtension":[{"url":"urn:x","valueBoolean":true}]"#
        let refused = try Self.faults(Self.bundle(Self.patient, Self.request(modifier)))
        #expect(refused.map(\.expression) == ["Bundle.entry[1].resource.modifierExtension"])
        let cases: [(String, String, String)] = [
            (
                Self.bundle(Self.patient, Self.request(#","doNotPerform":true"#)), "Bundle.entry[1].resource.doNotPerform",
                "do_not_perform"
            ),
            (Self.bundle(Self.patient, Self.request(status: "draft")), "Bundle.entry[1].resource.status", "status"),
            (
                Self.bundle(Self.patient, Self.request(#","priorty":"stat""#)), "Bundle.entry[1].resource.priorty",
                "unknown_element"
            ),
            (Self.bundle(Self.request()), "Bundle.entry[0].resource.subject.reference", "no_patient"),
            (Self.bundle(Self.patient), "Bundle.entry", "no_request"),
            (Self.bundle(Self.patient, Self.request(), Self.request()), "Bundle.entry[2].resource.identifier", "duplicate"),
            (
                Self.bundle(Self.patient, #"{"resource":{"resourceType":"Observation"}}"#, Self.request()),
                "Bundle.entry[1].resource.resourceType", "unknown_resource"
            ),
            (
                Self.bundle(
                    Self.patient.replacing(#""birthDate""#, with: #""deceasedBoolean":true,"birthDate""#), Self.request()),
                "Bundle.entry[0].resource.deceased", "patient_deceased"
            ),
            (#"{"resourceType":"Patient"}"#, "Bundle.resourceType", "not_a_bundle"),
            (#"{"resourceType":"#, "Bundle", ""),
        ]
        for (text, expression, code) in cases {
            let faults = try Self.faults(text)
            #expect(faults.map(\.expression).contains(expression), "\(text): \(faults)")
            if !code.isEmpty { #expect(faults.map(\.code).contains("fhir.\(code)"), "\(faults)") }
        }
        // Whatever is sent, it is read or refused.
        var random = SplitMix(seed: 11)
        let good = Array(Self.bundle(Self.patient, Self.request()).utf8)
        for _ in 0..<400 {
            var bytes = good
            for _ in 0..<3 { bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 32...126, using: &random) }
            _ = try? FHIRBundle(bytes, vocabulary: Self.vocabulary())
        }
    }

    @Test("a repeat adds nothing, stat goes to a person, and one fault leaves nothing of a bundle behind")
    func stored() async throws {
        try await APIHarness.with { api in
            func post(_ text: String) async throws -> Answer {
                try await api.request(
                    "POST", "/v1/fhir/Bundle", as: .intake, key: UUIDText.string(api.clinic.gate.newID()),
                    type: "application/fhir+json", body: text)
            }
            func count() async throws -> Int {
                guard case .array(let rows)? = try await api.get("/v1/referrals", as: .intake).json["data"] else { return -1 }
                return rows.count
            }
            let words = #"{"text":"nothing that anybody knows"}"#
            let text = Self.bundle(
                Self.patient, Self.request(key: "S-1", reason: words),
                Self.request(#","priority":"stat""#, key: "S-2", reason: words))
            let first = try await post(text)
            #expect(first.status == 200, "\(first.text)")
            #expect(first.text("crisis_text")?.contains("911") == true && first.text.contains("fhir.stat_handed_off"))
            let again = try await post(text)
            #expect(again.json["added"] == .array([]) && again.json["crisis_text"] == .null)
            #expect(try await count() == 2)
            let tasks = try await api.get("/v1/safety-tasks", as: .intake)
            #expect(tasks.text.contains("flag_stat"))
            let half = try await post(
                Self.bundle(
                    Self.patient, Self.request(key: "S-3", reason: words),
                    Self.request(key: "S-4", status: "draft", reason: words)))
            #expect(half.status == 422 && half.pointers == ["/entry/2/resource/status"])
            #expect(half.text.contains("Bundle.entry[2].resource.status"))
            #expect(try await count() == 2)
        }
    }
}
