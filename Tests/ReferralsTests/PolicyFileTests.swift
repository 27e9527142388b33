import Clinic
import Testing

import struct Foundation.URL

@testable import Referrals

@Suite("A matching policy's file")
struct PolicyFileTests {
    static func shipped() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOfFile: root.appending(path: "Config/matching.yaml").path, encoding: .utf8)
    }

    /// The shipped one, signed, with some of its text replaced.
    static func changed(_ changes: (String, String)..., version: String = "2026-12.1") throws -> String {
        var text = try shipped().replacing("version: \"2026-11.1\"", with: "version: \"\(version)\"")
            .replacing("signed_off_by: null", with: "signed_off_by: \"A. Clinician\"")
            .replacing("signed_off_on: null", with: "signed_off_on: 2026-01-05")
        for (old, new) in changes {
            #expect(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        return text
    }

    @Test("the one that Attune ships is Attune's own, and nobody has signed it")
    func own() throws {
        let file = try MatchingPolicyFile.parse(try Self.shipped())
        #expect(file.policy == .standard)
        #expect(!file.isSignedOff)
        let signed = try MatchingPolicyFile.parse(
            try Self.changed(("clinical_fit: 4000", "clinical_fit: 4500"), ("access: 1000", "access: 500")))
        #expect(signed.isSignedOff && signed.signedOffBy == "A. Clinician" && signed.policy.version == "2026-12.1")
        #expect(signed.policy.weights == [4500, 2500, 1500, 500, 500, 500])
    }

    @Test(
        "what is wrong with one is named by line, and what to do",
        arguments: [
            ("clinical_fit: 4000", "clinical_fit: 4001", "policy.weights_sum", "sum to 10001"),
            ("clinical_fit: 4000", "clinical_fit: 99999999999999999999", "file.not_in_range", "from 0 to 10000"),
            ("preferences: 2500", "preferenses: 2500", "file.unknown_key", "Was preferences meant?"),
            ("neutral: 5000", "neutral: 0", "file.not_in_range", "from 1 to 10000"),
            ("trained: 7000", "trained: 3000", "policy.not_rising", "never fall"),
            ("choice_of_times: [4000, 7000, 10000]", "choice_of_times: [4000, 7000]", "policy.not_rising", "3 numbers"),
            ("required_level: declared", "required_level: proven", "policy.easier_when_intense", "required_level_high_intensity"),
            ("required_level: declared", "required_level: 1", "file.unknown_word", "declared"),
            ("later_week_loss: 1000", "later_week_loss: 3000", "policy.later_week_costs_more", "first week"),
            ("horizon_days: 42", "horizon_days: 0", "file.not_in_range", "from 1 to 366"),
            ("fit_floor: 2000", "fit_floor: -1", "file.not_in_range", "from 0 to 10000"),
            ("signed_off_on: 2026-01-05", "signed_off_on: null", "policy.half_signed", "a name and a date"),
            ("signed_off_on: 2026-01-05", "signed_off_on: 2026-02-30", "file.no_such_date", "one that exists"),
            ("version: \"2026-12.1\"", "version: \"12/1\"", "policy.version_form", "letters, digits"),
            ("focus_limit: 5", "focus: 5", "file.unknown_key", "focus"),
            ("focus_limit: 5", "focus_limit: 5\nfocus_limit: 6", "file.not_yaml", "more than once"),
            ("fit_floor: 2000", "years_of_experience: 2000", "file.unknown_key", "Known are"),
        ])
    func faults(old: String, new: String, code: String, words: String) throws {
        let text = try Self.changed((old, new))
        let refusal = #expect(throws: FileRefusal.self) { try MatchingPolicyFile.parse(text) }
        let problem = try #require(refusal?.problems.first { $0.code == code }, "\(refusal?.problems ?? [])")
        #expect(
            problem.message.contains(words) || words == "a name and a date" && problem.message.contains("name and a date"),
            "\(problem)")
        // Where it stands: the line itself, or for a whole that does not fit, one of its lines.
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.indices.contains(problem.line - 1) && !lines[problem.line - 1].hasPrefix("#"), "\(problem)")
    }

    @Test("every key is needed, and one that is missing is named")
    func missing() throws {
        for key in MatchingPolicyFile.keys where !key.hasPrefix("signed") && !["weights", "evidence"].contains(key) {
            let lines = try Self.shipped().split(separator: "\n", omittingEmptySubsequences: false).filter {
                !$0.hasPrefix(key + ":")
            }
            let refusal = #expect(throws: FileRefusal.self) { try MatchingPolicyFile.parse(lines.joined(separator: "\n")) }
            #expect(
                refusal?.problems.map(\.code) == ["file.missing_key"] && refusal?.problems[0].message.contains(key) == true,
                "\(key)")
        }
    }
}
