import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@Suite("Clients in the database")
struct ClientStorageTests {
    private let robin = Client.ID(TestClinic.robin), sam = Client.ID(TestClinic.sam), noor = Client.ID(TestClinic.noor)
    private let zone = ZoneID("America/Vancouver") ?? .utc

    @Test(
        "a client is added with a readable reference, found by it, and edited by the version that was read; the second editor is stale"
    )
    func edit() async throws {
        let clinic = try await TestClinic.open()
        let zone = zone
        let added = try await clinic.act(as: .intake) { try await $0.addClient(ClientPerson(fullName: "Ana Test", zone: zone)) }
        #expect(added.reference.hasPrefix("C-"))
        #expect(try await clinic.reader(as: .lead).client(named: added.reference) == added)
        var person = added.person
        person.preferredName = "Anita"
        let first = person
        let edited = try await clinic.act(as: .frontDesk) { try await $0.editClient(added.id, first, expecting: added.version) }
        #expect(edited.version == added.version + 1)
        #expect(edited.person == first)
        await #expect(throws: ClientRefusal.stale) {
            try await clinic.act(as: .lead) { try await $0.editClient(added.id, first, expecting: added.version) }
        }
        await #expect(throws: ClientRefusal.notFound) {
            try await clinic.act(as: .lead) { try await $0.editClient(Client.ID(TestClinic.id(99)), first, expecting: 1) }
        }
        await clinic.close()
    }

    @Test("of several who edit the same version at once, exactly one succeeds")
    func race() async throws {
        let clinic = try await TestClinic.open()
        let robin = robin
        let before = try #require(try await clinic.reader(as: .lead).client(robin))
        let outcomes = await withTaskGroup(of: String.self) { group in
            for number in 0..<8 {
                group.addTask {
                    do {
                        var person = before.person
                        person.preferredName = "R\(number)"
                        let edited = person
                        _ = try await clinic.act(as: .lead) { try await $0.editClient(robin, edited, expecting: before.version) }
                        return "ok"
                    } catch let refusal as ClientRefusal { return refusal.code } catch { return "\(error)" }
                }
            }
            return await group.reduce(into: [String]()) { $0.append($1) }.sorted()
        }
        #expect(outcomes == Array(repeating: "client.stale", count: 7) + ["ok"])
        await clinic.close()
    }

    @Test("a therapist sees her own clients and how to reach them, and no others; nobody without an actor sees anybody")
    func rowSecurity() async throws {
        let clinic = try await TestClinic.open()
        let amara = clinic.reader(as: .therapist)
        #expect(Set(try await amara.clients().map(\.id)) == [robin, sam])
        #expect(try await amara.client(noor) == nil)
        #expect(try await amara.contactPoints(of: robin).count == 1)
        #expect(try await amara.contactPoints(of: noor).isEmpty)
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).clients().isEmpty)
        #expect(try await clinic.reader(as: .integration).clients().isEmpty)
        await #expect(throws: ClientRefusal.notFound) {
            let noor = noor
            _ = try await clinic.act(as: .therapist) { try await $0.lookAtClient(noor) }
        }
        await clinic.close()
    }

    @Test("pages follow each other without a gap or a repeat")
    func pages() async throws {
        let clinic = try await TestClinic.open()
        let reader = clinic.reader(as: .lead)
        let all = try await reader.clients().map(\.id)
        var paged: [Client.ID] = []
        while let page = Optional(try await reader.clients(after: paged.last, limit: 2)), !page.isEmpty {
            paged += page.map(\.id)
        }
        #expect(paged == all)
        #expect(all.count == 3)
        await clinic.close()
    }

    @Test("contact points are added, confirmed and retired; a retired one is gone")
    func contacts() async throws {
        let clinic = try await TestClinic.open()
        let noor = noor
        let point = try await clinic.act(as: .frontDesk) { act in
            try await act.addContactPoint(.sms, " 250-555-0199 ", ContactSafety(), to: noor)
        }
        #expect(point.value == "250-555-0199")
        let hours = try SafeHours(from: LocalTime("09:00"), until: LocalTime("15:30"))
        let safety = ContactSafety(mayWrite: true, hours: hours, senderLabel: "A. Office").confirmed(
            at: Instant(seconds: 1_790_000_000) ?? .epoch)
        _ = try await clinic.act(as: .frontDesk) { try await $0.confirmContactPoint(point.id, safety) }
        #expect(try await clinic.reader(as: .lead).contactPoints(of: noor).first { $0.id == point.id }?.safety == safety)
        _ = try await clinic.act(as: .frontDesk) { try await $0.retireContactPoint(point.id) }
        #expect(try await clinic.reader(as: .lead).contactPoints(of: noor).contains { $0.id == point.id } == false)
        await #expect(throws: ClientRefusal.noSuchContactPoint) {
            try await clinic.act(as: .frontDesk) { try await $0.retireContactPoint(point.id) }
        }
        await #expect(throws: ClientRefusal.notAnAddress) {
            _ = try await clinic.act(as: .frontDesk) { try await $0.addContactPoint(.email, "x", ContactSafety(), to: noor) }
        }
        await clinic.close()
    }

    @Test("a consent is given once, revoked once, and then may be given anew")
    func consents() async throws {
        let clinic = try await TestClinic.open()
        let noor = noor
        try await clinic.act(as: .intake) { _ = try await $0.giveConsent(.matching, .verbal, by: noor) }
        await #expect(throws: ClientRefusal.consentAlreadyGiven) {
            try await clinic.act(as: .intake) { _ = try await $0.giveConsent(.matching, .written, by: noor) }
        }
        try await clinic.act(as: .intake) { try await $0.revokeConsent(.matching, by: noor) }
        await #expect(throws: ClientRefusal.noSuchConsent) {
            try await clinic.act(as: .intake) { try await $0.revokeConsent(.matching, by: noor) }
        }
        try await clinic.act(as: .intake) { _ = try await $0.giveConsent(.matching, .written, by: noor) }
        #expect(try await clinic.reader(as: .lead).consents(of: noor).map { $0.revokedAt == nil } == [false, true])
        await clinic.close()
    }

    @Test(
        "row-level security lets nobody but the lead, intake, the front desk and the operator change a file, whatever a policy says"
    )
    func changesOfFiles() async throws {
        let clinic = try await TestClinic.open()
        let robin = robin
        let file = { try await clinic.act(as: .lead) { try await $0.lookAtFile(of: robin) } }
        _ = try await clinic.act(as: .frontDesk) { try await $0.giveConsent(.messages, .verbal, by: robin) }
        let before = try await file()
        let point = try #require(before.contacts.first).id
        let changes: [@Sendable (Act) async throws -> Void] = [
            { act in
                var person = before.client.person
                person.fullName = "Somebody Else"
                try await act.editClient(robin, person, expecting: before.client.version)
            },
            { try await $0.addContactPoint(.phone, "250-555-0142", ContactSafety(mayCall: true), to: robin) },
            { try await $0.confirmContactPoint(point, ContactSafety()) }, { try await $0.retireContactPoint(point) },
            { try await $0.giveConsent(.sharing, .verbal, by: robin) }, { try await $0.revokeConsent(.messages, by: robin) },
        ]
        let open = Policy("test", allow: Set(Role.allCases), isScoped: false)
        for role in Role.allCases where ![.lead, .intake, .frontDesk, .operator].contains(role) {
            for (number, change) in changes.enumerated() {
                // As far as either lock alone, and both together.
                for policy in [open, Policy("test", allow: Set(Role.allCases))] {
                    await #expect(throws: (any Error).self, "\(role): \(number)") {
                        let request = Request(id: clinic.gate.newID(), door: "test")
                        try await clinic.gate.act(.trusted(TestClinic.actor(role)), policy, request) { try await change($0) }
                    }
                }
            }
        }
        let after = try await file()
        #expect(after.client == before.client && after.contacts == before.contacts && after.consents == before.consents)
        await clinic.close()
    }

    @Test("who is kept apart closes the other's therapist, both ways round; only lead and intake see why")
    func keptApart() async throws {
        let clinic = try await TestClinic.open()
        let (robin, noor) = (robin, noor)
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor).isEmpty)
        let id = try await clinic.act(as: .intake) { try await $0.keepApart(noor, robin, .formerPartner).id }
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor) == [TestClinic.amara])
        #expect(try await clinic.reader(as: .frontDesk).keptApartTherapists(for: noor) == [TestClinic.amara])
        #expect(try await clinic.reader(as: .intake).keptApart(of: robin).map(\.other) == [noor])
        #expect(try await clinic.reader(as: .lead).keptApart(of: noor).map(\.other) == [robin])
        for role in [Role.frontDesk, .therapist, .client, .integration, .worker] {
            #expect(try await clinic.reader(as: role).keptApart(of: robin).isEmpty, "\(role)")
        }
        await #expect(throws: ClientRefusal.alreadyKeptApart) {
            _ = try await clinic.act(as: .lead) { try await $0.keepApart(robin, noor, .litigation) }
        }
        await #expect(throws: ClientRefusal.keptApartFromThemselves) {
            _ = try await clinic.act(as: .lead) { try await $0.keepApart(robin, robin, .other) }
        }
        await #expect(throws: DatabaseError.self) {
            _ = try await clinic.act(as: .frontDesk) { try await $0.keepApart(robin, Client.ID(TestClinic.sam), .other) }
        }
        try await clinic.act(as: .lead) { try await $0.endKeptApart(id) }
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor).isEmpty)
        #expect(try await clinic.reader(as: .lead).keptApart(of: noor).isEmpty)
        await #expect(throws: ClientRefusal.noSuchKeptApart) {
            try await clinic.act(as: .lead) { try await $0.endKeptApart(id) }
        }
        await clinic.close()
    }

    @Test("two clients are kept apart from a day to a day; what has not begun is taken back, and may be said anew")
    func keptApartDates() async throws {
        let clinic = try await TestClinic.open()
        let (robin, noor) = (robin, noor)
        let now = try await clinic.reader(as: .lead).now
        let ahead = try await clinic.act(as: .lead) {
            try await $0.keepApart(robin, noor, .litigation, from: now + .hours(24), until: now + .hours(48))
        }
        #expect(try await clinic.reader(as: .intake).keptApart(of: noor).map(\.until) == [now + .hours(48)])
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor).isEmpty)
        await #expect(throws: ClientRefusal.alreadyKeptApart) {
            try await clinic.act(as: .lead) { try await $0.keepApart(noor, robin, .other) }
        }
        try await clinic.act(as: .lead) { try await $0.endKeptApart(ahead.id) }
        let short = try await clinic.act(as: .lead) {
            try await $0.keepApart(noor, robin, .other, until: now + .hours(1))
        }
        #expect(try await clinic.reader(as: .intake).keptApart(of: robin).map(\.id) == [short.id])
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor) == [TestClinic.amara])
        try await clinic.act(as: .lead) { try await $0.endKeptApart(short.id) }
        #expect(try await clinic.reader(as: .intake).keptApartTherapists(for: noor).isEmpty)
        await #expect(throws: ClientRefusal.self) {
            try await clinic.act(as: .lead) { try await $0.keepApart(noor, robin, .other, until: now - .hours(1)) }
        }
        await #expect(throws: ClientRefusal.noOtherClient) {
            try await clinic.act(as: .lead) { try await $0.keepApart(noor, Client.ID(TestClinic.id(99)), .other) }
        }
        await clinic.close()
    }

    @Test("a look at a client's file is on record, with who looked")
    func look() async throws {
        let clinic = try await TestClinic.open()
        let robin = robin
        _ = try await clinic.act(as: .therapist) { try await $0.lookAtClient(robin) }
        let looks = Statement(
            "ClientStorageTests/looks", sent: .lane, "SELECT actor_id FROM audit WHERE action = 'client.read' AND client_id = $1")
        #expect(try await clinic.reader(as: .lead).query(looks(robin)).values(UUID.self) == [TestClinic.amara])
        await clinic.close()
    }
}
