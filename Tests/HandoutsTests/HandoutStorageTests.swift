import Access
import Clients
import Clinic
import Database
import Foundation
import Messages
import TestKit
import Testing
import Therapists

@testable import Handouts

@Suite("Handouts in the database")
struct HandoutStorageTests {
    func article(_ slug: String = "sleep", _ text: String = ArticleImportTests.markdown) throws -> NewArticle {
        NewArticle(slug: slug, source: try ArticleSource(bytes: Array(text.utf8)), concepts: [])
    }

    func zone() throws -> ZoneRules { try ZoneCatalogue().rules(try #require(ZoneID("America/Vancouver"))) }

    /// Opens a link as its reader would.
    func open(_ token: String, in clinic: TestClinic) async throws -> HandoutContent {
        try await clinic.gate.act(
            .handoutLink(TokenHash(of: token)), Policy("handouts.open", allow: [.client]),
            Request(id: clinic.gate.newID(), door: "test")
        ) { act in try await act.openHandout() }
    }

    @Test("every statement prepares against the migrated database")
    func prepares() async throws {
        let database = try await TestDatabase.fresh()
        for statement in SQL.all { try await database.app.script("PREPARE probe AS \(statement.text); DEALLOCATE probe") }
        await database.drop()
    }

    @Test("a version reads back as it was published, and the same text is the same version")
    func publish() async throws {
        let clinic = try await TestClinic.open()
        let new = try article()
        let first = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }
        let again = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }
        #expect(first.isNew && !again.isNew && again.id == first.id && first.number == 1)
        let reader = clinic.reader(as: .therapist)
        let content = try #require(try await reader.articleContent(first.id))
        var expected = HandoutContent(preview: first.draft)
        expected.links = first.draft.links
        #expect(content == expected)
        #expect(try await reader.articleSource(first.id) == new.source.text)
        let listed = try await reader.articles()
        #expect(listed.map(\.id) == [first.id])
        #expect(listed.first?.sha256 == new.source.sha256)
        #expect(try await reader.articles(after: ("sleep", "en")).isEmpty)
        await clinic.close()
    }

    @Test("nobody changes what was published, not even the schema's owner")
    func immutable() async throws {
        let clinic = try await TestClinic.open()
        let new = try article()
        _ = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }
        for text in [
            "UPDATE article_version SET title = 'x'", "DELETE FROM article_prompt", "UPDATE article_piece SET words = 'x'",
            "UPDATE article_link SET target = NULL",
        ] {
            let error = await #expect(throws: DatabaseError.self) {
                try await clinic.database.owner.script(
                    "SET ROLE attune_owner; ALTER TABLE article_version NO FORCE ROW LEVEL SECURITY; ALTER TABLE article_prompt NO FORCE ROW LEVEL SECURITY; ALTER TABLE article_piece NO FORCE ROW LEVEL SECURITY; ALTER TABLE article_link NO FORCE ROW LEVEL SECURITY; \(text)"
                )
            }
            #expect(error?.constraint?.hasSuffix("_immutable") == true, "\(text)")
        }
        await clinic.close()
    }

    @Test("a new version changes nothing that somebody holds, and withdrawing one lists who holds it")
    func pinned() async throws {
        let clinic = try await TestClinic.open()
        let one = try article(), two = try article("sleep", ArticleImportTests.markdown + "\n\nA new last line.")
        let first = try await clinic.act(as: .lead) { try await $0.publishArticle(one) }
        let handout = try await clinic.act(as: .therapist) {
            try await $0.giveHandout(NewHandout(client: .init(TestClinic.robin), article: first.id))
        }
        let second = try await clinic.act(as: .lead) { try await $0.publishArticle(two) }
        #expect(second.number == 2)
        #expect(try await clinic.reader(as: .therapist).handout(handout.id)?.article == first.id)
        await #expect(throws: HandoutRefusal.reasonMissing) {
            try await clinic.act(as: .lead) { try await $0.withdrawArticle(first.id, reason: "  x ") }
        }
        let holders = try await clinic.act(as: .lead) { try await $0.withdrawArticle(first.id, reason: "out of date") }
        #expect(holders.map(\.handout) == [handout.id])
        await #expect(throws: HandoutRefusal.withdrawn) {
            try await clinic.act(as: .therapist) {
                try await $0.giveHandout(NewHandout(client: .init(TestClinic.sam), article: first.id))
            }
        }
        await clinic.close()
    }

    @Test("a therapist gives to her own clients only, and once; others' are not there")
    func cared() async throws {
        let clinic = try await TestClinic.open()
        let new = try article()
        let version = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }.id
        let give = { (client: UUID, therapist: UUID) in
            try await clinic.act(as: .therapist, therapist: therapist) {
                try await $0.giveHandout(NewHandout(client: .init(client), article: version))
            }
        }
        let handout = try await give(TestClinic.robin, TestClinic.amara)
        #expect(handout.released)
        await #expect(throws: HandoutRefusal.alreadyGiven) { try await give(TestClinic.robin, TestClinic.amara) }
        await #expect(throws: HandoutRefusal.noSuchClient) { try await give(TestClinic.robin, TestClinic.tomasz) }
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).handout(handout.id) == nil)
        #expect(try await clinic.reader(as: .frontDesk).handouts().isEmpty)
        await clinic.close()
    }

    @Test("for a person who is waiting, hard questions stay kept until a therapist releases them")
    func waiting() async throws {
        let clinic = try await TestClinic.open()
        let new = try article()
        let version = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }.id
        let give = { (released: Bool?) in
            try await clinic.act(as: .lead) {
                try await $0.giveHandout(
                    NewHandout(
                        client: .init(TestClinic.noor), article: version, therapist: .init(TestClinic.amara), released: released))
            }
        }
        await #expect(throws: HandoutRefusal.fileClosed) { try await give(nil) }
        _ = try await clinic.act(as: .lead) { try await $0.breakGlass(.init(TestClinic.noor), because: "Asked for at the desk") }
        await #expect(throws: HandoutRefusal.releaseNeedsTherapist) { try await give(true) }
        #expect(try await give(nil).released == false)
        #expect(try HandoutRelease.decide(asked: true, isWaiting: true, byTherapist: true))
        await clinic.close()
    }

    @Test("a link opens as often as it may, and unknown, used, revoked and withdrawn look alike")
    func links() async throws {
        let clinic = try await TestClinic.open()
        let new = try article()
        let version = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }.id
        let (handout, link) = try await clinic.act(as: .therapist) { act in
            let handout = try await act.giveHandout(
                NewHandout(client: .init(TestClinic.robin), article: version, note: "For Tuesday"))
            return (handout, try await act.makeHandoutLink(handout.id, uses: 2))
        }
        #expect(link.token.text.count == 43)
        #expect(try await open(link.token.text, in: clinic).note == "For Tuesday")
        #expect(try await clinic.reader(as: .therapist).handout(handout.id)?.status == .read)
        #expect(try await open(link.token.text, in: clinic).title == "When sleep will not come")
        let revoked = try await clinic.act(as: .therapist) { act in
            let link = try await act.makeHandoutLink(handout.id)
            try await act.revokeHandoutLinks(handout.id)
            return link
        }
        for token in [link.token.text, revoked.token.text, "unknown", ""] {
            await #expect(throws: AccessError.notSignedIn) { try await open(token, in: clinic) }
        }
        let last = try await clinic.act(as: .therapist) { act in
            let link = try await act.makeHandoutLink(handout.id)
            let now = try #require(try await act.handout(handout.id))
            _ = try await act.withdrawHandout(handout.id, version: now.version)
            return link
        }
        await #expect(throws: AccessError.notSignedIn) { try await open(last.token.text, in: clinic) }
        await clinic.close()
    }

    @Test("a link goes out where writing is safe, and is handed over where it is not; its token is stored nowhere else")
    func delivery() async throws {
        let clinic = try await TestClinic.open()
        let new = try article(), zone = try zone()
        let version = try await clinic.act(as: .lead) { try await $0.publishArticle(new) }.id
        let delivery = try await clinic.act(as: .therapist) { act in
            let handout = try await act.giveHandout(NewHandout(client: .init(TestClinic.robin), article: version))
            return try await act.shareHandout(handout.id, base: "https://clinic.example", zone: zone)
        }
        guard case .queued = delivery.message else {
            Issue.record("\(delivery.message)")
            return
        }
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement("HandoutsTests/unsafe", sent: .lease, "UPDATE contact_point SET may_write = false")())
            try await act.record("test.unsafe")
        }
        let byHand = try await clinic.act(as: .therapist) { act in
            let handout = try await act.giveHandout(NewHandout(client: .init(TestClinic.sam), article: version))
            return try await act.shareHandout(handout.id, base: "https://clinic.example", zone: zone)
        }
        #expect(byHand.message == .withheld(.noSafeContact))
        #expect(try await open(byHand.link.token.text, in: clinic).sections.isEmpty == false)
        await clinic.close()
    }

    @Test("articles are suggested by shared concepts, and not those already held")
    func suggestions() async throws {
        let clinic = try await TestClinic.open()
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement(
                    "HandoutsTests/concepts", sent: .lease,
                    "INSERT INTO concept (code, label_en, status) VALUES ('sleep', 'Sleep', 'active'), ('grief', 'Grief', 'active')"
                )())
            try await act.record("test.concepts")
        }
        var one = try article("one"), two = try article("two", "# Two\n\nother")
        one.concepts = ["sleep"]
        two.concepts = ["grief", "sleep"]
        let (a, b) = (one, two)
        let first = try await clinic.act(as: .lead) { try await $0.publishArticle(a) }.id
        _ = try await clinic.act(as: .lead) { try await $0.publishArticle(b) }
        let reader = clinic.reader(as: .therapist)
        #expect(try await reader.suggestHandouts(concepts: ["sleep", "grief"]).map(\.slug) == ["two", "one"])
        _ = try await clinic.act(as: .therapist) {
            try await $0.giveHandout(NewHandout(client: .init(TestClinic.robin), article: first))
        }
        #expect(try await reader.suggestHandouts(concepts: ["sleep"], notHeldBy: TestClinic.robin).map(\.slug) == ["two"])
        var unknown = try article("three")
        unknown.concepts = ["no_such"]
        let c = unknown
        await #expect(throws: HandoutRefusal.unknownConcept) {
            try await clinic.act(as: .lead) { try await $0.publishArticle(c) }
        }
        await clinic.close()
    }
}
