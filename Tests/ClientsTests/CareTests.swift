import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

import struct Foundation.UUID

@Suite("Who may see whose file for a while")
struct CareTests {
    private let robin = Client.ID(TestClinic.robin), sam = Client.ID(TestClinic.sam), noor = Client.ID(TestClinic.noor)
    private let nextWeek = SystemTime().now() + .hours(24 * 7)

    private func sees(_ client: Client.ID, _ therapist: UUID, in clinic: TestClinic) async throws -> Bool {
        try await clinic.reader(as: .therapist, therapist: therapist).client(client) != nil
    }

    @Test(
        "a therapist who is ill is covered for all her clients with one act, until a day; ended, it is over at the next question")
    func cover() async throws {
        let clinic = try await TestClinic.open()
        #expect(try await !sees(robin, TestClinic.tomasz, in: clinic))
        let new = NewCareGrant(.cover, by: TestClinic.tomasz, of: .everybodyOf(TestClinic.amara), until: nextWeek)
        let granted = try await clinic.act(as: .intake) { try await $0.grantCare(new) }
        #expect(Set(granted.granted.map(\.client)) == [robin, sam])
        #expect(granted.passedOver.isEmpty)
        #expect(try await sees(robin, TestClinic.tomasz, in: clinic))
        #expect(try await sees(sam, TestClinic.tomasz, in: clinic))
        #expect(try await !sees(noor, TestClinic.tomasz, in: clinic))
        // Asked again, nothing is granted twice.
        #expect(try await clinic.act(as: .intake) { try await $0.grantCare(new) }.granted.isEmpty)

        let robins = try #require(granted.granted.first { $0.client == robin })
        try await clinic.act(as: .lead) { try await $0.endCareGrant(robins.id) }
        #expect(try await !sees(robin, TestClinic.tomasz, in: clinic))
        #expect(try await sees(sam, TestClinic.tomasz, in: clinic))
        await #expect(throws: CareRefusal.noSuchGrant) {
            try await clinic.act(as: .lead) { try await $0.endCareGrant(robins.id) }
        }
        let listed = try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).careGrants()
        #expect(listed.map(\.client) == [sam])
        #expect(try await clinic.reader(as: .frontDesk).careGrants().isEmpty)
        await clinic.close()
    }

    @Test("nobody is given a file of a client whom she must not meet, and the refusal is the one of a file that she has already")
    func keptApart() async throws {
        let clinic = try await TestClinic.open()
        // Noor and Robin must never meet, and Tomasz sees Noor.
        let (robin, noor, nextWeek) = (robin, noor, nextWeek)
        _ = try await clinic.act(as: .intake) { try await $0.keepApart(robin, noor, .formerPartner) }
        _ = try await clinic.act(as: .intake) {
            try await $0.grantCare(NewCareGrant(.cover, by: TestClinic.tomasz, of: .client(noor), until: nextWeek))
        }
        let granted = try await clinic.act(as: .intake) {
            try await $0.grantCare(
                NewCareGrant(.cover, by: TestClinic.tomasz, of: .everybodyOf(TestClinic.amara), until: nextWeek))
        }
        #expect(granted.granted.map(\.client) == [sam])
        #expect(granted.passedOver == [robin])
        for client in [robin, noor] {
            await #expect(throws: CareRefusal.notThisTherapist) {
                try await clinic.act(as: .intake) {
                    try await $0.grantCare(NewCareGrant(.cover, by: TestClinic.tomasz, of: .client(client), until: nextWeek))
                }
            }
        }
        await clinic.close()
    }

    @Test("a grant that has not begun shows nothing yet, and can be taken back; one without a sensible end is refused")
    func dates() async throws {
        let clinic = try await TestClinic.open()
        let (robin, nextWeek) = (robin, nextWeek)
        let grant = { (from: Instant?, until: Instant) in
            try await clinic.act(as: .lead) {
                try await $0.grantCare(
                    NewCareGrant(.supervision, by: TestClinic.tomasz, of: .client(robin), from: from, until: until))
            }
        }
        let ahead = try await grant(nextWeek, nextWeek + .hours(24)).granted[0]
        #expect(try await !sees(robin, TestClinic.tomasz, in: clinic))
        try await clinic.act(as: .lead) { try await $0.endCareGrant(ahead.id) }
        #expect(try await clinic.reader(as: .lead).careGrants(includingEnded: true).isEmpty)
        await #expect(throws: CareRefusal.ended) { try await grant(nextWeek, nextWeek) }
        await #expect(throws: CareRefusal.ended) { try await grant(nil, nextWeek - .hours(24 * 8)) }
        await #expect(throws: CareRefusal.tooLong) { try await grant(nil, nextWeek + .hours(24 * 366)) }
        await #expect(throws: CareRefusal.noSuchTherapist) {
            try await clinic.act(as: .lead) {
                try await $0.grantCare(NewCareGrant(.cover, by: TestClinic.id(99), of: .client(robin), until: nextWeek))
            }
        }
        await #expect(throws: CareRefusal.nobodyToCover, "no therapist grants herself a file, whatever the policy says") {
            try await clinic.act(as: .therapist, therapist: TestClinic.tomasz) {
                try await $0.grantCare(
                    NewCareGrant(.cover, by: TestClinic.tomasz, of: .everybodyOf(TestClinic.amara), until: nextWeek))
            }
        }
        await clinic.close()
    }

    @Test(
        "a lead opens a file with a reason, for an hour by the database's clock; its therapist sees it, and another person reviews it"
    )
    func glass() async throws {
        let clinic = try await TestClinic.open()
        let robin = robin
        await #expect(throws: CareRefusal.noReason) {
            try await clinic.act(as: .lead) { try await $0.breakGlass(robin, because: "   urgent   ") }
        }
        let opened = try await clinic.act(as: .lead) { try await $0.breakGlass(robin, because: "The hospital asks, she is away") }
        #expect(opened.during.minutes == 60)
        await #expect(throws: CareRefusal.openAlready) {
            try await clinic.act(as: .lead) { try await $0.breakGlass(robin, because: "The hospital asks, she is away") }
        }
        #expect(try await clinic.reader(as: .therapist).brokenGlass().map(\.id) == [opened.id])
        #expect(try await clinic.reader(as: .lead).brokenGlass().map(\.reason) == ["The hospital asks, she is away"])
        #expect(try await clinic.reader(as: .therapist, therapist: TestClinic.tomasz).brokenGlass().isEmpty)
        #expect(try await clinic.reader(as: .intake).brokenGlass().isEmpty)
        await #expect(throws: CareRefusal.noSuchOpening, "nobody reviews her own") {
            try await clinic.act(as: .lead) { try await $0.reviewGlass(opened.id) }
        }
        #expect(try await clinic.act(as: .operator) { try await $0.reviewGlass(opened.id) }.reviewedBy != nil)
        #expect(try await clinic.reader(as: .worker).untoldGlass() == [opened.id])
        try await clinic.act(as: .worker) { try await $0.noteGlassTold(opened.id) }
        #expect(try await clinic.reader(as: .worker).untoldGlass().isEmpty)
        #expect(try await clinic.act(as: .lead) { try await $0.closeGlass(opened.id) }.during.end <= opened.during.end)
        await #expect(throws: CareRefusal.noSuchOpening) {
            try await clinic.act(as: .lead) { try await $0.closeGlass(opened.id) }
        }
        // Closed, it may be opened again; nothing prolongs it, not even a lead's own statement.
        let again = try await clinic.act(as: .lead) { try await $0.breakGlass(robin, because: "The hospital asks once more") }
        await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .lead) { act in
                _ = try await act.query(Self.prolonged(again.id))
                try await act.record("test.prolonged")
            }
        }
        for role in Role.allCases where role != .lead {
            await #expect(throws: (any Error).self, "\(role)") {
                try await clinic.act(as: role) { try await $0.breakGlass(robin, because: "I should like to look") }
            }
        }
        await clinic.close()
    }

    private static let prolonged = Statement(
        "CareTests/prolonged", sent: .lease,
        "UPDATE break_glass SET during = tstzrange(lower(during), upper(during) + interval '1 minute') WHERE id = $1")
}
