import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@Suite("What a therapist publishes herself")
struct PublicProfileTests {
    private let amara = Therapist.ID(TestClinic.amara), tomasz = Therapist.ID(TestClinic.tomasz)

    private static func day(_ text: String) throws -> LocalDate { try LocalDate(text) }

    private static func update(_ sql: StaticString, _ id: Therapist.ID) -> Bound {
        Bound(Statement(sql, sent: .lease, sql), [id])
    }

    private static func run(_ clinic: TestClinic, _ bound: Bound) async throws -> Int {
        try await clinic.act(as: .therapist) { act in
            try await act.record("test.tried")
            return try await act.query(bound).count
        }
    }

    @Test(
        "changes what clients read and what she agreed to, with the day; the same agreement keeps its day; withdrawn, nothing is left"
    )
    func own() async throws {
        let clinic = try await TestClinic.open()
        let amara = amara
        let before = try #require(try await clinic.reader(as: .therapist).therapist(amara))
        var profile = PublicProfile(before.profile)
        profile.text = "I work slowly."
        profile.published = [.languages, .profile]
        let first = profile
        let day = try Self.day("2026-11-27")
        let edited = try await clinic.act(as: .therapist) {
            try await $0.editPublicProfile(amara, first, on: day, expecting: before.version)
        }
        #expect(edited.profile.text == "I work slowly." && edited.profile.publication?.on == day)
        #expect(
            edited.profile.publication?.facts == [.profile, .languages] && edited.profile.capacity == before.profile.capacity)
        profile.text = "And with humour."
        let second = profile
        let later = try Self.day("2026-12-24")
        let again = try await clinic.act(as: .therapist) {
            try await $0.editPublicProfile(amara, second, on: later, expecting: nil)
        }
        #expect(again.profile.publication?.on == day && again.profile.text == "And with humour.")
        await #expect(throws: TherapistRefusal.stale) {
            _ = try await clinic.act(as: .therapist) {
                try await $0.editPublicProfile(amara, second, on: later, expecting: before.version)
            }
        }
        profile.published = []
        let none = profile
        let gone = try await clinic.act(as: .lead) { try await $0.editPublicProfile(amara, none, on: later, expecting: nil) }
        #expect(gone.profile.publication == nil)
        await clinic.close()
    }

    @Test("is hers alone: another's profile is refused to her and to every role but the lead and the operator")
    func others() async throws {
        let clinic = try await TestClinic.open()
        let (amara, tomasz) = (amara, tomasz)
        let theirs = try #require(try await clinic.reader(as: .lead).therapist(tomasz))
        let profile = PublicProfile(theirs.profile)
        let day = try Self.day("2026-11-27")
        for (role, whose) in [(Role.therapist, tomasz), (.intake, tomasz), (.frontDesk, amara), (.integration, amara)] {
            await #expect(throws: TherapistRefusal.notHers) {
                _ = try await clinic.act(as: role) { try await $0.editPublicProfile(whose, profile, on: day, expecting: nil) }
            }
        }
        await clinic.close()
    }

    @Test("with the code out of the way the database still lets her change neither others, nor places, credentials or evidence")
    func referee() async throws {
        let clinic = try await TestClinic.open()
        let mine = Self.update("UPDATE therapist SET profile = 'Mine' WHERE id = $1 RETURNING id", amara)
        #expect(try await Self.run(clinic, mine) == 1)
        let his = Self.update("UPDATE therapist SET profile = 'His' WHERE id = $1 RETURNING id", tomasz)
        #expect(try await Self.run(clinic, his) == 0)
        for sql in [
            "UPDATE therapist SET capacity = capacity + 1 WHERE id = $1 RETURNING id",
            "UPDATE therapist SET fee_cents = 1 WHERE id = $1 RETURNING id",
            "UPDATE therapist SET display_name = 'Dr' WHERE id = $1 RETURNING id",
            "UPDATE therapist SET status = 'away' WHERE id = $1 RETURNING id",
            "UPDATE therapist SET supervised_by = NULL, supervised_until = NULL, formats = '{phone}' WHERE id = $1 RETURNING id",
        ] as [StaticString] {
            do {
                _ = try await Self.run(clinic, Self.update(sql, amara))
                Issue.record("\(sql) was taken")
            } catch let error as DatabaseError { #expect(error.constraint == "therapist_public_part") }
        }
        for sql in [
            "UPDATE specialty SET level = 4, verified_by = 'Me', verified_on = '2026-01-01' WHERE therapist_id = $1 RETURNING 1",
            "UPDATE credential SET expires_on = NULL WHERE therapist_id = $1 RETURNING 1",
            "DELETE FROM credential WHERE therapist_id = $1 RETURNING 1",
        ] as [StaticString] {
            #expect(try await Self.run(clinic, Self.update(sql, amara)) == 0)
        }
        await clinic.close()
    }
}
