import Access
import Clinic
import Database
import TestKit
import Testing
import Therapists

@Suite("Therapists in the database")
struct TherapistStorageTests {
    private let amara = Therapist.ID(TestClinic.amara)

    private func profile() throws -> TherapistProfile {
        TherapistProfile(
            displayName: "Kit Test", pronouns: "they/them", text: "Hello.", languages: [.english, .french],
            formats: [.online, .phone],
            clientKinds: [.youth, .couple], modalities: ["emdr"], funding: ["self_pay"], feeCents: 15_500, capacity: 10,
            zone: try #require(ZoneID("America/Vancouver")))
    }

    @Test("a therapist is added with a readable reference and read back as written, by id, slug and reference, by every role")
    func add() async throws {
        let clinic = try await TestClinic.open()
        let profile = try profile()
        let added = try await clinic.act(as: .lead) { try await $0.addTherapist(slug: "kit-test", profile) }
        #expect(added.reference.hasPrefix("T-"))
        for role in [Role.lead, .intake, .frontDesk, .therapist, .integration, .client, .worker] {
            let reader = clinic.reader(as: role)
            #expect(try await reader.therapist(added.id) == added)
            #expect(try await reader.therapist(named: "kit-test") == added)
            #expect(try await reader.therapist(named: added.reference) == added)
        }
        #expect(try await clinic.database.app.query(Self.count()).value(Int.self) == 0, "nobody without an actor")
        await #expect(throws: TherapistRefusal.slugTaken) {
            _ = try await clinic.act(as: .lead) { try await $0.addTherapist(slug: "kit-test", profile) }
        }
        await clinic.close()
    }

    private static let count = Statement("TherapistStorageTests/count", sent: .lane, "SELECT count(*) FROM therapist")

    @Test("an edit needs the version that was read; the second editor is stale; a broken rule names its field")
    func edit() async throws {
        let clinic = try await TestClinic.open()
        let amara = amara
        let before = try #require(try await clinic.reader(as: .lead).therapist(amara))
        var profile = before.profile
        profile.capacity = 3
        let smaller = profile
        let edited = try await clinic.act(as: .lead) { try await $0.editTherapist(amara, smaller, expecting: before.version) }
        #expect(edited.version == before.version + 1)
        #expect(edited.profile.capacity == 3)
        await #expect(throws: TherapistRefusal.stale) {
            _ = try await clinic.act(as: .lead) { try await $0.editTherapist(amara, smaller, expecting: before.version) }
        }
        await #expect(throws: TherapistRefusal.notFound) {
            _ = try await clinic.act(as: .lead) {
                try await $0.editTherapist(Therapist.ID(TestClinic.id(99)), smaller, expecting: 1)
            }
        }
        profile.intenseCapacity = 4
        let impossible = profile
        let refusal = await #expect(throws: TherapistRefusal.self) {
            _ = try await clinic.act(as: .lead) { try await $0.editTherapist(amara, impossible, expecting: edited.version) }
        }
        #expect(refusal?.field == "/intense_capacity")
        await #expect(throws: (any Error).self, "the front desk does not edit therapists") {
            _ = try await clinic.act(as: .frontDesk) { try await $0.editTherapist(amara, smaller, expecting: edited.version) }
        }
        await clinic.close()
    }

    @Test("a team file is applied once: reading it again changes nothing, and a change in it changes one therapist alone")
    func importTeam() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(VocabularyTests.file)
        let team = try TeamFile.parse(TeamFileTests.file, vocabulary: vocabulary, zones: ZoneCatalogue())
        let first = try await clinic.act(as: .operator) { act in
            try await act.syncVocabulary(vocabulary)
            return try await act.importTeam(team)
        }
        #expect(first.added == ["amara-okafor"])
        let id = try #require(first.therapists["amara-okafor"])
        let reader = clinic.reader(as: .intake)
        #expect(try await reader.therapist(id)?.profile == team.therapists[0].profile)
        #expect(try await reader.credentials(of: id).map(\.number) == ["10001"])
        #expect(Set(try await reader.specialties(of: id)) == Set(team.therapists[0].specialties))
        let again = try await clinic.act(as: .operator) { try await $0.importTeam(team) }
        #expect(again.added == [] && again.changed == [] && again.unchanged == ["amara-okafor"])
        #expect(try await reader.therapist(id)?.version == 1)

        var changed = team
        changed.therapists[0].credentials[0].number = "10002"
        changed.therapists[0].specialties.removeLast()
        let corrected = changed
        let third = try await clinic.act(as: .operator) { try await $0.importTeam(corrected) }
        #expect(third.changed == ["amara-okafor"])
        #expect(try await reader.credentials(of: id).map(\.number) == ["10002"], "the mistyped one gives no leave to practise")
        #expect(try await reader.specialties(of: id).map(\.concept) == ["cptsd"])
        #expect(try await reader.therapist(id)?.version == 2)
        let directory = try await reader.directory()
        #expect(directory.count == 3)
        #expect(directory.last?.credentials.map(\.number) == ["10002"])
        await clinic.close()
    }

    @Test("two imports of the same team at once leave one therapist")
    func race() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(VocabularyTests.file)
        let team = try TeamFile.parse(TeamFileTests.file, vocabulary: vocabulary, zones: ZoneCatalogue())
        try await clinic.act(as: .operator) { _ = try await $0.syncVocabulary(vocabulary) }
        let outcomes = await withTaskGroup(of: String.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    do {
                        return try await clinic.act(as: .operator) { try await $0.importTeam(team) }.added.isEmpty
                            ? "unchanged" : "added"
                    } catch let refusal as TherapistRefusal { return refusal.code } catch { return "\(error)" }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == "added" }.count == 1, "\(outcomes)")
        #expect(outcomes.allSatisfy { ["added", "unchanged", "therapist.slug_taken"].contains($0) }, "\(outcomes)")
        #expect(try await clinic.reader(as: .lead).therapists().count == 3)
        await clinic.close()
    }

    @Test("a specialty outside the stored vocabulary undoes the whole import")
    func unknownConcept() async throws {
        let clinic = try await TestClinic.open()
        let team = try TeamFile.parse(
            TeamFileTests.file, vocabulary: Vocabulary.parse(VocabularyTests.file), zones: ZoneCatalogue())
        let error = await #expect(throws: DatabaseError.self) {
            _ = try await clinic.act(as: .operator) { try await $0.importTeam(team) }
        }
        #expect(error?.constraint == "specialty_concept_known")
        #expect(try await clinic.reader(as: .lead).therapists().count == 2)
        await clinic.close()
    }

    @Test("the vocabulary comes back as it was stored, and storing it again changes nothing")
    func vocabulary() async throws {
        let clinic = try await TestClinic.open()
        let vocabulary = try Vocabulary.parse(VocabularyTests.file)
        let first = try await clinic.act(as: .operator) { try await $0.syncVocabulary(vocabulary) }
        #expect(first == vocabulary.concepts.map(\.code))
        let stored = try await clinic.reader(as: .therapist).vocabulary()
        #expect(stored.concepts.map(\.code) == vocabulary.concepts.map(\.code))
        for (mine, theirs) in zip(vocabulary.concepts, stored.concepts) {
            #expect(Set(mine.synonyms) == Set(theirs.synonyms))
            #expect(mine.external == theirs.external && mine.broader == theirs.broader && mine.status == theirs.status)
        }
        #expect(stored.resolve("C-PTSD") == .concept("cptsd"))
        #expect(try await clinic.act(as: .operator) { try await $0.syncVocabulary(vocabulary) } == [])
        let edited = try Vocabulary.parse(VocabularyTests.file.replacing("C-PTSD, CPTSD", with: "C-PTSD"))
        #expect(try await clinic.act(as: .operator) { try await $0.syncVocabulary(edited) } == ["cptsd"])
        #expect(try await clinic.reader(as: .lead).vocabulary().version != stored.version)
        await clinic.close()
    }
}
