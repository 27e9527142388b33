import Access
import Clinic
import HTTPTypes
import Handouts

extension RouteTable {
    static var articles: [Route] {
        [
            Route(
                method: .get, path: "/v1/articles", operation: "listArticles", tag: "handouts",
                summary: "The latest version of each article, by slug and language", door: .bearer(Policies.library),
                parameters: [.limit, .cursor],
                answers: [.init(status: .ok, summary: "A page.", schema: .page("Articles", of: ArticleWire.schema))],
                traits: [.pages]
            ) { exchange in
                let page = try exchange.page
                let rows = try await exchange.reader().articles(after: try page.afterPair, limit: page.limit)
                return exchange.list(
                    rows, page, mayHaveMore: rows.count == page.limit, cursor: { Page.cursor(pair: $0.slug, $0.language.code) }
                ) { writer, article in
                    writer.object { ArticleWire.members(article, into: &$0) }
                }
            },
            Route(
                method: .get, path: "/v1/articles/{id}", operation: "getArticle", tag: "handouts",
                summary: "One version of an article, with its text as it was published", door: .bearer(Policies.library),
                parameters: [.id("The version's id.")],
                answers: [.init(status: .ok, summary: "The version.", schema: ArticleWire.fullSchema)]
            ) { exchange in
                let id: ArticleVersion.ID = try exchange.pathID()
                let reader = try exchange.reader()
                guard let article = try await reader.articleVersion(id), let source = try await reader.articleSource(id) else {
                    throw Problem.notFound
                }
                return Reply.json(capacity: source.utf8.count + 1_024) { writer in
                    writer.object { writer in
                        ArticleWire.members(article, into: &writer)
                        writer.member("source", source)
                    }
                }
            },
            Route(
                method: .post, path: "/v1/articles", operation: "publishArticle", tag: "handouts",
                summary: "Publish an article as the next version of its slug",
                notes: "What clients hold stays as it is. The answer lists what the importer dropped and what it doubts.",
                door: .bearer(Policies.publish),
                body: .init(schema: ArticleWire.newSchema, example: ArticleWire.example, isImport: true),
                answers: [.init(status: .created, summary: "Published.", schema: ArticleWire.publishedSchema, location: true)],
                traits: [.idempotent]
            ) { exchange in
                let new = try ArticleWire.parse(exchange.body)
                return try await exchange.act { act in
                    let published = try await act.publishArticle(new)
                    if !published.isNew { try await act.record("article.known", subject: published.id.uuid) }
                    return ArticleWire.reply(published, slug: new.slug)
                        .located("/v1/articles/\(UUIDText.string(published.id.uuid))")
                }
            },
            Route(
                method: .post, path: "/v1/articles/{id}/withdraw", operation: "withdrawArticle", tag: "handouts",
                summary: "Withdraw a version: nobody is given it any more",
                notes:
                    "What clients hold stays with them until their therapist has spoken with them: the answer lists the handouts and the "
                    + "therapists, and no client.", door: .bearer(Policies.publish), parameters: [.id("The version's id.")],
                body: .init(schema: ArticleWire.withdrawalSchema, example: ArticleWire.withdrawalExample),
                answers: [.init(status: .ok, summary: "Withdrawn.", schema: ArticleWire.holdersSchema)],
                problems: [(.conflict, "It was withdrawn before.")], traits: [.idempotent]
            ) { exchange in
                let id: ArticleVersion.ID = try exchange.pathID()
                let reason = try exchange.body.text("reason")
                return try await exchange.act { act in
                    guard try await act.articleVersion(id) != nil else { throw Problem.notFound }
                    return ArticleWire.reply(try await act.withdrawArticle(id, reason: reason))
                }
            },
        ]
    }
}

/// Articles as JSON.
enum ArticleWire {
    static func members(_ article: ArticleVersion, into writer: inout JSONWriter) {
        writer.member("id", article.id)
        writer.member("slug", article.slug)
        writer.member("number", article.number)
        writer.member("language", article.language.code)
        writer.member("title", article.title)
        writer.member("format", article.format.rawValue)
        writer.member("published_at", article.publishedAt)
        writer.member("review_by", article.reviewBy)
        writer.member("withdrawn", article.isWithdrawn)
        writer.member("concepts", article.concepts)
        writer.member("prompts", article.prompts)
        writer.member("links_without_target", article.linksWithoutTarget)
    }

    static func reply(_ published: PublishedArticle, slug: String) -> Reply {
        Reply.json(.created, capacity: 8_192) { writer in
            writer.object { writer in
                writer.member("id", published.id)
                writer.member("slug", slug)
                writer.member("number", published.number)
                writer.member("is_new", published.isNew)
                writer.member("title", published.draft.title)
                writer.member("language", published.draft.language)
                writer.member("sections", published.draft.sections.count)
                writer.member("prompts", published.draft.prompts.count)
                writer.member("concepts", published.draft.concepts.map(\.code))
                writer.key("dropped")
                writer.array(published.draft.dropped) { writer, dropped in
                    writer.object { writer in
                        writer.member("line", dropped.line)
                        writer.member("text", dropped.text)
                    }
                }
                writer.key("doubts")
                writer.array(published.draft.doubts) { writer, doubt in
                    writer.object { writer in
                        writer.member("line", doubt.line)
                        writer.member("kind", doubt.kind.rawValue)
                        writer.member("excerpt", doubt.excerpt)
                        writer.member("suggestion", doubt.suggestion)
                    }
                }
            }
        }
    }

    static func reply(_ holders: [HandoutHolder]) -> Reply {
        Reply.json(capacity: 64 + holders.count * 128) { writer in
            writer.object { writer in
                writer.key("held")
                writer.array(holders) { writer, holder in
                    writer.object { writer in
                        writer.member("handout", holder.handout)
                        writer.member("therapist", holder.therapist)
                    }
                }
            }
        }
    }

    static let withdrawalSchema = Schema.object(
        "ArticleWithdrawal", [.required("reason", .text(3...500, .visible).described("For staff."))])
    static let withdrawalExample = JSON.object([.init(name: "reason", value: .string("Its advice on sleep is out of date"))])
    static let holdersSchema = Schema.object(
        "ArticleHolders",
        [
            .required(
                "held", .list(.object("HeldHandout", [.required("handout", .uuid), .required("therapist", .uuid)]), 0...100_000))
        ])

    static func parse(_ body: Fields) throws -> NewArticle {
        guard let language = Language(try body.textIfAny("language") ?? "en") else {
            throw body.refuse("language", "wrong_form", TextFormat.language.hint)
        }
        var targets: [Int: String] = [:]
        for target in try body.objects("targets") { targets[try target.integer("link")] = try target.text("url") }
        return NewArticle(
            slug: try body.text("slug"),
            source: try ArticleSource(bytes: Array(try body.text("source").utf8), format: try body.wordIfAny("format")),
            language: language, concepts: body.has("concepts") ? try body.texts("concepts") : nil,
            reviewBy: try body.dateIfAny("review_by"), targets: targets)
    }

    private static let formats = Schema.word(ArticleSource.Format.allCases.map(\.rawValue))
    private static let count = Schema.integer(0...1_000_000)
    private static let codes = Schema.list(.text(2...63))

    private static let members: [Schema.Member] = [
        .required("id", Schema.uuid.described("Of the version.")), .required("slug", .text(1...200)), .required("number", count),
        .required("language", .text(2...35)), .required("title", .text(1...300)), .required("format", formats),
        .required("published_at", .instant), .required("review_by", Schema.date.orNull), .required("withdrawn", .boolean),
        .required("concepts", codes), .required("prompts", count),
        .required("links_without_target", count.described("Links shown as plain words: nobody has named where they lead.")),
    ]
    static let schema = Schema.object("Article", members)
    static let fullSchema = Schema.object("ArticleText", members + [.required("source", .text(0...ArticleSource.maximumBytes))])

    static let publishedSchema = Schema.object(
        "PublishedArticle",
        [
            .required("id", .uuid), .required("slug", .text(1...200)), .required("number", count),
            .required("is_new", Schema.boolean.described("False: this very text was published before.")),
            .required("title", .text(1...300)), .required("language", .text(2...35)), .required("sections", count),
            .required("prompts", count), .required("concepts", codes),
            .required(
                "dropped",
                .list(
                    .object("DroppedLine", [.required("line", count), .required("text", .text(0...ArticleSource.maximumBytes))]),
                    0...100_000)),
            .required(
                "doubts",
                .list(
                    .object(
                        "ArticleDoubt",
                        [
                            .required("line", count), .required("kind", .word(ArticleDraft.Doubt.Kind.allCases.map(\.rawValue))),
                            .required("excerpt", .text(0...ArticleSource.maximumBytes)),
                            .required("suggestion", .text(0...ArticleSource.maximumBytes)),
                        ]), 0...100_000)),
        ])

    static let newSchema = Schema.object(
        "NewArticle",
        [
            .required("slug", .text(1...80, .slug)), .required("source", .text(1...ArticleSource.maximumBytes, .visible)),
            .optional("format", formats), .optional("language", .text(2...12, .language)),
            .optional(
                "concepts", Schema.list(.text(2...63, .code), 0...50).described("What the importer suggests, where not given.")),
            .optional("review_by", Schema.date.orNull),
            .optional(
                "targets",
                Schema.list(
                    .object(
                        "LinkTarget", [.required("link", .integer(0...10_000)), .required("url", .text(1...2_000, .visible))]),
                    0...200
                ).described("Where links lead that the text names without an address.")),
        ])

    static let example = JSON.object([
        .init(name: "slug", value: .string("a-quiet-hour")),
        .init(name: "source", value: .string("# A quiet hour\n\nWhat helps you settle in the evening?\n")),
        .init(name: "format", value: .string("markdown")),
    ])
}
