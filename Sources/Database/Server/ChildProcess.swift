internal import Glibc
internal import Synchronization

/// A child with a thread of its own that starts it, waits for it and collects it.
///
/// The kernel sends the parent-death signal when the *thread* that started the child ends; this one ends only after the child.
final class ChildProcess: Sendable {
    private enum State {
        case starting
        case failed(Int32)
        case running(pid_t)
        case ended(Int32)
    }

    private let state = Mutex(State.starting)

    /// Starts `command`; its output goes to the end of `log`.
    static func start(_ command: [String], log: String) -> ChildProcess {
        let child = ChildProcess()
        LoopThread.spawn { child.run(command, log: log) }
        return child
    }

    /// Nil until it has started, and when it could not be.
    var processID: pid_t? { state.withLock { if case .running(let id) = $0 { id } else { nil } } }

    /// Nil while it runs; -1 when it could not be started.
    var exitStatus: Int32? {
        state.withLock {
            switch $0 {
            case .starting, .running: nil
            case .failed: -1
            case .ended(let status): status
            }
        }
    }

    /// Waits for its end.
    /// - Returns: false when it still runs after `limit`.
    func wait(_ limit: Duration) async -> Bool {
        let end = ContinuousClock.now + limit
        while exitStatus == nil {
            guard ContinuousClock.now < end else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    private func run(_ command: [String], log: String) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // A group of its own, so that Ctrl-C in a terminal reaches Attune alone, which then stops it in order.
        // Swift's threads have signals blocked, and a child inherits that: it would not hear a timer or a polite request to stop.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        posix_spawnattr_setpgroup(&attributes, 0)
        let words: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        let environment: [UnsafeMutablePointer<CChar>?] = Self.environment.map { strdup($0) } + [nil]
        defer { for word in words + environment { free(word) } }
        var id = pid_t()
        let outcome = posix_spawn(&id, command.first ?? "", &actions, &attributes, words, environment)
        guard outcome == 0 else { return state.withLock { $0 = .failed(outcome) } }
        state.withLock { [id] in $0 = .running(id) }
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        state.withLock { [status] in $0 = .ended(status) }
    }

    /// Nothing of ours is inherited: secrets may be there.
    private static let environment = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8", "LANG=C.UTF-8"]
}
