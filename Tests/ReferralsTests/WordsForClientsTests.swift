import Clinic
import Testing
import Therapists

@testable import Referrals

@Suite("A match in words for the client")
struct WordsForClientsTests {
    private static func wordings(_ seed: Int, keptApart: Bool) throws -> [Therapist.ID: ClientWording] {
        var random = SeededNumbers(seed: UInt64(seed))
        let team = try Invented.team(Invented.randomTeam(20, &random))
        let wants = try Invented.randomNeed(of: team.candidates, &random).wants
        let last = Set(team.rank(try Invented.need(wants)).matches(limit: 100).suffix(1).map(\.therapist))
        let need = try Invented.need(wants, keptApart: keptApart ? last : [])
        var found: [Therapist.ID: ClientWording] = [:]
        for match in team.rank(need).matches(limit: 100) {
            let candidate = try #require(team.candidates.first { $0.id == match.therapist })
            found[match.therapist] = ClientWording(match, need: need, candidate: candidate) { _ in "grief" }
        }
        return found
    }

    @Test("never speaks of anybody else, of a relation, of load, or in figures, whoever is on the team")
    func aboutNobodyElse() throws {
        let words = [
            "client", "other", "another", "apart", "conflict", "relation", "full", "wait", "place", "caseload", "score", "point",
            "rank", "first choice", "excluded", "percent", "%", "declin", "outcome", "therapist",
        ]
        var read = 0
        for seed in 1...100 {
            for (therapist, wording) in try Self.wordings(seed, keptApart: false) {
                let text = wording.sentences.joined(separator: " ").lowercased()
                for word in words { #expect(!text.contains(word), "seed \(seed): \(word)") }
                #expect(!text.contains(therapist.uuid.text))
                // The only figures are a day and an hour.
                let rest = text.replacing(/[0-9]{4}-[0-9]{2}-[0-9]{2} at [0-9]{2}:[0-9]{2}/, with: "")
                let hasFigures = rest.contains { $0.isNumber }
                #expect(!hasFigures, "seed \(seed): \(rest)")
                read += 1
            }
        }
        #expect(read > 50)
    }

    @Test("says the same of a therapist whether or not somebody else may not be the client's")
    func relationChangesNothing() throws {
        var compared = 0
        for seed in 1...100 {
            let (without, with) = (try Self.wordings(seed, keptApart: false), try Self.wordings(seed, keptApart: true))
            #expect(with.count == max(0, without.count - 1), "seed \(seed)")
            for (therapist, wording) in with {
                #expect(wording == without[therapist], "seed \(seed)")
                compared += 1
            }
        }
        #expect(compared > 20)
    }

    @Test("is read with eight years of school, by Flesch and Kincaid's count")
    func grade() throws {
        let concerns = ["complex trauma", "grief and loss", "panic", "sleep", "anger", "low self-worth"]
        for concern in concerns {
            let candidate = Invented.candidate(Invented.amara, gender: "man", languages: ["en", "fr"])
            let need = try Invented.need(ReferralWants(languages: ["fr"], gender: .wish("woman")))
            let match = try #require(try Invented.team([candidate]).rank(need).matches().first)
            let wording = ClientWording(match, need: need, candidate: candidate) { _ in concern }
            #expect(wording.sentences.count == 6, "\(wording.sentences)")
            let grade = Self.grade(wording.sentences)
            #expect(grade <= 8, "\(concern): \(grade)")
        }
    }

    /// 0.39 words a sentence + 11.8 syllables a word − 15.59.
    private static func grade(_ sentences: [String]) -> Double {
        let count = sentences.reduce(0) { $0 + $1.split(separator: /[.!?](?:\s|$)/).count }
        let words = sentences.flatMap { $0.split(whereSeparator: { $0.isWhitespace || $0 == "-" }) }.filter {
            $0.contains { $0.isLetter || $0.isNumber }
        }
        let syllables = words.reduce(0) { $0 + Self.syllables($1) }
        return 0.39 * Double(words.count) / Double(count) + 11.8 * Double(syllables) / Double(words.count) - 15.59
    }

    /// Groups of vowels, without a silent e at the end; one at least.
    private static func syllables(_ word: Substring) -> Int {
        let letters = word.lowercased().filter(\.isLetter)
        var count = 0
        var before = false
        for letter in letters {
            let isVowel = "aeiouy".contains(letter)
            if isVowel, !before { count += 1 }
            before = isVowel
        }
        if letters.hasSuffix("e"), !letters.hasSuffix("le"), count > 1 { count -= 1 }
        return max(1, count)
    }
}
