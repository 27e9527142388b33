internal import Clinic
internal import Database
internal import Referrals

/// Keys in, screens out, until somebody quits: the terminal is given back whatever ends it.
struct BoardLoop: Sendable {
    let terminal: Terminal
    let source: BoardSource
    let write: @Sendable (String) -> Void
    /// How often it asks whether anything changed.
    var interval = Duration.seconds(4)

    private enum Event: Sendable {
        case terminal(Terminal.Event)
        case tick
    }

    func run(_ first: BoardScreen) async throws {
        // What cannot be read at all is said on the usual screen.
        var board = Board(screen: first, source: source)
        try await board.refresh()
        terminal.open()
        defer { terminal.close() }
        let (events, continuation) = AsyncStream<Event>.makeStream()
        let (terminal, interval) = (terminal, interval)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in terminal.events { continuation.yield(.terminal(event)) }
                continuation.finish()
            }
            group.addTask {
                while !Task.isCancelled {
                    try await Task.sleep(for: interval)
                    continuation.yield(.tick)
                }
            }
            defer { group.cancelAll() }
            paint(board.screen)
            for await event in events {
                switch event {
                case .tick: await board.look()
                case .terminal(.redraw): write("\u{1B}[2J")
                case .terminal(.hungUp): return
                case .terminal(.keys(let keys)):
                    for key in keys {
                        if key == .control("z") {
                            terminal.suspend()
                        } else if await board.press(key, on: terminal.size) == .quit {
                            return
                        }
                    }
                }
                paint(board.screen)
            }
            // The stream ends here only when the command was cancelled, by a signal.
            throw CancellationError()
        }
    }

    private func paint(_ screen: BoardScreen) {
        let (width, height) = terminal.size
        let lines = screen.lines(width: width, height: height)
        write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J")
    }
}

/// The board with what its keys do.
struct Board {
    var screen: BoardScreen
    let source: BoardSource
    private var stamp = ""
    /// When the rows were read: ages go on from there without asking.
    private var read = (at: ContinuousClock.now, moment: Instant.epoch)

    enum Outcome { case stay, quit }

    init(screen: BoardScreen, source: BoardSource) {
        self.screen = screen
        self.source = source
    }

    /// Reads everything anew.
    mutating func refresh() async throws {
        // The stamp first: what changes between the two is seen at the next tick.
        stamp = try await source.stamp()
        let (rows, now) = try await source.rows()
        read = (.now, now)
        screen.replace(rows, at: now)
    }

    /// Asks whether anything changed, and reads only then: a look is on record.
    mutating func look() async {
        screen.now = read.moment + (ContinuousClock.now - read.at)
        await trying { board in
            guard try await board.source.stamp() != board.stamp else { return }
            try await board.refresh()
            if case .panel = board.screen.mode { try await board.showPanel(keeping: true) }
        }
    }

    mutating func press(_ key: Key, on size: (width: Int, height: Int)) async -> Outcome {
        if key == .control("c") || key == .control("d") { return .quit }
        switch screen.mode {
        case .help: screen.mode = .list
        case .filtering: filter(key)
        case .list: return await onList(key, max(1, size.height - 4))
        case .panel(let from): return await onPanel(key, from, size)
        }
        return .stay
    }

    private mutating func onList(_ key: Key, _ page: Int) async -> Outcome {
        screen.message = ""
        switch key {
        case .character("q"): return .quit
        case .character("j"), .down: screen.move(1)
        case .character("k"), .up: screen.move(-1)
        case .character(" "), .pageDown: screen.move(page)
        case .character("b"), .pageUp: screen.move(-page)
        case .character("g"), .home: screen.move(-screen.rows.count)
        case .character("G"), .end: screen.move(screen.rows.count)
        case .character("?"): screen.mode = .help
        case .character("/"): (screen.mode, screen.filter) = (.filtering, "")
        case .escape: screen.filter = ""
        case .character("r"):
            await trying { board in
                try await board.refresh()
                board.screen.message = "Looked again."
            }
        case .character("c"), .character("C"): await claim(takingOver: key == .character("C"))
        case .enter: await trying { board in try await board.showPanel(keeping: false) }
        default: break
        }
        return .stay
    }

    private mutating func onPanel(_ key: Key, _ from: Int, _ size: (width: Int, height: Int)) async -> Outcome {
        let page = max(1, size.height - 4)
        screen.message = ""
        switch key {
        case .character("q"): return .quit
        case .escape, .enter, .backspace: screen.mode = .list
        case .character("j"), .down: scroll(from + 1, size)
        case .character("k"), .up: scroll(from - 1, size)
        case .character(" "), .pageDown: scroll(from + page, size)
        case .character("b"), .pageUp: scroll(from - page, size)
        case .character("g"), .home: scroll(0, size)
        case .character("G"), .end: scroll(.max, size)
        case .character("c"), .character("C"):
            await claim(takingOver: key == .character("C"))
            await trying { board in try await board.showPanel(keeping: true) }
        case .character("r"): await trying { board in try await board.showPanel(keeping: true) }
        default: break
        }
        return .stay
    }

    private mutating func filter(_ key: Key) {
        switch key {
        case .enter: screen.mode = .list
        case .escape: (screen.mode, screen.filter) = (.list, "")
        case .backspace: screen.filter = String(screen.filter.dropLast())
        case .character(let letter) where screen.filter.count < 60: screen.filter.append(letter)
        default: break
        }
    }

    /// Nobody scrolls past the last full page into nothing.
    private mutating func scroll(_ line: Int, _ size: (width: Int, height: Int)) {
        let count = screen.panel?.lines(width: size.width, ink: Ink(isColoured: false)).count ?? 0
        let last = max(0, count - max(1, size.height - 3))
        screen.mode = .panel(from: min(max(line, 0), last))
    }

    private mutating func claim(takingOver: Bool) async {
        await trying { board in
            guard let row = board.screen.selectedRow else { return }
            board.screen.message = try await board.source.claim(row, takingOver: takingOver)
            try await board.refresh()
        }
    }

    private mutating func showPanel(keeping: Bool) async throws {
        guard let row = screen.selectedRow else { return }
        screen.selected = row.referral.id
        screen.panel = try await source.panel(row)
        if case .panel = screen.mode, keeping { return }
        screen.mode = .panel(from: 0)
    }

    /// What goes wrong is said in the message line, and the board stays.
    private mutating func trying(_ body: (inout Board) async throws -> Void) async {
        do { try await body(&self) } catch is CancellationError {} catch {
            screen.message = Failure(explaining: error).what
        }
    }
}
