internal import Access
internal import Clinic
internal import Logging
internal import Messages
internal import Referrals
internal import SystemPackage

extension OpenClinic {
    /// What Attune does between requests, until its task is cancelled: sends what is due, gives back what nobody answered for, and seals the
    /// audit.
    func work(in shell: Shell) async throws {
        let dispatcher = try dispatcher(in: shell)
        let teller = try glassTeller(in: shell)
        let safety = try safetyTeller(in: shell)
        let sealer = sealer(shell.logger(settings.logLevel))
        let sweeper = ProposalSweeper(gate: gate, worker: worker, logger: shell.logger(settings.logLevel))
        let forgetter = TeamChangeSweeper(gate: gate, worker: worker, logger: shell.logger(settings.logLevel))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await sweeper.run() }
            group.addTask { await forgetter.run() }
            group.addTask { await sealer.run() }
            group.addTask { await teller.run() }
            group.addTask { await safety.run() }
            if let dispatcher { group.addTask { await dispatcher.run() } }
        }
    }

    /// Attune itself, in the audit.
    var worker: Actor { Actor.worker(Actor.commandLine("attune worker").id) }

    /// Who appends to the audit's log.
    func sealer(_ logger: Logger) -> AuditSealer { AuditSealer(gate: gate, worker: worker, logger: logger) }

    /// Who tells the privacy officer of files that were opened in an emergency.
    func glassTeller(in shell: Shell) throws -> Teller {
        let officer = settings.clinic.privacyOfficer.flatMap(EmailAddress.init)
        return .glass(
            gate: gate, worker: worker, post: try post(in: shell), officer: officer, logger: shell.logger(settings.logLevel))
    }

    /// Who tells the clinic of flags that wait for a person.
    func safetyTeller(in shell: Shell) throws -> Teller {
        .safety(
            gate: gate, worker: worker, post: try post(in: shell),
            contact: settings.clinic.safetyContact.flatMap(EmailAddress.init),
            logger: shell.logger(settings.logLevel))
    }

    /// Who sends what is queued; nil when `messages.delivery` is none, and messages wait.
    func dispatcher(in shell: Shell) throws -> Dispatcher? {
        try post(in: shell).map { post in
            Dispatcher(
                gate: gate, worker: worker, transport: post.transport, settings: .init(sender: post.sender), zones: zones,
                logger: shell.logger(settings.logLevel))
        }
    }

    /// The way out for mail, and from whom it comes.
    struct Post: Sendable {
        let transport: any MailTransport
        let sender: EmailAddress
    }

    private func post(in shell: Shell) throws -> Post? {
        let transport: any MailTransport
        let sender: String
        switch settings.messages.delivery {
        case .none: return nil
        case .folder:
            transport = FolderTransport(folder: settings.messages.folder.string)
            sender = settings.messages.sender ?? "no-reply@example.org"
        case .smtp:
            guard let smtp = settings.messages.smtp else { return nil }
            sender = smtp.sender
            do {
                transport = try SMTPTransport(
                    .init(host: smtp.host, port: smtp.port, user: smtp.user, password: smtp.password))
            } catch {
                throw Failure(
                    "messages.relay_not_local",
                    "Mail goes to a relay on this machine only, so that it never travels in the clear.",
                    why: "messages.smtp_host names another machine.", next: "attune up --set messages.smtp_host=127.0.0.1")
            }
        }
        guard let address = EmailAddress(sender) else {
            throw Failure("config.wrong_value", "messages.sender is no mail address.", next: "attune config explain")
        }
        return Post(transport: transport, sender: address)
    }
}
