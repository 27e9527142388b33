internal import Clinic

/// Turns a handout into what the template shows. Values marked `html` come from `ArticleHTML` and from nowhere else; everything else is
/// escaped by the template.
enum HandoutView {
    static func make(_ content: HandoutContent, words: [String: String]) -> [String: Any] {
        let sections = content.sections.enumerated().map { index, section in
            Self.view(of: section, number: index + 1, of: content, words: words)
        }
        let contents = zip(content.sections, sections).filter { $0.0.level == 2 && $0.0.heading != nil }
            .map { ["id": $1["id"] ?? "", "heading": $0.heading ?? ""] as [String: Any] }
        var view: [String: Any] = ["title": content.title, "sections": sections, "minutes": minutes(content)]
        if contents.count > 1 { view["contents"] = ["list": contents] }
        if let note = content.note?.trimmingWhitespace(), !note.isEmpty { view["note"] = ["paragraphs": paragraphs(note)] }
        if content.sections.contains(where: { section in section.pieces.contains { $0.isPrompt } }) { view["reflect"] = true }
        return view
    }

    /// At 180 words a minute, rounded up: reading about oneself is slower than reading the news.
    private static func minutes(_ content: HandoutContent) -> Int {
        let count = content.sections.reduce(0) { $0 + $1.folded.split(separator: " ").count }
        return max(1, (count + 179) / 180)
    }

    private static func paragraphs(_ text: String) -> [String] {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingWhitespace() }.filter { !$0.isEmpty }
    }

    private static func view(
        of section: ArticleDraft.Section, number: Int, of content: HandoutContent, words: [String: String]
    ) -> [String: Any] {
        var view: [String: Any] = ["id": "s\(number)", "kind": section.kind.rawValue, "next": next(after: number, in: content)]
        if let heading = section.heading { view[section.level == 2 ? "h2" : "h3"] = heading }
        if section.kind == .practice {
            view["practice"] = content.sections[..<number].count { $0.kind == .practice }
        }
        if let note = section.note {
            let themes = note.themes.compactMap { words["theme_" + $0.rawValue] }
            view["care"] = ["themes": themes.joined(separator: "; ")]
            if note.intensity == 3 { view["folded"] = true }
        }
        view["blocks"] = blocks(of: section, in: content)
        if !content.released, section.pieces.contains(where: { $0.intensity == 3 }) { view["kept"] = true }
        return view
    }

    private static func next(after number: Int, in content: HandoutContent) -> String {
        number < content.sections.count ? "s\(number + 1)" : "settle"
    }

    /// Neighbouring patterns become one group, so that they can stand side by side.
    private static func blocks(of section: ArticleDraft.Section, in content: HandoutContent) -> [[String: Any]] {
        var blocks: [[String: Any]] = []
        var patterns: [[String: Any]] = []
        func flush() {
            if !patterns.isEmpty { blocks.append(["patterns": ["list": patterns]]) }
            patterns = []
        }
        let html = { (text: String) in ArticleHTML.render(text, links: content.links) }
        let inline = { (text: String) in ArticleHTML.renderInline(text, links: content.links) }
        for piece in section.pieces {
            switch piece {
            case .pattern(let pattern): patterns.append(["label": pattern.label, "html": html(pattern.text)])
            // A photograph would be a request to another server; its description alone would only interrupt.
            case .image: break
            case .text(let text):
                flush()
                blocks.append(["html": html(text)])
            case .list(let items):
                flush()
                blocks.append(["list": ["items": items.map { ["html": inline($0)] }]])
            case .prompt(let prompt):
                flush()
                if content.released || prompt.intensity < 3 { blocks.append(view(of: prompt, inline: inline)) }
            }
        }
        flush()
        return blocks
    }

    private static func view(of prompt: ArticleDraft.Prompt, inline: (String) -> String) -> [String: Any] {
        let id = "p\(prompt.ordinal)"
        if prompt.kind == .checklist {
            let items = prompt.items.enumerated().map { ["id": "\(id)-\($0 + 1)", "html": inline($1)] }
            return ["checklist": ["lead": inline(prompt.text), "hasLead": !prompt.text.isEmpty, "items": items] as [String: Any]]
        }
        var view: [String: Any] = ["id": id, "html": inline(prompt.text), "kind": prompt.kind.rawValue]
        if !prompt.kind.isQuestion { view[prompt.kind.rawValue] = true }
        return ["prompt": view]
    }
}

extension ArticleDraft.Piece {
    var isPrompt: Bool { if case .prompt = self { true } else { false } }
    /// Of a prompt; 0 for anything else.
    var intensity: Int { if case .prompt(let prompt) = self { prompt.intensity } else { 0 } }
}
