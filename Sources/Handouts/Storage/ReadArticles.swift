public import Access
public import Clinic
internal import Database

public import struct Foundation.UUID

extension Querying {
    /// The latest version of each article in each language, by slug, then language.
    /// - Parameters:
    ///   - after: the last (slug, language) of the page before; nil for the first page.
    ///   - limit: 1 to 200.
    public func articles(after: (slug: String, language: String)? = nil, limit: Int = 50) async throws -> [ArticleVersion] {
        let limit = Int32(min(max(limit, 1), 200))
        return try await query(SQL.versions(UUID?.none, after?.slug, after?.language, limit)).map { row throws(DatabaseError) in
            try ArticleVersion(&row)
        }
    }

    /// One version, the latest or not; nil where there is none.
    public func articleVersion(_ id: ArticleVersion.ID) async throws -> ArticleVersion? {
        try await query(SQL.versions(id.uuid, String?.none, String?.none, Int32(1))).first { row throws(DatabaseError) in
            try ArticleVersion(&row)
        }
    }

    /// The text exactly as it was published; nil where there is none.
    public func articleSource(_ id: ArticleVersion.ID) async throws -> String? {
        try await query(SQL.versionSource(id.uuid)).first { row throws(DatabaseError) in try row.next() }
    }

    /// What a reader of a version sees, without a note; nil where there is none.
    public func articleContent(_ id: ArticleVersion.ID, released: Bool = true) async throws -> HandoutContent? {
        guard let version = try await articleVersion(id) else { return nil }
        let answers = try await queries([SQL.sections(id.uuid), SQL.pieces(id.uuid), SQL.links(id.uuid)])
        var sections = try answers[0].map { row throws(DatabaseError) in try ArticleDraft.Section(&row) }
        let pieces = try answers[1].map { row throws(DatabaseError) in
            (section: try row.next(Int.self), piece: try ArticleDraft.Piece(&row))
        }
        for (section, piece) in pieces where sections.indices.contains(section - 1) {
            if let piece { sections[section - 1].pieces.append(piece) }
        }
        let links = try answers[2].map { row throws(DatabaseError) in try ArticleDraft.Link(&row) }
        return HandoutContent(
            title: version.title, language: version.language.code, sections: sections, links: links, released: released)
    }

    /// Articles that share concepts with what a client came for, most shared first, then by slug; none that they hold already.
    public func suggestHandouts(
        concepts: [String], language: Language = .english, notHeldBy client: UUID? = nil, limit: Int = 5
    ) async throws -> [HandoutSuggestion] {
        try await query(SQL.suggestHandouts(concepts, language.primary, client, Int32(min(max(limit, 1), 50))))
            .map { row throws(DatabaseError) in
                HandoutSuggestion(article: try row.next(), slug: try row.next(), title: try row.next(), shared: try row.next())
            }
    }
}

extension ArticleVersion {
    /// Columns of `versions.sql`.
    init(_ row: inout RowReader) throws(DatabaseError) {
        id = try row.next()
        article = try row.next()
        slug = try row.next()
        number = try row.next()
        language = Language(try row.next(String.self)) ?? .english
        title = try row.next()
        format = try row.next(String.self) == "markdown" ? .markdown : .plain
        sha256 = try row.next()
        publishedAt = try row.next()
        reviewBy = try row.nextOptional()
        isWithdrawn = try row.next()
        concepts = try row.next()
        prompts = try row.next()
        linksWithoutTarget = try row.next()
    }
}

extension ArticleDraft.Section {
    init(_ row: inout RowReader) throws(DatabaseError) {
        let level = try row.next(Int.self)
        let kind = Kind(rawValue: try row.next(String.self)) ?? .explain
        let heading = try row.next(String.self)
        let themes = try row.next([String].self).compactMap(ArticleDraft.ContentNote.Theme.init)
        let intensity = try row.next(Int.self)
        self.init(
            kind: kind, level: level, heading: heading.isEmpty ? nil : heading, pieces: [],
            note: themes.isEmpty ? nil : .init(themes: themes, intensity: intensity))
    }
}

extension ArticleDraft.Piece {
    /// Columns of `pieces.sql` after the section; nil for a kind that this version of Attune does not know.
    init?(_ row: inout RowReader) throws(DatabaseError) {
        let kind = try row.next(String.self)
        let label = try row.next(String.self), words = try row.next(String.self)
        let items = try row.next([String].self)
        let number = try row.next(Int.self)
        let promptKind = try row.nextOptional(String.self)
        let intensity = try row.nextOptional(Int.self), practice = try row.nextOptional(Int.self)
        let examples = try row.nextOptional([String].self)
        switch kind {
        case "text": self = .text(words)
        case "list": self = .list(items)
        case "pattern": self = .pattern(.init(key: label.slug, label: label, text: words))
        case "image": self = .image(number)
        case "prompt":
            // A prompt without its row is shown as hard to answer rather than shown to everybody.
            self = .prompt(
                .init(
                    ordinal: number, practice: practice ?? 0,
                    kind: promptKind.flatMap(ArticleDraft.Prompt.Kind.init) ?? .question,
                    text: words, items: items, examples: examples ?? [], intensity: intensity ?? 3))
        default: return nil
        }
    }
}

extension ArticleDraft.Link {
    init(_ row: inout RowReader) throws(DatabaseError) {
        self.init(
            ordinal: try row.next(), label: try row.next(), kind: Kind(rawValue: try row.next(String.self)) ?? .external,
            target: try row.nextOptional())
    }
}
