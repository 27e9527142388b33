import Clinic
import Foundation
import Testing

@testable import Messages

@Suite("What messages say")
struct WordingTests {
    static let start = Instant(microseconds: 1_796_151_600_000_000)
    static let contents: [MessageContent] = [
        .appointmentBooked(start: start, minutes: 50), .appointmentReminder(start: start), .appointmentMoved(start: start),
        .appointmentCancelled(start: start), .proposalMade(start: start, expires: start),
        .handoutShared(link: "https://clinic.example/h/abc", expires: start), .checkIn(until: start),
    ]
    let zone: ZoneRules

    init() throws { zone = try ZoneCatalogue().rules(try #require(ZoneID("America/Vancouver"))) }

    @Test("a neutral message names no clinic, no therapist and no topic", arguments: [Language.english, .french])
    func neutral(language: Language) {
        let wording = Wording.standard.named("Juniper House Counselling")
        for content in Self.contents {
            let text = wording.text(for: content, zone: zone, language: language, clinicNamed: false)
            let all = (text.subject + " " + text.body).lowercased()
            for word in [
                "juniper", "clinic ", "counsel", "therap", "trauma", "thérap", "clinique", "{{", "}}", "pst", "pdt", "mst",
            ] {
                #expect(!all.contains(word), "\(content.kind) \(language): \(word)")
            }
            #expect(!text.subject.contains(where: \.isNewline) && text.subject.count <= 120 && text.body.count <= 4_000)
        }
    }

    @Test("times are told with their zone in words")
    func times() {
        let text = Wording.standard.text(
            for: .appointmentReminder(start: Self.start), zone: zone, language: .english, clinicNamed: false)
        #expect(text.body.contains("Tue 1 Dec 2026, 12:00 Pacific Time (UTC−7)"))
    }

    @Test("the clinic is named only to those who asked, and only on one line")
    func named() {
        let wording = Wording.standard.named("Juniper\r\nBcc: x")
        let text = wording.text(for: .appointmentReminder(start: Self.start), zone: zone, language: .english, clinicNamed: true)
        #expect(text.subject == "Reminder from Juniper Bcc: x")
        let none = Wording.standard.text(
            for: .appointmentReminder(start: Self.start), zone: zone, language: .english, clinicNamed: true)
        #expect(none.subject == "Reminder")
    }

    @Test("what a fact contains is never read as a placeholder")
    func placeholders() {
        #expect(Wording.fill("a {{link}} b {{when}} {{", with: ["link": "{{when}}", "when": "W"]) == "a {{when}} b W {{")
    }

    @Test("both languages have every message, with the facts that it has")
    func complete() {
        #expect(Set(Self.contents.map(\.kind)) == Set(Wording.allowed.keys))
        for (language, templates) in Wording.standardTemplates {
            #expect(Set(templates.keys) == Set(Wording.allowed.keys), "\(language)")
            for (kind, template) in templates {
                for text in [template.neutral, template.clinicNamed] {
                    let names = (text.subject + text.body).split(separator: "{{").dropFirst().compactMap {
                        $0.split(separator: "}}").first
                    }
                    let allowed = (Wording.allowed[kind] ?? []).union(text == template.neutral ? [] : ["clinic"])
                    #expect(Set(names.map(String.init)).isSubset(of: allowed), "\(language) \(kind)")
                }
            }
        }
    }

    @Test("the words in Config/wording are the words in the program", arguments: ["en", "fr"])
    func shipped(code: String) throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = try String(contentsOf: root.appending(path: "Config/wording/\(code).yaml"), encoding: .utf8)
        for template in try #require(Wording.standardTemplates[code]).values {
            for text in [template.neutral, template.clinicNamed] {
                #expect(file.contains("subject: \"\(text.subject)\""))
                for line in text.body.split(separator: "\n") { #expect(file.contains(line)) }
            }
        }
    }
}
