import Access
import Clients
import Clinic
import Database
import Foundation
import Messages
import TestKit
import Testing

@testable import AttuneAdmin

@Suite("Telling the privacy officer")
struct GlassTellerTests {
    @Test("an opened file is told of once, by a mail that names nobody; without an address the log says it")
    func tells() async throws {
        let clinic = try await TestClinic.open()
        let folder = FileManager.default.temporaryDirectory.appending(path: "attune-glass-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let post = OpenClinic.Post(
            transport: FolderTransport(folder: folder), sender: try #require(EmailAddress("no-reply@example.org")))
        let worker = TestClinic.actor(.worker)
        let teller = Teller.glass(
            gate: clinic.gate, worker: worker, post: post, officer: EmailAddress("privacy@example.org"), logger: quiet)
        #expect(try await teller.tell() == 0)
        try await open(clinic, TestClinic.robin)
        #expect(try await teller.tell() == 1)
        #expect(try await teller.tell() == 0)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 1)
        let mail = try String(contentsOfFile: folder + "/" + (files.first ?? ""), encoding: .utf8)
        #expect(mail.contains("To: privacy@example.org") && mail.contains("needs your review"))
        #expect(!mail.contains("Robin") && !mail.contains("hospital"))

        try await open(clinic, TestClinic.sam)
        let silent = Teller.glass(gate: clinic.gate, worker: worker, post: nil, officer: nil, logger: quiet)
        #expect(try await silent.tell() == 1)
        #expect(try await silent.tell() == 0)
        await clinic.close()
    }

    private func open(_ clinic: TestClinic, _ client: UUID) async throws {
        _ = try await clinic.act(as: .lead) { try await $0.breakGlass(.init(client), because: "The hospital asks") }
    }
}
