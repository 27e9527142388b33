import Clients
import Clinic
import Testing

import struct Foundation.Data
import struct Foundation.URL

@Suite("Reading a file of clients")
struct ClientSheetTests {
    static let zones = ZoneCatalogue()
    static let now = (try? Instant(rfc3339: "2026-11-22T20:00:00Z")) ?? .epoch

    static func parse(_ text: String) throws -> ClientSheet {
        let zone = try zones.rules(#require(ZoneID("America/Vancouver")))
        return ClientSheet.parse(Array(text.utf8), zone: zone, now: now)
    }

    static let header =
        "source_key,full_name,kind,language,birth_date,email,email_may_write,phone,phone_may_call,phone_may_write,safe_from,"
        + "safe_until,confirmed_on,consent_matching,consent_on,therapist,keep_apart_from,keep_apart_kind\n"

    @Test("the shipped file is read without a fault")
    func shipped() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let bytes = try Data(contentsOf: root.appending(path: "Config/sample/clients.csv"))
        let sheet = try ClientSheet.parse(
            Array(bytes), zone: Self.zones.rules(#require(ZoneID("America/Vancouver"))), now: Self.now)
        #expect(sheet.problems == [])
        #expect(sheet.notes == [])
        #expect(sheet.rows.count == 60)
    }

    @Test("a row brings the person, only the ways to reach them that they named, and what is safe about each")
    func whole() throws {
        let sheet = try Self.parse(
            Self.header
                + "1,Robin Test,youth,fr,2010-02-03,r@example.org,yes,250-555-0101,,yes,09:00,15:30,2026-10-04,verbal,2026-04-03,amara,2,family\n"
                + "2,Sam Test,,,,,,250-555-0102,,,,,,,,,,\n")
        #expect(sheet.problems == [])
        let robin = try #require(sheet.rows.first)
        #expect(robin.person.kind == .youth)
        #expect(robin.person.language.code == "fr")
        #expect(robin.contacts.map(\.channel) == [.email, .phone, .sms])
        #expect(
            robin.contacts.map { [$0.safety.mayWrite, $0.safety.mayCall] } == [[true, false], [false, false], [true, false]])
        #expect(robin.contacts.allSatisfy { $0.safety.confirmedAt?.description == "2026-10-04T07:00:00Z" })
        #expect(robin.consents.map(\.kind) == [.matching])
        #expect(robin.keepApartFrom == "2")
        let sam = try #require(sheet.rows.last)
        #expect(sam.contacts.map(\.channel) == [.phone])
        #expect(sam.contacts.first?.safety == ContactSafety())
    }

    @Test(
        "each fault is named at its line and column, never repeating the cell, and the row is left out",
        arguments: [
            (",Robin Test,,,,,,,,,,,,,,,,", "clients.no_key", 1),
            ("3,,,,,,,,,,,,,,,,,", "clients.no_name", 2),
            ("3,Robin,adlut,,,,,,,,,,,,,,,", "clients.unknown_word", 3),
            ("3,Robin,,french,,,,,,,,,,,,,,", "clients.not_a_language", 4),
            ("3,Robin,,,2030-01-01,,,,,,,,,,,,,", "clients.no_such_date", 5),
            ("3,Robin,,,1984-02-30,,,,,,,,,,,,,", "clients.no_such_date", 5),
            ("3,Robin,,,,robin,,,,,,,,,,,,", "clients.not_an_address", 6),
            ("3,Robin,,,,r@example.org,maybe,,,,,,,,,,,", "clients.not_a_flag", 7),
            ("3,Robin,,,,,,,,,09:00,,,,,,,", "clients.half_hours", 11),
            ("3,Robin,,,,,,,,,09:00,09:00,,,,,,", "clients.half_hours", 11),
            ("3,Robin,,,,,,,,,25:00,15:00,,,,,,", "clients.no_such_time", 11),
            ("3,Robin,,,,,,,,,,,,written,,,,", "clients.no_consent_date", 15),
            ("3,Robin,,,,,,,,,,,,,,,3,family", "clients.kept_apart_from_themselves", 17),
            ("1,Robin,,,,,,,,,,,,,,,,", "clients.duplicate_key", 1),
        ])
    func faults(row: String, code: String, column: Int) throws {
        let sheet = try Self.parse(Self.header + "1,Amal Good,,,,,,,,,,,,,,,,\n" + row + "\n2,Noor Good,,,,,,,,,,,,,,,,\n")
        #expect(sheet.rows.map(\.key) == ["1", "2"])
        #expect(sheet.problems.contains { $0.code == code && $0.line == 3 && $0.column == column }, "\(sheet.problems)")
        #expect(!sheet.problems.contains { $0.message.contains("Robin") || $0.message.contains("maybe") })
    }

    @Test("other systems' headers are understood, and names in two columns joined")
    func aliases() throws {
        let sheet = try Self.parse(
            "\u{FEFF}Client ID;First Name;Last Name;DOB;Email Address;Email OK\r\n7;Ana;Ruiz;1990-01-02;a@example.org;Yes\r\n")
        #expect(sheet.problems == [])
        #expect(sheet.rows.first?.person.fullName == "Ana Ruiz")
        #expect(sheet.rows.first?.contacts.first?.safety.mayWrite == true)
    }
}
