public import Clinic

/// Why an article cannot be read or published. Codes are retired, never renamed.
public enum ArticleRefusal: Refusal, Equatable {
    /// More than ``ArticleSource/maximumBytes``.
    case tooLarge(bytes: Int)
    case notUTF8
    /// The first NUL, counted in bytes from 0.
    case containsNUL(offset: Int)
    case empty
    /// Markdown that nests or repeats so much that no person wrote it. `line` counts from 1.
    case tooDeep(line: Int)

    public var kind: RefusalKind { .invalid }

    public var code: String {
        switch self {
        case .tooLarge: "article.too_large"
        case .notUTF8: "article.not_utf8"
        case .containsNUL: "article.contains_nul"
        case .empty: "article.empty"
        case .tooDeep: "article.too_deep"
        }
    }

    public var message: String {
        switch self {
        case .tooLarge(let bytes):
            "This article has \(bytes) bytes; the limit is \(ArticleSource.maximumBytes). Split it, or leave pictures out of the text."
        case .notUTF8: "This file is not UTF-8 text. Save it again as UTF-8 (plain text or Markdown), then import it."
        case .containsNUL(let offset):
            "Byte \(offset) of this file is NUL, so it is not a text. Export the article as plain text or Markdown, then import it."
        case .empty: "This file has no words in it. Check that the right file was chosen."
        case .tooDeep(let line):
            "Line \(line) nests lists, quotes or brackets too deeply to be shown safely. Simplify that line, then import it again."
        }
    }

    /// Every refusal is about the text itself.
    public var field: String? { "/source" }
}
