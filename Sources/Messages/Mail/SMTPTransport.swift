internal import Clinic
internal import NIOCore
internal import NIOPosix

/// Hands mail to a relay by SMTP (RFC 5321), one connection a mail. Small and strict: no pipelining, no 8-bit, no bodies of unknown form.
///
/// **There is no TLS.** So it speaks to a relay on this machine (Postfix, msmtpd, OpenSMTPD), which does the encrypted part; another host
/// is refused unless the network to it is declared trusted, and a password is never sent to one.
public struct SMTPTransport: MailTransport {
    /// Which relay, and as whom.
    public struct Settings: Hashable, Sendable {
        public var host: String
        public var port: Int
        public var user: String?
        /// Never sent to another machine.
        public var password: String?
        /// For a whole mail, from connecting to its acceptance.
        public var timeout: Duration
        /// The network between here and `host` is one that nobody else can read.
        public var trustsNetwork: Bool

        public init(
            host: String, port: Int, user: String? = nil, password: String? = nil, timeout: Duration = .seconds(60),
            trustsNetwork: Bool = false
        ) {
            self.host = host
            self.port = port
            self.user = user
            self.password = password
            self.timeout = timeout
            self.trustsNetwork = trustsNetwork
        }

        var isLocal: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }
    }

    /// Settings that would send mail or a password in the clear.
    public enum Unsafe: Error, Hashable, Sendable {
        case hostIsNotLocal
        case passwordInTheClear

        public var message: String {
            switch self {
            case .hostIsNotLocal:
                "Attune speaks SMTP without TLS, so messages.smtp_host must be a relay on this machine (127.0.0.1). Set one up, for example Postfix or msmtpd, and let it speak TLS to your provider."
            case .passwordInTheClear:
                "messages.smtp_password would cross the network unencrypted. Use a relay on this machine, which keeps the password."
            }
        }
    }

    private let settings: Settings

    /// - Throws: for another host than this one, unless its network is trusted; and for a password to one, trusted or not.
    public init(_ settings: Settings) throws(Unsafe) {
        guard settings.isLocal || settings.trustsNetwork else { throw .hostIsNotLocal }
        guard settings.isLocal || settings.password == nil else { throw .passwordInTheClear }
        self.settings = settings
    }

    /// - Throws: ``MailFailure``, temporary when the same mail may be taken later: no answer, no connection, or a reply of 4xx.
    public func send(_ mail: Mail) async throws(MailFailure) {
        let settings = self.settings
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await Self.deliver(mail, settings) }
                group.addTask {
                    try await Task.sleep(for: settings.timeout)
                    throw MailFailure("smtp.timeout", isTemporary: true)
                }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch let failure as MailFailure { throw failure } catch {
            // Refused, reset, unreachable, or cancelled: the same mail may be tried again.
            throw MailFailure("smtp.connection", isTemporary: true)
        }
    }

    private static func deliver(_ mail: Mail, _ settings: Settings) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(15))
            .connect(host: settings.host, port: settings.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(SMTPLineDecoder()))
                    return try NIOAsyncChannel<String, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var lines = inbound.makeAsyncIterator()
            func reply() async throws -> SMTPReply {
                var reply = SMTPReply()
                while let line = try await lines.next() { if try reply.add(line) { return reply } }
                throw MailFailure("smtp.connection", isTemporary: true)
            }
            func say(_ command: String, expecting expected: Int) async throws -> SMTPReply {
                try await outbound.write(ByteBuffer(string: command + "\r\n"))
                let answer = try await reply()
                guard answer.code / 100 == expected else { throw answer.failure }
                return answer
            }
            let greeting = try await reply()
            guard greeting.code == 220 else { throw greeting.failure }
            let hello = try await say("EHLO localhost", expecting: 2)
            try await signIn(settings, hello) { try await say($0, expecting: $1) }
            _ = try await say("MAIL FROM:<\(mail.sender)>", expecting: 2)
            _ = try await say("RCPT TO:<\(mail.recipient)>", expecting: 2)
            _ = try await say("DATA", expecting: 3)
            _ = try await say(dotStuffed(mail.rfc5322) + ".", expecting: 2)
            // Accepted: whatever happens to this goodbye, the mail is theirs.
            try? await outbound.write(ByteBuffer(string: "QUIT\r\n"))
        }
    }

    private static func signIn(
        _ settings: Settings, _ hello: SMTPReply, _ say: (_ command: String, _ expecting: Int) async throws -> SMTPReply
    ) async throws {
        guard let user = settings.user, let password = settings.password else { return }
        let ways = hello.lines.first { $0.uppercased().hasPrefix("AUTH ") }?.uppercased().split(separator: " ").dropFirst() ?? []
        if ways.contains("PLAIN") {
            _ = try await say("AUTH PLAIN " + base64(Array("\u{0}\(user)\u{0}\(password)".utf8)), 2)
        } else if ways.contains("LOGIN") {
            _ = try await say("AUTH LOGIN", 3)
            _ = try await say(base64(Array(user.utf8)), 3)
            _ = try await say(base64(Array(password.utf8)), 2)
        } else {
            throw MailFailure("smtp.no_auth", isTemporary: true)
        }
    }

    /// RFC 5321 section 4.5.2: a line that starts with a dot gets another. The text ends in CRLF.
    static func dotStuffed(_ text: String) -> String {
        text.split(separator: "\r\n", omittingEmptySubsequences: false).map { $0.hasPrefix(".") ? ".\($0)" : String($0) }
            .joined(separator: "\r\n")
    }
}

/// One answer of the server, of one line or several.
struct SMTPReply: Sendable {
    var code = 0
    /// Without the code.
    var lines: [String] = []

    /// - Returns: whether this was its last line.
    mutating func add(_ line: String) throws(MailFailure) -> Bool {
        let digits = line.prefix(3), separator = line.dropFirst(3).first
        guard digits.count == 3, let code = Int(digits), (200...599).contains(code), lines.isEmpty || code == self.code,
            lines.count < 64,
            separator == nil || separator == " " || separator == "-"
        else { throw MailFailure("smtp.unexpected", isTemporary: true) }
        self.code = code
        lines.append(String(line.dropFirst(4)))
        return separator != "-"
    }

    /// 4xx passes; so does a sign-in that failed, which is about the settings and not about this mail.
    var failure: MailFailure { MailFailure("smtp.\(code)", isTemporary: code / 100 != 5 || code == 535 || code == 530) }
}

/// Lines that end in LF or CRLF, of at most 2,048 bytes; a longer one ends the connection.
struct SMTPLineDecoder: ByteToMessageDecoder {
    typealias InboundOut = String
    static let longest = 2_048

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let view = buffer.readableBytesView
        guard let end = view.firstIndex(of: UInt8(ascii: "\n")) else {
            if view.count > Self.longest { throw MailFailure("smtp.unexpected", isTemporary: true) }
            return .needMoreData
        }
        let length = end - view.startIndex
        guard length <= Self.longest, let bytes = buffer.readBytes(length: length + 1) else {
            throw MailFailure("smtp.unexpected", isTemporary: true)
        }
        let line = bytes.dropLast(bytes.dropLast().last == UInt8(ascii: "\r") ? 2 : 1)
        context.fireChannelRead(wrapInboundOut(String(decoding: line, as: UTF8.self)))
        return .continue
    }
}
