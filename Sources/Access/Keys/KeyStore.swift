internal import Clinic
internal import Synchronization

/// The ring that this process works with, read anew when something was wrapped by a key that it does not know: so a rotation needs no
/// restart.
final class KeyStore: Sendable {
    private struct State {
        var ring: Keyring
        /// When a name was last looked for in the file in vain.
        var missed: [String: ContinuousClock.Instant] = [:]
    }

    private let state: Mutex<State>
    private let reload: (@Sendable () throws -> Keyring)?

    init(_ ring: Keyring, reload: (@Sendable () throws -> Keyring)?) {
        state = Mutex(State(ring: ring))
        self.reload = reload
    }

    var ring: Keyring { state.withLock { $0.ring } }

    /// Nil for a key that is not in the file either. The file is read for an unknown name at most once a second.
    func wrapping(named name: String) -> Keyring.Wrapping? {
        let (known, isDue) = state.withLock { state in
            let last = state.missed[name]
            return (state.ring.wrapping(named: name), last.map { $0.duration(to: .now) > .seconds(1) } ?? true)
        }
        if let known { return known }
        guard isDue else { return nil }
        refresh()
        return state.withLock { state in
            let found = state.ring.wrapping(named: name)
            // A handful at most: names come from rows that the database's own list of keys vouches for.
            state.missed[name] = found == nil && state.missed.count < 100 ? .now : nil
            return found
        }
    }

    /// Reads the file again. A ring that differs in anything but the keys that wrap, or that has another key under a name we know, is not
    /// this clinic's: the one in memory stays.
    func refresh() {
        guard let new = try? reload?() else { return }
        state.withLock { state in
            let isSame = Keyring.Purpose.allCases.allSatisfy { purpose in
                purpose == .wrap || state.ring.fingerprint(of: purpose) == new.fingerprint(of: purpose)
            }
            let keepsNames = state.ring.wrapping.allSatisfy { old in
                new.wrapping(named: old.name).map { $0.key.bytes == old.key.bytes } ?? true
            }
            if isSame, keepsNames { state.ring = new }
        }
    }
}
