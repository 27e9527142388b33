internal import Clinic
internal import Synchronization

internal import class Foundation.NSString
internal import class Foundation.ProcessInfo
internal import class Foundation.Thread

#if canImport(Glibc)
    internal import Glibc
#endif

/// Hashes passwords: Argon2id over an HMAC of the password under a pepper, at most two at once, each on a thread of its own with a lower
/// priority, and never on more than half of the processors: a hash walks through 64 MiB, and bookings feel that at any priority. Swift's own
/// pool and the event loops never wait for one.
///
/// Stored as `$attune$1$pepper=4f1c09aa$argon2id$v=19$m=65536,t=3,p=1$<salt>$<hash>`: the next version, pepper or cost is seen from it.
public final class PasswordHasher: Sendable {
    /// At once. Memory is `limit` times the cost's.
    public static let limit = max(1, min(2, ProcessInfo.processInfo.activeProcessorCount / 2))

    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var most = 0
    }

    private let state = Mutex(State())
    private let keys: StaffKeys
    let cost: Argon2.Cost
    /// How many may wait for their turn, some six to twelve seconds' worth; the next one is told to come back.
    private let queueLimit: Int

    init(keys: Keyring, cost: Argon2.Cost, queueLimit: Int = 48) {
        self.keys = StaffKeys(keys)
        self.cost = cost
        self.queueLimit = queueLimit
    }

    /// The most that ever ran at once.
    var mostAtOnce: Int { state.withLock { $0.most } }

    /// The text to store for a new password.
    /// - Throws: `StaffError.busy`; `CancellationError`.
    func hash(_ password: String) async throws -> String {
        let salt = Secrets.randomBytes(Argon2.saltLength)
        return text(cost, salt, try await run(password, salt, cost))
    }

    /// Whether it is the password of `stored`; `isCurrent` says that the stored text needs no renewal.
    /// - Parameter stored: nil for nobody's: the work is done all the same, so that an unknown account takes as long as a known one.
    func check(_ password: String, _ stored: String?) async throws -> (fits: Bool, isCurrent: Bool) {
        let known = stored.flatMap(Stored.init)
        let cost = known?.cost ?? self.cost
        let hash = try await run(password, known?.salt ?? Secrets.randomBytes(Argon2.saltLength), cost)
        guard let known else { return (false, true) }
        let fits = known.pepper == keys.pepperName && Secrets.equal(hash, known.hash)
        return (fits, cost == self.cost)
    }

    private func text(_ cost: Argon2.Cost, _ salt: [UInt8], _ hash: [UInt8]) -> String {
        "$attune$1$pepper=\(keys.pepperName)$argon2id$v=19$m=\(cost.kibibytes),t=\(cost.passes),p=1"
            + "$\(Secrets.base64url(salt))$\(Secrets.base64url(hash))"
    }

    private struct Stored {
        let pepper: String, cost: Argon2.Cost, salt: [UInt8], hash: [UInt8]

        init?(_ text: String) {
            let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 9, parts[0].isEmpty, parts[1] == "attune", parts[2] == "1", parts[3].hasPrefix("pepper="),
                parts[4] == "argon2id", parts[5] == "v=19"
            else { return nil }
            let numbers = parts[6].split(separator: ",").map { $0.split(separator: "=").last.flatMap { Int($0) } ?? 0 }
            guard numbers.count == 3, (8...1_048_576).contains(numbers[0]), (1...100).contains(numbers[1]), numbers[2] == 1,
                let salt = Secrets.bytes(base64url: parts[7]), let hash = Secrets.bytes(base64url: parts[8])
            else { return nil }
            pepper = String(parts[3].dropFirst(7))
            cost = Argon2.Cost(kibibytes: numbers[0], passes: numbers[1])
            (self.salt, self.hash) = (salt, hash)
        }
    }

    // MARK: Turns and threads

    private func run(_ password: String, _ salt: [UInt8], _ cost: Argon2.Cost) async throws -> [UInt8] {
        // One spelling of each character, whichever keyboard it came from.
        let spelled = (password as NSString).precomposedStringWithCanonicalMapping
        let message = Secrets.hmacSHA256(key: keys.pepper, spelled.utf8)
        try await takeTurn()
        defer { endTurn() }
        try Task.checkCancellation()
        let hash = await withCheckedContinuation { (continuation: CheckedContinuation<[UInt8]?, Never>) in
            let thread = Thread {
                // Bookings come first. On Linux this is the thread's own niceness, and the thread ends with this hash.
                _ = nice(10)
                continuation.resume(returning: Argon2.hash(message, salt: salt, cost: cost))
            }
            thread.stackSize = 512 * 1_024
            thread.start()
        }
        guard let hash else { throw StaffError.busy }
        return hash
    }

    private func takeTurn() async throws {
        let isFree = try state.withLock { state in
            guard state.running >= Self.limit else {
                state.running += 1
                state.most = max(state.most, state.running)
                return true
            }
            guard state.waiting.count < queueLimit else { throw StaffError.busy }
            return false
        }
        if isFree { return }
        await withCheckedContinuation { continuation in
            // A turn may have come free since: nobody would hand it over any more.
            let mayGo = state.withLock { state in
                guard state.running >= Self.limit else {
                    state.running += 1
                    state.most = max(state.most, state.running)
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if mayGo { continuation.resume() }
        }
    }

    /// The turn goes to whoever has waited longest; `running` then stays as it is.
    private func endTurn() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.waiting.isEmpty else {
                state.running -= 1
                return nil
            }
            return state.waiting.removeFirst()
        }
        next?.resume()
    }
}
