import Access
import Clinic
import Foundation
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Messages

func sampleMail(subject: String = "Reminder", text: String = "Hello", label: String? = nil, to: String = "robin@example.org")
    throws -> Mail
{
    Mail(
        id: try #require(UUID(uuidString: "018F2C6E-0000-7000-8000-000000000001")),
        sender: try #require(EmailAddress("office@example.org")),
        senderLabel: label, recipient: try #require(EmailAddress(to)), subject: subject, text: text,
        date: Instant(microseconds: 1_796_151_600_000_000))
}

@Suite("A mail")
struct MailTests {
    @Test("has the headers that mail systems expect, and none that tells more")
    func headers() throws {
        let text = try sampleMail().rfc5322
        #expect(
            text.hasPrefix(
                "Date: Tue, 01 Dec 2026 19:00:00 +0000\r\nFrom: office@example.org\r\nTo: robin@example.org\r\nSubject: Reminder\r\n"
            ))
        #expect(text.contains("Message-ID: <018f2c6e-0000-7000-8000-000000000001@example.org>\r\n"))
        #expect(text.contains("Auto-Submitted: auto-generated\r\n"))
        #expect(!text.lowercased().contains("x-mailer") && !text.lowercased().contains("disposition-notification"))
    }

    @Test(
        "no value starts a header of its own",
        arguments: ["a\r\nBcc: x@y.org", "a\nBcc: x", "a\rBcc: x", "a\u{2028}Bcc: x", "=?utf-8?q?a?="])
    func injection(value: String) throws {
        let head = try sampleMail(subject: value, label: value).rfc5322.split(separator: "\r\n\r\n", maxSplits: 1)[0]
        for line in head.split(separator: "\r\n") {
            #expect(
                line.hasPrefix(" ")
                    || [
                        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress",
                        "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
                    ].contains(String(line.prefix { $0 != ":" })))
            #expect(line.utf8.allSatisfy { (32...126).contains($0) })
        }
    }

    @Test("is ASCII in lines of at most 78, whatever it says")
    func lines() throws {
        let words =
            String(repeating: "Ça ira mieux demain — 🌱 = ", count: 40) + "\n.\n..dots\n tail \t\n"
            + String(repeating: "x", count: 500)
        let text = try sampleMail(subject: String(words.prefix(110)), text: words).rfc5322
        for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
            #expect(line.utf8.count <= 78 && line.utf8.allSatisfy { $0 < 127 && $0 != 10 && $0 != 13 })
        }
    }

    @Test("addresses that could break out of a command are no addresses")
    func addresses() {
        for text in ["a@b.org", "first.last+tag@sub.example.org"] { #expect(EmailAddress(text) != nil) }
        for text in [
            "", "a", "a@", "@b", "a@b@c", "a b@c.org", "a@b.org\r\nRCPT TO:<x@y>", "a>@b.org", "<a@b.org>", "é@b.org",
            "a..b@c.org", ".a@b.org", "\"a\"@b.org", "a@b..org", "a\u{0}@b.org",
        ] {
            #expect(EmailAddress(text) == nil, "\(text.debugDescription)")
        }
    }

    @Test("a line that is a dot, or begins with one, gets another")
    func dots() {
        #expect(SMTPTransport.dotStuffed(".\r\na\r\n..b\r\n") == "..\r\na\r\n...b\r\n")
    }

    @Test("a log names a failure by its code, and an error without one by its type alone")
    func codes() {
        struct Unnamed: Error { let words = "robin@example.org" }
        #expect(Rounds.code(of: MailFailure("smtp.550", isTemporary: false)) == "smtp.550")
        #expect(Rounds.code(of: Unnamed()) == "Unnamed")
    }

    @Test("no relay elsewhere, and no password in the clear")
    func unsafe() {
        #expect(throws: SMTPTransport.Unsafe.hostIsNotLocal) { try SMTPTransport(.init(host: "smtp.example.org", port: 587)) }
        #expect(throws: SMTPTransport.Unsafe.passwordInTheClear) {
            try SMTPTransport(.init(host: "10.0.0.2", port: 25, user: "u", password: "p", trustsNetwork: true))
        }
    }
}

/// A small SMTP server on a real socket that remembers what it was told, and can be told to refuse.
final class MailSink: Sendable {
    struct Behaviour: Sendable {
        var greeting = "220 sink"
        var recipientAnswer = "250 ok"
        var dataAnswer = "250 taken"
        var auth = false
        var silent = false
    }

    private let commands = Mutex<[String]>([])
    private let mails = Mutex<[String]>([])
    let behaviour: Behaviour
    let port: Int
    private let channel: any Channel

    var heard: [String] { commands.withLock { $0 } }
    var received: [String] { mails.withLock { $0 } }

    init(_ behaviour: Behaviour = Behaviour()) async throws {
        self.behaviour = behaviour
        let later = LateSink()
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(SMTPLineDecoder()))
                    try channel.pipeline.syncOperations.addHandler(SinkHandler(later))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
        later.sink.withLock { $0 = self }
    }

    func close() async { try? await channel.close() }

    fileprivate func remember(_ command: String) { commands.withLock { $0.append(command) } }
    fileprivate func receive(_ mail: String) { mails.withLock { $0.append(mail) } }
}

final class LateSink: Sendable {
    let sink = Mutex<MailSink?>(nil)
}

final class SinkHandler: ChannelInboundHandler {
    typealias InboundIn = String
    private let late: LateSink
    private var mail: [String]?

    init(_ late: LateSink) { self.late = late }

    private var sink: MailSink? { late.sink.withLock { $0 } }

    func channelActive(context: ChannelHandlerContext) {
        if let sink, !sink.behaviour.silent { say(sink.behaviour.greeting, context) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let line = unwrapInboundIn(data)
        guard let sink else { return }
        if let lines = mail {
            if line == "." {
                sink.receive(lines.map { $0.hasPrefix("..") ? String($0.dropFirst()) : $0 }.joined(separator: "\r\n"))
                mail = nil
                say(sink.behaviour.dataAnswer, context)
            } else {
                mail = lines + [line]
            }
            return
        }
        sink.remember(line)
        if line.hasPrefix("EHLO") {
            say(sink.behaviour.auth ? "250-sink\r\n250-SIZE 1000\r\n250 AUTH LOGIN PLAIN" : "250 sink", context)
        } else if line.hasPrefix("AUTH") {
            say(line == "AUTH PLAIN AHUAcA==" ? "235 ok" : "535 no", context)
        } else if line.hasPrefix("RCPT") {
            say(sink.behaviour.recipientAnswer, context)
        } else if line == "DATA" {
            mail = []
            say("354 go on", context)
        } else {
            say("250 ok", context)
        }
    }

    private func say(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: text + "\r\n")), promise: nil)
    }
}

@Suite("Handing mail to a relay")
struct SMTPTransportTests {
    @Test("a mail arrives as it was written, dots and all")
    func arrives() async throws {
        let sink = try await MailSink()
        let mail = try sampleMail(subject: "Réunion", text: ".\n..two\nplain")
        try await SMTPTransport(.init(host: "127.0.0.1", port: sink.port)).send(mail)
        #expect(sink.received == [mail.rfc5322.replacing("\r\n.\r\n", with: "\r\n.\r\n").trimmingSuffix("\r\n")])
        #expect(
            sink.heard.prefix(4) == ["EHLO localhost", "MAIL FROM:<office@example.org>", "RCPT TO:<robin@example.org>", "DATA"])
        await sink.close()
    }

    @Test("signs in where the relay on this machine asks for it")
    func signsIn() async throws {
        let sink = try await MailSink(.init(auth: true))
        try await SMTPTransport(.init(host: "127.0.0.1", port: sink.port, user: "u", password: "p")).send(try sampleMail())
        #expect(sink.received.count == 1)
        await #expect(throws: MailFailure("smtp.535", isTemporary: true)) {
            try await SMTPTransport(.init(host: "127.0.0.1", port: sink.port, user: "u", password: "x")).send(try sampleMail())
        }
        await sink.close()
    }

    @Test("a refusal says whether trying again may help")
    func refused() async throws {
        for (behaviour, failure) in [
            (
                MailSink.Behaviour(recipientAnswer: "550 no such user robin@example.org"),
                MailFailure("smtp.550", isTemporary: false)
            ),
            (.init(dataAnswer: "451 later"), .init("smtp.451", isTemporary: true)),
            (.init(greeting: "421 busy"), .init("smtp.421", isTemporary: true)),
            (.init(greeting: "hello"), .init("smtp.unexpected", isTemporary: true)),
        ] {
            let sink = try await MailSink(behaviour)
            await #expect(throws: failure) {
                try await SMTPTransport(.init(host: "127.0.0.1", port: sink.port)).send(try sampleMail())
            }
            await sink.close()
        }
    }

    @Test("a relay that says nothing, or is not there, is waited for no longer than the time-out")
    func silent() async throws {
        let sink = try await MailSink(.init(silent: true))
        await #expect(throws: MailFailure("smtp.timeout", isTemporary: true)) {
            try await SMTPTransport(.init(host: "127.0.0.1", port: sink.port, timeout: .milliseconds(300))).send(
                try sampleMail())
        }
        await sink.close()
        // Port 1 has no listener; the sink's own may belong to another test by now.
        await #expect(throws: MailFailure("smtp.connection", isTemporary: true)) {
            try await SMTPTransport(.init(host: "127.0.0.1", port: 1)).send(try sampleMail())
        }
    }

    @Test("a folder gets one file for a mail, however often it is sent")
    func folder() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "attune-mail-\(UUID())")
        let transport = FolderTransport(folder: folder.path)
        let mail = try sampleMail()
        try await transport.send(mail)
        try await transport.send(mail)
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(files == ["018f2c6e-0000-7000-8000-000000000001.eml"])
        #expect(try String(contentsOf: folder.appending(path: files[0]), encoding: .utf8) == mail.rfc5322)
        try FileManager.default.removeItem(at: folder)
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String { hasSuffix(suffix) ? String(dropLast(suffix.count)) : self }
}
