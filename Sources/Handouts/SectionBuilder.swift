internal import Clinic

/// Sorts blocks into sections, and the text of practices into prompts.
struct SectionBuilder {
    private var sections: [ArticleDraft.Section] = [.init(kind: .intro, level: 2, heading: nil, pieces: [], note: nil)]
    private var images: [ArticleDraft.Image] = []
    private var doubts: [ArticleDraft.Doubt] = []
    /// The kind of the last heading of level 2: what a smaller heading belongs to.
    private var group = ArticleDraft.Section.Kind.intro
    private var awaitsPatternText = false
    private var practices = 0
    private let lastHeading: ArticleBlock?

    init(headings blocks: [ArticleBlock]) {
        lastHeading = blocks.last {
            if case .heading(let level, let label) = $0.kind { level.map { $0 <= 2 } ?? !label } else { false }
        }
    }

    mutating func add(_ block: ArticleBlock, links: [ArticleDraft.Link]) {
        switch block.kind {
        case .heading(let level, let label): addHeading(block, level: level, label: label)
        case .paragraph: addParagraph(block, links: links)
        case .list(let items): addList(items)
        case .image(let source):
            images.append(.init(ordinal: images.count + 1, alt: block.text, source: source, section: sections.count))
            append(.image(images.count))
        }
    }

    /// Empty sections are gone, prompts are numbered through, intensities and content notes are set.
    mutating func finished() -> (sections: [ArticleDraft.Section], images: [ArticleDraft.Image], doubts: [ArticleDraft.Doubt]) {
        var ordinal = 0
        var kept: [ArticleDraft.Section] = []
        var newNumber: [Int: Int] = [:]
        for (index, section) in sections.enumerated() where !(section.pieces.isEmpty && section.heading == nil) {
            var section = section
            let text = section.folded
            let intensity = Sensitivity.intensity(of: text)
            section.note = Sensitivity.note(for: text)
            section.pieces = section.pieces.map { piece in
                guard case .prompt(var prompt) = piece else { return piece }
                ordinal += 1
                prompt.ordinal = ordinal
                prompt.intensity = intensity
                return .prompt(prompt)
            }
            kept.append(section)
            newNumber[index + 1] = kept.count
        }
        let placed = images.map { image in
            var image = image
            image.section = newNumber[image.section] ?? 1
            return image
        }
        return (kept, placed, doubts)
    }

    // MARK: headings

    private mutating func addHeading(_ block: ArticleBlock, level: Int?, label: Bool) {
        awaitsPatternText = false
        let words = block.text.folded
        if ["tip", "conseil", "astuce"].contains(words) { return open(.tip, level: 3, heading: block.text) }
        let named = SectionWords.kind(of: words)
        let isLast = block == lastHeading
        let isSmall: Bool
        if let level {
            isSmall = level > 2 && sections.contains { $0.heading != nil }
        } else {
            isSmall = (label && group != .intro) || (group == .practices && named == nil && !isLast)
        }
        guard isSmall else {
            group = named ?? (isLast && sections.contains { $0.heading != nil } ? .closing : .explain)
            return open(group, level: 2, heading: block.text)
        }
        switch group {
        case .patterns:
            append(.pattern(.init(key: block.text.slug, label: block.text, text: "")))
            awaitsPatternText = true
        case .practices:
            practices += 1
            open(.practice, level: 3, heading: block.text)
            if level == nil, !label {
                doubts.append(
                    .init(
                        line: block.line, kind: .heading, excerpt: block.text,
                        suggestion: "Read as one of the practices above it. Use Markdown headings to say it."))
            }
        default: open(group, level: 3, heading: block.text)
        }
    }

    private mutating func open(_ kind: ArticleDraft.Section.Kind, level: Int, heading: String?) {
        sections.append(.init(kind: kind, level: level, heading: heading, pieces: [], note: nil))
    }

    // MARK: text

    private mutating func addParagraph(_ block: ArticleBlock, links: [ArticleDraft.Link]) {
        if awaitsPatternText, let last = lastPattern {
            awaitsPatternText = false
            return setPattern(at: last, text: block.text)
        }
        if group == .patterns, let (label, text) = Self.leadLabel(block.text) {
            return append(.pattern(.init(key: label.slug, label: label, text: text)))
        }
        for cue in ["Tip:", "**Tip:**", "Conseil :", "**Conseil :**", "Astuce :"] where block.text.hasPrefix(cue) {
            open(.tip, level: 3, heading: cue.filter { $0 != "*" && $0 != ":" }.trimmingWhitespace())
            return append(.text(block.text.dropFirst(cue.count).trimmingWhitespace()))
        }
        if sections.last?.kind == .practice {
            let practice = practices
            for piece in PromptFinder.pieces(of: block.text, practice: practice) { append(piece) }
        } else if group == .closing, sections.last?.kind != .cta, Self.invites(block.text, links: links) {
            open(.cta, level: 3, heading: nil)
            append(.text(block.text))
        } else {
            append(.text(block.text))
        }
    }

    private mutating func addList(_ items: [String]) {
        awaitsPatternText = false
        let labelled = items.compactMap(Self.leadLabel)
        if group == .patterns, !items.isEmpty, labelled.count == items.count {
            for (label, text) in labelled { append(.pattern(.init(key: label.slug, label: label, text: text))) }
        } else if sections.last?.kind == .practice {
            for piece in PromptFinder.pieces(ofList: items, practice: practices) { append(piece) }
        } else {
            append(.list(items))
        }
    }

    /// `**Holding tightly:** You hold on …` as (label, text).
    private static func leadLabel(_ text: String) -> (String, String)? {
        guard text.hasPrefix("**"), let end = text.dropFirst(2).firstRange(of: "**") else { return nil }
        let label = text[text.index(text.startIndex, offsetBy: 2)..<end.lowerBound].trimmingWhitespace()
        let rest = text[end.upperBound...].trimmingWhitespace()
        let words = (label.hasSuffix(":") ? label.dropLast().trimmingWhitespace() : label)
        guard !words.isEmpty, words.split(separator: " ").count <= 8, !rest.isEmpty else { return nil }
        return (words, rest.first.map { ":—–".contains($0) } == true ? rest.dropFirst().trimmingWhitespace() : rest)
    }

    /// A call to act: it leads to the team, in the article's last part.
    private static func invites(_ text: String, links: [ArticleDraft.Link]) -> Bool {
        links.contains { $0.kind == .directory && text.contains("(link:\($0.ordinal))") }
    }

    private mutating func append(_ piece: ArticleDraft.Piece) { sections[sections.count - 1].pieces.append(piece) }

    private var lastPattern: Int? {
        sections[sections.count - 1].pieces.lastIndex { if case .pattern = $0 { true } else { false } }
    }

    private mutating func setPattern(at index: Int, text: String) {
        guard case .pattern(var pattern) = sections[sections.count - 1].pieces[index] else { return }
        pattern.text = text
        sections[sections.count - 1].pieces[index] = .pattern(pattern)
    }
}

extension ArticleDraft.Section {
    /// Everything a reader would read here, folded.
    var folded: String {
        pieces.map { piece in
            switch piece {
            case .text(let text): text
            case .list(let items): items.joined(separator: " ")
            case .pattern(let pattern): pattern.label + " " + pattern.text
            case .prompt(let prompt): prompt.text + " " + prompt.items.joined(separator: " ")
            case .image: ""
            }
        }.joined(separator: " ").folded
    }
}

/// What a heading's words say about its section, in English and French.
enum SectionWords {
    static func kind(of heading: String) -> ArticleDraft.Section.Kind? {
        table.first { heading.mentionsAny($0.words) }?.kind
    }

    private static let table: [(kind: ArticleDraft.Section.Kind, words: [String])] = [
        (
            .support,
            [
                "support", "professional*", "reach out", "reach for", "ask for help", "find help", "when to get help", "soutien",
                "aide",
            ]
        ),
        (
            .practices,
            [
                "what to do", "steps", "exercises", "practices", "things to try", "ways to", "que faire", "pas à pas",
                "exercices", "pratiques", "à essayer",
            ]
        ),
        (.patterns, ["patterns", "signs", "what it can look like", "schémas", "signes", "formes"]),
        (
            .closing,
            [
                "conclusion", "in closing", "change happens", "one last thing", "takeaways", "last words", "pour finir",
                "pour conclure",
            ]
        ),
    ]
}
