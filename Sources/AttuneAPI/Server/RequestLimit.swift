import Access
import Clinic
import Synchronization

/// How many requests one caller may keep up, so that a programme that has lost its head takes the server from nobody else.
///
/// A caller is its bearer token, and the address it comes from: whoever tries tokens has a new one each time. The rule is the generic cell rate algorithm (ITU-T I.371): for each caller only the instant at which
/// its allowance is whole again is kept, in a table of fixed size. Callers share its places by a hash whose key nobody outside knows:
/// two who meet are limited together, never less.
final class RequestLimit: Sendable {
    static let places = 16_384

    enum Caller: Hashable, Sendable {
        case token(TokenHash)
        case address(ClientAddress?)
    }

    private let started = ContinuousClock.now
    private let perSecond: Int64
    /// Nanoseconds of one request.
    private let interval: Int64
    /// By place: nanoseconds since the start at which the allowance is whole again.
    private let whole = Mutex<[Int64]>(Array(repeating: 0, count: places))

    /// - Parameter perSecond: requests that one caller may keep up; as many may come at once after a second of quiet.
    /// - Returns: nil for 0: nothing is limited.
    init?(perSecond: Int) {
        guard perSecond > 0 else { return nil }
        self.perSecond = Int64(perSecond)
        interval = max(1, 1_000_000_000 / Int64(perSecond))
    }

    /// Counts one request.
    /// - Returns: nil where it may go on; otherwise the whole seconds to wait, at least 1.
    func refuses(_ caller: Caller, at now: ContinuousClock.Instant = .now) -> Int? {
        let now = nanoseconds(now), place = place(of: caller)
        return whole.withLock { whole in
            let next = max(whole[place], now) + interval
            let excess = next - now - interval * perSecond
            guard excess <= 0 else { return Int(excess / 1_000_000_000) + 1 }
            whole[place] = next
            return nil
        }
    }

    private func nanoseconds(_ now: ContinuousClock.Instant) -> Int64 {
        let parts = (now - started).components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }

    private func place(of caller: Caller) -> Int { Int(UInt(bitPattern: caller.hashValue) % UInt(Self.places)) }
}
