import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

@Suite("Files that may be about one person", .serialized)
struct DuplicateTests {
    private static func add(_ clinic: TestClinic, _ name: String, born: String?, email: String? = nil) async throws -> Client.ID {
        let birth = try born.map { try LocalDate($0) }
        return try await clinic.act(as: .intake) { act in
            let client = try await act.addClient(ClientPerson(fullName: name, birthDate: birth, zone: .utc))
            if let email { try await act.addContactPoint(.email, email, ContactSafety(), to: client.id) }
            return client.id
        }
    }

    private static func pairs(_ clinic: TestClinic, of client: Client.ID? = nil, as role: Role = .intake) async throws
        -> [LikelyDuplicate]
    {
        try await clinic.act(as: role) { try await $0.likelyDuplicates(of: client) }
    }

    @Test("are found by name and birth date, whatever the accents, case and order, and by a shared address; not by less")
    func found() async throws {
        let clinic = try await TestClinic.open()
        let one = try await Self.add(clinic, "Hélène Marie Tremblay", born: "1990-04-02", email: "helene@example.org")
        let same = try await Self.add(clinic, "TREMBLAY, Helene-Marie", born: "1990-04-02")
        _ = try await Self.add(clinic, "Hélène Marie Tremblay", born: "1991-04-02")
        _ = try await Self.add(clinic, "Hélène Marie Tremblay", born: nil)
        let mail = try await Self.add(clinic, "H. Tremblay", born: nil, email: "Helene@Example.org")
        let found = try await Self.pairs(clinic)
        #expect(Set(found.map { Set([$0.one, $0.other]) }) == [[one, same], [one, mail]])
        #expect(found.first { $0.other == same || $0.one == same }?.signs == [.nameAndBirth])
        #expect(found.first { $0.other == mail || $0.one == mail }?.signs == [.contact])
        #expect(try await Self.pairs(clinic, of: same).count == 1)
        #expect(try await Self.pairs(clinic, of: same, as: .therapist).isEmpty)
        // Who must not meet is two people.
        try await clinic.act(as: .lead) { act in _ = try await act.keepApart(one, same, .formerPartner) }
        #expect(try await Self.pairs(clinic, of: same).isEmpty)
        await clinic.close()
    }

    @Test("a comparison tells what would move and what would clash, and changes nothing")
    func compared() async throws {
        let clinic = try await TestClinic.open()
        let robin = Client.ID(TestClinic.robin), sam = Client.ID(TestClinic.sam)
        let found = try await clinic.act(as: .lead) { try await $0.compareFiles(robin, sam) }
        #expect(found.moves["client"] == 1 && found.moves["contact_point"] == 1 && found.moves["care_relationship"] == 1)
        #expect(found.clashes == ["same_therapist_cares_for_both": 1])
        #expect(!found.areTwoPeople)
        await #expect(throws: ClientRefusal.self) { try await clinic.act(as: .lead) { try await $0.compareFiles(robin, robin) } }
        let again = try await clinic.act(as: .lead) { try await $0.compareFiles(robin, sam) }
        #expect(again == found)
        await clinic.close()
    }
}
