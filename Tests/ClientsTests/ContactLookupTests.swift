import Access
import Clinic
import Database
import TestKit
import Testing

@testable import Clients

@Suite("Finding a client by address or number")
struct ContactLookupTests {
    @Test(
        "one number is found however it is written",
        arguments: [
            "250-555-0123", "(250) 555 0123", "1 250 555 0123", "+1 250 555-0123", "001 250 555 0123", "011 1 250 555 0123",
        ])
    func numbers(text: String) {
        #expect(ContactLookup(text)?.value == "+12505550123")
    }

    @Test("an address is found in any capitals, and numbers of other countries stay apart")
    func spellings() {
        #expect(ContactLookup(" Ana@Example.ORG ")?.value == "ana@example.org")
        #expect(ContactLookup("+44 20 7946 0123")?.value == "+442079460123")
        #expect(ContactLookup("0044 20 7946 0123")?.value == "+442079460123")
        #expect(ContactLookup("hello") == nil && ContactLookup("123") == nil)
    }

    @Test("finds whoever may be seen by the whole value, a number of either channel, and nobody by a retired one")
    func find() async throws {
        let clinic = try await TestClinic.open()
        let (robin, noor) = (Client.ID(TestClinic.robin), Client.ID(TestClinic.noor))
        let point = try await clinic.act(as: .intake) { act in
            _ = try await act.addContactPoint(.sms, "250-555-0123", ContactSafety(), to: noor)
            return try await act.addContactPoint(.phone, "+1 (250) 555-0123", ContactSafety(), to: robin)
        }
        let lead = clinic.reader(as: .lead)
        #expect(try await lead.clients(reachedBy: "2505550123").map(\.id) == [robin, noor])
        #expect(try await lead.clients(reachedBy: "ROBIN@example.org").map(\.id) == [robin])
        #expect(try await lead.clients(reachedBy: "robin@example.or").isEmpty)
        #expect(try await clinic.reader(as: .therapist).clients(reachedBy: "2505550123").map(\.id) == [robin])
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).clients(reachedBy: "2505550123").isEmpty)
        _ = try await clinic.act(as: .intake) { try await $0.retireContactPoint(point.id) }
        #expect(try await lead.clients(reachedBy: "2505550123").map(\.id) == [noor])
        await clinic.close()
    }

    @Test("a value that was moved to another client's row is refused, not shown as theirs")
    func moved() async throws {
        let clinic = try await TestClinic.open()
        let swap = Statement(
            "ContactLookupTests/swap", sent: .lease,
            "UPDATE contact_point SET value = (SELECT value FROM contact_point WHERE client_id = $2) WHERE client_id = $1")
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(swap(TestClinic.robin, TestClinic.sam))
            try await act.record("test.swapped")
        }
        let lead = clinic.reader(as: .lead)
        await #expect(throws: SealingError.self) { _ = try await lead.contactPoints(of: Client.ID(TestClinic.robin)) }
        #expect(try await lead.contactPoints(of: Client.ID(TestClinic.sam)).map(\.value) == ["sam@example.org"])
        await clinic.close()
    }

    @Test("why two clients are kept apart is sealed, and read by lead and intake alone")
    func reasons() async throws {
        let clinic = try await TestClinic.open()
        let (robin, noor) = (Client.ID(TestClinic.robin), Client.ID(TestClinic.noor))
        let words = "Police file 24-1180; she moved because of him."
        _ = try await clinic.act(as: .intake) { try await $0.keepApart(noor, robin, .allegedHarm, reason: words) }
        for client in [robin, noor] {
            #expect(try await clinic.reader(as: .lead).keptApart(of: client).map(\.reason) == [words])
            #expect(try await clinic.reader(as: .therapist).keptApart(of: client).isEmpty)
        }
        let stored = Statement("ContactLookupTests/reason", sent: .lane, "SELECT position($1::bytea IN reason) FROM kept_apart")
        #expect(try await clinic.reader(as: .lead).query(stored(Array("Police".utf8))).values(Int.self) == [0])
        await #expect(throws: ClientRefusal.self) {
            _ = try await clinic.act(as: .intake) {
                try await $0.keepApart(noor, Client.ID(TestClinic.sam), .other, reason: String(repeating: "x", count: 2_001))
            }
        }
        await clinic.close()
    }
}
