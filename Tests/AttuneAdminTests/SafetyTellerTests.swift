import Access
import Clients
import Clinic
import Database
import Foundation
import Messages
import Referrals
import TestKit
import Testing

@testable import AttuneAdmin

@Suite("Telling the clinic of flags")
struct SafetyTellerTests {
    @Test("a task is told of once, and once more when it is overdue and nobody took it, by mails that name nobody")
    func tells() async throws {
        let clinic = try await TestClinic.open()
        let folder = FileManager.default.temporaryDirectory.appending(path: "attune-safety-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let post = OpenClinic.Post(
            transport: FolderTransport(folder: folder), sender: try #require(EmailAddress("no-reply@example.org")))
        let teller = Teller.safety(
            gate: clinic.gate, worker: TestClinic.actor(.worker), post: post, contact: EmailAddress("intake@example.org"),
            logger: quiet)
        #expect(try await teller.tell() == 0)
        try await clinic.act(as: .intake) { act in
            _ = try await act.query(Self.refer(Client.ID(TestClinic.robin)))
            try await act.record("test.referred")
        }
        #expect(try await teller.tell() == 1)
        #expect(try await teller.tell() == 0)
        try await clinic.alter(Self.late())
        #expect(try await teller.tell() == 1)
        #expect(try await teller.tell() == 0)
        let mails = try FileManager.default.contentsOfDirectory(atPath: folder).map {
            try String(contentsOfFile: folder + "/" + $0, encoding: .utf8)
        }
        #expect(mails.count == 2)
        #expect(mails.count { $0.contains("Subject: A task is overdue") } == 1)
        #expect(mails.allSatisfy { $0.contains("To: intake@example.org") && !$0.contains("Robin") && !$0.contains("R-2") })
        #expect(Set(mails.compactMap { $0.split(separator: "\r\n").first { $0.hasPrefix("Message-ID") } }).count == 2)
        let silent = Teller.safety(gate: clinic.gate, worker: TestClinic.actor(.worker), post: nil, contact: nil, logger: quiet)
        try await clinic.act(as: .intake) { act in
            _ = try await act.query(Self.refer(Client.ID(TestClinic.sam)))
            try await act.record("test.referred")
        }
        #expect(try await silent.tell() == 1)
        await clinic.close()
    }

    private static let refer = Statement(
        "SafetyTellerTests/refer", sent: .lease,
        """
        INSERT INTO referral (id, client_id, source, received_at, status, safety_hold)
        VALUES (gen_random_uuid(), $1, 'self', now(), 'on-hold', true)
        """)
    private static let late = Statement(
        "SafetyTellerTests/late", sent: .lease, "UPDATE safety_task SET due_at = now() - interval '1 minute'")
}
