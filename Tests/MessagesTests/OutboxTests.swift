import Access
import Clinic
import Database
import Foundation
import Synchronization
import TestKit
import Testing

@testable import Messages

/// Remembers what it was asked to send, or refuses it.
final class Postbox: MailTransport {
    private let mails = Mutex<[Mail]>([])
    private let failure: MailFailure?
    init(failure: MailFailure? = nil) { self.failure = failure }
    var sent: [Mail] { mails.withLock { $0 } }

    func send(_ mail: Mail) async throws(MailFailure) {
        if let failure { throw failure }
        mails.withLock { $0.append(mail) }
    }
}

@Suite("The outbox")
struct OutboxTests {
    static let appointment = TestClinic.id(201)

    func zone() throws -> ZoneRules { try ZoneCatalogue().rules(try #require(ZoneID("America/Vancouver"))) }

    /// Ten days ahead, so that there is a safe hour before it.
    func later(_ act: Act) async throws -> Instant { try await act.now + .hours(240) }

    func dispatcher(
        _ clinic: TestClinic, _ transport: any MailTransport, longestRound: Duration = .seconds(300)
    ) throws -> Dispatcher {
        Dispatcher(
            gate: clinic.gate, worker: TestClinic.actor(.worker), transport: transport,
            settings: .init(sender: try #require(EmailAddress("office@example.org")), longestRound: longestRound),
            zones: ZoneCatalogue(), logger: quiet)
    }

    /// Makes everything due now and every hour safe, as if time had passed.
    func makeDue(_ clinic: TestClinic) async throws {
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement("MessagesTests/due", sent: .lease, "UPDATE message SET not_before = now() - interval '1 second'")())
            _ = try await act.query(
                Statement(
                    "MessagesTests/hours", sent: .lease, "UPDATE contact_point SET safe_from = '00:00', safe_until = '24:00'")())
            try await act.record("test.due")
        }
    }

    func states(_ clinic: TestClinic) async throws -> [String] {
        try await clinic.reader(as: .lead).query(
            Statement("MessagesTests/states", sent: .lane, "SELECT kind || ' ' || status FROM message ORDER BY id")()
        )
        .values(String.self)
    }

    @Test("every statement prepares against the migrated database")
    func prepares() async throws {
        let database = try await TestDatabase.fresh()
        for statement in SQL.all { try await database.app.script("PREPARE probe AS \(statement.text); DEALLOCATE probe") }
        await database.drop()
    }

    @Test("a booking's message waits for three minutes and a safe hour, then leaves once, in neutral words")
    func leaves() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        let outcome = try await clinic.act(as: .frontDesk) { act in
            try await act.queueMessage(
                NewMessage(
                    .appointmentBooked(start: try await later(act), minutes: 50), client: TestClinic.robin, zone: zone,
                    about: Self.appointment))
        }
        guard case .queued(_, let moment) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(SafeHours.usual.contains(moment, in: zone))
        let postbox = Postbox()
        #expect(try await dispatcher(clinic, postbox).dispatchDue() == Dispatcher.Report())
        try await makeDue(clinic)
        var report = try await dispatcher(clinic, postbox).dispatchDue()
        #expect(report.sent == 1)
        report = try await dispatcher(clinic, postbox).dispatchDue()
        #expect(report.sent == 0)
        #expect(postbox.sent.map(\.recipient.text) == ["robin@example.org"])
        #expect(try await states(clinic) == ["appointment_booked sent"])
        await clinic.close()
    }

    @Test(
        "whoever looks after the outbox sees what became of a message; its words and address only on record, a link's secret never"
    )
    func looks() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        let link = "https://rooms.example.org/h/s3cr3t-t0ken"
        try await clinic.act(as: .frontDesk) { act in
            let content = MessageContent.handoutShared(link: link, expires: try await later(act))
            try await act.queueMessage(NewMessage(content, client: TestClinic.robin, zone: zone, about: Self.appointment))
        }
        let seen = try await clinic.reader(as: .operator).outbox()
        let message = try #require(seen.first)
        #expect(
            seen.count == 1 && message.kind == "handout_shared" && message.status == .queued && message.about == Self.appointment)
        #expect(message.clientReference.hasPrefix("C-") && message.sentAt == nil && message.attempts == 0)
        #expect(try await clinic.reader(as: .operator).outbox(.failed).isEmpty)
        #expect(try await clinic.reader(as: .operator).outboxMessage(TestClinic.id(250)) == nil)
        let contents = try await clinic.act(as: .operator) { act in try await act.outboxContents(message) }
        #expect(contents?.address == "robin@example.org")
        #expect(contents?.body?.contains("https://rooms.example.org/h/…") == true && contents?.body?.contains("s3cr3t") == false)
        let recorded = try await clinic.act(as: .operator) { act in
            try await act.record("test.looked")
            return try await act.query(
                Statement(
                    "MessagesTests/recorded", sent: .lease,
                    "SELECT client_id FROM audit WHERE action = 'message.contents_seen' AND subject_id = $1")(message.id)
            ).values(UUID.self)
        }
        #expect(recorded == [TestClinic.robin])
        await clinic.close()
    }

    @Test("what a round has no time for, and whom an unknown zone belongs to, waits with its words and is sent later")
    func waits() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        _ = try await clinic.act(as: .frontDesk) { act in
            try await act.queueMessage(
                NewMessage(
                    .appointmentBooked(start: try await later(act), minutes: 50), client: TestClinic.robin, zone: zone,
                    about: Self.appointment))
        }
        let postbox = Postbox()
        try await makeDue(clinic)
        #expect(try await dispatcher(clinic, postbox, longestRound: .zero).dispatchDue() == Dispatcher.Report())
        #expect(try await states(clinic) == ["appointment_booked sending"])

        func move(to zone: String) async throws {
            try await clinic.act(as: .operator) { act in
                let statement = Statement("MessagesTests/zone", sent: .lease, "UPDATE client SET zone = $1 WHERE id = $2")
                _ = try await act.query(statement(zone, TestClinic.robin))
                try await act.record("test.moved")
            }
        }
        try await move(to: "Mars/Olympus")
        try await makeDue(clinic)
        let report = try await dispatcher(clinic, postbox).dispatchDue()
        #expect(report.delayed == 1 && report.dropped == 0 && postbox.sent.isEmpty)
        try await move(to: "America/Vancouver")
        try await makeDue(clinic)
        #expect(try await dispatcher(clinic, postbox).dispatchDue().sent == 1)
        #expect(postbox.sent.map(\.text).allSatisfy { !$0.isEmpty })
        await clinic.close()
    }

    @Test("nothing is queued where writing is not safe, and the record says so")
    func withheld() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(
                Statement("MessagesTests/unsafe", sent: .lease, "UPDATE contact_point SET may_write = false")())
            try await act.record("test.unsafe")
        }
        let outcome = try await clinic.act(as: .frontDesk) { act in
            try await act.queueMessage(
                NewMessage(
                    .appointmentReminder(start: try await later(act)), client: TestClinic.robin, zone: zone,
                    about: Self.appointment))
        }
        #expect(outcome == .withheld(.noSafeContact))
        #expect(try await states(clinic).isEmpty)
        await clinic.close()
    }

    @Test("the database refuses a message to an unsafe contact point, whoever asks")
    func secondLock() async throws {
        let clinic = try await TestClinic.open()
        let client = TestClinic.robin
        for unsafe in [
            "may_write = false", "confirmed_at = NULL", "recheck_due = now() - interval '1 day'", "retired_at = now()",
            "channel = 'phone'", "confirmed_at = now() - interval '91 days', recheck_due = NULL",
        ] {
            let error = await #expect(throws: DatabaseError.self) {
                try await clinic.act(as: .frontDesk) { act in
                    let contact = try await act.query(
                        Statement("MessagesTests/one_contact", sent: .lease, "SELECT id FROM contact_point WHERE client_id = $1")(
                            client)
                    ).value(UUID.self)
                    _ = try await act.query(Bound(Self.unsafeChange(unsafe), [contact]))
                    _ = try await act.query(
                        SQL.queueMessage(
                            UUID(), client, contact, "appointment_booked", "en", "s", "b", Self.appointment, try await act.now,
                            try await act.now))
                    try await act.record("test.refused")
                }
            }
            #expect(error?.constraint == "message_safe_contact", "\(unsafe)")
        }
        await clinic.close()
    }

    static func unsafeChange(_ change: String) -> Statement {
        switch change {
        case "may_write = false":
            Statement("MessagesTests/u1", sent: .lease, "UPDATE contact_point SET may_write = false WHERE id = $1")
        case "confirmed_at = NULL":
            Statement("MessagesTests/u2", sent: .lease, "UPDATE contact_point SET confirmed_at = NULL WHERE id = $1")
        case "confirmed_at = now() - interval '91 days', recheck_due = NULL":
            Statement(
                "MessagesTests/u6", sent: .lease,
                "UPDATE contact_point SET confirmed_at = now() - interval '91 days', recheck_due = NULL WHERE id = $1")
        case "retired_at = now()":
            Statement("MessagesTests/u3", sent: .lease, "UPDATE contact_point SET retired_at = now() WHERE id = $1")
        case "channel = 'phone'":
            Statement("MessagesTests/u4", sent: .lease, "UPDATE contact_point SET channel = 'phone' WHERE id = $1")
        default:
            Statement(
                "MessagesTests/u5", sent: .lease, "UPDATE contact_point SET recheck_due = now() - interval '1 day' WHERE id = $1")
        }
    }

    @Test("safety that ends between queueing and sending stops the message")
    func gateTwice() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        _ = try await clinic.act(as: .frontDesk) { act in
            try await act.queueMessage(
                NewMessage(
                    .appointmentMoved(start: try await later(act)), client: TestClinic.robin, zone: zone, about: Self.appointment)
            )
        }
        try await makeDue(clinic)
        try await clinic.act(as: .operator) { act in
            _ = try await act.query(Statement("MessagesTests/stop", sent: .lease, "UPDATE contact_point SET may_write = false")())
            try await act.record("test.stop")
        }
        let postbox = Postbox()
        #expect(try await dispatcher(clinic, postbox).dispatchDue().dropped == 1)
        #expect(postbox.sent.isEmpty)
        await clinic.close()
    }

    @Test("whoever withdraws consent to messages is sent nothing that was queued and nothing new, until they give it again")
    func withdrawn() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        let postbox = Postbox()
        func tell() async throws -> MessageOutcome {
            try await clinic.act(as: .frontDesk) { act in
                try await act.queueMessage(
                    NewMessage(
                        .appointmentMoved(start: try await later(act)), client: TestClinic.robin, zone: zone,
                        about: Self.appointment))
            }
        }
        func consent(_ statement: Statement) async throws {
            try await clinic.act(as: .frontDesk) { act in
                _ = try await act.query(statement(TestClinic.robin))
                try await act.record("test.consent")
            }
        }
        // Nobody asked: the address, which was confirmed, decides.
        #expect(try await tell().isQueued)
        try await consent(Self.agree)
        #expect(try await tell().isQueued)
        try await makeDue(clinic)
        for end in [Self.revoke, Self.expire] {
            try await consent(end)
            #expect(try await dispatcher(clinic, postbox).dispatchDue().sent == 0)
            #expect(try await tell() == .withheld(.consentWithdrawn))
            try await consent(Self.revoke)
            try await consent(Self.agree)
            #expect(try await tell().isQueued)
            try await makeDue(clinic)
        }
        #expect(try await dispatcher(clinic, postbox).dispatchDue().sent == 1)
        #expect(postbox.sent.count == 1)
        let errors = try await clinic.reader(as: .lead).query(Self.errors()).values(String.self)
        #expect(Set(errors) == ["consent.messages_withdrawn"])
        // The second lock: the database itself.
        try await consent(Self.revoke)
        let error = await #expect(throws: DatabaseError.self) {
            try await clinic.act(as: .frontDesk) { act in
                let contact = try await act.query(
                    Statement("MessagesTests/a_contact", sent: .lease, "SELECT id FROM contact_point WHERE client_id = $1")(
                        TestClinic.robin)
                ).value(UUID.self)
                _ = try await act.query(
                    SQL.queueMessage(
                        UUID(), TestClinic.robin, contact, "appointment_booked", "en", "s", "b", Self.appointment,
                        try await act.now, try await act.now))
            }
        }
        #expect(error?.constraint == "message_safe_contact")
        await clinic.close()
    }

    private static let agree = Statement(
        "MessagesTests/agree", sent: .lease,
        "INSERT INTO consent (id, client_id, kind, basis, given_at) VALUES (gen_random_uuid(), $1, 'messages', 'verbal', now())")
    private static let revoke = Statement(
        "MessagesTests/revoke", sent: .lease,
        "UPDATE consent SET revoked_at = now() WHERE client_id = $1 AND kind = 'messages' AND revoked_at IS NULL")
    private static let expire = Statement(
        "MessagesTests/expire", sent: .lease,
        "UPDATE consent SET expires_at = now() WHERE client_id = $1 AND kind = 'messages' AND revoked_at IS NULL")
    private static let errors = Statement(
        "MessagesTests/errors", sent: .lane,
        "SELECT last_error FROM message WHERE status = 'cancelled' AND last_error IS NOT NULL")

    @Test("an undo within the three minutes sends nothing at all")
    func undo() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        let outcome = try await clinic.act(as: .frontDesk) { act in
            let start = try await later(act)
            try await act.queueMessage(
                NewMessage(
                    .appointmentBooked(start: start, minutes: 50), client: TestClinic.robin, zone: zone, about: Self.appointment))
            try await act.queueMessage(
                NewMessage(.appointmentReminder(start: start), client: TestClinic.robin, zone: zone, about: Self.appointment))
            return try await act.queueMessage(
                NewMessage(.appointmentCancelled(start: start), client: TestClinic.robin, zone: zone, about: Self.appointment))
        }
        #expect(outcome == .nothingToTell)
        #expect(try await states(clinic).allSatisfy { $0.hasSuffix("cancelled") })
        await clinic.close()
    }

    @Test("a relay that fails is tried again later; one that refuses for good is not")
    func failures() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        for (failure, state) in [
            (MailFailure("smtp.451", isTemporary: true), "queued"), (MailFailure("smtp.550", isTemporary: false), "failed"),
        ] {
            _ = try await clinic.act(as: .frontDesk) { act in
                try await act.queueMessage(
                    NewMessage(
                        .appointmentMoved(start: try await later(act)), client: TestClinic.robin, zone: zone,
                        about: Self.appointment))
            }
            try await makeDue(clinic)
            _ = try await dispatcher(clinic, Postbox(failure: failure)).dispatchDue()
            #expect(try await states(clinic).last == "appointment_moved \(state)")
        }
        await clinic.close()
    }

    @Test("several dispatchers send each message once")
    func together() async throws {
        let clinic = try await TestClinic.open()
        let zone = try zone()
        try await clinic.act(as: .frontDesk) { act in
            for number in 0..<30 {
                try await act.queueMessage(
                    NewMessage(
                        .appointmentBooked(start: try await later(act), minutes: 50), client: TestClinic.robin, zone: zone,
                        about: TestClinic.id(UInt8(100 + number))))
            }
        }
        try await makeDue(clinic)
        let postbox = Postbox()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                let dispatcher = try dispatcher(clinic, postbox)
                group.addTask { while try await dispatcher.dispatchDue().sent > 0 {} }
            }
            try await group.waitForAll()
        }
        #expect(postbox.sent.count == 30)
        #expect(Set(postbox.sent.map(\.id)).count == 30)
        await clinic.close()
    }
}

extension MessageOutcome {
    fileprivate var isQueued: Bool { if case .queued = self { true } else { false } }
}
