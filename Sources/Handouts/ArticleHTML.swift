internal import Clinic

/// CommonMark to HTML that is safe to show: cmark-gfm in safe mode, without raw HTML, without pictures (a picture would be a request),
/// and with only the links whose target somebody has named.
public enum ArticleHTML {
    /// Blocks: `<p>…</p>`, lists, quotes.
    /// - Parameter links: those of the draft. `link:N` is looked up here; any other address in the text is dropped, its words stay.
    /// - Returns: HTML without attributes but `href`, and without any heading, script, style or image.
    public static func render(_ markdown: String, links: [ArticleDraft.Link]) -> String {
        guard var tree = MarkdownTree(markdown) else { return "" }
        _ = tree.removeImagesAndHTML()
        tree.relink { url, _ in
            guard url.hasPrefix("link:"), let ordinal = Int(url.dropFirst(5)) else { return nil }
            return links.first { $0.ordinal == ordinal }?.target.flatMap(MarkdownReader.safe)
        }
        return tree.html().trimmingWhitespace()
    }

    /// One line of text without its `<p>`, for labels and list items.
    public static func renderInline(_ markdown: String, links: [ArticleDraft.Link]) -> String {
        let html = render(markdown, links: links)
        guard html.hasPrefix("<p>"), html.hasSuffix("</p>") else { return html }
        let inner = html.dropFirst(3).dropLast(4)
        return inner.contains("<p>") ? html : String(inner)
    }
}
