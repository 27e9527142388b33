internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic

/// `attune clients destroy`: shows, asks, withdraws or destroys.
struct ClientsDestroy: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "destroy", abstract: "Destroy a client's file, when two people want it. For good.",
        discussion: """
            Without more it changes nothing: it prints what would go. One person asks, another
            confirms with the client's reference. A name that is typed here proves nobody, so
            one of the two acts is a lead's, in a session of their own:
            POST /v1/clients/{id}/destruction, and …/destruction/confirm. A file that is held or
            in care stays, and so does one whose copy is owed; one that must be kept for longer
            goes only if a lead asks, with a reason.

            Everything that leads to the client goes: their key, rows and kept answers. What
            stays is the certificate and the audit, under an id that means nothing any more.
            Backups have the old rows until they are thrown away.

            Examples:
              attune clients destroy C-1001
              attune clients destroy C-1001 --ask --as Mika
              attune clients destroy C-1001 --confirm C-1001 --as Noa
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Reference (C-1001) or id.") var client: String
    @Flag(help: "Ask that it be destroyed.") var ask = false
    @Flag(help: "Take back what was asked.") var withdraw = false
    @Option(help: ArgumentHelp("Destroy it, as the second person.", valueName: "reference")) var confirm: String?

    func validate() throws {
        if [ask, withdraw, confirm != nil].filter({ $0 }).count > 1 {
            throw ValidationError("--ask, --withdraw and --confirm are three different acts.")
        }
    }

    func run(in shell: Shell) async throws {
        if let confirm { return try await destroy(confirm, in: shell) }
        let plan = try await options.with(shell) { clinic in
            try await clinic.act("clients.destroy") { [client, ask, withdraw] act in
                let id = try await act.clientOrRefuse(client)
                if ask { try await act.askDestruction(of: id) }
                if withdraw { try await act.withdrawDestruction(of: id) }
                return try await act.planDestruction(of: id)
            }
        }
        options.print(
            Table(["table", "rows"], plan.rows.map { [$0.table, String($0.count)] }),
            json: .object([
                ("clock", plan.clock.json),
                ("rows", .object(plan.rows.map { ($0.table, .int($0.count)) })),
                ("asked_by", .text(plan.asked?.by.text)), ("asked_at", .text(plan.asked?.at.description)),
            ]), in: shell)
        let clock = plan.clock
        shell.say(
            "Kept until \(clock.endsAt)\(clock.isHeld ? ", and held" : "")\(clock.isInCare ? "; in care" : ""). Nothing was destroyed."
        )
        shell.say(
            plan.asked == nil
                ? "To ask for it: attune clients destroy \(clock.reference) --ask --as …"
                : "Asked for. Another person confirms: a lead in a session (POST /v1/clients/\(clock.client.uuid.text)/destruction/confirm), or, where a lead asked, attune clients destroy \(clock.reference) --confirm \(clock.reference) --as …"
        )
    }

    private func destroy(_ reference: String, in shell: Shell) async throws {
        let certificate = try await options.with(shell) { clinic in
            try await clinic.act("clients.destroy") { [client] act in
                try await act.destroyClient(try await act.clientOrRefuse(client), confirming: reference)
            }
        }
        let facts = [
            ("certificate", certificate.id.uuid.text), ("client", certificate.client.uuid.text),
            ("class", certificate.class.rawValue), ("early", String(certificate.isEarly)),
            ("asked_by", certificate.askedBy.text), ("asked_as", certificate.askedAs),
            ("asked_at", certificate.askedAt.description),
            ("confirmed_by", certificate.confirmedBy.text), ("confirmed_as", certificate.confirmedAs),
            ("destroyed_at", certificate.destroyedAt.description),
            ("rows", certificate.rows),
        ]
        options.print(
            Table(["certificate", "value"], facts.map { [$0.0, $0.1] }),
            json: .object(facts.map { ($0.0, JSON.string($0.1)) }), in: shell)
        shell.say("Destroyed. Backups of the database and of its keys have this file until they are thrown away.")
    }
}
