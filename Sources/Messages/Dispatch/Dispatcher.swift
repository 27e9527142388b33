public import Access
public import Clinic
internal import Database
public import Logging

internal import struct Foundation.UUID

/// Sends what is due, until it is cancelled. As many as there are servers may run at once: rows are claimed under a lock that others skip.
///
/// At least once: a message is marked after it was taken by the mail system, so a crash in between sends it again, under the same
/// Message-ID. One message at a time, so a slow relay delays mail and nothing else.
public actor Dispatcher {
    /// Who writes, and how often and how much at a time.
    public struct Settings: Sendable {
        public var sender: EmailAddress
        /// Messages taken at a time.
        public var batch: Int
        /// Between two looks at the outbox.
        public var interval: Duration
        /// After this no further message of a round is begun. Less than a claim lasts, by more than a mail server is waited for.
        public var longestRound: Duration

        public init(
            sender: EmailAddress, batch: Int = 20, interval: Duration = .seconds(5), longestRound: Duration = .seconds(300)
        ) {
            self.sender = sender
            self.batch = batch
            self.interval = interval
            self.longestRound = longestRound
        }
    }

    /// What became of the messages of one round.
    public struct Report: Hashable, Sendable {
        public var sent = 0
        public var delayed = 0
        public var retried = 0
        public var dropped = 0
        public var failed = 0
        public init() {}
    }

    private let gate: Gate
    private let worker: Actor
    private let transport: any MailTransport
    private let settings: Settings
    private let zones: ZoneCatalogue
    private let logger: Logger
    private static let policy = Policy("messages.dispatch", allow: [.worker])

    /// - Parameter worker: an actor of the role `worker`.
    public init(gate: Gate, worker: Actor, transport: any MailTransport, settings: Settings, zones: ZoneCatalogue, logger: Logger)
    {
        self.gate = gate
        self.worker = worker
        self.transport = transport
        self.settings = settings
        self.zones = zones
        self.logger = logger
    }

    /// Returns when its task is cancelled. A round that fails is logged once and tried again, at most every 30 seconds.
    public func run() async {
        var pause = settings.interval
        while !Task.isCancelled {
            do {
                let report = try await dispatchDue()
                pause = report.sent + report.dropped >= settings.batch ? .zero : settings.interval
            } catch is CancellationError { return } catch {
                logger.error("messages could not be sent", metadata: ["error": "\(Rounds.code(of: error))"])
                pause = min(max(pause, .seconds(1)) * 2, .seconds(30))
            }
            try? await Task.sleep(for: pause)
        }
    }

    /// One round: everything due, up to one batch.
    public func dispatchDue() async throws -> Report {
        let credential = Credential.trusted(worker)
        guard try await gate.reader(credential, Self.policy).query(SQL.messagesDue()).value(Bool.self) else { return Report() }
        let limit = Int32(settings.batch)
        let claimed = try await gate.act(credential, Self.policy, request) { act in
            let claimed = try await act.query(SQL.claimMessages(limit)).map { row in
                try ClaimedMessage(&row, act.vault)
            }
            try await act.record("messages.claimed", details: ["count": String(claimed.count)])
            return (messages: claimed, now: try await act.now)
        }
        var report = Report()
        let clock = ContinuousClock(), started = clock.now
        for message in claimed.messages {
            // A claim lasts ten minutes (`claim_messages.sql`). What a slow mail server leaves undone after half of them is not begun: the
            // claim runs out, and a later round takes it, instead of two sending it.
            let elapsed = clock.now - started
            if Task.isCancelled || elapsed > settings.longestRound { break }
            try await settle(message, now: claimed.now + elapsed, into: &report)
        }
        return report
    }

    private var request: Request { Request(id: gate.newID(), door: "worker") }

    private func settle(_ message: ClaimedMessage, now: Instant, into report: inout Report) async throws {
        guard let zone = ZoneID(message.zone).flatMap({ try? zones.rules($0) }) else {
            // Nobody knows here which hours are safe. It waits until this machine's zones are mended, or until it has become useless.
            if let useless = message.useless, now >= useless { return try await drop(message, "message.too_late", &report) }
            report.delayed += 1
            return try await finish(
                message, status: "queued", error: "message.zone_unknown", next: now + .hours(1), action: "message.delayed")
        }
        switch DispatchRules.decide(contact: message.contact, zone: zone, now: now, useless: message.useless) {
        case .drop(let code): try await drop(message, code, &report)
        case .later(let next):
            report.delayed += 1
            try await finish(message, status: "queued", error: nil, next: next, action: "message.delayed")
        case .send:
            guard let secret = message.secret else {
                // Nothing is lost: it waits until somebody puts the right keys back, or until it has become useless.
                report.delayed += 1
                return try await finish(
                    message, status: "queued", error: "keys.cannot_open", next: now + .hours(1), action: "message.delayed")
            }
            guard let recipient = EmailAddress(secret.address) else {
                return try await drop(message, "mail.address_invalid", &report)
            }
            do throws(MailFailure) {
                try await transport.send(
                    Mail(
                        id: message.id, sender: settings.sender, senderLabel: message.senderLabel, recipient: recipient,
                        subject: message.subject, text: secret.body, date: now))
            } catch { return try await settle(message, failure: error, now: now, into: &report) }
            report.sent += 1
            try await finish(message, status: "sent", error: nil, next: nil, action: "message.sent")
        }
    }

    private func settle(_ message: ClaimedMessage, failure: MailFailure, now: Instant, into report: inout Report) async throws {
        var random = SystemRandomNumberGenerator()
        logger.warning(
            "a message was not taken",
            metadata: ["message": "\(message.id)", "code": "\(failure.code)", "attempt": "\(message.attempts)"])
        if failure.isTemporary, message.attempts < DispatchRules.attempts {
            report.retried += 1
            let next = now + DispatchRules.backoff(after: message.attempts, using: &random)
            try await finish(message, status: "queued", error: failure.code, next: next, action: "message.retried")
        } else {
            report.failed += 1
            try await finish(message, status: "failed", error: failure.code, next: nil, action: "message.failed")
        }
    }

    private func drop(_ message: ClaimedMessage, _ code: String, _ report: inout Report) async throws {
        report.dropped += 1
        try await finish(message, status: "cancelled", error: code, next: nil, action: "message.dropped")
    }

    private func finish(_ message: ClaimedMessage, status: String, error: String?, next: Instant?, action: String) async throws {
        let id = message.id, client = message.client
        try await gate.act(.trusted(worker), Self.policy, request) { act in
            _ = try await act.query(SQL.finishMessage(id, status, error, next))
            try await act.record(action, subject: id, client: client, details: error.map { ["code": $0] } ?? [:])
        }
    }
}

/// A row of the outbox that is ours for ten minutes.
struct ClaimedMessage: Sendable {
    var id: UUID
    var client: UUID
    var subject: String
    var useless: Instant?
    var attempts: Int
    var zone: String
    /// Nil when it cannot be opened.
    var secret: (body: String, address: String)?
    var senderLabel: String?
    var contact: SafeContact

    init(_ row: inout RowReader, _ vault: Vault) throws {
        id = try row.next()
        client = try row.next()
        try row.nextKey(of: client, in: vault)
        subject = try row.next()
        let body = try row.nextOptional([UInt8].self)
        useless = try row.nextOptional()
        attempts = try row.next()
        zone = try row.next()
        senderLabel = try row.nextOptional()
        let address = try row.next([UInt8].self)
        contact = try SafeContact(id: try row.next(), &row)
        if let body, let text = try? vault.open(body, for: client, .messageBody, row: id),
            let address = try? vault.address(contact.id, address, of: client)
        {
            secret = (text, address)
        }
    }
}
