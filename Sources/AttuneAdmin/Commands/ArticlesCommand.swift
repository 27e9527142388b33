internal import Access
internal import ArgumentParser
internal import Clinic
internal import Handouts

/// `attune articles …`
struct ArticlesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "articles", abstract: "What handouts are made from.",
        discussion: """
            Examples:
              attune articles list
              attune articles import going-slowly.md --slug going-slowly
              attune articles withdraw 01890a5d-ac96-774b-bcce-b302099a8057 --reason "Out of date"
            """,
        subcommands: [ArticlesList.self, ArticlesShow.self, ArticlesImport.self, ArticlesWithdraw.self],
        defaultSubcommand: ArticlesList.self)
}

struct ArticlesList: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the latest version of each article.",
        discussion: """
            Examples:
              attune articles list
              attune articles list --json
            """)
    @OptionGroup var options: ClinicOptions

    func run(in shell: Shell) async throws {
        let found = try await options.with(shell) { try await $0.reader("articles.list").articles(limit: 200) }
        let table = Table(
            ["slug", "language", "version", "title", "concepts", "id"],
            found.map {
                [
                    $0.slug, $0.language.description, String($0.number), $0.title, $0.concepts.joined(separator: ","),
                    $0.id.uuid.text,
                ]
            })
        let document = JSON.array(
            found.map {
                .object([
                    ("id", .string($0.id.uuid.text)), ("slug", .string($0.slug)), ("language", .string($0.language.description)),
                    ("version", .int($0.number)), ("title", .string($0.title)),
                    ("concepts", .array($0.concepts.map(JSON.string))),
                    ("withdrawn", .bool($0.isWithdrawn)),
                ])
            })
        options.print(table, json: document, in: shell)
    }
}

struct ArticlesImport: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Publish an article as the next version of its slug.",
        discussion: """
            The text is kept verbatim. What was dropped and what is doubtful is listed.
            Importing the very same text again answers with the version that it is.

            Examples:
              attune articles import going-slowly.md --slug going-slowly --concepts trauma,cptsd
              attune articles import notes.txt --slug notes --check
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Markdown or plain text, or - for standard input.", completion: .file(extensions: ["md", "txt"])) var file:
        String
    @Option(help: "Its name in addresses: small letters, digits and hyphens.") var slug: String
    @Option(help: "Its language.") var language = "en"
    @Option(help: "Concept codes with commas between them; without it, what the importer suggests.") var concepts: String?
    @Flag(help: "Only read it, and list doubts.") var check = false

    func validate() throws {
        if Language(language) == nil { throw ValidationError("--language is a tag such as en or fr.") }
    }

    func run(in shell: Shell) async throws {
        let source = try ArticleSource(bytes: try shell.bytes(of: file))
        let draft = ArticleImport.read(source, language: language)
        for doubt in draft.doubts { shell.say("doubt: \(doubt.kind.rawValue)") }
        if !draft.dropped.isEmpty { shell.say("\(draft.dropped.count) lines were dropped as remains of a web page.") }
        if check { return shell.say("\(draft.sections.count) sections. Nothing was changed.") }
        let published = try await options.with(shell) { clinic in
            try await clinic.act("articles.import") { [slug, language, concepts] act in
                try await act.publishArticle(
                    NewArticle(
                        slug: slug, source: source, language: Language(language) ?? .english,
                        concepts: concepts?.split(separator: ",").map { String($0) }))
            }
        }
        let rows = [
            ["id", published.id.uuid.text], ["slug", slug], ["version", String(published.number)],
            ["outcome", published.isNew ? "published" : "published before"],
        ]
        options.print(Table(["field", "value"], rows), json: .object(rows.map { ($0[0], .string($0[1])) }), in: shell)
    }
}
