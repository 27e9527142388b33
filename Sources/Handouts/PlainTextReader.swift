internal import Clinic

/// Reads an article that was copied from a web page as plain text. Whatever it has to guess it says (``ArticleDraft/Doubt``).
enum PlainTextReader {
    static func read(_ lines: [String]) -> ArticleBlocks {
        var out = ArticleBlocks()
        var ended = false
        for paragraph in paragraphs(lines) {
            if WebPageNoise.matches(paragraph.text) {
                out.dropped.append(.init(line: paragraph.line, text: paragraph.text))
                // Comments follow the article: from there on the page speaks about its publisher.
                if WebPageNoise.endsArticle(paragraph.text), !out.blocks.isEmpty { ended = true }
            } else if ended {
                out.footer.append(paragraph.text)
            } else {
                add(paragraph, to: &out)
            }
        }
        return out
    }

    private struct Paragraph { var line: Int, text: String, bullet: Bool }

    /// One paragraph a line where lines are long (a web page's text), else lines joined up to the next empty one (wrapped text).
    private static func paragraphs(_ lines: [String]) -> [Paragraph] {
        let isWrapped = !lines.contains { $0.count > 120 }
        var found: [Paragraph] = []
        var open = false
        for (index, raw) in lines.enumerated() {
            let (text, bullet) = unbulleted(raw.trimmingWhitespace())
            guard !text.isEmpty else {
                open = false
                continue
            }
            let followsText = open && isWrapped && !bullet && !(found.last?.text.hasSuffix(":") ?? true) && text.count + 8 > 40
            if followsText, let last = found.indices.last {
                found[last].text += " " + text
            } else {
                found.append(.init(line: index + 1, text: text, bullet: bullet))
            }
            open = true
        }
        return found
    }

    private static func unbulleted(_ line: String) -> (String, Bool) {
        for mark in ["•", "◦", "‣", "–", "-", "*", "·"]
        where line.hasPrefix(mark) && line.dropFirst(mark.count).first?.isWhitespace == true {
            return (line.dropFirst(mark.count).trimmingWhitespace(), true)
        }
        return (line, false)
    }

    private static func add(_ paragraph: Paragraph, to out: inout ArticleBlocks) {
        let text = paragraph.text, line = paragraph.line
        if paragraph.bullet {
            let item = linked(text, line: line, in: &out)
            if let last = out.blocks.indices.last, case .list(let items) = out.blocks[last].kind {
                out.blocks[last].kind = .list(items + [item])
            } else {
                out.blocks.append(.init(line: line, kind: .list([item]), text: ""))
            }
        } else if isHeading(text) {
            let label = text.hasSuffix(":")
            var words = label ? text.dropLast().trimmingWhitespace() : text
            if words.contains("-->") || words.contains("->") {
                words = words.replacing("-->", by: "→").replacing("->", by: "→")
                out.doubts.append(.init(line: line, kind: .typography, excerpt: text, suggestion: "The arrow is shown as “→”."))
            }
            out.blocks.append(.init(line: line, kind: .heading(level: nil, label: label), text: words))
        } else if ImageDescription.matches(text) {
            out.blocks.append(.init(line: line, kind: .image(source: nil), text: text))
            out.doubts.append(
                .init(
                    line: line, kind: .image, excerpt: String(text.prefix(60)),
                    suggestion: "Read as the description of a picture. Check it."))
        } else {
            out.blocks.append(.init(line: line, kind: .paragraph, text: linked(text, line: line, in: &out)))
        }
    }

    /// A short line that ends no sentence. The article's first line is its title whatever it looks like (see `ArticleImport`).
    private static func isHeading(_ text: String) -> Bool {
        guard text.count <= 110, text.first?.isLetter == true || text.first?.isNumber == true || text.first == "“" else {
            return false
        }
        guard let last = text.last, !".!?…;,".contains(last), !text.contains("|"), !text.contains("@") else { return false }
        // A longer line that ends in a colon announces what follows.
        return text.split(separator: " ").count <= (last == ":" ? 8 : 16)
    }

    /// Text made CommonMark, its spoken-of links made `[words](link:N)`.
    private static func linked(_ text: String, line: Int, in out: inout ArticleBlocks) -> String {
        guard let range = SpokenLink.label(in: text) else { return text.markdownEscaped }
        let label = String(text[range])
        let ordinal = out.addLink(label, target: nil)
        out.doubts.append(
            .init(
                line: line, kind: .link, excerpt: label,
                suggestion: "The text speaks of a link but gives no address. Add its target, or it is shown as plain words."))
        let before = text[..<range.lowerBound], after = text[range.upperBound...]
        return before.markdownEscaped + "[\(label.markdownEscaped)](link:\(ordinal))" + after.markdownEscaped
    }
}

/// What a web page has around an article.
enum WebPageNoise {
    static func matches(_ text: String) -> Bool {
        let words = text.folded
        return lines.contains(words) || networks.contains(words) || words.hasSuffix(" min read") || words.hasSuffix(" views")
    }

    static func endsArticle(_ text: String) -> Bool {
        ["comments", "commentaires", "recent posts", "related posts"].contains(text.folded)
    }

    private static let lines: Set<String> = [
        "top of page", "bottom of page", "comments", "commentaires", "share", "partager", "menu", "home", "log in", "sign up",
        "subscribe",
        "skip to main content", "recent posts", "related posts", "see all", "write a comment...", "back to top", "previous",
        "next",
    ]
    private static let networks: Set<String> = [
        "instagram", "facebook", "tiktok", "twitter", "x", "linkedin", "youtube", "pinterest", "threads",
    ]
}

/// The description of a photograph, as it stands in text copied from a page: it tells what is seen and speaks to nobody.
enum ImageDescription {
    static func matches(_ text: String) -> Bool {
        let words = text.words
        guard words.count >= 6, words.count <= 60, !words.contains(where: address.contains) else { return false }
        return words.filter { word in seen.contains(word) }.count >= 2
    }

    private static let address: Set<String> = [
        "you", "your", "you've", "you're", "i", "we", "we're", "our", "us", "vous", "votre", "nous", "je",
    ]
    private static let seen: Set<String> = [
        "man", "woman", "men", "women", "adult", "child", "person", "people", "hands", "hand", "silhouette", "close-up",
        "background", "blurred",
        "wearing", "sits", "sit", "sitting", "stands", "standing", "holding", "hugging", "embrace", "looks", "shirt", "sweater",
        "coat", "skirt",
        "blue", "brown", "white", "black", "green", "pastel", "plaid", "sky", "tree", "bench", "table", "room", "cup", "scene",
        "mood", "cozy", "photo",
    ]
}

/// A link that lost its address when the page became plain text: “… at this link here”, “check out our quiz here”.
enum SpokenLink {
    /// The words that carried the link.
    static func label(in text: String) -> Range<String.Index>? {
        for cue in ["check out our ", "check out the ", "check out my "] {
            guard let start = text.firstRange(of: cue) else { continue }
            let rest = text[start.upperBound...]
            let stop = rest.firstIndex(where: { ".!?)".contains($0) }) ?? rest.endIndex
            var label = rest[..<stop]
            if label.hasSuffix(" here") { label = label.dropLast(5) }
            if !label.isEmpty { return label.startIndex..<label.endIndex }
        }
        for cue in [" at this link here", " at this link", " by clicking here", " click here", " at the link below"] {
            guard let stop = text.firstRange(of: cue) else { continue }
            let before = text[..<stop.lowerBound]
            for opening in ["learn all about ", "learn more about ", "read more about ", "read about ", "learn about "] {
                if let start = before.firstRange(of: opening) { return start.upperBound..<before.endIndex }
            }
            return stop.lowerBound..<stop.upperBound
        }
        return nil
    }
}
