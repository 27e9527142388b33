internal import Clinic

/// Finds what a practice invites its reader to do. Sentences that are no prompt stay text, in their place.
enum PromptFinder {
    static func pieces(of paragraph: String, practice: Int) -> [ArticleDraft.Piece] {
        var pieces: [ArticleDraft.Piece] = []
        for sentence in sentences(of: paragraph) { add(sentence, practice: practice, to: &pieces) }
        return pieces
    }

    /// A question in a list is a prompt, `[ ]` a box to tick; other items stay a list.
    static func pieces(ofList items: [String], practice: Int) -> [ArticleDraft.Piece] {
        let boxes = items.compactMap { item in
            ["[ ] ", "\\[ \\] ", "[x] ", "☐ "].first { item.hasPrefix($0) }.map { item.dropFirst($0.count).trimmingWhitespace() }
        }
        if !items.isEmpty, boxes.count == items.count {
            return [.prompt(prompt(.checklist, "", practice, items: boxes))]
        }
        let kinds = items.map { kind(of: $0) }
        guard kinds.contains(where: { $0 != nil }) else { return [.list(items)] }
        return zip(items, kinds).map { item, kind in kind.map { .prompt(prompt($0, item, practice)) } ?? .text(item) }
    }

    private static func add(_ sentence: String, practice: Int, to pieces: inout [ArticleDraft.Piece]) {
        let words = sentence.folded
        if let items = checklist(sentence) {
            if case .prompt(var last)? = pieces.last, last.kind == .checklist {
                last.items += items
                pieces[pieces.count - 1] = .prompt(last)
            } else {
                let cue = checklistCues.first { words.hasPrefix($0) } ?? ""
                pieces.append(.prompt(prompt(.checklist, String(sentence.prefix(cue.count)), practice, items: items)))
            }
        } else if let kind = kind(of: sentence) {
            pieces.append(.prompt(prompt(kind, sentence, practice)))
        } else if case .prompt(var last)? = pieces.last, last.kind == .action, imperatives.contains(words.words.first ?? "") {
            last.text += " " + sentence
            pieces[pieces.count - 1] = .prompt(last)
        } else {
            if exampleCues.contains(where: { words.hasPrefix($0) }) { addExample(sentence, to: &pieces) }
            if case .text(let text)? = pieces.last {
                pieces[pieces.count - 1] = .text(text + " " + sentence)
            } else {
                pieces.append(.text(sentence))
            }
        }
    }

    /// What kind of prompt a sentence is; `nil` for plain text.
    static func kind(of sentence: String) -> ArticleDraft.Prompt.Kind? {
        let words = sentence.folded
        let end = words.last { !"\"')]*_ ".contains($0) }
        if end == "?" {
            // “How could I trust anyone?” and “really?!” are the author's own questions, not the reader's.
            if words.words.contains("i") || words.words.contains("je") { return nil }
            return ["%", "out of ten", "scale of", "1 to 10", "sur 10", "sur dix"].contains { words.contains($0) }
                ? .scale : .question
        }
        var rest = words.words[...]
        while let first = rest.first, ["then", "next", "now", "and", "puis", "ensuite"].contains(first) || first.hasSuffix("ly") {
            rest = rest.dropFirst()
        }
        let plain = rest.joined(separator: " ")
        if noticeCues.contains(where: { plain.hasPrefix($0) }) { return .notice }
        if let verb = rest.first, actions.contains(verb) { return .action }
        return nil
    }

    /// `This may look like not setting boundaries, not saying no or …`: the things named, when there are two or more of one shape.
    private static func checklist(_ sentence: String) -> [String]? {
        let words = sentence.folded
        guard let cue = checklistCues.first(where: { words.hasPrefix($0) }) else { return nil }
        let rest = sentence.dropFirst(cue.count).filter { $0 != "." }
        let items = String(rest).replacing(" or ", by: ", ").replacing(" ou ", by: ", ").split(separator: ",").map {
            $0.trimmingWhitespace()
        }
        .filter { !$0.isEmpty }
        let isDoing = { (item: String) in
            let first = item.words.first ?? ""
            return ["not", "always", "never", "ne"].contains(first) || first.hasSuffix("ing")
        }
        return items.count >= 2 && items.allSatisfy(isDoing) ? items : nil
    }

    private static func addExample(_ sentence: String, to pieces: inout [ArticleDraft.Piece]) {
        guard let index = pieces.lastIndex(where: { if case .prompt(let prompt) = $0 { prompt.kind.isQuestion } else { false } }),
            case .prompt(var prompt) = pieces[index]
        else { return }
        prompt.examples.append(sentence)
        pieces[index] = .prompt(prompt)
    }

    private static func prompt(_ kind: ArticleDraft.Prompt.Kind, _ text: String, _ practice: Int, items: [String] = [])
        -> ArticleDraft.Prompt
    {
        .init(ordinal: 0, practice: practice, kind: kind, text: text, items: items, intensity: 1)
    }

    private static let checklistCues = [
        "this may look like", "it may look like", "this can look like", "this might look like", "maybe you are",
        "cela peut ressembler à",
    ]
    private static let exampleCues = ["maybe ", "perhaps ", "for example", "peut-être ", "par exemple"]
    private static let noticeCues = [
        "see if you can notice", "notice ", "pay attention", "feel your ", "remarquez", "observez", "sentez",
    ]
    private static let actions: Set<String> = [
        "choose", "write", "draw", "practise", "practice", "pick", "try", "set", "breathe", "call", "tell", "list", "name",
        "choisissez", "écrivez", "dessinez", "essayez", "respirez", "nommez",
    ]
    private static let imperatives: Set<String> = ["slow", "be", "notice", "take", "allow", "let", "stay", "stop", "keep"]
}

/// How hard a section may be to read or to do, by its words: a suggestion that a clinician confirms when publishing.
enum Sensitivity {
    /// 1 gentle, 2 looks at oneself, 3 goes back to what happened. `text` is folded.
    static func intensity(of text: String) -> Int {
        text.mentionsAny(["re-traumat*", "retraumat*", "go slowly", "flashback*", "what event*", "allez doucement"])
            ? 3 : text.mentionsAny(["unsafe", "fault", "shame", "afraid", "honte", "peur"]) ? 2 : 1
    }

    static func note(for text: String) -> ArticleDraft.ContentNote? {
        let themes = words.filter { text.mentionsAny($0.words) }.map(\.theme)
        guard !themes.isEmpty else { return nil }
        return .init(themes: themes, intensity: themes.contains { $0 != .childhoodHarm } ? 3 : 2)
    }

    private static let words: [(theme: ArticleDraft.ContentNote.Theme, words: [String])] = [
        (.childhoodHarm, ["neglect*", "abused", "rejected", "where you were harmed", "négligé*", "maltrait*"]),
        (.goingBack, ["re-traumat*", "retraumat*", "flashback*"]),
        (.violence, ["violence", "violent", "assault*", "beaten", "agression*"]),
        (.selfHarm, ["self-harm*", "suicid*", "automutil*"]),
        (.sexualHarm, ["sexual abuse", "sexual assault", "sexually abused", "rape*", "agression sexuelle", "viol"]),
    ]
}
