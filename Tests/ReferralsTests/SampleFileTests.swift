import Clinic
import Foundation
import Testing
import Therapists

@testable import Referrals

/// Reads files of the repository: what a new user tries first must work.
@Suite("The sample clinic's referrals")
struct SampleFileTests {
    static func text(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func rules() throws -> IntakeRules {
        let vocabulary = try Vocabulary.parse(text("Config/vocabulary/concepts.yaml"))
        return IntakeRules(
            vocabulary: vocabulary,
            patterns: try PatternTable.parse(text("Config/vocabulary/patterns.yaml"), vocabulary: vocabulary),
            today: Invented.day(2026, 11, 22))
    }

    @Test("are all read, each with a concern, and those with a flag are on hold")
    func whole() throws {
        let file = ReferralFile(Array(try Self.text("Config/sample/referrals.csv").utf8), rules: try Self.rules())
        #expect(file.problems.map(\.description) == [])
        #expect(file.notes.map(\.description) == [])
        #expect(file.rows.count == 40)
        #expect(file.rows.filter(\.referral.concerns.isEmpty).map(\.line) == [])
        let held = file.rows.filter { $0.referral.standing.safetyHold }
        #expect((1...6).contains(held.count), "\(held.map { ($0.line, $0.referral.flags) })")
        let unread = file.rows.flatMap(\.doubts).filter {
            $0.code == "referral.concern_unknown" || $0.code == "referral.concern_ambiguous"
        }
        // One client's words that no vocabulary has: a doubt for intake, with the nearest concept.
        #expect(unread.map(\.line) == [33])
    }

    @Test("with mistakes are told by line, and the good rows are kept")
    func mistakes() throws {
        let file = ReferralFile(Array(try Self.text("Config/sample/referrals-with-mistakes.csv").utf8), rules: try Self.rules())
        #expect(file.rows.map(\.line) == [2, 4, 8])
        #expect(
            file.problems.map { "\($0.line):\($0.name ?? "") \($0.code)" } == [
                "3:received_on referral.no_such_date", "6:kind referral.unknown_word", "7:birth_date referral.no_such_date",
            ])
    }
}
