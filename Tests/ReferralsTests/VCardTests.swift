import Clinic
import Foundation
import Testing
import Therapists

@testable import Referrals

@Suite("A vCard")
struct VCardTests {
    @Test("escapes, folds at 75 octets between characters, and unfolds to what was written")
    func card() throws {
        let profile = "Comma, semicolon; back\\slash.\nA second line: \(String(repeating: "Élan 🌲 ", count: 30))\u{7}end"
        let therapist = PublicTherapist(
            id: Invented.amara, slug: "amara", name: "Amara; Okafor, RCC", pronouns: "she/her", gender: "woman", profile: profile,
            languages: [.english, .french], formats: nil, clientKinds: nil, modalities: nil, funding: nil, feeCents: 15_500,
            slidingFeeCents: nil, specialties: ["cptsd", "grief"], credentials: ["rcc"], sites: nil, evening: nil, weekend: nil,
            hasPlaces: true)
        let card = VCard(therapist, organisation: nil, address: "https://x.example/directory\r\nX-BAD:1") {
            $0 == "grief" ? "Grief, loss" : "Complex trauma"
        }
        let lines = card.text.components(separatedBy: "\r\n")
        #expect(lines.last == "" && lines.allSatisfy { $0.utf8.count <= 75 })
        let whole = card.text.replacing("\r\n ", with: "").components(separatedBy: "\r\n")
        #expect(whole.first == "BEGIN:VCARD" && whole[1] == "VERSION:4.0" && whole.contains("FN:Amara\\; Okafor\\, RCC"))
        #expect(whole.contains("CATEGORIES:Complex trauma,Grief\\, loss") && whole.contains("GENDER:;woman"))
        let note = try #require(whole.first { $0.hasPrefix("NOTE:") })
        #expect(note.hasPrefix("NOTE:Comma\\, semicolon\\; back\\\\slash.\\nA second line: Élan 🌲 ") && note.hasSuffix("end"))
        // Nothing in a value begins a line of its own, and a fee or a chance of a place is no part of a card.
        #expect(!whole.contains { $0.hasPrefix("X-BAD") } && !card.text.contains("15"))
    }
}
