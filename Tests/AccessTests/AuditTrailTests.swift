import Clinic
import Database
import Foundation
import TestKit
import Testing

@testable import Access

@Suite("The audit's trail")
struct AuditTrailTests {
    @Test("tells who saw a client: alone and on pages, by name, through what, for what")
    func whoSaw() async throws {
        let clinic = try await TestClinic.open()
        try await clinic.act(as: .therapist) { act in
            try await act.record(AuditEntry("referral.read", client: TestClinic.robin, through: .supervision))
        }
        try await clinic.act(as: .frontDesk) { act in
            try await act.record("client.listed", clients: [TestClinic.sam, TestClinic.robin, TestClinic.sam])
        }
        try await clinic.act(as: .lead) { act in try await act.record("client.read", client: TestClinic.noor) }
        let looks = try await clinic.act(as: .operator) { act in try await act.whoSaw(TestClinic.robin, from: nil, until: nil) }
        #expect(looks.map(\.action) == ["client.listed", "referral.read"])
        #expect(looks.map(\.label) == [nil, "Amara"] && looks.map(\.clients) == [2, 1])
        #expect(looks.map(\.through) == ["role", "supervision"] && looks.map(\.fields) == ["identity", "clinical"])
        #expect(looks.map(\.purpose) == ["administration", "care"] && looks.map(\.operation) == ["test", "test"])
        // The question was a look as well.
        let again = try await clinic.act(as: .operator) { act in try await act.whoSaw(TestClinic.robin, from: nil, until: nil) }
        #expect(again.map(\.action) == ["audit.who_saw", "client.listed", "referral.read"])
        #expect(again.first?.label == "test")
        for role in [Role.therapist, .frontDesk, .intake] {
            #expect(
                try await clinic.act(as: role) { act in try await act.whoSaw(TestClinic.robin, from: nil, until: nil) }.isEmpty)
        }
        await clinic.close()
    }

    @Test("tells whose data an actor touched, by class, with how often, when first and when last; and no index is passed by")
    func scope() async throws {
        let clinic = try await TestClinic.open()
        for _ in 0..<2 {
            try await clinic.act(as: .therapist) { act in
                try await act.record("client.read", client: TestClinic.robin)
                try await act.record("client.listed", clients: [TestClinic.robin, TestClinic.sam])
                try await act.record("article.published", subject: TestClinic.id(70))
            }
        }
        try await clinic.act(as: .lead) { act in try await act.record("client.read", client: TestClinic.noor) }
        let looks = try await clinic.act(as: .operator) { act in try await act.whoSaw(TestClinic.sam, from: nil, until: nil) }
        #expect(looks.map(\.through) == ["primary", "primary"])
        let touched = try await clinic.act(as: .operator) { act in
            try await act.auditScope(of: TestClinic.amara, from: .epoch, until: try await act.now)
        }
        #expect(
            touched.map { "\($0.client == TestClinic.robin ? "robin" : "sam") \($0.fields ?? "") \($0.count)" } == [
                "robin contact 2", "robin identity 2", "sam identity 2",
            ])
        #expect(touched.allSatisfy { $0.first < $0.last })
        let before = try await clinic.act(as: .operator) { act in
            try await act.auditScope(of: TestClinic.amara, from: .epoch, until: touched[0].first)
        }
        #expect(before.isEmpty)
        await clinic.close()
    }

    @Test("tells of a therapist what her account and her token did as well, and names whoever acted by an account")
    func scopeOfAccounts() async throws {
        let clinic = try await TestClinic.open()
        let account = try await clinic.act(as: .lead) { act in
            try await act.addStaff(email: "amara@clinic.example", name: "Amara O.", role: .therapist, therapist: TestClinic.amara)
                .staff
        }
        let token = try await clinic.act(as: .operator) { act in
            try await act.issueToken(role: .therapist, therapist: TestClinic.amara, label: "calendar").token
        }
        let policy = Policy("test", allow: [.therapist])
        let byAccount = Actor(role: .therapist, id: account.uuid, therapist: TestClinic.amara, label: "session")
        for credential in [Credential.trusted(byAccount), .token(token.hash)] {
            try await clinic.gate.act(credential, policy, Request(id: clinic.gate.newID(), door: "test")) { act in
                try await act.record("client.read", client: TestClinic.robin)
            }
        }
        let (touched, ofAccount, looks) = try await clinic.act(as: .operator) { act in
            let now = try await act.now
            return (
                try await act.auditScope(of: TestClinic.amara, from: .epoch, until: now),
                try await act.auditScope(of: account.uuid, from: .epoch, until: now),
                try await act.whoSaw(TestClinic.robin, from: nil, until: nil)
            )
        }
        #expect(touched.map(\.count) == [2] && touched.map(\.client) == [TestClinic.robin])
        #expect(ofAccount.map(\.count) == [1])
        #expect(looks.contains { $0.label == "Amara O." })
        await clinic.close()
    }

    @Test("keeps details as PostgreSQL prints them, for 500 objects of odd texts")
    func details() async throws {
        let database = try await TestDatabase.fresh()
        let printed = Statement("AuditTrailTests/printed", sent: .lease, "SELECT d::jsonb::text FROM unnest($1::text[]) d")
        let seed = UInt64.random(in: .min ... .max)
        var random = SeededNumbers(seed: seed)
        let alphabet = Array("ab\"\\/\n\r\t\u{8}\u{c}\u{1}\u{1f}\u{7f}é€😀 {}:,'%".unicodeScalars)
        func text() -> String {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<6, using: &random) { text.append(alphabet.randomElement(using: &random) ?? "a") }
            return String(text)
        }
        let texts = (0..<500).map { _ in
            // Compared as bytes: Swift takes characters that only look alike for the same key.
            DetailsText.of(Dictionary((0..<4).map { _ in (text(), text()) }) { first, _ in first })
        }
        #expect(try await database.owner.query(printed(texts)).values(String.self) == texts, "seed \(seed)")
        await database.drop()
    }

    @Test("knows every noun that the sources record")
    func nouns() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let files = try #require(
            FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil))
        // About the clinic and its staff, never about a client.
        let others: Set<Substring> = [
            "article", "clinic", "external", "keys", "messages", "policy", "referrals", "report", "retention", "room", "schedule",
            "service", "site", "specialty", "staff", "targets",
            "team",
            "therapist", "token", "vocabulary", "clients",
        ]
        var nouns: Set<Substring> = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for found in text.matches(of: #/record(?:List)?\(\s*(?:AuditEntry\(\s*)?"([a-z_]+)\./#) { nouns.insert(found.1) }
        }
        #expect(nouns.count > 15)
        for noun in nouns.sorted() {
            #expect((FieldsClass.of(noun + ".x") == nil) == others.contains(noun), "\(noun): say in AuditWords which class it is")
        }
    }
}
