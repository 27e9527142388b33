public import Access
public import Clinic
internal import Database
internal import Therapists

internal import struct Foundation.UUID

extension Act {
    /// Publishes an article as the next version of its slug and language. The version, its sections and prompts never change afterwards;
    /// what clients hold stays as it is. Publishing the very same text again answers with the version that it is already.
    /// - Throws: `HandoutRefusal` (`.slugInvalid`, `.titleMissing`, `.unknownConcept`, `.linkTargetInvalid`), `DatabaseError`.
    public func publishArticle(_ new: NewArticle) async throws -> PublishedArticle {
        guard new.slug.isArticleSlug else { throw HandoutRefusal.slugInvalid }
        var draft = ArticleImport.read(new.source, language: new.language.code, vocabulary: try await vocabulary().words)
        guard !draft.title.isEmpty, draft.title.count <= 300 else { throw HandoutRefusal.titleMissing }
        for (ordinal, target) in new.targets.sorted(by: { $0.key < $1.key }) {
            guard draft.links.indices.contains(ordinal - 1), MarkdownReader.safe(target) != nil else {
                throw HandoutRefusal.linkTargetInvalid(ordinal)
            }
            draft.links[ordinal - 1].target = target
        }

        let language = new.language.code, sha = new.source.sha256
        let answers = try await queries([
            SQL.lockArticle(new.slug), SQL.addArticle(newID(), new.slug, new.reviewBy),
            SQL.articleForPublishing(new.slug, language, sha),
        ])
        let found = try answers[2].one { row in
            (article: try row.next(UUID.self), number: try row.next(Int.self), same: try row.nextOptional(UUID.self))
        }
        if let same = found.same {
            try await record("article.published_before", subject: same, details: ["slug": new.slug])
            let number = try await articleVersion(.init(same))?.number ?? found.number
            return PublishedArticle(id: .init(same), number: number, isNew: false, draft: draft)
        }

        let id = newID()
        let kind = new.source.format == .markdown ? "markdown" : "text"
        let concepts = Set(new.concepts ?? draft.concepts.map(\.code)).sorted()
        try await enqueue(
            SQL.addVersion(id, found.article, Int32(found.number + 1), language, draft.title, new.source.text, kind, sha))
        for statement in draft.statements(version: id) { try await enqueue(statement) }
        do {
            _ = try await query(SQL.addConcepts(id, concepts))
        } catch let error as DatabaseError where error.constraint == "article_concept_known" {
            throw HandoutRefusal.unknownConcept
        }
        try await record("article.published", subject: id, details: ["slug": new.slug, "number": String(found.number + 1)])
        return PublishedArticle(id: .init(id), number: found.number + 1, isNew: true, draft: draft)
    }

    /// Ends a version: nobody is given it any more, and its open links stay with those who hold it until somebody talks with them.
    /// - Parameter reason: for staff, 3 to 500 characters.
    /// - Returns: who holds it now, oldest first.
    /// - Throws: `HandoutRefusal.noSuchArticle`, `.reasonMissing`, `.withdrawn` when it was withdrawn before.
    public func withdrawArticle(_ version: ArticleVersion.ID, reason: String) async throws -> [HandoutHolder] {
        guard try await articleVersion(version) != nil else { throw HandoutRefusal.noSuchArticle }
        let reason = reason.trimmingWhitespace()
        guard (3...500).contains(reason.count) else { throw HandoutRefusal.reasonMissing }
        let answers = try await queries([SQL.withdrawVersion(version.uuid, reason), SQL.holders(version.uuid)])
        guard answers[0].count == 1 else { throw HandoutRefusal.withdrawn }
        try await record("article.withdrawn", subject: version.uuid)
        return try HandoutHolder.read(answers[1])
    }
}

extension String {
    var isArticleSlug: Bool {
        utf8.count <= 80 && !isEmpty
            && split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
                !part.isEmpty && part.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) }
            }
    }
}

extension Vocabulary {
    /// The words by which each active concept is recognised.
    var words: [ArticleImport.ConceptWords] {
        concepts.filter { $0.status == .active }.map { concept in
            .init(
                code: concept.code,
                words: [concept.labelEnglish] + (concept.labelFrench.map { [$0] } ?? []) + concept.synonyms.map(\.words))
        }
    }
}

extension ArticleDraft {
    /// One insert for each section, piece, prompt, image and link.
    func statements(version: UUID) -> [Bound] {
        var statements: [Bound] = []
        var pieces: [Bound] = []
        for (index, section) in sections.enumerated() {
            let number = Int32(index + 1)
            statements.append(
                SQL.addSection(
                    version, number, Int32(section.level), section.kind.rawValue, section.heading ?? "",
                    section.note?.themes.map(\.rawValue) ?? [], Int32(section.note?.intensity ?? 1)))
            for piece in section.pieces {
                if case .prompt(let prompt) = piece {
                    statements.append(
                        SQL.addPrompt(
                            version, Int32(prompt.ordinal), number, prompt.kind.rawValue, Int32(prompt.intensity), prompt.text,
                            Int32(prompt.practice), prompt.items, prompt.examples))
                }
                let row = piece.row
                pieces.append(
                    SQL.addPiece(
                        version, Int32(pieces.count + 1), number, row.kind, row.label, row.words, row.items, Int32(row.number)))
            }
        }
        statements += pieces
        statements += images.map { SQL.addImage(version, Int32($0.ordinal), Int32($0.section), $0.alt, $0.source) }
        statements += links.map { SQL.addLink(version, Int32($0.ordinal), $0.label, $0.kind.rawValue, $0.target) }
        return statements
    }
}

extension ArticleDraft.Piece {
    /// As a row of `article_piece`; ``init(_:)`` reads it back.
    var row: (kind: String, label: String, words: String, items: [String], number: Int) {
        switch self {
        case .text(let text): ("text", "", text, [], 0)
        case .list(let items): ("list", "", "", items, 0)
        case .pattern(let pattern): ("pattern", pattern.label, pattern.text, [], 0)
        case .prompt(let prompt): ("prompt", "", prompt.text, prompt.items, prompt.ordinal)
        case .image(let ordinal): ("image", "", "", [], ordinal)
        }
    }
}
