internal import CMarkdown
internal import Clinic

#if canImport(Glibc)
    internal import func Glibc.free
#else
    internal import func Darwin.free
#endif

/// A Markdown document parsed by cmark-gfm. It owns the C tree and frees it once, when the value ends: it cannot be copied, and no
/// node pointer leaves this file.
struct MarkdownTree: ~Copyable {
    private let root: OpaquePointer

    /// `nil` only when memory has run out.
    init?(_ markdown: String) {
        let root = markdown.withCString {
            cmark_parse_document($0, markdown.utf8.count, CMARK_OPT_DEFAULT | CMARK_OPT_VALIDATE_UTF8)
        }
        guard let root else { return nil }
        self.root = root
    }

    deinit { cmark_node_free(root) }

    /// What stands at the top level, in order.
    func blocks() -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        var node = cmark_node_first_child(root)
        while let current = node {
            blocks.append(MarkdownBlock(line: Int(cmark_node_get_start_line(current)), kind: Self.kind(current)))
            node = cmark_node_next(current)
        }
        return blocks
    }

    /// Gives every link a new address, or none: then its words stay and the link goes. `address` gets the old address and the words.
    mutating func relink(_ address: (_ url: String, _ label: String) -> String?) {
        for link in nodes(of: CMARK_NODE_LINK) {
            let url = cmark_node_get_url(link).map { String(cString: $0) } ?? ""
            if let new = address(url, Self.plain(link)) {
                cmark_node_set_url(link, new)
            } else {
                while let child = cmark_node_first_child(link) { cmark_node_insert_before(link, child) }
                Self.remove(link)
            }
        }
    }

    /// Removes pictures and raw HTML. The pictures come back as (description, address).
    mutating func removeImagesAndHTML() -> (images: [(alt: String, url: String)], html: [(line: Int, text: String)]) {
        let images = nodes(of: CMARK_NODE_IMAGE).map { node in
            let image = (Self.plain(node), cmark_node_get_url(node).map { String(cString: $0) } ?? "")
            Self.remove(node)
            return image
        }
        let html = (nodes(of: CMARK_NODE_HTML_BLOCK) + nodes(of: CMARK_NODE_HTML_INLINE)).map { node in
            let gone = (Int(cmark_node_get_start_line(node)), cmark_node_get_literal(node).map { String(cString: $0) } ?? "")
            Self.remove(node)
            return gone
        }
        return (images, html)
    }

    /// HTML in cmark's safe mode: raw HTML and `javascript:` addresses cannot pass even if a node was missed.
    func html() -> String { Self.take(cmark_render_html(root, CMARK_OPT_DEFAULT, nil)) }

    // MARK: nodes, never outside

    /// Outermost only: a picture may hold another in its description, and goes with it.
    private func nodes(of type: cmark_node_type) -> [OpaquePointer] {
        var found: [OpaquePointer] = []
        var outer: OpaquePointer?
        guard let walk = cmark_iter_new(root) else { return [] }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            if event == CMARK_EVENT_DONE { return found }
            guard let node = cmark_iter_get_node(walk), cmark_node_get_type(node) == type else { continue }
            if event == CMARK_EVENT_EXIT {
                if node == outer { outer = nil }
            } else if outer == nil {
                found.append(node)
                // A leaf has no exit event, and nothing inside.
                if type == CMARK_NODE_IMAGE || type == CMARK_NODE_LINK { outer = node }
            }
        }
    }

    private static func kind(_ node: OpaquePointer) -> MarkdownBlock.Kind {
        switch cmark_node_get_type(node) {
        case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(node)), text: plain(node))
        case CMARK_NODE_LIST: .list(children(node).map { itemText($0) })
        case CMARK_NODE_THEMATIC_BREAK: .rule
        case CMARK_NODE_PARAGRAPH: .paragraph(rendered(node))
        default: .other(rendered(node))
        }
    }

    private static func itemText(_ item: OpaquePointer) -> String {
        children(item).map { rendered($0) }.joined(separator: "\n\n")
    }

    private static func children(_ node: OpaquePointer) -> [OpaquePointer] {
        var list: [OpaquePointer] = []
        var child = cmark_node_first_child(node)
        while let current = child {
            list.append(current)
            child = cmark_node_next(current)
        }
        return list
    }

    /// The words of a node without any markup.
    private static func plain(_ node: OpaquePointer) -> String {
        var text = ""
        guard let walk = cmark_iter_new(node) else { return "" }
        defer { cmark_iter_free(walk) }
        while true {
            let event = cmark_iter_next(walk)
            if event == CMARK_EVENT_DONE { break }
            guard event == CMARK_EVENT_ENTER, let current = cmark_iter_get_node(walk) else { continue }
            switch cmark_node_get_type(current) {
            case CMARK_NODE_TEXT, CMARK_NODE_CODE: text += cmark_node_get_literal(current).map { String(cString: $0) } ?? ""
            case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: text += " "
            default: break
            }
        }
        return text.trimmingWhitespace()
    }

    private static func rendered(_ node: OpaquePointer) -> String {
        take(cmark_render_commonmark(node, CMARK_OPT_DEFAULT | CMARK_OPT_NOBREAKS, 0)).trimmingWhitespace()
    }

    private static func remove(_ node: OpaquePointer) {
        cmark_node_unlink(node)
        cmark_node_free(node)
    }

    /// Copies a string that cmark allocated with the C allocator, and frees it.
    private static func take(_ text: UnsafeMutablePointer<CChar>?) -> String {
        guard let text else { return "" }
        defer { free(text) }
        return String(cString: text)
    }
}

/// A top-level block of a Markdown document, as values.
struct MarkdownBlock: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case heading(level: Int, text: String)
        case paragraph(String)
        case list([String])
        case other(String)
        case rule
    }
    /// From 1.
    var line: Int
    var kind: Kind
}
