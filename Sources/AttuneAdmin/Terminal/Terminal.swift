internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#endif

/// A terminal that a command has to itself for a while: keys one by one, a screen of its own, and everything as it was afterwards, however
/// the command ends. Ctrl-Z and SIGTSTP give the terminal back before the process stops, and take it again when it goes on.
///
/// SAFETY of `@unchecked Sendable`: what the signal handlers change is behind the mutex; `sources` is touched by `open` and `close` alone,
/// which one task calls, one after the other; the rest is constant.
final class Terminal: @unchecked Sendable {
    enum Event: Sendable {
        case keys([Key])
        case redraw, hungUp
    }

    let events: AsyncStream<Event>
    private let continuation: AsyncStream<Event>.Continuation
    private let state: Mutex<State>
    private let write: @Sendable (String) -> Void
    private var sources: [any DispatchSourceProtocol] = []

    private struct State {
        let usual: termios
        var isOpen = false
    }

    /// - Returns: nil where standard input or output is no terminal.
    init?(write: @escaping @Sendable (String) -> Void) {
        var usual = termios()
        guard isatty(0) == 1, isatty(1) == 1, tcgetattr(0, &usual) == 0 else { return nil }
        state = Mutex(State(usual: usual))
        self.write = write
        (events, continuation) = AsyncStream.makeStream()
    }

    /// Columns and lines, as they are now.
    var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    func open() {
        enter()
        let queue = DispatchQueue(label: "attune.terminal")
        let keys = DispatchSource.makeReadSource(fileDescriptor: 0, queue: queue)
        keys.setEventHandler { [weak self] in self?.readKeys() }
        let stop = DispatchSource.makeSignalSource(signal: SIGTSTP, queue: queue)
        stop.setEventHandler { [weak self] in self?.suspend() }
        let changed = [SIGWINCH, SIGCONT].map { signal in
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler { [continuation] in continuation.yield(.redraw) }
            return source
        }
        sources = [keys, stop]
        sources += changed.map { $0 as any DispatchSourceProtocol }
        for source in sources { source.resume() }
    }

    /// May be called more than once.
    func close() {
        leave()
        for source in sources { source.cancel() }
        sources = []
        continuation.finish()
    }

    /// Gives the terminal back, stops this process as the shell expects, and takes the terminal again once it goes on.
    func suspend() {
        leave()
        // To this very thread, which then goes no further: sent to the process, it may take the terminal again before it stops.
        pthread_kill(pthread_self(), SIGSTOP)
        enter()
        continuation.yield(.redraw)
    }

    private func readKeys() {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(0, &bytes, bytes.count)
        if count > 0 {
            continuation.yield(.keys(Key.parse(Array(bytes.prefix(count)))))
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            // The window was closed: there is nothing to be read any more.
            continuation.yield(.hungUp)
        }
    }

    private func enter() {
        state.withLock { state in
            guard !state.isOpen else { return }
            var raw = state.usual
            // Keys at once and unseen; Ctrl-C and Ctrl-Z come as keys, so that the screen is put away first. Output stays as it is.
            raw.c_lflag &= ~UInt32(ICANON | ECHO | ISIG | IEXTEN)
            raw.c_iflag &= ~UInt32(IXON | ICRNL)
            guard tcsetattr(0, TCSANOW, &raw) == 0 else { return }
            state.isOpen = true
            // The other screen, without a cursor.
            write("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
        }
    }

    private func leave() {
        state.withLock { state in
            guard state.isOpen else { return }
            state.isOpen = false
            write("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
            var usual = state.usual
            _ = tcsetattr(0, TCSANOW, &usual)
        }
    }
}
