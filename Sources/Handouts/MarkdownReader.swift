internal import Clinic

/// Reads an article written in Markdown. Raw HTML is left out and listed; pictures become descriptions; every link gets a number.
enum MarkdownReader {
    static func read(_ source: ArticleSource) -> ArticleBlocks {
        var out = ArticleBlocks()
        let imageLines = images(in: source.lines)
        guard var tree = MarkdownTree(source.lines.joined(separator: "\n")) else { return out }
        let removed = tree.removeImagesAndHTML()
        for gone in removed.html { out.dropped.append(.init(line: gone.line, text: gone.text.trimmingWhitespace())) }
        tree.relink { url, label in
            let target = Self.safe(url)
            let ordinal = out.addLink(label, target: target)
            return "link:\(ordinal)"
        }
        for link in out.links where link.state == .needsTarget {
            out.doubts.append(
                .init(
                    line: 1, kind: .link, excerpt: link.label,
                    suggestion: "This link has no address that can be used. Add its target, or it is shown as plain words."))
        }
        var pending = Array(zip(removed.images, imageLines + Array(repeating: 0, count: removed.images.count)))
        func placeImages(before line: Int) {
            while let (image, at) = pending.first, at < line {
                pending.removeFirst()
                out.blocks.append(.init(line: at, kind: .image(source: image.url.isEmpty ? nil : image.url), text: image.alt))
            }
        }
        for block in tree.blocks() {
            placeImages(before: block.line)
            switch block.kind {
            case .heading(let level, let text):
                let label = text.hasSuffix(":")
                out.blocks.append(
                    .init(
                        line: block.line, kind: .heading(level: level, label: label),
                        text: label ? text.dropLast().trimmingWhitespace() : text
                    ))
            case .paragraph(let text), .other(let text):
                if !text.isEmpty { out.blocks.append(.init(line: block.line, kind: .paragraph, text: text)) }
            case .list(let items): out.blocks.append(.init(line: block.line, kind: .list(items.filter { !$0.isEmpty }), text: ""))
            case .rule: break
            }
        }
        placeImages(before: .max)
        return out
    }

    /// Only addresses that a reader's browser may follow without harm.
    static func safe(_ url: String) -> String? {
        let lower = url.lowercased()
        let allowed = ["https://", "http://", "mailto:", "tel:"].contains { lower.hasPrefix($0) && lower.count > $0.count }
        let clean = url.unicodeScalars.allSatisfy { $0.value > 32 && $0.value != 127 }
        return allowed && clean && url.utf8.count <= 2_000 ? url : nil
    }

    /// The lines that hold pictures, one entry for each picture: cmark knows positions of blocks only.
    private static func images(in lines: [String]) -> [Int] {
        lines.enumerated().flatMap { index, line in
            Array(repeating: index + 1, count: line.split(separator: "![", omittingEmptySubsequences: false).count - 1)
        }
    }
}
