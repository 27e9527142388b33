/// What takes a moment, on standard error: one line for each step, with the time that the one before it took.
final class Progress {
    private let shell: Shell
    private let clock = ContinuousClock()
    private var step: (words: String, began: ContinuousClock.Instant)?

    init(_ shell: Shell) { self.shell = shell }

    func callAsFunction(_ words: String) {
        finish()
        step = (words, clock.now)
        if shell.talk.width != nil { shell.talk.write("  … \(words)\r") }
    }

    /// Writes the step that ended.
    func finish() {
        guard let (words, began) = step else { return }
        let took = began.duration(to: clock.now)
        let tenths = (took.components.seconds * 10) + took.components.attoseconds / 100_000_000_000_000_000
        shell.talk.write("  \(words) (\(tenths / 10).\(tenths % 10) s)\(shell.talk.width == nil ? "" : "   ")\n")
        step = nil
    }
}
