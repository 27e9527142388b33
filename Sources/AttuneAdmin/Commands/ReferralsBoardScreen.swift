internal import Clinic
internal import Foundation
internal import Referrals

/// What the terminal board shows, as a value: rows and keys in, lines out.
struct BoardScreen: Sendable {
    enum Mode: Sendable, Equatable {
        case list, help
        /// The words of a filter are being typed.
        case filtering
        /// Why whom: a referral's panel, from this line on.
        case panel(from: Int)
    }

    var rows: [BoardRow] = []
    var now = Instant.epoch
    /// By id, so that a refreshed board keeps its place.
    var selected: Referral.ID?
    var mode = Mode.list
    var filter = ""
    var panel: BoardPanel?
    /// What happened last, or what is wrong; one line.
    var message = ""
    /// Whoever sits here, to say "you".
    let me: UUID
    let isRevealed: Bool
    let ink: Ink

    var shown: [BoardRow] { filter.isEmpty ? rows : rows.filter { matches($0) } }
    var selectedRow: BoardRow? { shown.first { $0.referral.id == selected } ?? shown.first }

    /// - Parameter steps: down where it is above zero; stops at either end.
    mutating func move(_ steps: Int) {
        let shown = shown
        guard !shown.isEmpty else { return }
        let place = shown.firstIndex { $0.referral.id == selected } ?? 0
        selected = shown[min(max(place + steps, 0), shown.count - 1)].referral.id
    }

    /// New rows; the selection stays where it was, or where it would be if its row has gone.
    mutating func replace(_ new: [BoardRow], at moment: Instant) {
        let place = shown.firstIndex { $0.referral.id == selected }
        (rows, now) = (new, moment)
        let shown = shown
        if !shown.contains(where: { $0.referral.id == selected }) {
            selected = shown.isEmpty ? nil : shown[min(place ?? 0, shown.count - 1)].referral.id
        }
    }

    /// Words that are all somewhere in the row; names only where they are shown.
    private func matches(_ row: BoardRow) -> Bool {
        let standing = row.referral.standing
        var text = [
            row.referral.reference, row.clientReference, standing.words, standing.status.rawValue, row.wait(at: now).text,
            row.claim?.name ?? "free", row.claim?.by == me ? "mine" : "", row.referral.source.rawValue,
        ].joined(separator: " ").lowercased()
        if isRevealed { text += " " + row.clientName.lowercased() }
        return filter.lowercased().split(separator: " ").allSatisfy { text.contains($0) }
    }

    // MARK: Lines

    /// Exactly `height` lines of at most `width` columns.
    func lines(width: Int, height: Int) -> [String] {
        let body = max(1, height - 3)
        let middle: [String] =
            switch mode {
            case .help: Self.help.map { Ink.fit($0, width) }
            case .panel(let from): panel.map { Array($0.lines(width: width, ink: ink).dropFirst(from)) } ?? []
            case .list, .filtering: list(width: width, height: body)
            }
        var lines = [ink(Ink.fit(title, width), .bold)]
        lines += middle.prefix(body)
        while lines.count < height - 2 { lines.append("") }
        lines.append(Ink.fit(mode == .filtering ? "/\(filter)▏" : message, width))
        lines.append(ink(Ink.fit(keys, width), .faint))
        return Array(lines.prefix(max(1, height)))
    }

    private var title: String {
        if case .panel = mode, let panel { return panel.title }
        let holds = rows.count(where: { $0.referral.standing.safetyHold }),
            over = rows.count(where: { $0.wait(at: now).state == .over })
        var parts = ["Referrals: \(rows.count)"]
        if holds > 0 { parts.append("\(holds) on safety hold") }
        if over > 0 { parts.append("\(over) over target") }
        if !filter.isEmpty { parts.append("\(shown.count) match “\(filter)”") }
        return parts.joined(separator: " · ")
    }

    private var keys: String {
        switch mode {
        case .list: "j/k move  Enter why  c claim  r refresh  / filter  ? help  q quit"
        case .filtering: "type words  Enter keep  Esc clear"
        case .help: "any key goes back"
        case .panel: "j/k scroll  c claim  Esc back  q quit"
        }
    }

    private func list(width: Int, height: Int) -> [String] {
        let shown = shown
        guard !shown.isEmpty else {
            let text =
                rows.isEmpty
                ? "Nobody is waiting. New referrals appear here." : "Nothing matches. Press / and then Esc to see all."
            return [""] + Ink.wrap(text, max(8, width)).map { Ink.fit($0, width) }
        }
        let columns = BoardColumns(width: width)
        let place = shown.firstIndex { $0.referral.id == selectedRow?.referral.id } ?? 0
        let room = max(1, height - 1)
        // The selection stays in view, and the last page is a full one.
        let start = max(0, min(place - room / 2, shown.count - room))
        return [ink(columns.header, .faint)]
            + shown[start...].prefix(room).enumerated().map { index, row in
                line(row, columns, isSelected: start + index == place)
            }
    }

    private func line(_ row: BoardRow, _ columns: BoardColumns, isSelected: Bool) -> String {
        let standing = row.referral.standing, age = row.wait(at: now)
        let claim = row.claim.map { $0.by == me ? "you" : $0.text } ?? ""
        let cells = columns.cells(
            mark: isSelected ? "›" : " ", reference: row.referral.reference, client: row.clientReference,
            name: Mask.name(row.clientName, revealed: isRevealed), age: age.text,
            standing: standing.safetyHold ? "SAFETY HOLD" : standing.words, claim: claim)
        // A reversed line says more clearly than its colours where one is.
        if isSelected { return ink(cells.joined(), .reverse) }
        return cells.enumerated().map { index, cell in
            switch columns.kinds[index] {
            case .age where age.state == .over: ink(cell, .red)
            case .age where age.state == .near: ink(cell, .yellow)
            case .standing where standing.safetyHold: ink(cell, .red)
            case .claim where row.claim?.by == me: ink(cell, .green)
            default: cell
            }
        }.joined()
    }

    private static let help = [
        "", "  j k ↓ ↑     move; g G to the ends, Space and b by a page",
        "  Enter       why whom: the ranked team with its reasons, and who is not offered",
        "  c           say that you are on it, or let it go",
        "  C           take it over from a colleague: they see that you did",
        "  r           look again now; the board also does so by itself",
        "  /           filter by words: a reference, urgent, hold, over, free, mine",
        "  q Ctrl-C    quit; Ctrl-Z puts it in the background", "",
        "  9 d of 14 d: nine days have passed of the fourteen that the clinic aims for.",
        "  3 d over: the fourteen are over since three days.",
        "  A claim informs colleagues and blocks nobody; it ends by itself.",
    ]
}

/// Which columns fit, and how wide each is: what is dropped first is what matters least.
struct BoardColumns: Sendable {
    enum Kind: Sendable { case mark, reference, client, name, age, standing, claim }

    let kinds: [Kind]
    private let widths: [Kind: Int]

    init(width: Int) {
        var widths: [Kind: Int] = [.mark: 2, .reference: 8, .age: 14]
        var kinds: [Kind] = [.mark, .reference, .age]
        if width < 24 { (kinds, widths) = ([.mark, .reference], [.mark: min(2, width), .reference: max(0, width - 2)]) }
        if width >= 38 {
            widths[.standing] = 13
            kinds.append(.standing)
        }
        if width >= 76 {
            (widths[.client], widths[.name]) = (9, min(24, max(10, (width - 66) / 2)))
            kinds.insert(contentsOf: [.client, .name], at: 2)
        }
        if width >= 48 {
            widths[.claim] = 0
            kinds.append(.claim)
        }
        let used = widths.values.reduce(0, +)
        if let last = kinds.last { widths[last, default: 0] += max(0, width - used) }
        (self.kinds, self.widths) = (kinds, widths)
    }

    var header: String {
        cells(
            mark: "", reference: "REFERRAL", client: "CLIENT", name: "NAME", age: "WAITED", standing: "STANDING", claim: "ON IT"
        ).joined()
    }

    func cells(
        mark: String, reference: String, client: String, name: String, age: String, standing: String, claim: String
    ) -> [String] {
        kinds.enumerated().map { index, kind in
            let text =
                switch kind {
                case .mark: mark
                case .reference: reference
                case .client: client
                case .name: name
                case .age: age
                case .standing: standing
                case .claim: claim
                }
            let width = widths[kind] ?? 0
            // A space between two columns, none after the last.
            return index == kinds.count - 1 || kind == .mark || width < 2
                ? Ink.fit(text, width) : Ink.fit(text, width - 1) + " "
        }
    }
}
