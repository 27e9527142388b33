internal import Access
internal import ArgumentParser
internal import Clinic
internal import Handouts

struct ArticlesShow: ShellCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print the latest text of an article, word for word.",
        discussion: """
            Examples:
              attune articles show going-slowly-is-going
              attune articles show going-slowly-is-going --language fr --json
            """)
    @OptionGroup var options: ClinicOptions
    @Argument(help: "Its slug.") var slug: String
    @Option(help: "Its language.") var language = "en"

    func run(in shell: Shell) async throws {
        let (version, source) = try await options.with(shell) { [slug, language] clinic in
            let reader = clinic.reader("articles.show")
            let found = try await reader.articles(limit: 200).first { $0.slug == slug && $0.language.description == language }
            guard let found, let source = try await reader.articleSource(found.id) else { throw HandoutRefusal.noSuchArticle }
            return (found, source)
        }
        if options.json {
            shell.print(
                JSON.object([
                    ("id", .string(version.id.uuid.text)), ("slug", .string(slug)), ("version", .int(version.number)),
                    ("title", .string(version.title)), ("source", .string(source)),
                ]).text(indented: shell.output.width != nil))
        } else {
            shell.output.write(source.hasSuffix("\n") ? source : source + "\n")
        }
    }
}
