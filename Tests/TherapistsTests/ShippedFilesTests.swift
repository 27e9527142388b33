import Clinic
import Testing
import Therapists

import struct Foundation.URL

@Suite("The files that Attune ships")
struct ShippedFilesTests {
    private func config(_ path: String) throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOfFile: root.appending(path: "Config/\(path)").path, encoding: .utf8)
    }

    @Test("the vocabulary, the patterns, the sample team and its services are read without a fault")
    func shipped() throws {
        let vocabulary = try Vocabulary.parse(config("vocabulary/concepts.yaml"))
        #expect(vocabulary.resolve("C-PTSD") == .concept("cptsd"))
        #expect(vocabulary.isWithin("cptsd", "trauma"))
        let patterns = try PatternTable.parse(config("vocabulary/patterns.yaml"), vocabulary: vocabulary)
        #expect(patterns.patterns.count == 6)
        let team = try TeamFile.parse(config("sample/team.yaml"), vocabulary: vocabulary, zones: ZoneCatalogue())
        #expect(team.therapists.count >= 8)
        #expect(team.therapists.allSatisfy { !$0.credentials.isEmpty && !$0.hours.isEmpty && !$0.specialties.isEmpty })
        #expect(try ServiceFile.parse(config("sample/services.yaml")).services.count >= 2)
    }
}
