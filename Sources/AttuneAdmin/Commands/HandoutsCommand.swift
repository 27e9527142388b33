internal import Access
internal import ArgumentParser
internal import Clients
internal import Clinic
internal import Handouts
internal import Therapists

internal import struct Foundation.UUID

/// `attune handouts …`
struct HandoutsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "handouts", abstract: "Articles given to clients, and their links.",
        discussion: """
            Examples:
              attune handouts list
              attune handouts add --client C-1001 --article going-slowly-is-going --therapist amara-okafor
            """,
        subcommands: [HandoutsList.self, HandoutsShow.self, HandoutsAdd.self], defaultSubcommand: HandoutsList.self)
}

struct HandoutsList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List handouts, the oldest first.",
        discussion: """
            Examples:
              attune handouts list
              attune handouts list --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { clinic in
            try await clinic.act("handouts.list") { act in
                let found = try await act.handouts(limit: 200)
                try await act.record("handout.listed", clients: found.map(\.client.uuid))
                return found
            }
        }
        let table = Table(
            ["id", "status", "article", "client"],
            found.map { [$0.id.uuid.text, $0.status.rawValue, $0.title, $0.client.uuid.text] })
        options.print(table, json: .array(found.map(\.json)), in: shell)
    }
}

struct HandoutsAdd: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Give a client an article, and make its link.",
        discussion: """
            The link is printed once; only its hash is kept.

            Examples:
              attune handouts add --client C-1001 --article going-slowly-is-going --therapist amara-okafor --note "As we said"
            """)
    @OptionGroup var options: ClinicOptions
    @Option(help: "Reference (C-1001) or id.") var client: String
    @Option(help: "The article's slug.") var article: String
    @Option(help: "Who gives it: slug, reference or id.") var therapist: String
    @Option(help: "To the client, at most 2000 characters.") var note: String?

    func run(in shell: Shell) async throws {
        let settings = try await options.settings.settings(in: shell)
        let (handout, link) = try await options.with(shell) { clinic in
            try await clinic.act("handouts.add") { [client, article, therapist, note] act in
                let id = if let id = UUID(uuidString: client) { Client.ID(id) } else { try await act.client(named: client)?.id }
                guard let id else { throw ClientRefusal.notFound }
                guard let version = try await act.articles(limit: 200).first(where: { $0.slug == article }) else {
                    throw HandoutRefusal.noSuchArticle
                }
                let handout = try await act.giveHandout(
                    NewHandout(
                        client: id, article: version.id, therapist: try await act.therapistOrRefuse(therapist).id, note: note))
                return (handout, try await act.makeHandoutLink(handout.id))
            }
        }
        if settings.web.publicURL == nil {
            shell.say("The link works on this machine only: http.public_url is not set.")
        }
        let base = settings.web.publicURL ?? "http://\(settings.web.host):\(ServingPort.read(in: settings))"
        let address = "\(base)/h/\(link.token.text)"
        options.print(
            Table(["field", "value"], [["id", handout.id.uuid.text], ["title", handout.title], ["link", address]]),
            json: .object([("handout", handout.json), ("link", .string(address)), ("expires", .string(link.expires.description))]
            ), in: shell)
    }
}

extension Handout {
    var json: JSON {
        .object([
            ("id", .string(id.uuid.text)), ("client", .string(client.uuid.text)), ("therapist", .string(therapist.uuid.text)),
            ("article", .string(article.uuid.text)), ("title", .string(title)), ("status", .string(status.rawValue)),
            ("released", .bool(released)), ("version", .int(version)),
        ])
    }
}
