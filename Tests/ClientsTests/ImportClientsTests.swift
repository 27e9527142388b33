import Access
import Clients
import Clinic
import Database
import TestKit
import Testing

@Suite("Importing clients")
struct ImportClientsTests {
    private func run(_ text: String, in clinic: TestClinic, as role: Role = .operator) async throws -> ClientImport {
        let sheet = try ClientSheetTests.parse(text)
        return try await clinic.act(as: role) { try await $0.importClients(sheet) }
    }

    private static let header =
        "source_key,full_name,email,email_may_write,confirmed_on,consent_matching,consent_on,therapist,intense,keep_apart_from\n"
    private static let two =
        header + "A1,Ana Test,ana@example.org,yes,2026-10-04,written,2026-04-03,amara,yes,B1\n"
        + "B1,Ben Test,ben@example.org,no,,verbal,2026-04-03,tomasz,no,\n"

    @Test("good rows bring everything; reading the file again changes nothing")
    func twice() async throws {
        let clinic = try await TestClinic.open()
        let first = try await run(Self.two, in: clinic)
        #expect(first.problems == [])
        #expect(first.added.count == 2)
        let ana = try #require(first.clients["A1"])
        let reader = clinic.reader(as: .intake)
        #expect(try await reader.contactPoints(of: ana).map(\.safety.mayWrite) == [true])
        #expect(try await reader.consents(of: ana).map(\.kind) == [.matching])
        #expect(try await reader.keptApartTherapists(for: ana) == [TestClinic.tomasz])
        #expect(try await clinic.reader(as: .therapist).client(ana)?.person.fullName == "Ana Test")
        let second = try await run(Self.two, in: clinic)
        #expect(second.added == [] && second.changed == [])
        #expect(second.unchanged.count == 2)
        #expect(try await reader.client(ana)?.version == 1)
        #expect(try await reader.contactPoints(of: ana).count == 1)
        await clinic.close()
    }

    @Test("a changed row changes its client alone; a replaced address is retired; a consent revoked here stays revoked")
    func changed() async throws {
        let clinic = try await TestClinic.open()
        let ana = try #require(try await run(Self.two, in: clinic).clients["A1"])
        try await clinic.act(as: .intake) { try await $0.revokeConsent(.matching, by: ana) }
        let edited = Self.two.replacing("Ana Test,ana@", with: "Ana Ruiz,new@")
        let report = try await run(edited, in: clinic)
        #expect(report.changed == [ana])
        let reader = clinic.reader(as: .intake)
        #expect(try await reader.client(ana)?.person.fullName == "Ana Ruiz")
        #expect(try await reader.contactPoints(of: ana).map(\.value) == ["new@example.org"])
        #expect(try await reader.consents(of: ana).allSatisfy { $0.revokedAt != nil })
        await clinic.close()
    }

    @Test("an older file neither makes a dangerous address safe again nor brings a retired one back; a newer day does")
    func olderThanKnown() async throws {
        let clinic = try await TestClinic.open()
        let ana = try #require(try await run(Self.two, in: clinic).clients["A1"])
        let reader = clinic.reader(as: .intake)
        let point = try #require(try await reader.contactPoints(of: ana).first)
        _ = try await clinic.act(as: .intake) { act in
            try await act.confirmContactPoint(point.id, ContactSafety(mayWrite: false).confirmed(at: try await act.now))
        }
        let again = try await run(Self.two, in: clinic)
        #expect(again.doubts.map(\.code) == ["clients.contact_known_better"] && again.changed == [])
        #expect(try await reader.contactPoints(of: ana).map(\.safety.mayWrite) == [false])

        _ = try await clinic.act(as: .intake) { try await $0.retireContactPoint(point.id) }
        let third = try await run(Self.two, in: clinic)
        #expect(third.doubts.map(\.code) == ["clients.contact_retired"] && third.doubts.map(\.line) == [2])
        #expect(try await reader.contactPoints(of: ana) == [])
        await clinic.close()
    }

    @Test("bad rows are left out whole, and whoever is to be kept apart from one of them is left out too")
    func bad() async throws {
        let clinic = try await TestClinic.open()
        let report = try await run(
            Self.header + "A1,Ana,,,,,,amarra,,\n" + "B1,Ben,,,,,,,,A1\n" + "C1,Cy,,,,,,amara,,\n" + "D1,Di,,,,,,amara,,C1\n"
                + "E1,Eli,,,,,,tomasz,,Z9\n",
            in: clinic)
        #expect(
            report.problems.map { "\($0.line) \($0.code)" } == [
                "2 clients.unknown_therapist", "3 clients.unknown_partner", "5 clients.kept_apart", "6 clients.unknown_partner",
            ])
        #expect(report.problems.first?.message.contains("Was amara meant?") == true)
        #expect(Array(report.clients.keys) == ["C1"])
        #expect(try await clinic.reader(as: .lead).clients().count == 4)
        await clinic.close()
    }

    @Test("a caseload takes as many as it has places for, and of intense work no more than its share")
    func full() async throws {
        let clinic = try await TestClinic.open()
        let rows = (1...6).map { "K\($0),Client \($0),,,,,,amara,\($0 <= 3 ? "yes" : "no"),\n" }.joined()
        let report = try await run(Self.header + rows, in: clinic)
        #expect(report.clients.keys.sorted() == ["K1", "K2", "K4", "K5"])
        #expect(report.problems.map { "\($0.line) \($0.code)" } == ["4 clients.caseload_full", "7 clients.caseload_full"])
        await clinic.close()
    }

    @Test("two imports of the same file at once add each client once")
    func race() async throws {
        let clinic = try await TestClinic.open()
        async let one = run(Self.two, in: clinic)
        async let other = run(Self.two, in: clinic)
        let added = try await one.added.count + other.added.count
        #expect(added == 2)
        #expect(try await clinic.reader(as: .lead).clients().count == 5)
        await clinic.close()
    }

    @Test("an import that began first and had to wait for another of the same file changes nothing")
    func overtaken() async throws {
        let clinic = try await TestClinic.open()
        let sheet = try ClientSheetTests.parse(Self.two)
        let late = try await clinic.act(as: .operator) { act in
            // Here its clock stops; the other one begins later, and is done earlier.
            _ = try await act.now
            #expect(try await run(Self.two, in: clinic).added.count == 2)
            return try await act.importClients(sheet)
        }
        #expect(late.added == [] && late.changed == [] && late.unchanged.count == 2)
        await clinic.close()
    }
}
